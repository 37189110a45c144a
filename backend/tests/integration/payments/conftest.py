"""The ledger's fixture, for every test of payments."""

from tests.integration.payments.ledger import books

__all__ = ["books"]
