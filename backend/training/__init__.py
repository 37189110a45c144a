"""Learns and measures what the product understands; nothing here is part of the product."""
