"""What can be let."""
