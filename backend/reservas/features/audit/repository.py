"""All SQL of the audit log's chain."""

from collections.abc import Sequence

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.audit_chain import Entry, Link, SealedEntry
from reservas.models import AuditEntry

SEALING = 0x61756469  # "audi": the advisory lock that one sealer at a time holds


async def become_the_sealer(session: AsyncSession) -> bool:
    """Hold the sealer's lock until the transaction ends; return False when somebody else does."""
    return bool((await session.execute(select(func.pg_try_advisory_xact_lock(SEALING)))).scalar_one())


async def last_link(session: AsyncSession) -> Link:
    """Return the end of the chain."""
    query = select(AuditEntry.seq, AuditEntry.hash).where(AuditEntry.seq.is_not(None)).order_by(AuditEntry.seq.desc())
    row = (await session.execute(query.limit(1))).one_or_none()
    return Link() if row is None else Link(row.seq, row.hash)


async def unsealed(session: AsyncSession, limit: int) -> Sequence[Entry]:
    """Return entries without a seal, in the order they were written."""
    query = select(AuditEntry).where(AuditEntry.seq.is_(None)).order_by(AuditEntry.id).limit(limit)
    return [_as_entry(row) for row in (await session.execute(query)).scalars()]


async def count_unsealed(session: AsyncSession) -> int:
    """Return how many entries have no seal yet."""
    query = select(func.count()).select_from(AuditEntry).where(AuditEntry.seq.is_(None))
    return (await session.execute(query)).scalar_one()


async def store_seals(session: AsyncSession, seals: Sequence[tuple[int, Link, Link]]) -> None:
    """Store the seals: an entry's key, the link before it and its own."""
    values = [{"id": key, "seq": own.seq, "previous_hash": before.hash, "hash": own.hash} for key, before, own in seals]
    await session.execute(update(AuditEntry), values)


async def sealed_after(session: AsyncSession, seq: int, limit: int) -> Sequence[SealedEntry]:
    """Return sealed entries in the order of the chain, from the one after `seq` on."""
    query = select(AuditEntry).where(AuditEntry.seq > seq).order_by(AuditEntry.seq).limit(limit)
    return [
        SealedEntry(_as_entry(row), row.seq or 0, row.previous_hash or "", row.hash or "")
        for row in (await session.execute(query)).scalars()
    ]


async def page(
    session: AsyncSession, subject: str | None, actor: str | None, before: int, limit: int
) -> Sequence[AuditEntry]:
    """Return entries, newest first: those with keys under `before`."""
    query = select(AuditEntry).where(AuditEntry.id < before).order_by(AuditEntry.id.desc()).limit(limit)
    query = query.where(AuditEntry.subject == subject) if subject is not None else query
    query = query.where(AuditEntry.actor == actor) if actor is not None else query
    return (await session.execute(query)).scalars().all()


def _as_entry(row: AuditEntry) -> Entry:
    return Entry(row.id, row.at, row.actor, row.action, row.subject_kind, row.subject, row.reason, row.data)
