"""Links are opened and closed, payments applied, ended holds settled, stays confirmed, cancelled and refunded."""

from reservas.features.payments.service.applying import PaymentLedger
from reservas.features.payments.service.cancelling import cancel, owe, read_agreement
from reservas.features.payments.service.confirming import confirm_by_hand
from reservas.features.payments.service.links import PaymentLinks
from reservas.features.payments.service.refunding import settle_refund
from reservas.features.payments.service.settling import HoldSettlement
from reservas.features.payments.service.withdrawing import withdraw

__all__ = [
    "HoldSettlement",
    "PaymentLedger",
    "PaymentLinks",
    "cancel",
    "confirm_by_hand",
    "owe",
    "read_agreement",
    "settle_refund",
    "withdraw",
]
