"""Short ways to say what the booking engine is asked, and what must always be true afterwards."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.reservation_states import LIVE
from reservas.features.reservations import service
from reservas.features.reservations.errors import DatesUnavailable
from reservas.features.reservations.schemas import HoldTerms, ReservationView, Source
from reservas.infra.database import Database
from reservas.models import AuditEntry, Guest, Occupancy, Quote, Reservation
from tests.factories.moments import NOW
from tests.fakes.locks import NO_LOCKS

Result = TypeVar("Result")
TERMS = HoldTerms(minutes=30, grace_minutes=5)


async def hold(database: Database, quote: Quote, guest: Guest, now: datetime = NOW) -> tuple[ReservationView, bool]:
    """Take the quoted nights, in a transaction as the product opens it; a refusal tells what else is free."""

    async def work(session: AsyncSession) -> tuple[ReservationView, bool]:
        return await service.hold(
            session,
            quote.public_id,
            guest.id,
            terms=TERMS,
            source=Source.WHATSAPP,
            actor="test",
            now=now,
            locks=NO_LOCKS,
        )

    return await telling(database, work, now)


async def telling(database: Database, work: Callable[[AsyncSession], Awaitable[Result]], now: datetime) -> Result:
    """Do the work in a transaction; a refusal tells what else is free, as it does over HTTP."""
    try:
        return await database.transaction(work)
    except DatesUnavailable as error:
        async with database.unit_of_work() as session:
            raise await service.tell_alternatives(session, error, now) from error


async def confirm(database: Database, reservation_id: int, now: datetime = NOW) -> bool:
    """Confirm a reservation."""

    async def work(session: AsyncSession) -> bool:
        return await service.confirm(session, reservation_id, actor="test", now=now, reason="test")

    return await database.transaction(work)


async def expire(database: Database, reservation_id: int, now: datetime) -> bool:
    """Expire a hold."""

    async def work(session: AsyncSession) -> bool:
        return await service.expire(session, reservation_id, now, reason="test", locks=NO_LOCKS)

    return await database.transaction(work)


async def cancel(database: Database, reservation: Reservation, now: datetime = NOW) -> ReservationView:
    """Cancel a hold as its guest."""

    async def work(session: AsyncSession) -> ReservationView:
        return await service.cancel_hold(
            session, reservation.code, guest_id=reservation.guest_id, actor="test", reason=None, now=now, locks=NO_LOCKS
        )

    return await database.transaction(work)


async def read_reservation(database: Database, reservation_id: int) -> Reservation:
    """Return the reservation as it is now."""
    async with database.unit_of_work() as session:
        return await session.get_one(Reservation, reservation_id)


async def read_actions(database: Database, code: str) -> list[str]:
    """Return what the audit log says happened to the reservation, in order."""
    async with database.unit_of_work() as session:
        query = select(AuditEntry.action).where(AuditEntry.subject == code).order_by(AuditEntry.id)
        return list((await session.execute(query)).scalars())


async def assert_nights_agree(database: Database) -> None:
    """Every live reservation has its own nights, and no hold's or stay's nights belong to nobody."""
    async with database.unit_of_work() as session:
        occupancies = {one.id: one for one in (await session.execute(select(Occupancy))).scalars()}
        reservations = list((await session.execute(select(Reservation))).scalars())
    live = {one.occupancy_id: one for one in reservations if one.status in LIVE}
    taken = {key for key, one in occupancies.items() if one.kind in ("hold", "stay")}
    assert live.keys() == taken
    for key, reservation in live.items():
        assert key is not None
        occupancy = occupancies[key]
        assert (occupancy.accommodation_id, occupancy.nights) == (reservation.accommodation_id, reservation.nights)
        assert (occupancy.kind == "hold") == (reservation.status == "pre_reserved")
    assert all(one.occupancy_id is None for one in reservations if one.status not in LIVE)
