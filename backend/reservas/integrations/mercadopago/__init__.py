"""Mercado Pago: links out, signed hints in, payments read back."""

from reservas.integrations.mercadopago.client import MercadoPagoClient
from reservas.integrations.mercadopago.signature import Hint, Verdict, verify

__all__ = ["Hint", "MercadoPagoClient", "Verdict", "verify"]
