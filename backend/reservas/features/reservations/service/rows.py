"""Whoever changes a reservation locks its accommodation first, then the reservation: one order, so nobody deadlocks."""

from sqlalchemy.ext.asyncio import AsyncSession

from reservas.features.accommodations import repository as accommodations
from reservas.features.reservations import repository
from reservas.models import Reservation


async def lock_reservation(session: AsyncSession, reservation_id: int) -> Reservation:
    """Lock the reservation behind its accommodation, and return it read anew.

    It may be moved while its accommodation is waited for. Then that one is let go and the new one locked: with the
    reservation locked behind the wrong one, whoever holds the right one would wait for us, and we for them.
    """
    while True:
        accommodation_id = await repository.accommodation_of(session, reservation_id)
        savepoint = await session.begin_nested()
        await accommodations.lock(session, accommodation_id)
        if await repository.accommodation_of(session, reservation_id) == accommodation_id:
            await savepoint.commit()
            return await repository.lock(session, reservation_id)
        await savepoint.rollback()
