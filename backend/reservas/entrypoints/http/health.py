"""The health page says which part is away; the metrics page is what Prometheus reads."""

import asyncio
from collections.abc import Awaitable
from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from reservas.bootstrap import Connections
from reservas.entrypoints.http.dependencies import ConnectionsDep
from reservas.infra.metrics import queue_age, queue_jobs
from reservas.infra.queue import QueueState, read_queue_state

router = APIRouter()
LIMIT_SECONDS = 3
OLD_QUEUE_SECONDS = 60


@router.get("/api/v1/healthz", tags=["Health"], summary="Which part is well")
async def read_health(connections: ConnectionsDep) -> JSONResponse:
    """Return 200 while guests can be served, `degraded` when a part of it is away; 503 without the database."""
    database, redis, queue = await asyncio.gather(
        _check(connections.database.ping()), _check(_ping_redis(connections)), _check(_read_queue(connections))
    )
    state = queue.pop("state", None)
    if state is not None:
        queue |= asdict(state)
        if state.oldest_due_seconds > OLD_QUEUE_SECONDS:
            queue |= {"status": "late", "hint": "Jobs wait too long: is a worker running?"}
        elif state.failed:
            queue |= {"status": "failures", "hint": "Some jobs gave up and are held for a person."}
    await connections.locks.try_again()
    if connections.locks.is_skipping:
        redis |= {"locks": "skipped", "hint": "Bookings go on without Redis; it is tried again every few seconds."}
    parts = {"database": database, "redis": redis, "queue": queue}
    well = all(part["status"] == "ok" for part in parts.values())
    serving = database["status"] == "ok"
    overall = "ok" if well else "degraded" if serving else "down"
    return JSONResponse({"status": overall, **parts}, 200 if serving else 503)


@router.get("/metrics", include_in_schema=False)
async def read_metrics(connections: ConnectionsDep) -> Response:
    """Return this process's metrics, and the queue's, in Prometheus' text format."""
    queue = await _check(_read_queue(connections))
    state: QueueState | None = queue.get("state")
    if state is not None:
        queue_age.set(state.oldest_due_seconds)
        for status in ("queued", "picked", "failed"):
            queue_jobs.labels(status).set(getattr(state, status))
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


async def _check(question: Awaitable[Any]) -> dict[str, Any]:
    try:
        async with asyncio.timeout(LIMIT_SECONDS):
            state = await question
    except Exception as error:  # noqa: BLE001 - whatever it is, that part is away
        return {"status": "away", "error": type(error).__name__}
    return {"status": "ok", "state": state} if state is not None else {"status": "ok"}


async def _ping_redis(connections: Connections) -> None:
    await connections.redis.exists("reservas:health")


async def _read_queue(connections: Connections) -> QueueState:
    async with connections.database.unit_of_work() as session:
        return await read_queue_state(session)
