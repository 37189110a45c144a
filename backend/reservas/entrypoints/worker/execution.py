"""How one job runs: traced, measured, retried with backoff, and held for a person when it gives up."""

import json
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import structlog
from pgqueuer.adapters.drivers.asyncpg import AsyncpgPoolDriver
from pgqueuer.core.buffers import JobStatusLogBuffer
from pgqueuer.core.executors import AbstractEntrypointExecutor, EntrypointExecutorParameters
from pgqueuer.core.qm import QueueManager
from pgqueuer.domain.errors import RetryRequested
from pgqueuer.domain.models import Context, Job
from pgqueuer.ports.driver import NotifyCallback

from reservas.entrypoints.worker.jobs import Handler
from reservas.infra.database import is_connection_lost
from reservas.infra.logging import TRACE_KEY, bind_trace, new_trace_id
from reservas.infra.metrics import job_seconds, jobs_done

log = structlog.get_logger(__name__)
LONGEST_BACKOFF_SECONDS = 300.0


def backoff_seconds(attempts: int) -> float:
    """Return how long to wait after the failure number `attempts` + 1: 1, 2, 4 … s, at most 5 min, with jitter."""
    return min(LONGEST_BACKOFF_SECONDS, 2.0**attempts) * random.uniform(0.8, 1.2)  # noqa: S311 - jitter, no secret


@dataclass
class JobExecutor(AbstractEntrypointExecutor):
    """Runs one handler. The last failure propagates, and the queue holds the job where an operator sees it."""

    parameters: EntrypointExecutorParameters
    handler: Handler
    max_attempts: int

    async def execute(self, job: Job, context: Context) -> None:  # noqa: ARG002 - the queue's signature
        """Run the job once. Raises RetryRequested while attempts are left."""
        trace_id = (job.headers or {}).get(TRACE_KEY)
        bind_trace(str(trace_id) if trace_id else new_trace_id())
        began = time.perf_counter()
        try:
            await self.handler(json.loads(job.payload or b"{}"))
        except Exception as error:
            lost = is_connection_lost(error)
            # The database being away is no fault of the job and does not use up its attempts' patience.
            last = job.attempts + 1 >= self.max_attempts and not lost
            jobs_done.labels(job.entrypoint, "failed" if last else "retried").inc()
            if last:
                log.exception("job.failed", job=job.entrypoint, job_id=job.id, attempts=job.attempts + 1)
                raise
            log.warning("job.retried", job=job.entrypoint, job_id=job.id, error=f"{type(error).__name__}: {error}")
            delay = timedelta(seconds=1.0 if lost else backoff_seconds(job.attempts))
            raise RetryRequested(delay, type(error).__name__) from error
        jobs_done.labels(job.entrypoint, "done").inc()
        job_seconds.labels(job.entrypoint).observe(time.perf_counter() - began)


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
    """A queue manager that never records a job as failed only because PostgreSQL was away at that moment."""

    async def log_failure(
        self, job: Job, executor: AbstractEntrypointExecutor, exc: Exception, jbuff: JobStatusLogBuffer
    ) -> None:
        """Leave the row picked when the database is lost: its heartbeat goes stale and it is run again."""
        if is_connection_lost(exc):
            log.warning("job.left_for_recovery", job=job.entrypoint, job_id=job.id)
            return
        await super().log_failure(job, executor, exc, jbuff)
