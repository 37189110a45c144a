"""No job is lost to a worker that died or to a PostgreSQL that restarted."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from types import SimpleNamespace
from typing import Any, cast

import asyncpg
import pytest
from pgqueuer.adapters.persistence.queries import Queries
from pgqueuer.domain.models import Job, TracebackRecord
from pgqueuer.domain.types import ScheduleId
from sqlalchemy import text

from reservas.bootstrap import WorkerServices
from reservas.config import DatabaseSettings, JobSettings, Settings, WorkerSettings
from reservas.entrypoints.worker import main
from reservas.entrypoints.worker.jobs import Handler, Payload, Work
from reservas.infra.database import Database
from reservas.infra.queue import enqueue
from sandbox.stack.postgres import StopMode
from tests.fixtures.servers import Postgres
from tests.integration.queue.working import flush_commits, logged_statuses, queue_is_empty, running_worker, until
from tests.integration.queued import queued_jobs

PROBE = "probe"
LOST = {"canceled", "failed", "exception"}


async def _enqueue(database: Database, **payload: Any) -> None:
    async with database.unit_of_work() as session:
        await enqueue(session, PROBE, payload)


async def _leave_picked_by_a_dead_worker(database: Database) -> None:
    async with database.unit_of_work() as session:
        await session.execute(
            text("UPDATE pgqueuer SET status = 'picked', heartbeat = now(), queue_manager_id = :dead"),
            {"dead": uuid.uuid4()},
        )


async def test_a_dead_workers_job_runs_again_once_its_heartbeat_is_stale(database: Database, database_url: str) -> None:
    stale_seconds: list[float] = []

    async def handler(_: Payload) -> None:
        async with database.unit_of_work() as session:
            age = await session.execute(text("SELECT extract(epoch FROM now() - created) FROM pgqueuer"))
            stale_seconds.append(float(age.scalar_one()))

    await _enqueue(database)
    await _leave_picked_by_a_dead_worker(database)

    async with running_worker(database_url, {PROBE: handler}, heartbeat_seconds=1):
        await until(lambda: queue_is_empty(database))

    (waited,) = stale_seconds
    assert waited >= 1
    assert await logged_statuses(database) & LOST == set()


async def test_a_living_workers_job_is_left_to_it(database: Database, database_url: str) -> None:
    """A second worker recovers a dead one's job, which is stale, and not the first one's, which is as old."""
    runs: list[str] = []
    # Longer than a busy machine keeps a process waiting: the living worker must get to beat.
    stale_after = 4.0
    arrived, gate = asyncio.Event(), asyncio.Event()

    async def busy(payload: Payload) -> None:
        runs.append(f"first:{payload['name']}")
        arrived.set()
        await gate.wait()

    async def idle(payload: Payload) -> None:
        runs.append(f"second:{payload['name']}")

    async with running_worker(database_url, {PROBE: busy}, heartbeat_seconds=stale_after) as first:
        await _enqueue(database, name="long")
        await asyncio.wait_for(arrived.wait(), 10)
        # It goes on beating, and takes no more.
        first.entrypoint_registry.pop(cast("Any", PROBE))
        await _enqueue(database, name="orphan")
        async with database.unit_of_work() as session:
            await session.execute(
                text("""
                    UPDATE pgqueuer SET status = 'picked', heartbeat = now(), queue_manager_id = :dead
                     WHERE status = 'queued'
                """),
                {"dead": uuid.uuid4()},
            )
        async with running_worker(database_url, {PROBE: idle}, heartbeat_seconds=stale_after):
            await until(lambda: "second:orphan" in runs)
        gate.set()

    assert runs == ["first:long", "second:orphan"]
    await until(lambda: queue_is_empty(database), seconds=5)


async def test_a_lost_connection_leaves_the_row_to_be_recovered(
    database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The handler fails, and putting the job back fails too because PostgreSQL has gone."""
    runs = 0
    losses: list[Job] = []

    async def handler(_: Payload) -> None:
        nonlocal runs
        runs += 1
        if runs == 1:
            raise ValueError("broken")

    async def lose_connection(job: Job, _: timedelta, __: TracebackRecord | None) -> None:
        losses.append(job)
        raise asyncpg.ConnectionDoesNotExistError("connection was closed in the middle of operation")

    await _enqueue(database)
    async with running_worker(database_url, {PROBE: handler}, heartbeat_seconds=1) as manager:
        monkeypatch.setattr(manager.queries, "retry_job", lose_connection)
        await until(lambda: bool(losses))
        (job,) = await queued_jobs(database)
        assert job.status == "picked"
        await until(lambda: queue_is_empty(database))

    assert runs == 2
    assert await logged_statuses(database) & LOST == set()


