"""Quotes, taken nights and reservations in any state, with what they need made along."""

import itertools
import uuid
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.pricing import price_stay, snapshot_hash
from reservas.domain.reservation_states import LIVE, PAID_FOR
from reservas.domain.stays import Stay
from reservas.features.accommodations.service import rates_of
from reservas.features.reservations.repository import as_range
from reservas.features.reservations.service.quoting import QUOTE_VALID
from reservas.models import Accommodation, Guest, Occupancy, Quote, Reservation
from tests.factories.accommodations import add_accommodation
from tests.factories.guests import add_guest
from tests.factories.moments import MINUTE, NOW, STAY

HOLD, GRACE = 30 * MINUTE, 5 * MINUTE
_numbers = itertools.count(1)


async def add_quote(
    session: AsyncSession, accommodation: Accommodation | None = None, *, stay: Stay = STAY, **values: Any
) -> Quote:
    """A frozen price for two adults, as the booking engine would have made it."""
    accommodation = accommodation or await add_accommodation(session)
    price = price_stay(rates_of(accommodation), stay)
    snapshot = price.as_snapshot()
    defaults: dict[str, Any] = {
        "public_id": f"quote-{next(_numbers)}",
        "accommodation_id": accommodation.id,
        "nights": as_range(stay),
        "adults": 2,
        "children": 0,
        "pets": 0,
        "currency": price.currency,
        "total_cents": price.total_cents,
        "deposit_cents": price.deposit_cents,
        "snapshot": snapshot,
        "snapshot_hash": snapshot_hash(snapshot),
        "valid_until": NOW + QUOTE_VALID,
        "created_at": NOW,
    }
    quote = Quote(**{**defaults, **values})
    session.add(quote)
    await session.flush()
    return quote


async def add_occupancy(
    session: AsyncSession, accommodation: Accommodation, *, stay: Stay = STAY, kind: str = "owner_block"
) -> Occupancy:
    """Nights that are taken."""
    occupancy = Occupancy(accommodation_id=accommodation.id, nights=as_range(stay), kind=kind, created_at=NOW)
    session.add(occupancy)
    await session.flush()
    return occupancy


async def add_reservation(
    session: AsyncSession,
    accommodation: Accommodation | None = None,
    *,
    guest: Guest | None = None,
    stay: Stay = STAY,
    status: str = "pre_reserved",
    quote: Quote | None = None,
    **values: Any,
) -> Reservation:
    """A reservation in `status`, with its occupancy while it is live; a hold ends half an hour from now."""
    accommodation = accommodation or await add_accommodation(session)
    guest = guest or await add_guest(session)
    quote = quote or await add_quote(session, accommodation, stay=stay)
    occupancy = None
    if status in LIVE:
        kind = "hold" if status == "pre_reserved" else "stay"
        occupancy = await add_occupancy(session, accommodation, stay=stay, kind=kind)
    defaults: dict[str, Any] = {
        "code": f"R-{next(_numbers):06}",
        "calendar_uid": uuid.uuid4(),
        "accommodation_id": accommodation.id,
        "occupancy_id": occupancy.id if occupancy else None,
        "guest_id": guest.id,
        "quote_id": quote.id,
        "nights": quote.nights,
        "adults": quote.adults,
        "children": quote.children,
        "pets": quote.pets,
        "status": status,
        "source": "whatsapp",
        "currency": quote.currency,
        "total_cents": quote.total_cents,
        "deposit_cents": quote.deposit_cents,
        "expires_at": NOW + HOLD,
        "release_at": NOW + HOLD + GRACE,
        "created_at": NOW,
        "updated_at": NOW,
        "confirmed_at": NOW if status in PAID_FOR else None,
    }
    reservation = Reservation(**{**defaults, **values})
    session.add(reservation)
    await session.flush()
    return reservation
