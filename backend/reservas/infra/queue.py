"""Jobs enter the queue here, inside the caller's own transaction: no commit, no job."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from pgqueuer.adapters.persistence.qb import (
    DBSettings,
    QueryBuilderEnvironment,
    QueryQueueBuilder,
    QuerySchedulerBuilder,
)
from pgqueuer.adapters.persistence.queries import Queries
from pgqueuer.domain.settings import Durability
from pgqueuer.domain.types import Channel
from pgqueuer.ports.driver import Driver
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.infra.logging import TRACE_KEY, current_trace_id

# Spelled out because PgQueuer would otherwise read bare variables such as CHANNEL or TRIGGER from the environment.
QUEUE_SETTINGS = DBSettings(
    prefix="",
    db_schema=None,
    channel=Channel("ch_pgqueuer"),
    function="fn_pgqueuer_changed",
    statistics_table="pgqueuer_statistics",
    queue_status_type="pgqueuer_status",
    queue_table="pgqueuer",
    queue_table_log="pgqueuer_log",
    trigger="tg_pgqueuer_changed",
    schedules_table="pgqueuer_schedules",
    durability=Durability.durable,
)


# PgQueuer's own statement, rendered once: priorities, names, payloads, delays, dedupe keys, headers, each an array.
ENQUEUE = QueryQueueBuilder(QUEUE_SETTINGS).build_enqueue_query("raise")
NO_PRIORITY = 0


def queue_queries(driver: Driver) -> Queries:
    """Return PgQueuer's statements over `driver`, with our names and nobody's environment."""
    return Queries(
        driver=driver,
        qbe=QueryBuilderEnvironment(QUEUE_SETTINGS),
        qbq=QueryQueueBuilder(QUEUE_SETTINGS),
        qbs=QuerySchedulerBuilder(QUEUE_SETTINGS),
    )


@dataclass(frozen=True, slots=True)
class QueueState:
    """What the queue looks like now: `oldest_due_seconds` is 0 when nothing waits."""

    queued: int
    picked: int
    failed: int
    oldest_due_seconds: float


async def enqueue(
    session: AsyncSession,
    job: str,
    payload: Mapping[str, Any],
    *,
    delay: timedelta | None = None,
) -> None:
    """Add one `job` with a JSON `payload` to the session's transaction, due after `delay`; it carries the trace id."""
    # Through SQLAlchemy's own connection: on asyncpg's raw one, a job enqueued before the transaction's first statement
    # would be committed by itself and survive a rollback.
    connection = await session.connection()
    trace = json.dumps({TRACE_KEY: current_trace_id()})
    values = ([NO_PRIORITY], [job], [json.dumps(payload).encode()], [delay or timedelta(0)], [None], [trace])
    await connection.exec_driver_sql(ENQUEUE, values)


async def forget_held(session: AsyncSession, job: str, payload: Mapping[str, Any]) -> None:
    """Delete the held failures of `job` with that payload: whoever starts it anew answers for it again."""
    held = text("DELETE FROM pgqueuer WHERE status = 'failed' AND entrypoint = :job AND payload = :payload")
    await session.execute(held, {"job": job, "payload": json.dumps(payload).encode()})


async def read_queue_state(session: AsyncSession) -> QueueState:
    """Return counts and the age of the oldest due job, by the database's own clock (its columns are set by it)."""
    row = (
        await session.execute(
            text("""
                SELECT count(*) FILTER (WHERE status = 'queued') AS queued,
                       count(*) FILTER (WHERE status = 'picked') AS picked,
                       count(*) FILTER (WHERE status = 'failed') AS failed,
                       coalesce(extract(epoch FROM now() - min(execute_after)
                                FILTER (WHERE status = 'queued' AND execute_after <= now())), 0) AS oldest
                  FROM pgqueuer
            """)
        )
    ).one()
    return QueueState(row.queued, row.picked, row.failed, max(0.0, float(row.oldest)))


async def purge_job_log(session: AsyncSession, keep: timedelta) -> None:
    """Delete what the queue remembers of jobs that ended longer than `keep` ago; held ones are not in it."""
    await session.execute(text("DELETE FROM pgqueuer_log WHERE created < now() - :keep"), {"keep": keep})
