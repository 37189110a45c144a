"""Nights are quoted, held, confirmed and given back here; PostgreSQL has the last word."""
