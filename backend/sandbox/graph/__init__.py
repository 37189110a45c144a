"""Simulator of the WhatsApp Cloud API: the product's messages reach the phone page, guests' words become webhooks."""
