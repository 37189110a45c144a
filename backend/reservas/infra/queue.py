"""Jobs enter the queue here, inside the caller's own transaction: no commit, no job."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

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


def queue_queries(driver: Driver) -> Queries:
    """Return PgQueuer's statements over `driver`, with our names and nobody's environment."""
    return Queries(
        driver=driver,
        qbe=QueryBuilderEnvironment(QUEUE_SETTINGS),
        qbq=QueryQueueBuilder(QUEUE_SETTINGS),
        qbs=QuerySchedulerBuilder(QUEUE_SETTINGS),
    )


class SessionDriver:
    """PgQueuer's driver over an SQLAlchemy session: what it runs is part of that session's transaction.

    Handing PgQueuer the raw asyncpg connection would autocommit a job enqueued before the first statement.
    """

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def fetch(self, query: str, *args: object) -> list[dict[str, object]]:
        """Run `query` in the session's transaction and return its rows."""
        connection = await self._session.connection()
        result = await connection.exec_driver_sql(query, args)
        return [dict(row) for row in result.mappings()]

    async def execute(self, query: str, *args: object) -> str:
        """Run `query` in the session's transaction."""
        connection = await self._session.connection()
        await connection.exec_driver_sql(query, args)
        return ""


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
    # Of the whole protocol, enqueueing uses only `fetch`: listening and lifecycle belong to the worker's own driver.
    driver = cast("Driver", SessionDriver(session))
    await queue_queries(driver).enqueue(
        job,
        json.dumps(payload).encode(),
        execute_after=delay,
        headers={TRACE_KEY: current_trace_id()},
    )


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
