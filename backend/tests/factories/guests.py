"""Guests and their phones."""

import itertools
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from reservas.models import Guest, GuestIdentifier
from tests.factories.moments import NOW

_numbers = itertools.count(1)


async def add_guest(session: AsyncSession, *, phone: str | None = None, **values: Any) -> Guest:
    """A Spanish-speaking guest, known by `phone` when one is given."""
    defaults: dict[str, Any] = {"name": f"Guest {next(_numbers)}", "email": None, "language": "es", "created_at": NOW}
    guest = Guest(**{**defaults, **values})
    session.add(guest)
    await session.flush()
    if phone is not None:
        session.add(GuestIdentifier(guest_id=guest.id, kind="phone", value=phone, created_at=NOW))
        await session.flush()
    return guest
