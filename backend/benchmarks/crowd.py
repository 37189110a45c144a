"""How long the slowest of fifty waits who ask for the same dates at once, with Redis up, down and hanging."""

import itertools
import json
import os
import signal
import statistics
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import asyncpg

from benchmarks.load import Load, send_at_once
from benchmarks.reserving import forget_stays, reservation_request, sign_in
from benchmarks.servers import Servers

CROWD = 50
FIRST_DAY = 300
NIGHTS = 4
ROUNDS = 5


async def measure(servers: Servers, cabins: list[str]) -> None:
    """Let a crowd come some times in each state of Redis, and print the slowest answer of each."""
    await forget_stays(servers.dsn)
    token = await sign_in(servers)
    days = itertools.count(FIRST_DAY, NIGHTS + 1)
    print(f"\nThe same dates asked for by {CROWD} at once: one gets them, the others are told what else is free")
    for name, state in (("up", _up), ("hanging", _hanging), ("down", _down)):
        with state(servers):
            loads = [
                await send_at_once(servers.api_port, _request(servers, cabins, token, next(days)), CROWD)
                for _ in range(ROUNDS)
            ]
        _show(name, loads)
    print(f"  bar 2 s; deadlocks counted by PostgreSQL: {await _deadlocks(servers)}")


def _request(servers: Servers, cabins: list[str], token: str, day: int) -> Callable[[], bytes]:
    phones = iter(range(CROWD))
    check_in = date.today() + timedelta(days=day)  # noqa: DTZ011 - any day will do

    def make() -> bytes:
        guest = {"name": "Bench", "phone": f"+549294412{next(phones):04d}", "email": None}
        stay = {"check_in": str(check_in), "check_out": str(check_in + timedelta(days=NIGHTS))}
        people = {"adults": 2, "children": 0, "pets": 0}
        body = json.dumps({"accommodation": cabins[0], **stay, **people, "guest": guest}).encode()
        return reservation_request("/api/v1/reservations", servers.api_port, token, body)

    return make


def _show(name: str, loads: list[Load]) -> None:
    statuses = Counter(status for load in loads for status in load.statuses)
    slowest = [max(load.latencies) for load in loads]
    told = ", ".join(f"{count} × {status}" for status, count in sorted(statuses.items()))
    print(f"  Redis {name:<8} slowest {statistics.median(slowest):.2f} s (worst {max(slowest):.2f} s); {told}")


@contextmanager
def _up(_servers: Servers) -> Iterator[None]:
    yield


@contextmanager
def _hanging(servers: Servers) -> Iterator[None]:
    os.kill(servers.valkey.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(servers.valkey.pid, signal.SIGCONT)


@contextmanager
def _down(servers: Servers) -> Iterator[None]:
    port = servers.valkey.port
    servers.valkey.stop()
    try:
        yield
    finally:
        servers.valkey.start(port)


async def _deadlocks(servers: Servers) -> int:
    connection = await asyncpg.connect(servers.dsn)
    try:
        return int(
            await connection.fetchval("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        )
    finally:
        await connection.close()
