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
from reservas.features.conversations import channels
from reservas.features.inbox import service as inbox
from reservas.infra.metrics import dead_letters_waiting, queue_age, queue_jobs
from reservas.infra.queue import QueueState, read_queue_state
from reservas.models import Channel

router = APIRouter()
LIMIT_SECONDS = 3
OLD_QUEUE_SECONDS = 60
LETTERS_HINT = "`reservas inbox failed` lists them; `replay` takes them in again, `dismiss` lets them go."


@router.get("/api/v1/healthz", tags=["Health"], summary="Which part is well")
async def read_health(connections: ConnectionsDep) -> JSONResponse:
    """Return 200 while guests can be served, `degraded` when a part of it is away; 503 without the database."""
    database, redis, queue, letters, whatsapp = await asyncio.gather(
        _check(connections.database.ping()),
        _check(_ping_redis(connections)),
        _check(_read_queue(connections)),
        _check(_count_letters(connections)),
        _check(_read_stopped(connections)),
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
    waiting = letters.pop("state", None)
    if waiting is not None:
        letters |= {"dead_letters": waiting}
    if waiting:
        letters |= {"status": "failures", "hint": LETTERS_HINT}
    if (channel := whatsapp.pop("state", None)) is not None:
        whatsapp |= _stopped(channel)
    parts = {"database": database, "redis": redis, "queue": queue, "inbox": letters, "whatsapp": whatsapp}
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
    waiting = (await _check(_count_letters(connections))).get("state")
    if waiting is not None:
        dead_letters_waiting.set(waiting)
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


def _stopped(channel: Channel) -> dict[str, Any]:
    """Return what an operator must know of a number that does not send, or not all."""
    if channel.frozen_at is None:
        return {"status": "unasked_stopped", "hint": "Guests complained: no templates leave for a day."}
    return {
        "status": "frozen",
        "problem": channel.frozen_problem,
        "code": channel.frozen_code,
        "since": channel.frozen_at.isoformat(),
        "hint": "Nothing leaves, nothing is lost. Renew the token or lift the block; see `reservas whatsapp unfreeze`.",
    }


async def _check(question: Awaitable[Any]) -> dict[str, Any]:
    try:
        async with asyncio.timeout(LIMIT_SECONDS):
            state = await question
    except Exception as error:  # noqa: BLE001 - whatever it is, that part is away
        return {"status": "away", "error": type(error).__name__}
    return {"status": "ok", "state": state} if state is not None else {"status": "ok"}


async def _ping_redis(connections: Connections) -> None:
    await connections.redis.exists("reservas:health")


async def _count_letters(connections: Connections) -> int:
    async with connections.database.unit_of_work() as session:
        return await inbox.count_waiting(session)


async def _read_stopped(connections: Connections) -> Channel | None:
    async with connections.database.unit_of_work() as session:
        return next(iter(await channels.list_stopped(session)), None)


async def _read_queue(connections: Connections) -> QueueState:
    async with connections.database.unit_of_work() as session:
        return await read_queue_state(session)
