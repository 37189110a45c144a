"""How one job runs: traced, measured, retried with backoff, and held for a person when it gives up."""

import json
import random
import time
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from pgqueuer.adapters.drivers.asyncpg import AsyncpgPoolDriver
from pgqueuer.core.buffers import JobStatusLogBuffer
from pgqueuer.core.executors import (
    AbstractEntrypointExecutor,
    AbstractScheduleExecutor,
    EntrypointExecutorParameters,
)
from pgqueuer.core.qm import QueueManager
from pgqueuer.core.sm import SchedulerManager
from pgqueuer.domain.errors import RetryRequested
from pgqueuer.domain.models import Context, Job, Schedule
from pgqueuer.ports.driver import NotifyCallback
from pgqueuer.ports.repository import EntrypointExecutionParameter

from reservas.entrypoints.worker.jobs import Work
from reservas.infra.database import describe, is_connection_lost, traceable
from reservas.infra.logging import TRACE_KEY, bind_trace, new_trace_id
from reservas.infra.metrics import job_seconds, jobs_done
from reservas.kit.errors import ErrorKind, ReservasError

log = structlog.get_logger(__name__)
LONGEST_BACKOFF_SECONDS = 300.0
# What somebody else's outage costs: tried again this often, and for this long, before a person must look.
OUTAGE_BACKOFF_SECONDS = 60.0
OUTAGE_PATIENCE = timedelta(hours=24)
_LARGEST_EXPONENT = 10
NEXT_DUE = """
SELECT min(execute_after) - now() AS wait FROM pgqueuer WHERE status = 'queued' AND entrypoint = ANY ($1::text[])
"""


def backoff_seconds(attempts: int, longest: float = LONGEST_BACKOFF_SECONDS) -> float:
    """Return how long to wait after the failure number `attempts` + 1: 1, 2, 4 … s up to `longest`, with jitter."""
    return min(longest, 2.0 ** min(attempts, _LARGEST_EXPONENT)) * random.uniform(0.8, 1.2)  # noqa: S311 - no secret


def is_outage(error: Exception) -> bool:
    """Tell whether `error` is somebody else's being away, which passes by itself, rather than a mistake of ours."""
    return is_connection_lost(error) or (isinstance(error, ReservasError) and error.kind is ErrorKind.UNAVAILABLE)


@dataclass
class JobExecutor(AbstractEntrypointExecutor):
    """Runs one handler. The last failure propagates, and the queue holds the job where an operator sees it."""

    parameters: EntrypointExecutorParameters
    work: Work
    max_attempts: int

    async def execute(self, job: Job, context: Context) -> None:  # noqa: ARG002 - the queue's signature
        """Run the job once. Raises RetryRequested while it is worth trying again."""
        trace_id = (job.headers or {}).get(TRACE_KEY)
        bind_trace(str(trace_id) if trace_id else new_trace_id())
        began = time.perf_counter()
        payload = json.loads(job.payload or b"{}")
        try:
            await self.work.handler(payload)
        except Exception as error:
            if self._is_last(job, error):
                told = {"job": job.entrypoint, "job_id": job.id, "attempts": job.attempts + 1}
                log.error("job.failed", **told, error=describe(error), exc_info=traceable(error))
                await self._give_up(job, payload)
                raise
            jobs_done.labels(job.entrypoint, "retried").inc()
            log.warning("job.retried", job=job.entrypoint, job_id=job.id, error=describe(error))
            longest = OUTAGE_BACKOFF_SECONDS if is_outage(error) else LONGEST_BACKOFF_SECONDS
            # PostgreSQL is back within seconds or not at all: the others wait longer each time.
            seconds = 1.0 if is_connection_lost(error) else backoff_seconds(job.attempts, longest)
            raise RetryRequested(timedelta(seconds=seconds), type(error).__name__) from error
        jobs_done.labels(job.entrypoint, "done").inc()
        job_seconds.labels(job.entrypoint).observe(time.perf_counter() - began)

    def _is_last(self, job: Job, error: Exception) -> bool:
        """Mistakes are counted; outages are waited out, by the queue's own clock."""
        if is_outage(error):
            return datetime.now(UTC) - job.created > OUTAGE_PATIENCE
        return job.attempts + 1 >= self.max_attempts

    async def _give_up(self, job: Job, payload: dict[str, Any]) -> None:
        jobs_done.labels(job.entrypoint, "failed").inc()
        if self.work.on_giving_up is not None:
            await self.work.on_giving_up(payload)


