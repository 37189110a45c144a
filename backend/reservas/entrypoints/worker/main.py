"""The worker process: queue and schedules, each brought back whenever PostgreSQL restarts under it."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import asyncpg
import structlog
from pgqueuer.adapters.drivers.asyncpg import AsyncpgPoolDriver
from pgqueuer.core.executors import EntrypointExecutorParameters
from pgqueuer.domain.models import Job, Schedule
from prometheus_client import start_http_server

from reservas.bootstrap import WorkerServices, open_worker_services
from reservas.config import Settings
from reservas.entrypoints.worker.execution import (
    JobExecutor,
    ListeningDriver,
    SteadyQueueManager,
    SteadySchedulerManager,
)
from reservas.entrypoints.worker.jobs import Work, job_table
from reservas.features.audit import service as audit
from reservas.features.conversations.service import driving
from reservas.features.idempotency import service as idempotency
from reservas.features.inbox import service as inbox
from reservas.features.staff import service as staff
from reservas.infra.database import describe
from reservas.infra.logging import bind_trace, configure_logging, new_trace_id
from reservas.infra.queue import QUEUE_SETTINGS, purge_job_log, queue_queries

log = structlog.get_logger(__name__)

POLL_SECONDS = 2.0  # a notification that was lost costs this much, not the job
BATCH_SIZE = 10
CONCURRENT_JOBS = 48  # the limits of `jobs.py`, and as many again as turns and payments need
RESTART_SECONDS = 0.5
KEEP_JOB_LOG = timedelta(days=14)
POOL_SIZE = 4


async def _nothing_to_reset(_connection: object) -> None:
    """Leave a connection as it is: PgQueuer sets nothing that its next query would not, and asks many a second."""


# Seconds to connect, and for one command: a network that swallows answers is noticed.
POOL_LIMITS: dict[str, Any] = {"timeout": 5, "command_timeout": 30, "reset": _nothing_to_reset}


async def run_worker(settings: Settings) -> None:
    """Run jobs until SIGTERM or SIGINT, then finish those that are running and return."""
    settings.require_for_serving()
    configure_logging(settings.log.level, process="worker")
    if settings.metrics.worker_port:
        start_http_server(settings.metrics.worker_port, addr=settings.metrics.worker_host)
    stopping = asyncio.Event()
    with _stop_on_signals(stopping):
        async with open_worker_services(settings) as services:
            log.info("worker.started", pid=os.getpid())
            running = asyncio.gather(
                _keep_running("queue", stopping, lambda stop: _run_queue(services, stop)),
                _keep_running("schedules", stopping, lambda stop: _run_schedules(services, stop)),
            )
            await _wait_for_end(running, stopping, settings.worker.stop_seconds)
    log.info("worker.stopped")


async def _wait_for_end(running: asyncio.Future[Any], stopping: asyncio.Event, limit_seconds: float) -> None:
    stop = asyncio.ensure_future(stopping.wait())
    await asyncio.wait((running, stop), return_when=asyncio.FIRST_COMPLETED)
    _, unfinished = await asyncio.wait((running,), timeout=limit_seconds)
    if unfinished:
        # Cancelling would record the jobs as cancelled and lose them; a dead worker's jobs are run again.
        log.warning("worker.left_jobs_running", seconds=limit_seconds)
        os._exit(1)
    await running


async def _keep_running(name: str, stopping: asyncio.Event, run: Callable[[asyncio.Event], Awaitable[None]]) -> None:
    """Start `run` again whenever it ends by itself: PgQueuer's loops end with an error when PostgreSQL restarts."""
    while not stopping.is_set():
        try:
            await run(stopping)
        except Exception as error:  # noqa: BLE001 - whatever ended it, it is started again
            log.warning("worker.loop_ended", loop=name, error=describe(error))
            await asyncio.sleep(RESTART_SECONDS)


async def _run_queue(services: WorkerServices, stopping: asyncio.Event) -> None:
    settings = services.connections.settings
    async with asyncpg.create_pool(settings.database.url, min_size=2, max_size=POOL_SIZE, **POOL_LIMITS) as pool:
        driver = ListeningDriver(pool)
        manager = SteadyQueueManager(queue_queries(driver), QUEUE_SETTINGS.channel)
        driver.on_listener_lost = manager.shutdown.set
        for name, work in job_table(services).items():
            _register(manager, name, work, settings.worker.max_attempts)
        with _forward(stopping, manager.shutdown):
            await manager.run(
                dequeue_timeout=timedelta(seconds=POLL_SECONDS),
                batch_size=BATCH_SIZE,
                max_concurrent_tasks=CONCURRENT_JOBS,
                heartbeat_timeout=timedelta(seconds=settings.worker.heartbeat_seconds),
                shutdown_on_listener_failure=True,
            )


