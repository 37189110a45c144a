"""A change's actor, time and reason join the transaction that makes it; a job seals them into a chain afterwards."""

from datetime import datetime
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.audit_chain import Link, find_break, next_link
from reservas.features.audit import repository
from reservas.features.audit.schemas import Break, Verdict
from reservas.infra.database import Database
from reservas.models import AuditEntry

log = structlog.get_logger(__name__)
BATCH = 500


def entry(
    *,
    at: datetime,
    actor: str,
    action: str,
    subject_kind: str,
    subject: str,
    reason: str | None = None,
    **data: Any,  # noqa: ANN401 - JSON values
) -> AuditEntry:
    """Return one entry, not stored. `subject` is a public code; `data` holds ids and values, never names or phones."""
    return AuditEntry(
        at=at, actor=actor, action=action, subject_kind=subject_kind, subject=subject, reason=reason, data=data
    )


def record(session: AsyncSession, **values: Any) -> None:  # noqa: ANN401 - what `entry` takes
    """Add to the session the entry that `entry` makes of `values`."""
    session.add(entry(**values))


async def seal(database: Database) -> int:
    """Seal every entry that has no seal yet, batch by batch; return how many. Nothing while somebody else seals."""
    sealed = 0
    while True:
        count = await database.transaction(_seal_batch)
        sealed += count
        if count < BATCH:
            return sealed


async def _seal_batch(session: AsyncSession) -> int:
    if not await repository.become_the_sealer(session):
        return 0
    link = await repository.last_link(session)
    seals: list[tuple[int, Link, Link]] = []
    for entry in await repository.unsealed(session, BATCH):
        before, link = link, next_link(entry, link)
        seals.append((entry.id, before, link))
    if seals:
        await repository.store_seals(session, seals)
        # Outside the database too: who cuts the chain's end off would have to change the logs as well.
        log.info("audit.sealed", entries=len(seals), seq=link.seq, hash=link.hash)
    return len(seals)


async def verify(session: AsyncSession) -> Verdict:
    """Walk the whole chain and return how far it holds."""
    last, broken = Link(), None
    while broken is None and (entries := await repository.sealed_after(session, last.seq, BATCH)):
        for sealed in entries:
            reason = find_break(sealed, last)
            if reason is not None:
                broken = Break(sealed.seq, f"{sealed.entry.subject_kind} {sealed.entry.subject}", reason)
                break
            last = Link(sealed.seq, sealed.hash)
        session.expunge_all()
    return Verdict(last, await repository.count_unsealed(session), broken)
