"""Owners keep nights for themselves: blocks are taken nights like any other, with the reason in the audit log."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.stays import Stay
from reservas.features.accommodations import repository as accommodations
from reservas.features.audit import service as audit
from reservas.features.reservations import repository
from reservas.features.reservations.errors import StayRefused
from reservas.features.reservations.service.ending import expire_overdue
from reservas.models import Accommodation

MAXIMUM_BLOCKED_NIGHTS = 366
MADE, MOVED, REMOVED = "block.made", "block.moved", "block.removed"


@dataclass(frozen=True, slots=True)
class Author:
    """Who blocks or unblocks nights, why and when."""

    actor: str
    reason: str | None
    now: datetime


async def block(session: AsyncSession, code: str, stay: Stay, by: Author) -> Stay:
    """Take the nights for the owner. Raises AccommodationNotFound, StayRefused, DatesUnavailable."""
    accommodation = await accommodations.by_code(session, code, active_only=False)
    _require_blockable(accommodation, stay, by.now)
    await accommodations.lock(session, accommodation.id)
    await expire_overdue(session, accommodation.id, stay, by.now)
    await repository.take_nights(session, accommodation.id, stay, repository.OWNER_BLOCK, by.now)
    _record(session, MADE, code, stay, by)
    return stay


async def move_block(session: AsyncSession, code: str, check_in: date, stay: Stay, by: Author) -> Stay:
    """Move the block that begins on `check_in`; on refusal it stays where it is.

    Raises AccommodationNotFound, BlockNotFound, StayRefused, DatesUnavailable.
    """
    accommodation = await accommodations.by_code(session, code, active_only=False)
    _require_blockable(accommodation, stay, by.now)
    await accommodations.lock(session, accommodation.id)
    found = await repository.block_at(session, accommodation.id, check_in)
    await expire_overdue(session, accommodation.id, stay, by.now)
    before = repository.as_stay(found.nights)
    await repository.move_nights(session, found.id, stay)
    _record(session, MOVED, code, stay, by, before=f"{before.check_in}/{before.check_out}")
    return stay


async def unblock(session: AsyncSession, code: str, check_in: date, by: Author) -> Stay:
    """Give back the nights of the block that begins on `check_in`. Raises AccommodationNotFound, BlockNotFound."""
    accommodation = await accommodations.by_code(session, code, active_only=False)
    await accommodations.lock(session, accommodation.id)
    found = await repository.block_at(session, accommodation.id, check_in)
    stay = repository.as_stay(found.nights)
    await repository.delete_occupancy(session, found)
    _record(session, REMOVED, code, stay, by)
    return stay


def _require_blockable(accommodation: Accommodation, stay: Stay, now: datetime) -> None:
    if stay.check_out <= now.astimezone(ZoneInfo(accommodation.time_zone)).date():
        raise StayRefused("Those nights are over.", field="check_out", reason="past")
    if stay.nights > MAXIMUM_BLOCKED_NIGHTS:
        detail = f"A block lasts at most {MAXIMUM_BLOCKED_NIGHTS} nights."
        raise StayRefused(detail, field="check_out", reason="too_long")


def _record(session: AsyncSession, action: str, code: str, stay: Stay, by: Author, **data: str) -> None:
    audit.record(
        session,
        at=by.now,
        actor=by.actor,
        action=action,
        subject_kind="block",
        subject=f"{code} {stay.check_in}",
        reason=by.reason,
        check_in=stay.check_in.isoformat(),
        check_out=stay.check_out.isoformat(),
        **data,
    )
