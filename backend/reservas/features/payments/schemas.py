"""What the ledger asks of its provider and what it reads back, in our words."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from reservas.domain.money import Money
from reservas.features.reservations.schemas import ReservationView

REFERENCE_PREFIX = "rsv"
"""Every reference of ours starts with it: a payment without it belongs to the owner's other business."""

PAYMENT_NOTIFIED = "payment.notified"
HOLD_ENDED = "hold.ended"


@dataclass(frozen=True, slots=True)
class LinkRequest:
    """What a payment link asks for; the link dies at `expires_at` (UTC)."""

    external_reference: str
    title: str
    description: str
    amount: Money
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class OpenedLink:
    """What the provider made of it."""

    preference_id: str
    url: str


@dataclass(frozen=True, slots=True)
class PaymentReading:
    """A payment as the provider told it at `updated_at` (UTC)."""

    provider_payment_id: str
    status: str
    status_detail: str | None
    external_reference: str | None
    currency: str
    amount_cents: int
    refunded_cents: int
    method: str | None
    updated_at: datetime
    approved_at: datetime | None
    raw: dict[str, Any]


@dataclass(frozen=True, slots=True)
class LinkView:
    """A payment link that may be shown to its guest."""

    id: int
    reservation_id: int
    purpose: str
    amount: Money
    url: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class PaymentView:
    """A payment in the ledger, with our judgement of it."""

    id: int
    reservation_id: int | None
    amount: Money
    outcome: str


class RefundStatus(StrEnum):
    """Whether a refund still has to be given back."""

    DUE = "due"
    DONE = "done"


class RefundMethod(StrEnum):
    """How a refund was given back."""

    MERCADOPAGO = "mercadopago"
    TRANSFER = "transfer"
    CASH = "cash"


class ManualMethod(StrEnum):
    """How money came that Mercado Pago knows nothing of."""

    TRANSFER = "transfer"
    CASH = "cash"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class ManualPayment:
    """Money that an operator says has come, in cents of the reservation's currency, and what proves it."""

    method: ManualMethod
    amount_cents: int
    receipt: str


@dataclass(frozen=True, slots=True)
class RefundPart:
    """How much of a refund comes out of the payment with that id at its provider."""

    provider_payment_id: str
    amount_cents: int


@dataclass(frozen=True, slots=True)
class RefundView:
    """What the reservation with the code `reservation` gives back, and what became of it."""

    id: int
    code: str
    reservation_id: int
    reservation: str
    amount: Money
    reason: str
    why: str
    status: str
    created_at: datetime
    parts: tuple[RefundPart, ...]
    method: str | None
    reference: str | None
    settled_at: datetime | None
    settled_by: str | None


@dataclass(frozen=True, slots=True)
class Ending:
    """What a reservation's end left behind: money to give back, and the code of a withdrawal."""

    refund: RefundView | None = None
    withdrawal: str | None = None


@dataclass(frozen=True, slots=True)
class Cancellation:
    """How a reservation is to be cancelled.

    For what is best for the guest, by the law or the policy it was booked under; for everything when it is the house
    that cancels, `by_house`; for what an owner gives, `refund_cents`.
    `guest_id` lets only that guest cancel; `told_cents` is the refund they were told, which it must still be.
    """

    reason: str | None = None
    is_withdrawal: bool = False
    by_house: bool = False
    refund_cents: int | None = None
    guest_id: int | None = None
    told_cents: int | None = None


@dataclass(frozen=True, slots=True)
class Cancelled:
    """A reservation after its end, and what that left behind.

    With `is_paid_elsewhere` nobody here knows what was paid: a person must tell the guest what comes back.
    """

    reservation: ReservationView
    ending: Ending
    is_paid_elsewhere: bool = False
