"""A quote becomes a hold: the nights are taken for a while, or somebody else has them."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.stays import Party
from reservas.features.accommodations import repository as accommodations
from reservas.features.outbox.schemas import Fact
from reservas.features.reservations import repository
from reservas.features.reservations.errors import DatesUnavailable, QuoteExpired
from reservas.features.reservations.schemas import HoldTerms, ReservationView, Source
from reservas.features.reservations.service.ending import expire_overdue
from reservas.features.reservations.service.history import record_change
from reservas.features.reservations.service.quoting import require_bookable, search
from reservas.kit.ids import new_reservation_code
from reservas.models import Quote


async def hold(
    session: AsyncSession,
    quote_id: str,
    guest_id: int,
    *,
    terms: HoldTerms,
    source: Source,
    actor: str,
    now: datetime,
) -> tuple[ReservationView, bool]:
    """Take the quoted nights for the guest and return the reservation, and whether it is new.

    The same guest holding the same quote again gets the reservation they already have.
    Raises QuoteNotFound, QuoteExpired, StayRefused, and DatesUnavailable with what else is free.
    """
    quote = await repository.quote_by_public_id(session, quote_id)
    await accommodations.lock(session, quote.accommodation_id)
    existing = await repository.live_of_quote(session, quote.id, guest_id)
    if existing is not None:
        return await repository.view(session, existing.id), False
    if quote.valid_until <= now:
        raise QuoteExpired("That price is no longer valid: ask for a new quote.", field="quote")
    accommodation = await accommodations.by_id(session, quote.accommodation_id)
    require_bookable(repository.as_stay(quote.nights), accommodation, now)
    occupancy_id = await _take_or_offer_others(session, quote, now)
    expires_at = now + timedelta(minutes=accommodation.hold_minutes or terms.minutes)
    reservation = repository.new_reservation(
        quote,
        code=new_reservation_code(),
        occupancy_id=occupancy_id,
        guest_id=guest_id,
        source=source,
        expires_at=expires_at,
        release_at=expires_at + timedelta(minutes=terms.grace_minutes),
        created_at=now,
        updated_at=now,
    )
    session.add(reservation)
    await session.flush()
    await record_change(session, reservation, Fact.RESERVATION_HELD, actor, now, total_cents=quote.total_cents)
    return await repository.view(session, reservation.id), True


async def _take_or_offer_others(session: AsyncSession, quote: Quote, now: datetime) -> int:
    stay = repository.as_stay(quote.nights)
    await expire_overdue(session, quote.accommodation_id, stay, now)
    try:
        return await repository.take_nights(session, quote.accommodation_id, stay, "hold", now)
    except DatesUnavailable as error:
        offers = await search(session, stay, Party(quote.adults, quote.children, quote.pets), now)
        raise DatesUnavailable(error.detail, alternatives=tuple(offer.accommodation for offer in offers)) from error
