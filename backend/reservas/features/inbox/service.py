"""A verified call becomes one row and one job; what of it cannot be taken in waits for an operator, who replays it."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import BigInteger, DateTime, Table, Text, bindparam, delete, exists, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from reservas.features.inbox.errors import LetterNotFound
from reservas.features.inbox.schemas import (
    WHOLE_CALL,
    Failure,
    InboundCall,
    Provider,
    WaitingLetter,
    received_job,
    replayed_job,
)
from reservas.infra.database import Database
from reservas.infra.logging import current_trace_id
from reservas.infra.queue import enqueue, forget_held
from reservas.models import DeadLetter, InboxEvent

GAVE_UP = "its job gave up"
DISMISSED = "dismissed"
KEPT_FOR = timedelta(days=30)
"""Meta and Mercado Pago repeat a call for days; guests' words are not kept twice for longer than it takes to look."""

FORGOTTEN_AT_ONCE = 1_000
LONGEST_RAW = 20_000
# Built once, and run without the ORM: it is the one statement every provider waits for.
_EVENTS = cast("Table", InboxEvent.__table__)
_STORE = insert(_EVENTS).on_conflict_do_nothing(index_elements=["provider", "external_id"]).returning(_EVENTS.c.id)
_LETTERS = cast("Table", DeadLetter.__table__)
_BURY = insert(_LETTERS)
_BURY = _BURY.on_conflict_do_update(
    index_elements=["event_id", "path"],
    set_={name: _BURY.excluded[name] for name in ("raw", "why", "failed_at", "replayed_at")},
)
_OF_EVENT = bindparam("handled_event", type_=BigInteger())
_NOW = bindparam("now", type_=DateTime(timezone=True))
_RETRIED = (
    update(_LETTERS)
    .where(_LETTERS.c.event_id == _OF_EVENT, _LETTERS.c.path == WHOLE_CALL, _LETTERS.c.replayed_at.is_(None))
    .values(replayed_at=_NOW)
    .cte("retried")
)
_HANDLED = (
    update(_EVENTS)
    .where(_EVENTS.c.id == _OF_EVENT)
    .values(handled_at=_NOW, error=bindparam("odd", type_=Text()))
    .add_cte(_RETRIED)
)


async def store(connection: AsyncConnection | AsyncSession, call: InboundCall, now: datetime) -> bool:
    """Add the call; return False when the same call was stored before. The database queues a new one's job itself."""
    values = {
        "provider": call.provider,
        "external_id": call.external_id,
        "query": call.query,
        "headers": call.headers,
        "body": call.body,
        "trace_id": current_trace_id(),
        "received_at": now,
        "in_bulk": call.in_bulk,
    }
    return (await connection.execute(_STORE, values)).scalar_one_or_none() is not None


async def load(session: AsyncSession, event_id: int, *, lock: bool = False) -> InboxEvent | None:
    """Return the stored call unless it was handled already; locked, it is handled by one job at a time."""
    event = await session.get(InboxEvent, event_id, with_for_update=lock or None)
    return None if event is None or event.handled_at else event


async def load_bulk(session: AsyncSession, provider: Provider, limit: int) -> dict[int, bytes]:
    """Return the bodies of up to `limit` calls that wait to be taken in together, by key, the oldest first.

    They are locked; those that another job takes in are left out.
    """
    waiting = select(InboxEvent.id, InboxEvent.body).where(
        InboxEvent.in_bulk, InboxEvent.handled_at.is_(None), InboxEvent.provider == provider
    )
    rows = await session.execute(waiting.order_by(InboxEvent.id).limit(limit).with_for_update(skip_locked=True))
    return {row.id: row.body for row in rows}


async def mark_bulk_handled(session: AsyncSession, event_ids: Collection[int], now: datetime) -> None:
    """Stamp calls that were taken in together."""
    await session.execute(update(_EVENTS).where(_EVENTS.c.id.in_(event_ids)).values(handled_at=now))


async def take_apart(session: AsyncSession, event_ids: Collection[int]) -> None:
    """Give each of these calls a job of its own, as if it had not come in bulk. The database queues them itself."""
    await session.execute(update(_EVENTS).where(_EVENTS.c.id.in_(event_ids)).values(in_bulk=False))


async def mark_handled(session: AsyncSession, event_id: int, now: datetime, error: str | None = None) -> None:
    """Stamp the call as handled, and as replayed if it had failed as a whole; `error` says what was odd about it."""
    await (await session.connection()).execute(_HANDLED, {"handled_event": event_id, "now": now, "odd": error})


