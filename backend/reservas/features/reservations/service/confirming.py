"""Money turns a hold into a confirmed stay, even a late one if its nights are still free."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.reservation_states import PAID_FOR, Status
from reservas.features.accommodations import repository as accommodations
from reservas.features.outbox.schemas import Fact
from reservas.features.reservations import repository
from reservas.features.reservations.errors import DatesUnavailable, InvalidTransition
from reservas.features.reservations.service.ending import expire_overdue
from reservas.features.reservations.service.history import record_change
from reservas.features.reservations.service.quoting import without_turnover
from reservas.features.reservations.service.rows import lock_reservation
from reservas.models import Reservation


async def confirm(session: AsyncSession, reservation_id: int, *, actor: str, now: datetime, reason: str) -> bool:
    """Confirm a held or expired reservation; return False when it was confirmed before.

    Raises DatesUnavailable when it had expired and its nights, or the days kept free around them, went to somebody
    else; InvalidTransition when it was cancelled or is over.
    """
    reservation = await lock_reservation(session, reservation_id)
    if reservation.status in PAID_FOR:
        return False
    if reservation.status == Status.EXPIRED:
        await _retake(session, reservation, now)
    elif reservation.status == Status.PRE_RESERVED:
        assert reservation.occupancy_id is not None
        await repository.mark_stay(session, reservation.occupancy_id)
    else:
        raise InvalidTransition(f"Reservation {reservation.code} is {reservation.status}.", status=reservation.status)
    reservation.status = Status.CONFIRMED
    reservation.confirmed_at = reservation.updated_at = now
    reservation.ended_at = None
    await session.flush()
    await record_change(session, reservation, Fact.RESERVATION_CONFIRMED, actor, now, reason=reason)
    return True


async def _retake(session: AsyncSession, reservation: Reservation, now: datetime) -> None:
    stay = repository.as_stay(reservation.nights)
    accommodation = await accommodations.by_id(session, reservation.accommodation_id)
    if stay.check_in < now.astimezone(ZoneInfo(accommodation.time_zone)).date():
        raise DatesUnavailable("That stay has begun without its guest.")
    await expire_overdue(session, accommodation.id, stay.widened(accommodation.turnover_days), now)
    if await without_turnover(session, [accommodation], stay, now):
        raise DatesUnavailable("Too few days would lie between that stay and one booked since.")
    occupancy_id = await repository.take_nights(session, reservation.accommodation_id, stay, "stay", now)
    reservation.occupancy_id = occupancy_id
