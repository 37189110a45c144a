"""A job exists exactly when its transaction committed, and a failing one is tried again and then shown."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import asyncpg
import pytest
from pgqueuer.adapters.drivers.asyncpg import AsyncpgPoolDriver
from pgqueuer.domain.models import Job
from sqlalchemy import text

from reservas.entrypoints.worker.execution import backoff_seconds
from reservas.entrypoints.worker.facts import SUBSCRIBERS, tell_subscribers
from reservas.entrypoints.worker.jobs import Payload
from reservas.features.inbox import service as inbox
from reservas.features.inbox.schemas import InboundCall, Provider, bulk_job, received_job
from reservas.features.outbox.schemas import Fact
from reservas.features.payments.errors import PaymentProviderUnavailable
from reservas.infra.database import Database
from reservas.infra.logging import TRACE_KEY, bind_trace, current_trace_id
from reservas.infra.queue import enqueue, queue_queries, read_queue_state
from tests.factories.guests import add_guest
from tests.factories.moments import NOW
from tests.integration.queue.working import logged_statuses, queue_is_empty, running_worker, until
from tests.integration.queued import queued_jobs
from tests.integration.stored_events import stored_events

PROBE = "probe"


class _RolledBackError(Exception):
    pass


@pytest.fixture
async def second(database_url: str) -> AsyncIterator[Database]:
    """Another session's view of the same database."""
    opened = Database(database_url, pool_size=1)
    yield opened
    await opened.close()


async def _list_failed(url: str) -> list[Job]:
    async with asyncpg.create_pool(url, min_size=1, max_size=2) as pool:
        return await queue_queries(AsyncpgPoolDriver(pool)).list_failed_jobs()


@pytest.mark.parametrize("is_first_statement", [True, False])
async def test_a_rolled_back_job_never_existed(
    database: Database, second: Database, *, is_first_statement: bool
) -> None:
    async def enqueue_and_fail() -> None:
        async with database.unit_of_work() as session:
            if not is_first_statement:
                await add_guest(session)
            await enqueue(session, PROBE, {"number": 1})
            assert await queued_jobs(second) == []
            raise _RolledBackError

    with pytest.raises(_RolledBackError):
        await enqueue_and_fail()

    assert await queued_jobs(second) == []


async def test_a_job_of_a_savepoint_goes_with_it(database: Database) -> None:
    async with database.unit_of_work() as session:
        await enqueue(session, PROBE, {"number": 1})
        savepoint = await session.begin_nested()
        await enqueue(session, PROBE, {"number": 2})
        await savepoint.rollback()

    assert [job.payload for job in await queued_jobs(database)] == [{"number": 1}]


async def test_a_committed_job_carries_its_payload_delay_and_trace(database: Database) -> None:
    bind_trace("trace-of-the-webhook")
    async with database.unit_of_work() as session:
        await enqueue(session, PROBE, {"text": "ñandú"}, delay=timedelta(seconds=90))

    (job,) = await queued_jobs(database)
    assert (job.name, job.payload) == (PROBE, {"text": "ñandú"})
    assert job.delay_seconds == pytest.approx(90)
    assert (job.status, job.attempts, job.headers) == ("queued", 0, {TRACE_KEY: "trace-of-the-webhook"})


async def test_many_jobs_of_one_kind_wait_side_by_side(database: Database) -> None:
    """Nothing dedupes them: what arrives while a job runs must not be lost."""
    for _ in range(3):
        async with database.unit_of_work() as session:
            await enqueue(session, PROBE, {"conversation_id": 7})

    assert len(await queued_jobs(database)) == 3


async def test_a_job_runs_with_its_payload_and_its_trace(database: Database, database_url: str) -> None:
    seen: list[tuple[Payload, str]] = []

    async def handler(payload: Payload) -> None:
        seen.append((payload, current_trace_id()))

    bind_trace("trace-1")
    async with database.unit_of_work() as session:
        await enqueue(session, PROBE, {"number": 1})

    async with running_worker(database_url, {PROBE: handler}):
        await until(lambda: queue_is_empty(database))

    assert seen == [({"number": 1}, "trace-1")]
    assert "successful" in await logged_statuses(database)


