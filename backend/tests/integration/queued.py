"""What the queue holds."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from reservas.infra.database import Database


@dataclass(frozen=True, slots=True)
class QueuedJob:
    name: str
    payload: dict[str, Any]
    delay_seconds: float
    status: str
    attempts: int
    headers: dict[str, Any]


async def queued_jobs(database: Database, name: str | None = None) -> list[QueuedJob]:
    """Return the jobs in the queue, or those called `name`, oldest first; finished ones are not there any more."""
    async with database.unit_of_work() as session:
        rows = await session.execute(
            text("""
                SELECT entrypoint, payload, extract(epoch FROM execute_after - created) AS delay,
                       status::text AS status, attempts, headers
                  FROM pgqueuer ORDER BY id
            """)
        )
        return [
            QueuedJob(
                row.entrypoint,
                json.loads(row.payload),
                float(row.delay),
                row.status,
                row.attempts,
                row.headers if isinstance(row.headers, dict) else json.loads(row.headers or "{}"),
            )
            for row in rows
            if name in (None, row.entrypoint)
        ]


async def forget_jobs(database: Database) -> None:
    """Empty the queue, as if a worker had run all of it."""
    async with database.unit_of_work() as session:
        await session.execute(text("DELETE FROM pgqueuer"))
