"""Taken nights, shown to whoever holds an address for them."""
