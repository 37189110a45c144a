"""Many at once: everybody is ready before anybody starts, and every end is kept."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from sqlalchemy import text

from reservas.infra.database import Database

Result = TypeVar("Result")
Racer = Callable[[], Awaitable[Result]]


async def race(racers: Sequence[Racer[Result]]) -> list[Result | BaseException]:
    """Start all at the same moment and return what each came to, in their order."""
    gate = asyncio.Barrier(len(racers))

    async def run(racer: Racer[Result]) -> Result:
        await gate.wait()
        return await racer()

    return await asyncio.gather(*(run(racer) for racer in racers), return_exceptions=True)


async def open_all_connections(database: Database, count: int) -> None:
    """Make the pool open `count` connections, so that a race begins with all of them."""
    gate = asyncio.Barrier(count)

    async def connect() -> None:
        async with database.engine.connect() as connection:
            await connection.execute(text("SELECT 1"))
            await gate.wait()

    await asyncio.gather(*(connect() for _ in range(count)))


async def somebody_waits(database: Database) -> None:
    """Return once a session of this database waits for another's lock."""
    query = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    async with asyncio.timeout(10), database.engine.connect() as connection:
        while True:
            # A transaction of its own each time: statistics are frozen within one.
            await connection.rollback()
            if (await connection.execute(query)).scalar_one():
                return
            await asyncio.sleep(0.01)
