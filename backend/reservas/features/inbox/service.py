"""A verified call becomes one row and one job, or nothing when it is already there."""

from datetime import datetime
from typing import cast

from sqlalchemy import Table, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.features.inbox.schemas import InboundCall, received_job
from reservas.infra.logging import current_trace_id
from reservas.infra.queue import enqueue
from reservas.models import InboxEvent

# Built once, and run without the ORM: it is the one statement every provider waits for.
_EVENTS = cast("Table", InboxEvent.__table__)
_STORE = insert(_EVENTS).on_conflict_do_nothing(index_elements=["provider", "external_id"]).returning(_EVENTS.c.id)


async def store(session: AsyncSession, call: InboundCall, now: datetime) -> bool:
    """Add the call and its job to the session's transaction; return False when the same call was stored before."""
    values = {
        "provider": call.provider,
        "external_id": call.external_id,
        "query": call.query,
        "headers": call.headers,
        "body": call.body,
        "trace_id": current_trace_id(),
        "received_at": now,
    }
    connection = await session.connection()
    event_id = (await connection.execute(_STORE, values)).scalar_one_or_none()
    if event_id is None:
        return False
    await enqueue(session, received_job(call.provider), {"event_id": event_id})
    return True


async def load(session: AsyncSession, event_id: int) -> InboxEvent | None:
    """Return the stored call unless it was handled already."""
    event = await session.get(InboxEvent, event_id)
    return None if event is None or event.handled_at else event


async def mark_handled(session: AsyncSession, event_id: int, now: datetime, error: str | None = None) -> None:
    """Stamp the call as handled; `error` names the items of it that could not be read."""
    await session.execute(update(InboxEvent).where(InboxEvent.id == event_id).values(handled_at=now, error=error))
