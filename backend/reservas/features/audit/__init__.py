"""Who did what and why, kept."""
