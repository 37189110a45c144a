"""Links are opened and closed, payments applied, ended holds settled."""

from reservas.features.payments.service.applying import PaymentLedger
from reservas.features.payments.service.links import PaymentLinks
from reservas.features.payments.service.settling import HoldSettlement

__all__ = ["HoldSettlement", "PaymentLedger", "PaymentLinks"]
