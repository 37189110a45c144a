"""A quote becomes a hold: the nights are taken for a while, or somebody else has them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.alternatives import Wanted
from reservas.domain.reservation_states import Status
from reservas.domain.stays import Party, Stay
from reservas.features.accommodations import repository as accommodations
from reservas.features.accommodations import service as owners
from reservas.features.accommodations.errors import AccommodationNotFound
from reservas.features.accommodations.schemas import Cabin
from reservas.features.audit import service as audit
from reservas.features.outbox.schemas import Fact
from reservas.features.reservations import placing, repository
from reservas.features.reservations.errors import DatesUnavailable, QuoteExpired
from reservas.features.reservations.ports import NightLocks
from reservas.features.reservations.schemas import HoldTerms, ReservationView, Source
from reservas.features.reservations.service.ending import expire_overdue
from reservas.features.reservations.service.history import publish_change
from reservas.features.reservations.service.locking import HoldLock
from reservas.features.reservations.service.quoting import require_bookable, without_turnover
from reservas.kit.ids import new_reservation_code
from reservas.models import Quote


@dataclass(frozen=True, slots=True)
class Holding:
    """Who holds nights, for how long, from where, and when."""

    guest_id: int
    terms: HoldTerms
    source: Source
    actor: str
    now: datetime


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

    A guest who has those nights already, by the same quote or another of the cabin, or who still has to pay a hold of
    another cabin then, gets what they have: one unpaid stay at a time keeps the other cabins free for others.
    Raises QuoteNotFound, AccommodationNotFound when it is let no more, QuoteExpired, StayRefused, and DatesUnavailable:
    end what was begun, and the cabin's row is no longer locked, before asking what else is free.
    """
    quote = await repository.quote_by_public_id(session, quote_id)
    already = await repository.held_meanwhile(session, quote, guest_id, now)
    if already is not None:
        return already, False
    cabin = await owners.read_cabin_by_id(session, quote.accommodation_id, now)
    return await hold_quoted(session, quote, cabin, Holding(guest_id, terms, source, actor, now), locks)


async def hold_quoted(
    session: AsyncSession, quote: Quote, cabin: Cabin, by: Holding, locks: NightLocks
) -> tuple[ReservationView, bool]:
    """Do what `hold` does with a quote at hand, stored or not: an unsaved one is stored with the reservation."""
    existing = await _held_before(session, quote, by.guest_id)
    if existing is not None:
        return existing, False
    stay = repository.as_stay(quote.nights)
    if not cabin.is_let:
        raise AccommodationNotFound(f"{cabin.name} is not let any more.", field="accommodation")
    if quote.valid_until <= by.now:
        raise QuoteExpired("That price is no longer valid: ask for a new quote.", field="quote")
    require_bookable(stay, cabin, by.now)
    length, code = timedelta(minutes=cabin.hold_minutes or by.terms.minutes), new_reservation_code()
    lock = HoldLock(session, locks, cabin.id, stay, code)
    # Before the row is locked: a crowd is turned away at once, and nobody waits for Redis while others wait for them.
    is_first = await lock.take(length.total_seconds())
    try:
        if not is_first:
            await _refuse_if_really_taken(session, stay, cabin, by.now)
        view = await _place(session, quote, cabin, by, code, by.now + length)
    except DatesUnavailable as error:
        # Perhaps by the same guest's other tap on the same quote.
        existing = await _held_before(session, quote, by.guest_id)
        if existing is not None:
            return existing, False
        wanted = Wanted(stay, Party(quote.adults, quote.children, quote.pets), cabin.code)
        raise DatesUnavailable(error.detail, wanted=wanted) from error
    lock.keep()
    return view, True


async def _place(
    session: AsyncSession, quote: Quote, cabin: Cabin, by: Holding, code: str, until: datetime
) -> ReservationView:
    stay = repository.as_stay(quote.nights)
    if cabin.turnover_days:
        await _require_turnover(session, stay, cabin, by.now)
    release_at = until + timedelta(minutes=by.terms.grace_minutes)
    # With its nights, so that the audit log alone tells who had which night when, whatever becomes of the row.
    entry = audit.entry(
        at=by.now,
        actor=by.actor,
        action=Fact.RESERVATION_HELD,
        subject_kind="reservation",
        subject=code,
        total_cents=quote.total_cents,
        accommodation=cabin.code,
        check_in=stay.check_in.isoformat(),
        check_out=stay.check_out.isoformat(),
    )
    place = partial(
        placing.place,
        session,
        quote,
        entry,
        code=code,
        guest_id=by.guest_id,
        source=by.source,
        expires_at=until,
        release_at=release_at,
        created_at=by.now,
        updated_at=by.now,
    )
    reservation_id = await place()
    if reservation_id is None:
        # Perhaps only holds whose time is over stand there: then the nights are free once those are.
        await expire_overdue(session, cabin.id, stay, by.now)
        reservation_id = await place()
    if reservation_id is None:
        raise DatesUnavailable("Those nights have just been taken.")
    await publish_change(session, reservation_id, Status.PRE_RESERVED, Fact.RESERVATION_HELD, by.actor, by.now)
    return ReservationView(
        id=reservation_id,
        code=code,
        accommodation=cabin.code,
        accommodation_name=cabin.name,
        guest_id=by.guest_id,
        stay=stay,
        party=Party(quote.adults, quote.children, quote.pets),
        status=Status.PRE_RESERVED,
        source=by.source,
        currency=quote.currency,
        total_cents=quote.total_cents,
        deposit_cents=quote.deposit_cents,
        expires_at=until,
        created_at=by.now,
        confirmed_at=None,
    )


async def _held_before(session: AsyncSession, quote: Quote, guest_id: int) -> ReservationView | None:
    if quote.id is None:
        return None
    existing = await repository.live_of_quote(session, quote.id, guest_id)
    return None if existing is None else await repository.view(session, existing.id)


async def _refuse_if_really_taken(session: AsyncSession, stay: Stay, cabin: Cabin, now: datetime) -> None:
    """Ask PostgreSQL what a lock in the way is worth: one left behind never refuses free nights."""
    if await repository.are_taken(session, cabin.id, stay, now):
        raise DatesUnavailable("Those nights are taken.")


async def _require_turnover(session: AsyncSession, stay: Stay, cabin: Cabin, now: datetime) -> None:
    await accommodations.lock(session, cabin.id)
    # Holds whose time is over may lie too near as well: confirmed later, they would be neighbours.
    await expire_overdue(session, cabin.id, stay.widened(cabin.turnover_days), now)
    if await without_turnover(session, [cabin], stay, now):
        raise DatesUnavailable("Too few days would lie between that stay and the next.")
