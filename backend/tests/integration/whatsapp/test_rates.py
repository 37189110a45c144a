"""All workers share a number's and a guest's rate by Redis; without Redis each keeps them for itself, at once."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from reservas.infra.rates import Rate, SendingBuckets, open_buckets
from tests.integration.serving import NO_REDIS

ACCOUNT = "100200300"
# So slow that no token comes back while a test runs.
NUMBER, GUEST = Rate(per_second=0.01, burst=40), Rate(per_second=0.01, burst=5)


@pytest.fixture
async def workers(redis_url: str) -> AsyncIterator[list[SendingBuckets]]:
    """Two processes' buckets; a busy machine is no broken Redis."""
    found = [open_buckets(redis_url, number=NUMBER, guest=GUEST, limit_seconds=5) for _ in range(2)]
    yield found
    for one in found:
        await one.close()


async def take(workers: list[SendingBuckets], guests: int, each: int) -> list[float]:
    """Let every guest have `each` messages from both workers, a few at a time; return the waits told."""
    places = asyncio.Semaphore(4)

    async def one(worker: SendingBuckets, guest: int) -> float:
        async with places:
            return await worker.take(ACCOUNT, guest)

    calls = [one(worker, guest) for worker in workers for guest in range(guests) for _ in range(each)]
    return list(await asyncio.gather(*calls))


async def test_two_workers_share_one_guests_burst(workers: list[SendingBuckets]) -> None:
    waits = await take(workers, guests=1, each=10)

    assert sum(wait == 0 for wait in waits) == GUEST.burst
    assert all(90 < wait <= 100 for wait in waits if wait)


async def test_two_workers_share_the_numbers_burst(workers: list[SendingBuckets]) -> None:
    waits = await take(workers, guests=20, each=2)

    assert sum(wait == 0 for wait in waits) == NUMBER.burst


async def test_a_pause_reaches_every_worker(workers: list[SendingBuckets]) -> None:
    first, second = workers
    await first.pause(ACCOUNT, 30)

    assert 29 < await second.take(ACCOUNT, 1) <= 30
    assert 29 < await first.take(ACCOUNT, 1) <= 30


async def test_a_poisoned_bucket_is_begun_anew(workers: list[SendingBuckets], redis_url: str) -> None:
    async with Redis.from_url(redis_url) as redis:
        await redis.set("reservas:rate:guest:1", "poison")
        await redis.hset(f"reservas:rate:number:{ACCOUNT}", mapping={"tokens": "many", "at": "once"})

    assert await workers[0].take(ACCOUNT, 1) == 0


async def test_without_redis_the_same_rate_holds_in_the_process_and_costs_no_wait() -> None:
    buckets = open_buckets(NO_REDIS, number=NUMBER, guest=GUEST)
    began = time.monotonic()

    waits = [await buckets.take(ACCOUNT, 1) for _ in range(50)]
    await buckets.pause(ACCOUNT, 30)

    assert sum(wait == 0 for wait in waits) == GUEST.burst
    assert await buckets.take(ACCOUNT, 2) == pytest.approx(30, abs=1)
    assert time.monotonic() - began < 1
    await buckets.close()
