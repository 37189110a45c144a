"""Reads of guests."""

from collections.abc import Sequence

from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.models import Guest, GuestIdentifier


async def page(session: AsyncSession, phone: str | None, before: int, limit: int) -> Sequence[tuple[Guest, list[str]]]:
    """Return guests with their phones (digits), newest first: those with keys under `before`."""
    phones = (
        select(func.array_agg(GuestIdentifier.value))
        .where(GuestIdentifier.guest_id == Guest.id, GuestIdentifier.kind == "phone")
        .correlate(Guest)
        .scalar_subquery()
    )
    query = select(Guest, phones).where(Guest.id < before).order_by(Guest.id.desc()).limit(limit)
    if phone is not None:
        known = select(GuestIdentifier.guest_id).where(GuestIdentifier.kind == "phone", GuestIdentifier.value == phone)
        query = query.where(Guest.id.in_(known))
    return [(guest, sorted(found or [])) for guest, found in await session.execute(query)]


async def has_phone(session: AsyncSession, guest_id: int, phones: Sequence[str]) -> bool:
    """Tell whether the guest is known by one of these phones (digits)."""
    known = exists().where(
        GuestIdentifier.guest_id == guest_id, GuestIdentifier.kind == "phone", GuestIdentifier.value.in_(phones)
    )
    return bool((await session.execute(select(known))).scalar_one())
