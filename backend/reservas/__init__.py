"""Reservas turns guests' messages into paid, never-overlapping stays."""
