"""The same request twice is one change and one answer."""
