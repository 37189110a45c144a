"""A reservation is changed behind its own accommodation's lock, whatever happens while that is waited for."""

import asyncio

from sqlalchemy import select

from reservas.features.reservations import service
from reservas.features.reservations.service import ReservationChange
from reservas.features.reservations.service.rows import lock_reservation
from reservas.infra.database import Database
from reservas.models import Accommodation
from tests.factories.accommodations import add_accommodation
from tests.factories.moments import NOW
from tests.factories.reservations import add_reservation
from tests.fakes.locks import NO_LOCKS
from tests.integration.concurrency import somebody_waits


async def _is_locked(database: Database, accommodation_id: int) -> bool:
    query = select(Accommodation.id).where(Accommodation.id == accommodation_id)
    async with database.unit_of_work() as session:
        free = await session.execute(query.with_for_update(key_share=True, skip_locked=True))
        return free.first() is None


async def test_a_reservation_moved_meanwhile_is_locked_behind_its_new_accommodation(database: Database) -> None:
    async with database.unit_of_work() as session:
        old, new = await add_accommodation(session), await add_accommodation(session)
        reservation = await add_reservation(session, old, status="confirmed")
    locked, go_on = asyncio.Event(), asyncio.Event()

    async def wait_for_it() -> int:
        async with database.unit_of_work() as session:
            found = await lock_reservation(session, reservation.id)
            locked.set()
            await go_on.wait()
            return found.accommodation_id

    async with database.unit_of_work() as session:
        moved = ReservationChange(accommodation=new.code)
        await service.change(session, reservation.code, moved, actor="test", reason=None, now=NOW, locks=NO_LOCKS)
        waiting = asyncio.create_task(wait_for_it())
        await somebody_waits(database)
    await asyncio.wait_for(locked.wait(), 10)

    try:
        assert await _is_locked(database, new.id)
        assert not await _is_locked(database, old.id)
    finally:
        go_on.set()
    assert await waiting == new.id
