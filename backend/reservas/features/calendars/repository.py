"""All SQL of exported calendars."""

from datetime import date, datetime

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.reservation_states import LIVE
from reservas.features.calendars.schemas import ExportedStay
from reservas.features.reservations.repository import as_stay
from reservas.models import Accommodation, CalendarExport, Reservation


async def accommodation_of(session: AsyncSession, token_hash: str) -> Accommodation | None:
    """Return the accommodation a live token opens."""
    query = (
        select(Accommodation)
        .join(CalendarExport, CalendarExport.accommodation_id == Accommodation.id)
        .where(CalendarExport.token_hash == token_hash, CalendarExport.revoked_at.is_(None))
    )
    return (await session.execute(query)).scalar_one_or_none()


async def stays(session: AsyncSession, accommodation_id: int, since: date) -> tuple[ExportedStay, ...]:
    """Return the live reservations that end after `since`, in order of arrival; each is an event of its own."""
    query = (
        select(Reservation)
        .where(
            Reservation.accommodation_id == accommodation_id,
            Reservation.status.in_(LIVE),
            func.upper(Reservation.nights) > since,
        )
        .order_by(Reservation.nights)
    )
    return tuple(
        ExportedStay(one.calendar_uid, as_stay(one.nights), one.source, one.updated_at)
        for one in (await session.execute(query)).scalars()
    )


async def revoke_others(
    session: AsyncSession, accommodation_id: int, destination: str, token_hash: str, now: datetime
) -> None:
    """Stop every other live address of the accommodation for that destination."""
    earlier = update(CalendarExport).where(
        CalendarExport.accommodation_id == accommodation_id,
        CalendarExport.destination == destination,
        CalendarExport.revoked_at.is_(None),
        CalendarExport.token_hash != token_hash,
    )
    await session.execute(earlier.values(revoked_at=now))


async def add(session: AsyncSession, accommodation_id: int, destination: str, token_hash: str, now: datetime) -> None:
    """Add an address, unless it is there."""
    statement = insert(CalendarExport).values(
        accommodation_id=accommodation_id, destination=destination, token_hash=token_hash, created_at=now
    )
    await session.execute(statement.on_conflict_do_nothing(index_elements=["token_hash"]))