async def test_another_trouble_with_putting_a_job_back_is_shown(
    database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def handler(_: Payload) -> None:
        raise ValueError("broken")

    async def refuse(*_: object) -> None:
        raise asyncpg.InsufficientPrivilegeError("permission denied")

    await _enqueue(database)
    async with running_worker(database_url, {PROBE: handler}) as manager:
        monkeypatch.setattr(manager.queries, "retry_job", refuse)

        async def held() -> bool:
            return [job.status for job in await queued_jobs(database)] == ["failed"]

        await until(held)


class _Settlement:
    """Counts the sweeps that the schedule asks for."""

    def __init__(self) -> None:
        self.sweeps = 0

    async def sweep(self) -> int:
        self.sweeps += 1
        return 0


@asynccontextmanager
async def _supervised_worker(
    url: str, handlers: Mapping[str, Handler], settlement: _Settlement, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[None]:
    """Run the worker's own two loops under its own supervision, on other jobs."""
    settings = Settings(
        database=DatabaseSettings(url=url),
        worker=WorkerSettings(heartbeat_seconds=1.5, max_attempts=3),
        job=JobSettings(hold_sweep_seconds=1),
    )

    async def look() -> None:
        """Every channel is well."""

    services = cast(
        "WorkerServices",
        SimpleNamespace(
            connections=SimpleNamespace(settings=settings),
            settlement=settlement,
            channel_watch=SimpleNamespace(look=look),
        ),
    )
    jobs = {name: Work(handler) for name, handler in handlers.items()}
    monkeypatch.setattr(main, "job_table", lambda _: jobs)
    stopping = asyncio.Event()
    loops = asyncio.gather(
        main._keep_running("queue", stopping, partial(main._run_queue, services)),
        main._keep_running("schedules", stopping, partial(main._run_schedules, services)),
    )
    try:
        yield
    finally:
        stopping.set()
        await asyncio.wait_for(loops, 20)


@pytest.mark.parametrize("mode", [StopMode.FAST, StopMode.IMMEDIATE], ids=["restart", "crash"])
async def test_the_worker_comes_back_when_postgresql_restarts(
    mode: StopMode,
    database: Database,
    database_url: str,
    postgres_server: Postgres,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done: list[str] = []
    arrived, gate = asyncio.Event(), asyncio.Event()

    async def handler(payload: Payload) -> None:
        if payload["name"] == "during":
            arrived.set()
            await gate.wait()
        done.append(payload["name"])

    settlement = _Settlement()
    async with _supervised_worker(database_url, {PROBE: handler}, settlement, monkeypatch):
        await _enqueue(database, name="before")
        await until(lambda: queue_is_empty(database))
        await until(lambda: settlement.sweeps > 0)
        await _enqueue(database, name="during")
        await asyncio.wait_for(arrived.wait(), 10)
        await flush_commits(database)

        await asyncio.to_thread(postgres_server.restart, mode)
        gate.set()

        async def enqueued() -> bool:
            await _enqueue(database, name="after")
            return True

        await until(enqueued)
        await until(lambda: "after" in done)
        await until(lambda: queue_is_empty(database))
        before = settlement.sweeps
        await until(lambda: settlement.sweeps > before)

    assert set(done) == {"before", "during", "after"}
    assert done.count("before") == 1
    assert await logged_statuses(database) & LOST == set()


async def test_a_schedule_whose_end_could_not_be_marked_runs_again_at_once(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark, lost = Queries.set_schedule_queued, 0

    async def lose_one(queries: Queries, ids: set[ScheduleId]) -> None:
        nonlocal lost
        if not lost:
            lost += 1
            raise asyncpg.ConnectionDoesNotExistError("connection was closed in the middle of operation")
        await mark(queries, ids)

    monkeypatch.setattr(Queries, "set_schedule_queued", lose_one)
    settlement = _Settlement()
    async with _supervised_worker(database_url, {}, settlement, monkeypatch):
        # The queue itself would run it again after half a minute.
        await until(lambda: settlement.sweeps > 1, seconds=15)

    assert lost == 1


async def test_a_loop_that_ends_by_itself_is_started_again_until_the_end() -> None:
    stopping, starts = asyncio.Event(), 0

    async def loop(stop: asyncio.Event) -> None:
        nonlocal starts
        starts += 1
        if starts < 3:
            raise ConnectionError("PostgreSQL is restarting")
        stop.set()

    await asyncio.wait_for(main._keep_running("queue", stopping, loop), 10)

    assert starts == 3
