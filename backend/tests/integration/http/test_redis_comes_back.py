"""Redis dies and is started again while reservations come in: none is refused for it, and operators are told."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from redis.asyncio import Redis

from reservas.config import Settings
from reservas.infra.database import Database
from reservas.infra.locks import RedisLocks, open_locks
from reservas.kit.clock import FixedClock
from sandbox.stack.valkey import ValkeyServer
from tests.factories.accommodations import add_accommodation
from tests.integration.http.asking import RESERVATIONS, asked_for, bearer_of
from tests.integration.reservations.booking import assert_nights_agree
from tests.integration.serving import serve, settings_for

HEALTH = "/api/v1/healthz"
GUESTS_AT_ONCE = 4
# The product rests for three seconds after a failure: here for less, or the test would wait for nothing else.
REST_SECONDS = 0.2


@pytest.fixture
async def locks(own_valkey: ValkeyServer) -> AsyncIterator[RedisLocks]:
    opened = open_locks(own_valkey.url, rest_seconds=REST_SECONDS)
    yield opened
    await opened.close()


class Crowd:
    """Guests who book one night after another, each its own, until it is over."""

    def __init__(self, client: httpx.AsyncClient, bearer: dict[str, str], cabin: str) -> None:
        self.booked = 0
        self.over = False
        self._client = client
        self._bearer = bearer
        self._cabin = cabin
        self._nights = self._count_nights()

    async def come(self) -> None:
        await asyncio.gather(*(self._book_until_over() for _ in range(GUESTS_AT_ONCE)))

    async def _book_until_over(self) -> None:
        while not self.over:
            check_in = next(self._nights)
            dates = {"check_in": check_in.isoformat(), "check_out": (check_in + timedelta(days=1)).isoformat()}
            answer = await self._client.post(RESERVATIONS, json=asked_for(self._cabin, **dates), headers=self._bearer)
            assert answer.status_code == 201, answer.text
            self.booked += 1

    @staticmethod
    def _count_nights() -> Iterator[date]:
        return (date(2027, 1, 1) + timedelta(days=number) for number in range(650))


async def _until(is_so: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(30):
        while True:
            if await is_so():
                return
            await asyncio.sleep(0.02)


async def test_redis_dies_and_comes_back_while_guests_book(
    database: Database,
    database_url: str,
    own_valkey: ValkeyServer,
    locks: RedisLocks,
    clock: FixedClock,
    tmp_path: Path,
) -> None:
    async with database.unit_of_work() as session:
        cabin = (await add_accommodation(session)).code
    settings = settings_for(database_url, own_valkey.url, tmp_path / "media")
    async with serve(settings, clock, locks=locks) as client:
        crowd = Crowd(client, bearer_of(settings), cabin)

        async def read_redis() -> dict[str, Any]:
            return cast(dict[str, Any], (await client.get(HEALTH)).json()["redis"])

        async def is_told_away() -> bool:
            return (await read_redis()).keys() >= {"error", "locks"}

        async def is_told_well() -> bool:
            return await read_redis() == {"status": "ok"}

        async def more_are_booked(than: int) -> bool:
            return crowd.booked > than

        async with asyncio.TaskGroup() as coming:
            coming.create_task(crowd.come())
            await _until(lambda: more_are_booked(GUESTS_AT_ONCE))
            assert await is_told_well()
            os.kill(own_valkey.pid, signal.SIGKILL)
            await _until(is_told_away)
            assert await _is_skipping(client)
            before = crowd.booked
            await _until(lambda: more_are_booked(before + 3 * GUESTS_AT_ONCE))
            assert await is_told_away()
            await asyncio.to_thread(_start_again, own_valkey)
            await _until(is_told_well)
            assert not await _is_skipping(client)
            before = crowd.booked
            await _until(lambda: more_are_booked(before + 2 * GUESTS_AT_ONCE))
            crowd.over = True
        async with Redis.from_url(own_valkey.url) as redis:
            assert await redis.dbsize() >= GUESTS_AT_ONCE
    await assert_nights_agree(database)


async def test_a_process_that_nobody_asks_for_locks_learns_that_redis_is_back(
    own_valkey: ValkeyServer, locks: RedisLocks, settings: Settings, clock: FixedClock
) -> None:
    async with serve(settings, clock, locks=locks) as client:
        own_valkey.stop()
        assert await locks.take(["night"], "R-7K3QXM", 10)
        assert (await client.get(HEALTH)).json()["redis"]["locks"] == "skipped"
        await asyncio.to_thread(own_valkey.start, own_valkey.port)

        async def is_told_well() -> bool:
            return bool((await client.get(HEALTH)).json()["redis"] == {"status": "ok"})

        await _until(is_told_well)


def _start_again(server: ValkeyServer) -> None:
    server.stop()
    server.start(server.port)


async def _is_skipping(client: httpx.AsyncClient) -> bool:
    families = text_string_to_metric_families((await client.get("/metrics")).text)
    [skipping] = [one for one in families if one.name == "reservas_night_locks_skipping"]
    return skipping.samples[0].value == 1