async def _run_now(database: Database) -> None:
    async with database.unit_of_work() as session:
        await session.execute(text("UPDATE pgqueuer SET execute_after = now() WHERE status = 'queued'"))


async def _retry(database: Database) -> tuple[int, float] | None:
    """Return how often the only job failed and how long it waits now; None unless it waits."""
    async with database.unit_of_work() as session:
        query = "SELECT attempts, extract(epoch FROM execute_after - updated) FROM pgqueuer WHERE status = 'queued'"
        row = (await session.execute(text(query))).one_or_none()
        return None if row is None else (row[0], float(row[1]))


async def test_a_failing_job_is_retried_with_backoff_and_then_held_where_it_is_seen(
    database: Database, database_url: str
) -> None:
    runs = 0

    async def handler(_: Payload) -> None:
        nonlocal runs
        runs += 1
        raise ValueError("broken")

    async with database.unit_of_work() as session:
        await enqueue(session, PROBE, {"number": 1})

    async with running_worker(database_url, {PROBE: handler}, max_attempts=3):
        for failures, longest in ((1, 1.0), (2, 2.0)):

            async def failed(expected: int = failures) -> bool:
                waiting = await _retry(database)
                return waiting is not None and waiting[0] == expected

            await until(failed)
            waiting = await _retry(database)
            assert waiting is not None
            assert waiting[1] == pytest.approx(longest, rel=0.21)
            await _run_now(database)

        async def held() -> bool:
            return bool(await _list_failed(database_url))

        await until(held)

    assert runs == 3
    (job,) = await _list_failed(database_url)
    assert (job.entrypoint, job.payload) == (PROBE, b'{"number": 1}')
    async with database.unit_of_work() as session:
        state = await read_queue_state(session)
    assert (state.queued, state.picked, state.failed) == (0, 0, 1)


async def test_a_job_that_gives_up_does_what_is_left_to_do(database: Database, database_url: str) -> None:
    given_up: list[Payload] = []

    async def handler(_: Payload) -> None:
        raise ValueError("broken")

    async def on_giving_up(payload: Payload) -> None:
        given_up.append(payload)

    async with database.unit_of_work() as session:
        await enqueue(session, PROBE, {"number": 1})

    async with running_worker(database_url, {PROBE: handler}, max_attempts=1, on_giving_up=on_giving_up):

        async def held() -> bool:
            return bool(await _list_failed(database_url))

        await until(held)

    assert given_up == [{"number": 1}]


async def test_a_job_that_works_the_second_time_is_done(database: Database, database_url: str) -> None:
    outcomes = [ValueError("once"), None]

    async def handler(_: Payload) -> None:
        if error := outcomes.pop(0):
            raise error

    async with database.unit_of_work() as session:
        await enqueue(session, PROBE, {})

    async with running_worker(database_url, {PROBE: handler}):

        async def failed() -> bool:
            return (await _retry(database) or (0, 0))[0] == 1

        await until(failed)
        await _run_now(database)
        await until(lambda: queue_is_empty(database))

    assert outcomes == []
    assert await _list_failed(database_url) == []


async def test_one_job_that_fails_stands_in_nobodys_way(database: Database, database_url: str) -> None:
    done: list[int] = []

    async def handler(payload: Payload) -> None:
        if payload["number"] == 1:
            raise ValueError("broken")
        done.append(payload["number"])

    async with database.unit_of_work() as session:
        for number in range(4):
            await enqueue(session, PROBE, {"number": number})

    async with running_worker(database_url, {PROBE: handler}):
        await until(lambda: len(done) == 3)

    assert sorted(done) == [0, 2, 3]


def test_the_wait_doubles_up_to_five_minutes() -> None:
    for attempts, seconds in enumerate((1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300)):
        assert 0.8 * seconds <= backoff_seconds(attempts) <= 1.2 * seconds


_OUTAGES = [
    ConnectionRefusedError("away"),
    asyncpg.ConnectionDoesNotExistError("gone"),
    PaymentProviderUnavailable("away"),
]


