"""Reads of accommodations, and the lock that whoever takes or frees nights holds first."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.features.accommodations.errors import AccommodationNotFound
from reservas.models import Accommodation


async def list_active(session: AsyncSession) -> Sequence[Accommodation]:
    """Return the accommodations that are let, in the owner's order."""
    query = select(Accommodation).where(Accommodation.active).order_by(Accommodation.position, Accommodation.id)
    return (await session.execute(query)).scalars().all()


async def by_code(session: AsyncSession, code: str, *, active_only: bool = True) -> Accommodation:
    """Return the accommodation with that code, by default only while it is let. Raises AccommodationNotFound."""
    query = select(Accommodation).where(Accommodation.code == code)
    query = query.where(Accommodation.active) if active_only else query
    found = (await session.execute(query)).scalar_one_or_none()
    if found is None:
        raise AccommodationNotFound(f"There is no accommodation called {code!r}.", field="accommodation")
    return found


async def by_id(session: AsyncSession, accommodation_id: int) -> Accommodation:
    """Return the accommodation with that key."""
    return await session.get_one(Accommodation, accommodation_id)


async def lock(session: AsyncSession, accommodation_id: int) -> None:
    """Lock the accommodation's row until the transaction ends: without it racing inserts deadlock (ADR 0002)."""
    query = select(Accommodation.id).where(Accommodation.id == accommodation_id).with_for_update(key_share=True)
    await session.execute(query)
