"""Holds end: cancelled by somebody, or expired once their time and their grace are over."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.reservation_states import Status
from reservas.domain.stays import Stay
from reservas.features.outbox.schemas import Fact
from reservas.features.reservations import repository
from reservas.features.reservations.errors import InvalidTransition, ReservationNotFound
from reservas.features.reservations.ports import NightLocks
from reservas.features.reservations.schemas import ReservationView
from reservas.features.reservations.service.history import record_change
from reservas.features.reservations.service.locking import give_back_afterwards
from reservas.features.reservations.service.rows import lock_reservation
from reservas.models import Reservation


async def cancel_hold(
    session: AsyncSession,
    code: str,
    *,
    guest_id: int | None,
    actor: str,
    reason: str | None,
    now: datetime,
    locks: NightLocks,
) -> ReservationView:
    """Give a hold's nights back. With `guest_id`, only that guest's own hold.

    Raises ReservationNotFound; InvalidTransition when it is paid or already over.
    """
    reservation = await lock_reservation(session, await repository.id_of(session, code))
    if guest_id is not None and reservation.guest_id != guest_id:
        raise ReservationNotFound(f"There is no reservation {code}.", field="code")
    if reservation.status != Status.PRE_RESERVED:
        raise InvalidTransition(
            f"Reservation {code} is {reservation.status}: only a hold is cancelled like this.",
            status=reservation.status,
        )
    await repository.free_nights(session, reservation, Status.CANCELLED, now)
    give_back_afterwards(session, locks, reservation)
    await record_change(session, reservation, Fact.RESERVATION_CANCELLED, actor, now, reason=reason)
    return await repository.view(session, reservation.id)


async def expire(session: AsyncSession, reservation_id: int, now: datetime, *, reason: str, locks: NightLocks) -> bool:
    """Give the nights of a hold back whose shown end has passed; return False when it is no such hold any more.

    The caller has asked the payment provider first, or has waited out the grace.
    """
    reservation = await lock_reservation(session, reservation_id)
    if reservation.status != Status.PRE_RESERVED or reservation.expires_at is None or reservation.expires_at > now:
        return False
    await _expire(session, reservation, now, reason)
    give_back_afterwards(session, locks, reservation)
    return True


async def expire_overdue(session: AsyncSession, accommodation_id: int, stay: Stay, now: datetime) -> None:
    """Free the nights of holds past their release that overlap `stay`; the accommodation must be locked.

    Their locks ended by themselves before their release did.
    """
    for reservation in await repository.overdue_holds(session, accommodation_id, stay, now):
        await _expire(session, reservation, now, "release time passed; the nights were asked for")


async def extend_release(session: AsyncSession, reservation_id: int, until: datetime) -> None:
    """Keep a hold's nights until `until` because money may be on its way; never shortens."""
    reservation = await lock_reservation(session, reservation_id)
    if reservation.status == Status.PRE_RESERVED and reservation.release_at and reservation.release_at < until:
        reservation.release_at = until


async def _expire(session: AsyncSession, reservation: Reservation, now: datetime, reason: str) -> None:
    await repository.free_nights(session, reservation, Status.EXPIRED, now)
    await record_change(session, reservation, Fact.RESERVATION_EXPIRED, "system:expiry", now, reason=reason)
