"""A reservation is cancelled, given more time, arrives, leaves, or never comes."""

from collections.abc import Collection
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.reservation_states import CANCELLABLE, Status
from reservas.features.accommodations import repository as accommodations
from reservas.features.outbox import service as outbox
from reservas.features.outbox.schemas import Fact
from reservas.features.reservations import repository
from reservas.features.reservations.errors import InvalidTransition, StayRefused
from reservas.features.reservations.ports import NightLocks
from reservas.features.reservations.schemas import ReservationView
from reservas.features.reservations.service.history import record_step
from reservas.features.reservations.service.locking import give_back_afterwards
from reservas.features.reservations.service.rows import lock_reservation
from reservas.models import Reservation

CHECKED_IN, COMPLETED, NO_SHOW = "reservation.checked_in", "reservation.completed", "reservation.no_show"
EXTENDED = "reservation.extended"
HOUSE = "house"
"""Who a cancellation is told to be by when the house calls the stay off, and not its guest."""


async def lock_cancellable(session: AsyncSession, code: str) -> Reservation:
    """Return a hold or a confirmed stay, locked behind its accommodation.

    Raises ReservationNotFound; InvalidTransition once the guest is there, or when it is over.
    """
    return await _locked_in(session, code, CANCELLABLE)


async def cancel(
    session: AsyncSession,
    reservation: Reservation,
    *,
    actor: str,
    reason: str | None,
    now: datetime,
    locks: NightLocks,
    refund_cents: int,
    by_house: bool,
) -> ReservationView:
    """Give the nights of what `lock_cancellable` returned back; the caller notes `refund_cents` as due to its guest."""
    before = reservation.status
    await repository.free_nights(session, reservation, Status.CANCELLED, now)
    give_back_afterwards(session, locks, reservation)
    details: dict[str, int | str] = {"before": before, "refund_cents": refund_cents}
    details |= {"by": HOUSE} if by_house else {}
    record_step(session, reservation, Fact.RESERVATION_CANCELLED, actor, now, reason=reason, **details)
    by = HOUSE if by_house else actor.partition(":")[0]
    await outbox.publish(session, Fact.RESERVATION_CANCELLED, reservation.id, by=by, at=now.isoformat())
    return await repository.view(session, reservation.id)


async def check_in(
    session: AsyncSession, code: str, *, actor: str, reason: str | None, now: datetime
) -> ReservationView:
    """Note that the guest of a confirmed stay has come, from the day of arrival on.

    Raises ReservationNotFound, InvalidTransition.
    """
    reservation = await _locked_in(session, code, (Status.CONFIRMED,))
    await _require_arrival_day(session, reservation, now)
    reservation.status = Status.CHECKED_IN
    reservation.updated_at = now
    await session.flush()
    record_step(session, reservation, CHECKED_IN, actor, now, reason=reason)
    return await repository.view(session, reservation.id)


async def check_out(
    session: AsyncSession, code: str, *, actor: str, reason: str | None, now: datetime
) -> ReservationView:
    """Note that the guest has left; nights not slept are free again. Raises ReservationNotFound, InvalidTransition."""
    reservation = await _locked_in(session, code, (Status.CHECKED_IN,))
    await repository.free_nights(session, reservation, Status.COMPLETED, now)
    record_step(session, reservation, COMPLETED, actor, now, reason=reason)
    return await repository.view(session, reservation.id)


async def mark_no_show(
    session: AsyncSession, code: str, *, actor: str, reason: str | None, now: datetime
) -> ReservationView:
    """Note that the guest never came, which nobody knows before the day; the nights left are free again.

    Raises ReservationNotFound, InvalidTransition.
    """
    reservation = await _locked_in(session, code, (Status.CONFIRMED,))
    await _require_arrival_day(session, reservation, now)
    await repository.free_nights(session, reservation, Status.NO_SHOW, now)
    record_step(session, reservation, NO_SHOW, actor, now, reason=reason)
    return await repository.view(session, reservation.id)


async def extend_hold(
    session: AsyncSession, code: str, minutes: int, *, grace_minutes: int, actor: str, reason: str | None, now: datetime
) -> ReservationView:
    """Give the guest of a hold `minutes` more to pay, counted from its end or from now, whichever is later.

    Raises ReservationNotFound; InvalidTransition when it is no hold any more; StayRefused when it would still be one
    after the day of arrival.
    """
    reservation = await _locked_in(session, code, (Status.PRE_RESERVED,))
    assert reservation.expires_at is not None
    assert reservation.release_at is not None
    cabin = await accommodations.by_id(session, reservation.accommodation_id)
    until = max(reservation.expires_at, now) + timedelta(minutes=minutes)
    if until.astimezone(ZoneInfo(cabin.time_zone)).date() > repository.as_stay(reservation.nights).check_in:
        raise StayRefused("A hold ends on the day of arrival at the latest.", field="minutes", reason="past_arrival")
    reservation.expires_at = until
    reservation.release_at = max(reservation.release_at, reservation.expires_at + timedelta(minutes=grace_minutes))
    reservation.next_check_at = None
    reservation.updated_at = now
    await session.flush()
    record_step(session, reservation, EXTENDED, actor, now, reason=reason, minutes=minutes)
    await outbox.publish(session, Fact.RESERVATION_CHANGED, reservation.id)
    return await repository.view(session, reservation.id)


async def _locked_in(session: AsyncSession, code: str, allowed: Collection[Status]) -> Reservation:
    reservation_id = await repository.id_of(session, code)
    reservation = await lock_reservation(session, reservation_id)
    if reservation.status not in allowed:
        raise InvalidTransition(f"Reservation {code} is {reservation.status}.", status=reservation.status)
    return reservation


async def _require_arrival_day(session: AsyncSession, reservation: Reservation, now: datetime) -> None:
    """Raise InvalidTransition before the day of arrival, by the cabin's own calendar."""
    accommodation = await accommodations.by_id(session, reservation.accommodation_id)
    today = now.astimezone(ZoneInfo(accommodation.time_zone)).date()
    if today < repository.as_stay(reservation.nights).check_in:
        raise InvalidTransition(f"The guest of {reservation.code} is not expected yet.", status=reservation.status)
