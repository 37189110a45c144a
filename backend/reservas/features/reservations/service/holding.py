"""A quote becomes a hold: the nights are taken for a while, or somebody else has them."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.alternatives import AlternativeKind
from reservas.domain.stays import Party
from reservas.features.accommodations import repository as accommodations
from reservas.features.outbox.schemas import Fact
from reservas.features.reservations import repository
from reservas.features.reservations.errors import DatesUnavailable, QuoteExpired
from reservas.features.reservations.ports import NightLocks
from reservas.features.reservations.schemas import HoldTerms, ReservationView, Source
from reservas.features.reservations.service.alternatives import read_alternatives
from reservas.features.reservations.service.ending import expire_overdue
from reservas.features.reservations.service.history import record_change
from reservas.features.reservations.service.locking import HoldLock
from reservas.features.reservations.service.quoting import require_bookable, without_turnover
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
    locks: NightLocks,
) -> tuple[ReservationView, bool]:
    """Take the quoted nights for the guest and return the reservation, and whether it is new.

    The same guest holding the same quote again gets the reservation they already have.
    Raises QuoteNotFound, QuoteExpired, StayRefused, and DatesUnavailable with what else is free.
    """
    quote = await repository.quote_by_public_id(session, quote_id)
    accommodation = await accommodations.by_id(session, quote.accommodation_id)
    length = timedelta(minutes=accommodation.hold_minutes or terms.minutes)
    code = new_reservation_code()
    lock = HoldLock(session, locks, quote.accommodation_id, repository.as_stay(quote.nights), code)
    # Before the row is locked: a crowd is turned away at once, and nobody waits for Redis while others wait for them.
    if not await lock.take(length.total_seconds()):
        await _refuse_if_really_taken(session, quote, guest_id, now)
    try:
        async with session.begin_nested():
            return await _place(
                session,
                quote,
                guest_id,
                lock,
                now,
                code=code,
                source=source,
                actor=actor,
                expires_at=now + length,
                release_at=now + length + timedelta(minutes=terms.grace_minutes),
            )
    except DatesUnavailable as error:
        # The savepoint is undone and the row's lock with it: nobody waits while something else is looked for.
        raise await _unavailable(session, quote, error.detail, now) from error


async def _place(
    session: AsyncSession, quote: Quote, guest_id: int, lock: HoldLock, now: datetime, *, actor: str, **values: object
) -> tuple[ReservationView, bool]:
    await accommodations.lock(session, quote.accommodation_id)
    existing = await repository.live_of_quote(session, quote.id, guest_id)
    if existing is not None:
        return await repository.view(session, existing.id), False
    if quote.valid_until <= now:
        raise QuoteExpired("That price is no longer valid: ask for a new quote.", field="quote")
    accommodation = await accommodations.by_id(session, quote.accommodation_id)
    require_bookable(repository.as_stay(quote.nights), accommodation, now)
    reservation = repository.new_reservation(
        quote,
        occupancy_id=await _take(session, quote, now),
        guest_id=guest_id,
        created_at=now,
        updated_at=now,
        **values,
    )
    session.add(reservation)
    await session.flush()
    lock.keep_for(reservation)
    await record_change(session, reservation, Fact.RESERVATION_HELD, actor, now, total_cents=quote.total_cents)
    return await repository.view(session, reservation.id), True


async def _refuse_if_really_taken(session: AsyncSession, quote: Quote, guest_id: int, now: datetime) -> None:
    """Ask PostgreSQL what a lock in the way is worth: one left behind never refuses free nights."""
    if not await repository.are_taken(session, quote.accommodation_id, repository.as_stay(quote.nights), now):
        return
    if await repository.live_of_quote(session, quote.id, guest_id) is None:
        raise await _unavailable(session, quote, "Those nights are taken.", now)


async def _take(session: AsyncSession, quote: Quote, now: datetime) -> int:
    stay = repository.as_stay(quote.nights)
    await expire_overdue(session, quote.accommodation_id, stay, now)
    accommodation = await accommodations.by_id(session, quote.accommodation_id)
    if await without_turnover(session, [accommodation], stay, now):
        raise DatesUnavailable("Too few days would lie between that stay and the next.")
    return await repository.take_nights(session, quote.accommodation_id, stay, "hold", now)


async def _unavailable(session: AsyncSession, quote: Quote, detail: str, now: datetime) -> DatesUnavailable:
    party = Party(quote.adults, quote.children, quote.pets)
    asked = (await accommodations.by_id(session, quote.accommodation_id)).code
    found = await read_alternatives(session, repository.as_stay(quote.nights), party, now, asked=asked)
    same_dates = tuple(one.accommodation for one in found if one.kind is AlternativeKind.SAME_DATES)
    return DatesUnavailable(detail, alternatives=same_dates, nearest=found)