def _register(manager: SteadyQueueManager, name: str, work: Work, max_attempts: int) -> None:
    async def never_called(job: Job) -> None:
        """Satisfy the queue's registry; the executor below runs the handler."""

    parameters = EntrypointExecutorParameters(concurrency_limit=work.limit, func=never_called, on_failure="hold")
    manager.register_executor(name, JobExecutor(parameters, work, max_attempts))


async def _run_schedules(services: WorkerServices, stopping: asyncio.Event) -> None:
    settings = services.connections.settings
    async with asyncpg.create_pool(settings.database.url, min_size=1, max_size=2, **POOL_LIMITS) as pool:
        manager = SteadySchedulerManager(queue_queries(AsyncpgPoolDriver(pool)))

        # Six fields: croniter reads the last as seconds.
        @manager.schedule("holds.sweep", f"* * * * * */{settings.job.hold_sweep_seconds}", clean_old=True)
        async def sweep(_schedule: Schedule) -> None:
            bind_trace(new_trace_id())
            if due := await services.settlement.sweep():
                log.info("holds.swept", due=due)

        @manager.schedule("conversations.return", "* * * * *", clean_old=True)
        async def return_to_bot(_schedule: Schedule) -> None:
            bind_trace(new_trace_id())
            await driving.return_overdue(services.connections.database, services.connections.clock.now())

        @manager.schedule("reminders.say", "* * * * *", clean_old=True)
        async def say_what_is_due(_schedule: Schedule) -> None:
            bind_trace(new_trace_id())
            await services.reminders.say_due()

        @manager.schedule("inbox.take_in_bulk", "* * * * *", clean_old=True)
        async def take_in_what_was_left(_schedule: Schedule) -> None:
            # A call stored so late that its job had run by then.
            bind_trace(new_trace_id())
            await services.ticks.take_in()

        @manager.schedule("channels.look", "* * * * * */15", clean_old=True)
        async def look_after_channels(_schedule: Schedule) -> None:
            bind_trace(new_trace_id())
            await services.channel_watch.look()

        @manager.schedule("audit.seal", "* * * * *", clean_old=True)
        async def seal(_schedule: Schedule) -> None:
            bind_trace(new_trace_id())
            await audit.seal(services.connections.database)

        _schedule_forgetting(manager, services)
        with _forward(stopping, manager.shutdown):
            await manager.run()


def _schedule_forgetting(manager: SteadySchedulerManager, services: WorkerServices) -> None:
    """Have deleted, by the hour or by night, what is not needed any more."""

    @manager.schedule("media.delete_old", "23 * * * *", clean_old=True)
    async def delete_old_media(_schedule: Schedule) -> None:
        bind_trace(new_trace_id())
        await services.media.delete_old()

    @manager.schedule("media.delete_strays", "41 4 * * *", clean_old=True)
    async def delete_stray_media(_schedule: Schedule) -> None:
        bind_trace(new_trace_id())
        await services.media.delete_strays()

    @manager.schedule("inbox.purge", "29 4 * * *", clean_old=True)
    async def forget_old_calls(_schedule: Schedule) -> None:
        bind_trace(new_trace_id())
        await inbox.forget_old(services.connections.database, services.connections.clock.now())

    @manager.schedule("queue.purge", "17 4 * * *", clean_old=True)
    async def purge(_schedule: Schedule) -> None:
        async with services.connections.database.unit_of_work() as session:
            await purge_job_log(session, KEEP_JOB_LOG)

    @manager.schedule("idempotency.purge", "7 * * * *", clean_old=True)
    async def forget_answers(_schedule: Schedule) -> None:
        async with services.connections.database.unit_of_work() as session:
            await idempotency.purge(session, services.connections.clock.now())
            await staff.purge(session, services.connections.clock.now())


@contextmanager
def _forward(stopping: asyncio.Event, shutdown: asyncio.Event) -> Iterator[None]:
    """Set `shutdown` when the process is asked to stop."""

    async def wait() -> None:
        await stopping.wait()
        shutdown.set()

    task = asyncio.ensure_future(wait())
    try:
        yield
    finally:
        task.cancel()


@contextmanager
def _stop_on_signals(stopping: asyncio.Event) -> Iterator[None]:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    try:
        yield
    finally:
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)
