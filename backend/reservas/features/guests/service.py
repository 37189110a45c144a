"""A channel's identifiers lead to one guest, made on first sight; their constraint decides whose they are."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import structlog
from sqlalchemy import bindparam, delete, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.features.audit import service as audit
from reservas.models import Guest, GuestIdentifier, IdentityConflict

log = structlog.get_logger(__name__)
DEFAULT_LANGUAGE = "es"
ACTOR = "system:whatsapp"
WROTE, SHARED, CHANGED = "wrote", "shared_contact", "changed"
"""How an identifier came up that is somebody else's: in a message, as a shared contact, as a guest's new one."""

Pair = tuple[str, str]
_KNOWN = (
    select(Guest, GuestIdentifier.kind, GuestIdentifier.value)
    .join(GuestIdentifier, GuestIdentifier.guest_id == Guest.id)
    .where(tuple_(GuestIdentifier.kind, GuestIdentifier.value).in_(bindparam("pairs", expanding=True)))
)


async def find(session: AsyncSession, identifiers: Mapping[str, str]) -> Guest | None:
    """Return the guest known by the first of `identifiers` (kind → value) that is anybody's, or None."""
    return _first(await _owners(session, identifiers), identifiers)


async def identify(session: AsyncSession, identifiers: Mapping[str, str], name: str | None, now: datetime) -> Guest:
    """Return the guest known by any of `identifiers` (kind → value), creating them if none is.

    When identifiers point to two guests the first kind given wins, nobody is merged, and operators are told.
    """
    owners = await _owners(session, identifiers)
    guest = _first(owners, identifiers)
    is_new = guest is None
    if guest is None:
        guest = Guest(name=name, email=None, language=DEFAULT_LANGUAGE, created_at=now)
        session.add(guest)
        await session.flush()
    elif name and not guest.name:
        guest.name = name
    if len(owners) < len(identifiers):
        await _claim(session, guest, identifiers, now)
        # Another worker may have met the same guest a moment earlier: the identifier's row decides whose they are.
        owners = await _owners(session, identifiers)
        winner = _first(owners, identifiers)
        if winner is not None and winner.id != guest.id:
            if is_new:
                ours = update(GuestIdentifier).where(GuestIdentifier.guest_id == guest.id)
                await session.execute(ours.values(guest_id=winner.id))
                await session.delete(guest)
                owners = {pair: winner if owner.id == guest.id else owner for pair, owner in owners.items()}
            guest = winner
    await _note_conflicts(session, guest, owners, WROTE, now)
    return guest


async def attach(
    session: AsyncSession, guest: Guest, identifiers: Mapping[str, str], reason: str, now: datetime
) -> set[str]:
    """Give the guest more identifiers and return the kinds that are theirs now; what is another's stays theirs."""
    await _claim(session, guest, identifiers, now)
    owners = await _owners(session, identifiers)
    await _note_conflicts(session, guest, owners, reason, now)
    return {kind for (kind, _), owner in owners.items() if owner.id == guest.id}


async def move(
    session: AsyncSession, guest: Guest, old: Mapping[str, str], new: Mapping[str, str], now: datetime
) -> set[str]:
    """Replace a guest's `old` identifiers by `new` ones; return the kinds that moved.

    A new one that is another guest's does not move: both keep what they have, and operators are told.
    """
    changed = {kind: value for kind, value in new.items() if old.get(kind) != value}
    moved = await attach(session, guest, changed, CHANGED, now)
    for kind in moved & old.keys():
        mine = (GuestIdentifier.guest_id == guest.id, GuestIdentifier.kind == kind)
        await session.execute(delete(GuestIdentifier).where(*mine, GuestIdentifier.value == old[kind]))
    if moved:
        _record(session, guest, "guest.identity_moved", now, kinds=sorted(moved))
    return moved


async def list_conflicts(session: AsyncSession) -> Sequence[IdentityConflict]:
    """Return every identifier that two guests came with, the newest first."""
    return (await session.execute(select(IdentityConflict).order_by(IdentityConflict.id.desc()))).scalars().all()


async def _owners(session: AsyncSession, identifiers: Mapping[str, str]) -> dict[Pair, Guest]:
    if not identifiers:
        return {}
    found = await session.execute(_KNOWN, {"pairs": list(identifiers.items())})
    return {(kind, value): guest for guest, kind, value in found}


def _first(owners: Mapping[Pair, Guest], identifiers: Mapping[str, str]) -> Guest | None:
    return next((owners[pair] for pair in identifiers.items() if pair in owners), None)


async def _claim(session: AsyncSession, guest: Guest, identifiers: Mapping[str, str], now: datetime) -> None:
    for kind, value in identifiers.items():
        await session.execute(
            insert(GuestIdentifier)
            .values(guest_id=guest.id, kind=kind, value=value, created_at=now)
            .on_conflict_do_nothing(index_elements=["kind", "value"])
        )


async def _note_conflicts(
    session: AsyncSession, guest: Guest, owners: Mapping[Pair, Guest], reason: str, now: datetime
) -> None:
    """Show operators, once, each identifier that `guest` came with and that is another's."""
    for (kind, value), owner in owners.items():
        if owner.id == guest.id:
            continue
        conflict = insert(IdentityConflict).values(
            kind=kind, value=value, guest_id=owner.id, claimed_by=guest.id, reason=reason, created_at=now
        )
        conflict = conflict.on_conflict_do_nothing(index_elements=["kind", "value", "claimed_by"])
        if (await session.execute(conflict.returning(IdentityConflict.id))).scalar_one_or_none() is None:
            continue
        _record(session, guest, "guest.identity_conflict", now, kind=kind, other_guest=owner.id, how=reason)
        log.warning("guest.identity_conflict", guest_id=guest.id, other_guest_id=owner.id, kind=kind, how=reason)


def _record(session: AsyncSession, guest: Guest, action: str, now: datetime, **data: object) -> None:
    audit.record(
        session, at=now, actor=ACTOR, action=action, subject_kind="guest", subject=str(guest.id), reason=None, **data
    )
