"""What the booking engine takes and gives back."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from reservas.domain.cancellation import Policy
from reservas.domain.pricing import Price
from reservas.domain.reservation_states import Status
from reservas.domain.stays import Party, Stay


class Source(StrEnum):
    """Where a reservation came from."""

    WHATSAPP = "whatsapp"
    API = "api"
    PANEL = "panel"


@dataclass(frozen=True, slots=True)
class Offer:
    """A free accommodation and its price for the stay asked."""

    accommodation: str
    name: str
    capacity: int
    price: Price


@dataclass(frozen=True, slots=True)
class QuoteView:
    """A frozen price: `id` is public, `price` is what will be charged until `valid_until`, under `policy`.

    `made_on` is the cabin's own day when it was told.
    """

    id: str
    accommodation: str
    name: str
    stay: Stay
    party: Party
    price: Price
    policy: Policy
    made_on: date
    valid_until: datetime
    snapshot_hash: str


@dataclass(frozen=True, slots=True)
class HoldTerms:
    """How long a hold lasts: the minutes the guest is told, and the grace before the nights are freed."""

    minutes: int
    grace_minutes: int


@dataclass(frozen=True, slots=True)
class ReservationView:
    """A reservation as others see it: local dates, UTC instants, cents of `currency`."""

    id: int
    code: str
    accommodation: str
    accommodation_name: str
    guest_id: int
    stay: Stay
    party: Party
    status: str
    source: str
    currency: str
    total_cents: int
    deposit_cents: int
    expires_at: datetime | None
    created_at: datetime
    confirmed_at: datetime | None

    def is_held_at(self, now: datetime) -> bool:
        """Tell whether it is a hold whose guest still has time to pay."""
        return self.status == Status.PRE_RESERVED and self.expires_at is not None and now < self.expires_at


@dataclass(frozen=True, slots=True)
class ReservationFilter:
    """Which reservations to list; None = any. `since` and `until` bound the nights: a stay that touches them counts."""

    status: Status | None = None
    accommodation: str | None = None
    since: date | None = None
    until: date | None = None
