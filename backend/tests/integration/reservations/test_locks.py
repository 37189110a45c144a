"""Redis in front of the law: it may refuse nobody wrongly, hold nobody up, and let nobody in twice."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, cast

import pytest
from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.features.reservations import service
from reservas.features.reservations.errors import DatesUnavailable, QuoteExpired
from reservas.features.reservations.schemas import Source
from reservas.features.reservations.service.locking import night_keys
from reservas.infra.database import Database
from reservas.infra.locks import RedisLocks, open_locks
from reservas.models import Accommodation, Guest, Quote
from tests.factories.accommodations import add_accommodation
from tests.factories.guests import add_guest
from tests.factories.moments import NOW, STAY, january
from tests.factories.reservations import HOLD, add_quote
from tests.fixtures.servers import Valkey
from tests.integration.concurrency import open_all_connections, race
from tests.integration.reservations.booking import TERMS, assert_nights_agree
from tests.integration.reservations.locked import hanging, hold_with

log = logging.getLogger(__name__)
RACERS = 50
NOBODYS_URL = "redis://127.0.0.1:1/0"


@pytest.fixture
async def locks(redis_url: str) -> AsyncIterator[RedisLocks]:
    opened = open_locks(redis_url, limit_seconds=5)  # a busy machine is no broken Redis
    yield opened
    await opened.close()


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    async with Redis.from_url(redis_url, decode_responses=True) as client:
        yield client


@dataclass
class Wish:
    """Somebody who wants a cabin's nights."""

    cabin: Accommodation
    quote: Quote
    guest: Guest

    @property
    def keys(self) -> list[str]:
        return night_keys(self.cabin.id, STAY)


async def _wish(database: Database, cabin: Accommodation | None = None) -> Wish:
    async with database.unit_of_work() as session:
        cabin = cabin or await add_accommodation(session)
        return Wish(cabin, await add_quote(session, cabin), await add_guest(session))


async def _values(redis: Redis, keys: list[str]) -> list[str | None]:
    return list(await cast(Awaitable[list[str | None]], redis.mget(keys)))


async def test_a_hold_locks_each_night_for_as_long_as_it_lasts(
    database: Database, locks: RedisLocks, redis: Redis
) -> None:
    wish = await _wish(database)

    view, _ = await hold_with(database, locks, wish.quote, wish.guest)

    assert await _values(redis, wish.keys) == [view.code] * STAY.nights
    lasts = [await redis.pttl(key) for key in wish.keys]
    assert all(HOLD.total_seconds() - 30 < milliseconds / 1000 <= HOLD.total_seconds() for milliseconds in lasts)


async def test_a_cancelled_hold_gives_its_locks_back(database: Database, locks: RedisLocks, redis: Redis) -> None:
    wish = await _wish(database)
    view, _ = await hold_with(database, locks, wish.quote, wish.guest)

    async with database.unit_of_work() as session:
        await service.cancel_hold(session, view.code, guest_id=None, actor="test", reason=None, now=NOW, locks=locks)
        assert None not in await _values(redis, wish.keys)

    assert await _values(redis, wish.keys) == [None] * STAY.nights


async def test_an_expired_hold_gives_its_locks_back(database: Database, locks: RedisLocks, redis: Redis) -> None:
    wish = await _wish(database)
    view, _ = await hold_with(database, locks, wish.quote, wish.guest)

    async with database.unit_of_work() as session:
        assert await service.expire(session, view.id, NOW + HOLD, reason="test", locks=locks)

    assert await redis.exists(*wish.keys) == 0


async def test_another_holds_locks_are_not_given_back(database: Database, locks: RedisLocks, redis: Redis) -> None:
    wish = await _wish(database)
    view, _ = await hold_with(database, locks, wish.quote, wish.guest)
    await redis.set(wish.keys[0], "R-OTHERS", ex=100)
    await redis.delete(wish.keys[1])
    await redis.lpush(wish.keys[1], view.code)

    async with database.unit_of_work() as session:
        await service.expire(session, view.id, NOW + HOLD, reason="test", locks=locks)

    assert await redis.exists(*wish.keys) == 2


@pytest.mark.parametrize("inner", [True, False], ids=["savepoint", "transaction"])
async def test_a_hold_rolled_back_gives_its_locks_back(
    database: Database, locks: RedisLocks, redis: Redis, *, inner: bool
) -> None:
    wish = await _wish(database)

    async def place(session: AsyncSession) -> None:
        await service.hold(
            session,
            wish.quote.public_id,
            wish.guest.id,
            terms=TERMS,
            source=Source.API,
            actor="test",
            now=NOW,
            locks=locks,
        )
        raise RuntimeError

    if inner:
        async with database.unit_of_work() as session:
            with pytest.raises(RuntimeError):
                async with session.begin_nested():
                    await place(session)
            assert await redis.exists(*wish.keys) == STAY.nights
    else:
        with pytest.raises(RuntimeError):
            async with database.unit_of_work() as session:
                await place(session)

    assert await redis.exists(*wish.keys) == 0
    await assert_nights_agree(database)


async def test_a_refused_hold_leaves_no_locks(database: Database, locks: RedisLocks, redis: Redis) -> None:
    wish = await _wish(database)
    async with database.unit_of_work() as session:
        (await session.get_one(Quote, wish.quote.id)).valid_until = NOW

    with pytest.raises(QuoteExpired):
        await hold_with(database, locks, wish.quote, wish.guest)

    assert await redis.exists(*wish.keys) == 0


async def test_locks_are_taken_all_or_none(locks: RedisLocks, redis: Redis) -> None:
    assert await locks.take(["b"], "first", 10)

    assert not await locks.take(["a", "b", "c"], "second", 10)

    assert await redis.exists("a", "c") == 0
    assert await redis.get("b") == "first"


