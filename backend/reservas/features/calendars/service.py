"""A token opens one accommodation's calendar."""

import hashlib
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from reservas.features.calendars import repository
from reservas.features.calendars.errors import CalendarNotFound
from reservas.features.calendars.schemas import ExportedCalendar


def hash_token(token: str) -> str:
    """Return what is stored of a token: it has 128 bits or more, so a plain SHA-256 cannot be searched."""
    return hashlib.sha256(token.encode()).hexdigest()


async def read_export(session: AsyncSession, token: str, now: datetime) -> ExportedCalendar:
    """Return the calendar behind `token`, from yesterday on. Raises CalendarNotFound."""
    accommodation = await repository.accommodation_of(session, hash_token(token))
    if accommodation is None:
        raise CalendarNotFound("There is no such calendar.")
    yesterday = now.astimezone(ZoneInfo(accommodation.time_zone)).date() - timedelta(days=1)
    stays = await repository.stays(session, accommodation.id, yesterday)
    return ExportedCalendar(accommodation.code, accommodation.name, stays)


async def open_export(
    session: AsyncSession, accommodation_id: int, destination: str, token: str, now: datetime
) -> None:
    """Make `token` the address of the accommodation's calendar for `destination`; an earlier one stops working."""
    token_hash = hash_token(token)
    await repository.revoke_others(session, accommodation_id, destination, token_hash, now)
    await repository.add(session, accommodation_id, destination, token_hash, now)
