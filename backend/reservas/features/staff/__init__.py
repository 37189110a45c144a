"""The operators who run the place."""
