"""What the ledger asks of its provider and what it reads back, in our words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from reservas.domain.money import Money

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
