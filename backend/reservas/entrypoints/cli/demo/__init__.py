"""Six cabins by a lake, to try everything with."""
