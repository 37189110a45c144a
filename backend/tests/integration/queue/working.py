"""Workers as the product runs them, and the waiting for what they do."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta

import asyncpg
from pgqueuer.adapters.drivers.asyncpg import AsyncpgPoolDriver
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from reservas.entrypoints.worker import main
from reservas.entrypoints.worker.execution import SteadyQueueManager
from reservas.entrypoints.worker.jobs import Handler, Work
from reservas.infra.database import Database
from reservas.infra.queue import QUEUE_SETTINGS, queue_queries

POLL = timedelta(seconds=0.05)
PATIENCE_SECONDS = 30.0


async def until(condition: Callable[[], Awaitable[bool] | bool], *, seconds: float = PATIENCE_SECONDS) -> None:
    """Ask again and again until it is so; fails when it takes too long. A database that is away counts as no."""
    async with asyncio.timeout(seconds):
        while True:
            try:
                answer = condition()
                if answer if isinstance(answer, bool) else await answer:
                    return
            except (DBAPIError, OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                pass
            await asyncio.sleep(POLL.total_seconds())


async def logged_statuses(database: Database) -> set[str]:
    """Return every status the queue has ever recorded."""
    async with database.unit_of_work() as session:
        return set((await session.execute(text("SELECT DISTINCT status::text FROM pgqueuer_log"))).scalars())


async def queue_is_empty(database: Database) -> bool:
    """Tell whether every job is done."""
    async with database.unit_of_work() as session:
        return (await session.execute(text("SELECT 1 FROM pgqueuer LIMIT 1"))).first() is None


async def flush_commits(database: Database) -> None:
    """Make all that was committed survive a crash: the tests' server does not wait for its log by itself."""
    async with database.unit_of_work() as session:
        await session.execute(text("SET LOCAL synchronous_commit = on"))
        await session.execute(text("SELECT pg_logical_emit_message(true, 'test', 'flush')"))


@asynccontextmanager
async def running_worker(
    url: str,
    handlers: Mapping[str, Handler],
    *,
    max_attempts: int = 8,
    heartbeat_seconds: float = 1.0,
    on_giving_up: Handler | None = None,
) -> AsyncIterator[SteadyQueueManager]:
    """Run the product's queue manager and executor on `handlers` while the block lasts, then stop it gracefully."""
    async with asyncpg.create_pool(url, min_size=2, max_size=4) as pool:
        manager = SteadyQueueManager(queue_queries(AsyncpgPoolDriver(pool)), QUEUE_SETTINGS.channel)
        for name, handler in handlers.items():
            main._register(manager, name, Work(handler, on_giving_up), max_attempts)
        running = asyncio.create_task(
            manager.run(
                dequeue_timeout=POLL,
                batch_size=5,
                max_concurrent_tasks=10,
                heartbeat_timeout=timedelta(seconds=heartbeat_seconds),
            )
        )
        try:
            yield manager
        finally:
            manager.shutdown.set()
            await asyncio.wait_for(running, PATIENCE_SECONDS)