async def bury(session: AsyncSession, event_id: int, failures: Sequence[Failure], now: datetime) -> None:
    """Keep each item that could not be taken in until it is replayed; one that fails again waits again."""
    if not failures:
        return
    letters = [
        {
            "event_id": event_id,
            "path": one.path,
            "raw": json.dumps(one.raw, ensure_ascii=False)[:LONGEST_RAW],
            "why": one.why,
            "failed_at": now,
        }
        for one in failures
    ]
    # In one go: a broken list of Meta's largest call holds hundreds of thousands.
    await (await session.connection()).execute(_BURY, letters)


async def give_up(session: AsyncSession, event_id: int, now: datetime) -> None:
    """Show operators a call whose job failed for the last time."""
    await bury(session, event_id, [Failure(WHOLE_CALL, None, GAVE_UP)], now)


async def waiting_letters(session: AsyncSession) -> list[WaitingLetter]:
    """Return the dead letters that nobody has replayed with success, the oldest first."""
    query = (
        select(DeadLetter, InboxEvent.provider)
        .join(InboxEvent, InboxEvent.id == DeadLetter.event_id)
        .where(DeadLetter.replayed_at.is_(None))
        .order_by(DeadLetter.id)
    )
    return [
        WaitingLetter(one.id, provider, one.event_id, one.path, one.raw, one.why, one.failed_at)
        for one, provider in await session.execute(query)
    ]


async def count_waiting(session: AsyncSession) -> int:
    """Return how many dead letters wait for an operator."""
    query = select(func.count()).select_from(DeadLetter).where(DeadLetter.replayed_at.is_(None))
    return (await session.execute(query)).scalar_one()


async def replay(session: AsyncSession, letter_id: int) -> None:
    """Have the worker take a dead letter in again, through the present code. Raises LetterNotFound."""
    letter = await lock_letter(session, letter_id)
    if letter is None:
        raise LetterNotFound(f"No dead letter {letter_id} waits.")
    event = await session.get_one(InboxEvent, letter.event_id, with_for_update=True)
    if letter.path == WHOLE_CALL:
        event.handled_at = None
    job, payload = _job_of(letter, event)
    await forget_held(session, job, payload)
    await enqueue(session, job, payload)


def _job_of(letter: DeadLetter, event: InboxEvent) -> tuple[str, dict[str, int]]:
    provider = Provider(event.provider)
    if letter.path == WHOLE_CALL:
        return received_job(provider), {"event_id": event.id}
    return replayed_job(provider), {"letter_id": letter.id}


async def dismiss(session: AsyncSession, letter_id: int, now: datetime) -> None:
    """Let a dead letter wait no more, without taking it in: an operator has seen it. Raises LetterNotFound."""
    letter = await lock_letter(session, letter_id)
    if letter is None:
        raise LetterNotFound(f"No dead letter {letter_id} waits.")
    event = await session.get_one(InboxEvent, letter.event_id)
    job, payload = _job_of(letter, event)
    await forget_held(session, job, payload)
    letter.replayed_at, letter.why = now, f"{DISMISSED}: {letter.why}"
    if letter.path == WHOLE_CALL:
        event.handled_at = event.handled_at or now


async def forget_old(database: Database, now: datetime) -> int:
    """Delete calls that were handled long ago, and their dead letters; return how many. What waits is kept."""
    forgotten = 0
    waits = exists().where(DeadLetter.event_id == InboxEvent.id, DeadLetter.replayed_at.is_(None))
    old = select(InboxEvent.id).where(
        InboxEvent.received_at < now - KEPT_FOR, InboxEvent.handled_at.is_not(None), ~waits
    )
    while True:
        async with database.unit_of_work() as session:
            events = (await session.execute(old.order_by(InboxEvent.id).limit(FORGOTTEN_AT_ONCE))).scalars().all()
            await session.execute(delete(DeadLetter).where(DeadLetter.event_id.in_(events)))
            await session.execute(delete(InboxEvent).where(InboxEvent.id.in_(events)))
        forgotten += len(events)
        if len(events) < FORGOTTEN_AT_ONCE:
            return forgotten


async def lock_letter(session: AsyncSession, letter_id: int) -> DeadLetter | None:
    """Return a dead letter that waits, locked, or None."""
    query = select(DeadLetter).where(DeadLetter.id == letter_id, DeadLetter.replayed_at.is_(None))
    return (await session.execute(query.with_for_update())).scalar_one_or_none()