class ListeningDriver(AsyncpgPoolDriver):
    """A driver that says at once when the connection it listens on is lost.

    The pool would heal itself and the queue go on by polling alone, deaf until PgQueuer's next health check.
    """

    on_listener_lost: Callable[[], None] = staticmethod(lambda: None)

    async def add_listener(self, channel: str, callback: NotifyCallback) -> None:
        """Listen, and watch the connection that does."""
        await super().add_listener(channel, callback)
        connection = self._listener_connection
        if connection is not None:
            connection.add_termination_listener(lambda *_: self.on_listener_lost())


class SteadyQueueManager(QueueManager):
    """A queue manager that never records a job as failed only because PostgreSQL was away at that moment.

    It also asks less: PgQueuer's own asks for more after a batch that was not full, and then up to three times when the
    next job is due, which is most of what a guest's message costs the queue.
    """

    async def fetch_jobs(
        self, batch_size: int, global_concurrency_limit: int | None, heartbeat_timeout: timedelta
    ) -> AsyncGenerator[Job, None]:
        """Yield what is due; after a batch that was not full nothing else is, or a notification of it is here."""
        while not self.shutdown.is_set():
            limits = {
                name: EntrypointExecutionParameter(self.entrypoint_registry[name].parameters.concurrency_limit)
                for name in self.entrypoints_below_capacity_limits()
            }
            jobs = await self.queries.dequeue(
                batch_size, limits, self.queue_manager_id, global_concurrency_limit, heartbeat_timeout
            )
            for job in jobs:
                yield job
            if len(jobs) < batch_size:
                break

    async def _effective_dequeue_timeout(self, dequeue_timeout: timedelta) -> timedelta:
        """Return how long a notification may be waited for: no longer than until the next job is due."""
        names = list(self.entrypoint_registry)
        [row] = await self.queries.driver.fetch(NEXT_DUE, names)
        wait = row["wait"]
        if not isinstance(wait, timedelta):
            return dequeue_timeout
        # What is due already waits for its limit, or has come this moment.
        return min(dequeue_timeout, wait) if wait > timedelta() else self.min_dequeue_poll_interval

    async def log_failure(
        self, job: Job, executor: AbstractEntrypointExecutor, exc: Exception, jbuff: JobStatusLogBuffer
    ) -> None:
        """Leave the row picked when the database is lost: its heartbeat goes stale and it is run again."""
        if is_connection_lost(exc):
            log.warning("job.left_for_recovery", job=job.entrypoint, job_id=job.id)
            return
        await super().log_failure(job, executor, exc, jbuff)


class SteadySchedulerManager(SchedulerManager):
    """A scheduler that starts anew when PostgreSQL goes away between a run and the mark that it ended.

    The row would stay picked, and what it asks for undone, until its heartbeat is half a minute old.
    """

    async def dispatch(self, executor: AbstractScheduleExecutor, schedule: Schedule) -> None:
        """Run one schedule. When its end cannot be marked, the loop ends, and its successor sets the rows anew."""
        try:
            await super().dispatch(executor, schedule)
        except Exception as error:  # noqa: BLE001 - whatever kept the row from being marked
            log.warning("schedule.left_unmarked", schedule=schedule.entrypoint, error=describe(error))
            self.shutdown.set()
