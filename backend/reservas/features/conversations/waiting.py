"""All SQL of the waiting list: who joins it, who leaves it, and who was told of what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, exists, func, select, update
from sqlalchemy.dialects.postgresql import Range, insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from reservas.domain.reservation_states import LIVE
from reservas.domain.stays import Party, Stay
from reservas.features.reservations.repository import as_range, as_stay
from reservas.models import Accommodation, Guest, GuestIdentifier, Reservation, WaitingEntry

TOLD, LEFT, BOOKED, PASSED = "told", "left", "booked", "passed"
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WaitingView:
    """An entry with its guest and the codes of the cabin wanted (None: any) and of the one they were told of."""

    entry: WaitingEntry
    guest_name: str | None
    phones: tuple[str, ...]
    accommodation: str | None
    told_of: str | None


async def add(
    session: AsyncSession, guest_id: int, accommodation_id: int | None, stay: Stay, party: Party, now: datetime
) -> int | None:
    """Store a wish and return its key; None when the guest waits for that stay already, which takes the new wish."""
    wish = {
        "accommodation_id": accommodation_id,
        "adults": party.adults,
        "children": party.children,
        "pets": party.pets,
    }
    mine = (WaitingEntry.guest_id == guest_id, WaitingEntry.nights == as_range(stay), WaitingEntry.ended_at.is_(None))
    statement = insert(WaitingEntry).values(guest_id=guest_id, nights=as_range(stay), created_at=now, **wish)
    statement = statement.on_conflict_do_nothing(
        index_elements=["guest_id", "nights"], index_where=WaitingEntry.ended_at.is_(None)
    )
    key = (await session.execute(statement.returning(WaitingEntry.id))).scalar_one_or_none()
    if key is None:
        await session.execute(update(WaitingEntry).where(*mine).values(**wish))
    return key


async def leave(session: AsyncSession, guest_id: int, stay: Stay | None, now: datetime) -> Sequence[tuple[int, Stay]]:
    """End the guest's wishes, for that stay or all, and return their keys and stays."""
    mine = [WaitingEntry.guest_id == guest_id, WaitingEntry.ended_at.is_(None)]
    mine += [] if stay is None else [WaitingEntry.nights == as_range(stay)]
    ended = update(WaitingEntry).where(*mine).values(ended_at=now, ended_reason=LEFT)
    rows = await session.execute(ended.returning(WaitingEntry.id, WaitingEntry.nights))
    return sorted((key, as_stay(nights)) for key, nights in rows)


async def end_needless(session: AsyncSession, now: datetime) -> None:
    """End the wishes whose day has passed everywhere on earth, and those whose guest has a stay in those nights."""
    is_open = WaitingEntry.ended_at.is_(None)
    for condition, reason in ((func.lower(WaitingEntry.nights) < now.date() - DAY, PASSED), (_has_stay(), BOOKED)):
        ended = update(WaitingEntry).where(is_open, condition).values(ended_at=now, ended_reason=reason)
        await session.execute(ended.execution_options(synchronize_session=False))


async def has_booked(session: AsyncSession, entry: WaitingEntry) -> bool:
    """Tell whether the guest has a stay of their own in those nights."""
    return bool(await session.scalar(select(exists().where(WaitingEntry.id == entry.id, _has_stay()))))


async def lock_open(session: AsyncSession, key: int) -> WaitingEntry | None:
    """Return the entry, locked, while it waits."""
    query = select(WaitingEntry).where(WaitingEntry.id == key, WaitingEntry.ended_at.is_(None)).with_for_update()
    return (await session.execute(query.execution_options(populate_existing=True))).scalar_one_or_none()


async def are_others_first(
    session: AsyncSession, accommodation_id: int, nights: Range[date], since: datetime, but: int
) -> bool:
    """Tell whether somebody else was told of one of those nights there after that instant."""
    told = exists().where(
        WaitingEntry.told_accommodation_id == accommodation_id,
        WaitingEntry.told_at > since,
        WaitingEntry.nights.overlaps(nights),
        WaitingEntry.id != but,
    )
    return bool(await session.scalar(select(told)))


async def reopen(session: AsyncSession, key: int) -> None:
    """Let an entry wait again: what was to be told was over before it could be. A newer wish for the stay is enough."""
    entry = (await session.execute(select(WaitingEntry).where(WaitingEntry.id == key).with_for_update())).scalar_one()
    newer = exists().where(
        WaitingEntry.guest_id == entry.guest_id,
        WaitingEntry.nights == entry.nights,
        WaitingEntry.ended_at.is_(None),
    )
    if entry.ended_reason != TOLD or await session.scalar(select(newer)):
        return
    entry.told_at = entry.told_accommodation_id = entry.ended_at = entry.ended_reason = None


async def page(session: AsyncSession, before: int, limit: int, *, is_open: bool | None) -> Sequence[WaitingView]:
    """Return entries, newest first: those with keys under `before`."""
    told = aliased(Accommodation)
    phones = func.array_agg(GuestIdentifier.value).filter(GuestIdentifier.kind == "phone")
    query = (
        select(WaitingEntry, Guest.name, phones, Accommodation.code, told.code)
        .join(Guest, Guest.id == WaitingEntry.guest_id)
        .outerjoin(GuestIdentifier, GuestIdentifier.guest_id == Guest.id)
        .outerjoin(Accommodation, Accommodation.id == WaitingEntry.accommodation_id)
        .outerjoin(told, told.id == WaitingEntry.told_accommodation_id)
        .where(WaitingEntry.id < before)
        .group_by(WaitingEntry.id, Guest.id, Accommodation.id, told.id)
        .order_by(WaitingEntry.id.desc())
        .limit(limit)
    )
    if is_open is not None:
        query = query.where(WaitingEntry.ended_at.is_(None) if is_open else WaitingEntry.ended_at.is_not(None))
    rows = await session.execute(query)
    return [WaitingView(entry, name, tuple(sorted(some or ())), code, of) for entry, name, some, code, of in rows]


def _has_stay() -> ColumnElement[bool]:
    return exists().where(
        Reservation.guest_id == WaitingEntry.guest_id,
        Reservation.status.in_(LIVE),
        Reservation.nights.overlaps(WaitingEntry.nights),
    )
