"""Verified webhook calls, stored before they are answered."""
