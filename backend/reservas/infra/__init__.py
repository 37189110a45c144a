"""Connections to PostgreSQL, Redis, HTTP, logs and metrics, with no knowledge of bookings."""
