"""A channel's identifiers lead to one guest, made on first sight."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import bindparam, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.models import Guest, GuestIdentifier

DEFAULT_LANGUAGE = "es"
_KNOWN = (
    select(Guest, GuestIdentifier.kind, GuestIdentifier.value)
    .join(GuestIdentifier, GuestIdentifier.guest_id == Guest.id)
    .where(tuple_(GuestIdentifier.kind, GuestIdentifier.value).in_(bindparam("pairs", expanding=True)))
)


async def identify(session: AsyncSession, identifiers: Mapping[str, str], name: str | None, now: datetime) -> Guest:
    """Return the guest known by any of `identifiers` (kind → value), creating them if none is.

    When identifiers point to two guests the first kind given wins, and nobody is merged.
    """
    guest, known = await _find(session, identifiers)
    if guest is None:
        guest = Guest(name=name, email=None, language=DEFAULT_LANGUAGE, created_at=now)
        session.add(guest)
        await session.flush()
    elif name and not guest.name:
        guest.name = name
    if known == len(identifiers):
        return guest
    for kind, value in identifiers.items():
        await session.execute(
            insert(GuestIdentifier)
            .values(guest_id=guest.id, kind=kind, value=value, created_at=now)
            .on_conflict_do_nothing(index_elements=["kind", "value"])
        )
    # Another worker may have met the same guest a moment earlier: the identifier's row decides whose they are.
    winner, _ = await _find(session, identifiers)
    if winner is not None and winner.id != guest.id:
        ours = update(GuestIdentifier).where(GuestIdentifier.guest_id == guest.id)
        await session.execute(ours.values(guest_id=winner.id))
        await session.delete(guest)
        return winner
    return guest


async def _find(session: AsyncSession, identifiers: Mapping[str, str]) -> tuple[Guest | None, int]:
    """Return the guest, and how many of the identifiers are somebody's already."""
    pairs = list(identifiers.items())
    found = {(kind, value): guest for guest, kind, value in await session.execute(_KNOWN, {"pairs": pairs})}
    return next((found[pair] for pair in pairs if pair in found), None), len(found)
