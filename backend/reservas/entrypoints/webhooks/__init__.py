"""Signed bytes become inbox rows; nothing else happens before the 200."""
