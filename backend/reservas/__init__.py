"""Reservas."""