@pytest.mark.parametrize("kind", ["another's", "a list", "a list that never ends", "a key that never ends"])
async def test_stale_and_poisoned_locks_refuse_no_free_nights(
    database: Database, locks: RedisLocks, redis: Redis, kind: str
) -> None:
    wish = await _wish(database)
    for key in wish.keys:
        if "list" in kind:
            await redis.rpush(key, "x")
        else:
            await redis.set(key, "\x00poison", ex=None if "never" in kind else 900)
        if kind == "a list":
            await redis.expire(key, 900)

    view, _ = await hold_with(database, locks, wish.quote, wish.guest)

    assert view.status == "pre_reserved"
    assert not locks.is_skipping
    await assert_nights_agree(database)


async def test_a_lock_in_the_way_refuses_taken_nights_without_waiting_for_the_row(
    database: Database, locks: RedisLocks
) -> None:
    winner = await _wish(database)
    await hold_with(database, locks, winner.quote, winner.guest)
    loser = await _wish(database, winner.cabin)

    async with database.unit_of_work() as session:
        await session.get_one(Accommodation, winner.cabin.id, with_for_update=True)
        with pytest.raises(DatesUnavailable):
            await asyncio.wait_for(hold_with(database, locks, loser.quote, loser.guest), 2)


async def test_the_same_guest_again_finds_their_own_hold_behind_its_own_locks(
    database: Database, locks: RedisLocks
) -> None:
    wish = await _wish(database)

    first, _ = await hold_with(database, locks, wish.quote, wish.guest)
    again, _ = await hold_with(database, locks, wish.quote, wish.guest)

    assert again.code == first.code


async def test_an_emptied_redis_lets_no_double_in(database: Database, locks: RedisLocks, redis: Redis) -> None:
    winner = await _wish(database)
    await hold_with(database, locks, winner.quote, winner.guest)
    loser = await _wish(database, winner.cabin)
    await redis.flushall()

    with pytest.raises(DatesUnavailable):
        await hold_with(database, locks, loser.quote, loser.guest)

    assert await redis.exists(*loser.keys) == 0
    await assert_nights_agree(database)


async def test_a_hanging_redis_costs_one_wait_and_is_used_again_later(
    valkey_server: Valkey, database: Database, redis_url: str
) -> None:
    wishes = [await _wish(database) for _ in range(6)]
    locks = open_locks(redis_url)
    try:
        await hold_with(database, locks, wishes[0].quote, wishes[0].guest)
        with hanging(valkey_server):
            started = time.monotonic()
            assert await locks.take(["one"], "token", 10)
            first = time.monotonic() - started
            assert _is_skipping(locks)
            started = time.monotonic()
            for number in range(100):
                assert await locks.take([f"more-{number}"], "token", 10)
            assert time.monotonic() - started < first
            assert first < 0.5
            for wish in wishes[1:5]:
                await hold_with(database, locks, wish.quote, wish.guest)
        async with asyncio.timeout(20):
            while _is_skipping(locks):
                await asyncio.sleep(0.05)
                await locks.take(["again"], "token", 0.001)
    finally:
        await locks.close()


def _is_skipping(locks: RedisLocks) -> bool:
    return locks.is_skipping  # through a call: mypy would take what it knew for granted


@dataclass
class Tally:
    """How a race ended."""

    seconds: list[float] = field(default_factory=list)
    won: list[Any] = field(default_factory=list)
    lost: list[BaseException] = field(default_factory=list)


async def _race(database: Database, locks: RedisLocks) -> Tally:
    async with database.unit_of_work() as session:
        cabin = await add_accommodation(session)
        await add_accommodation(session)
        wishes = [
            (await add_quote(session, cabin, stay=january(10 - n % 4, 11 + n % 5)), await add_guest(session))
            for n in range(RACERS)
        ]
    tally = Tally()

    async def want(quote: Quote, guest: Guest) -> None:
        started = time.monotonic()
        try:
            tally.won.append(await hold_with(database, locks, quote, guest))
        except DatesUnavailable as error:
            tally.lost.append(error)
        finally:
            tally.seconds.append(time.monotonic() - started)

    ends = await race([partial(want, quote, guest) for quote, guest in wishes])
    assert [end for end in ends if end is not None] == []
    return tally


@pytest.mark.parametrize("state", ["up", "emptied", "down", "hanging"])
async def test_fifty_race_for_one_night_whatever_redis_does(
    valkey_server: Valkey, database_url: str, redis_url: str, state: str
) -> None:
    database = Database(database_url, pool_size=RACERS, application_name="reservas-crowd")
    locks = open_locks(NOBODYS_URL if state == "down" else redis_url)
    try:
        await open_all_connections(database, RACERS)
        await locks.warm_up()
        if state == "hanging":
            with hanging(valkey_server):
                tally = await _race(database, locks)
        elif state == "emptied":
            over = asyncio.Event()
            emptier = asyncio.create_task(_empty_again_and_again(redis_url, over))
            tally = await _race(database, locks)
            over.set()
            await emptier
        else:
            tally = await _race(database, locks)
        await assert_nights_agree(database)
    finally:
        await locks.close()
        await database.close()

    assert len(tally.won) == 1
    assert len(tally.lost) == RACERS - 1
    assert all(isinstance(error, DatesUnavailable) and error.alternatives for error in tally.lost)
    log.info("slowest of %d with Redis %s: %.3f s", RACERS, state, max(tally.seconds))


async def _empty_again_and_again(url: str, over: asyncio.Event) -> None:
    async with Redis.from_url(url) as client:
        while not over.is_set():
            await client.flushall()
            await asyncio.sleep(0.005)