@pytest.mark.parametrize("error", _OUTAGES, ids=lambda error: type(error).__name__)
async def test_somebody_elses_outage_is_no_fault_of_the_job(
    error: Exception, database: Database, database_url: str
) -> None:
    outcomes = [error, None]

    async def handler(_: Payload) -> None:
        if failure := outcomes.pop(0):
            raise failure

    async with database.unit_of_work() as session:
        await enqueue(session, PROBE, {})

    async with running_worker(database_url, {PROBE: handler}, max_attempts=1):
        await until(lambda: queue_is_empty(database))

    assert outcomes == []
    assert "failed" not in await logged_statuses(database)


async def test_a_worker_that_is_asked_to_stop_finishes_what_it_runs(database: Database, database_url: str) -> None:
    arrived, gate = asyncio.Event(), asyncio.Event()

    async def handler(_: Payload) -> None:
        arrived.set()
        await gate.wait()

    async with database.unit_of_work() as session:
        await enqueue(session, PROBE, {})

    async with running_worker(database_url, {PROBE: handler}) as manager:
        await asyncio.wait_for(arrived.wait(), 10)
        manager.shutdown.set()
        gate.set()

    assert await queue_is_empty(database)
    assert await logged_statuses(database) & {"canceled", "failed", "exception"} == set()


@pytest.mark.parametrize("fact", list(Fact))
async def test_each_subscriber_of_a_fact_gets_a_job_of_its_own(fact: Fact, database: Database) -> None:
    await tell_subscribers(database, fact, {"subject_id": 7})

    assert [job.name for job in await queued_jobs(database)] == list(SUBSCRIBERS[fact])
    assert {job.payload["subject_id"] for job in await queued_jobs(database)} == {7}


async def test_the_database_queues_a_calls_job_as_the_product_would(database: Database) -> None:
    bind_trace("0123456789abcdef")
    call = InboundCall(Provider.WHATSAPP, "one", b"{}")
    async with database.single_statement() as connection:
        assert await inbox.store(connection, call, NOW)
        assert not await inbox.store(connection, call, NOW)
    [event] = await stored_events(database)
    async with database.unit_of_work() as session:
        await enqueue(session, received_job(Provider.WHATSAPP), {"event_id": event.id})

    for table in ("pgqueuer", "pgqueuer_log"):
        by_database, by_product = await _columns(database, table)
        assert by_database == by_product


async def test_calls_that_come_in_bulk_share_a_job(database: Database) -> None:
    async with database.unit_of_work() as session:
        # Within one transaction, so within one quarter of a second but for a border between two.
        for number in range(20):
            await inbox.store(session, InboundCall(Provider.WHATSAPP, str(number), b"{}", in_bulk=True), NOW)

    jobs = await queued_jobs(database)
    assert 1 <= len(jobs) <= 2
    assert [(job.name, job.payload) for job in jobs] == [(bulk_job(Provider.WHATSAPP), {})] * len(jobs)
    # No call can be stored for a quarter of a second whose job has begun.
    assert all(0.2 < job.delay_seconds <= 0.51 for job in jobs)


async def test_a_call_taken_out_of_the_bulk_gets_its_own_job(database: Database) -> None:
    async with database.unit_of_work() as session:
        await inbox.store(session, InboundCall(Provider.WHATSAPP, "one", b"{}", in_bulk=True), NOW)
        await inbox.store(session, InboundCall(Provider.WHATSAPP, "two", b"{}", in_bulk=True), NOW)
    one, _ = await stored_events(database)

    async with database.unit_of_work() as session:
        await inbox.take_apart(session, [one.id])

    assert [job.payload for job in await queued_jobs(database, received_job(Provider.WHATSAPP))] == [
        {"event_id": one.id}
    ]


async def _columns(database: Database, table: str) -> list[dict[str, object]]:
    """Return a table's rows without what tells two equal ones apart."""
    unlike = {"id", "job_id", "created", "updated", "execute_after", "heartbeat"}
    async with database.unit_of_work() as session:
        rows = await session.execute(text(f"SELECT * FROM {table} ORDER BY id"))
        return [{name: value for name, value in row.items() if name not in unlike} for row in rows.mappings()]
