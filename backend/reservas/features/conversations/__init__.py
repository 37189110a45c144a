"""Guests' messages become turns of a dialogue, and its replies leave in order."""
