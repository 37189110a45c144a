"""Simulator of Mercado Pago: links become a checkout page, payments made there become notifications."""
