"""Use cases, one folder per business noun, depending one way."""
