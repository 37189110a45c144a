"""Eight workers do anything that can be done to nights while Redis fails; after each round a checker finds no breach.

`make test` runs a small edition whose workers are tasks with connections of their own; `make test-long` the large one,
with a process for each. Both print what was done, what was refused and what was disturbed, and the seed that every dice
comes from: STATEFUL_SEED draws the same operations again, though the eight never meet in quite the same order.
"""

import asyncio
import contextlib
import logging
import os
import random
import secrets
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Protocol

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.stays import Party, Stay
from reservas.features.audit import service as audit
from reservas.features.reservations import service
from reservas.features.reservations.errors import DatesUnavailable
from reservas.features.reservations.ports import NightLocks
from reservas.features.reservations.schemas import Source
from reservas.infra.database import Database
from reservas.infra.locks import open_locks
from sandbox.stack.valkey import ValkeyServer
from tests.factories.accommodations import add_accommodation
from tests.factories.guests import add_guest
from tests.integration.queued import forget_jobs
from tests.integration.reservations.booking import TERMS
from tests.integration.reservations.stateful.checker import find_breaches, find_lost_locks
from tests.integration.reservations.stateful.clock import SharedClock
from tests.integration.reservations.stateful.disturber import Disturber
from tests.integration.reservations.stateful.operations import (
    CALENDAR_DAYS,
    OPERATIONS,
    PEOPLE,
    ZONE,
    Hands,
    settlement_of,
)
from tests.integration.reservations.stateful.processes import WorkerProcess
from tests.integration.reservations.stateful.worker import Setting, Tally, Worker
from tests.integration.reservations.stateful.world import World, free_runs, read_locks, read_world

log = logging.getLogger(__name__)
WORKERS = 8
SEED = 20261122
PATIENT_SECONDS = 5.0
TURNOVER_DAYS = (0, 1, 2)
HOLDS_ARE_OVER = timedelta(days=2)
FAR_NIGHTS = 3
LOGGED_OF_A_DEADLOCK = 2000
OFTEN_DONE = {"quote_and_hold", "reserve", "confirm", "cancel", "cancel_hold", "change_dates", "change_cabin", "block"}
LONG_ROUNDS, LONG_OPERATIONS = 24, 110


class AnyWorker(Protocol):
    """A worker in this process or in its own."""

    async def work(self, round_number: int, operations: int) -> Tally: ...
    async def close(self) -> None: ...


class _UndoneError(Exception):
    """Nothing of this shall be kept."""


class Resort:
    """The cabins, servers and the moment that all workers share, and what has happened so far."""

    def __init__(
        self, database: Database, setting: Setting, disturber: Disturber, log_of_postgres: Callable[[], str]
    ) -> None:
        self.database = database
        self.setting = setting
        self.clock = SharedClock(Path(setting.clock_file))
        self.disturber = disturber
        self.log_of_postgres = log_of_postgres
        self.tally = Tally()
        self.rounds = 0

    @property
    def told(self) -> str:
        """What happened so far, for whoever reads a failure or the log."""
        return (
            f"seed {self.setting.seed}: {self.rounds} rounds, {self.tally.operations} operations\n"
            f"done: {_listed(self.tally.done)}\nrefused: {_listed(self.tally.refused)}\n"
            f"Redis: {_listed(self.disturber.done)}; {self.tally.skipped_locks} operations began without it"
        )

    @property
    def deadlocks(self) -> str:
        """What PostgreSQL logged of deadlocks, with the statements that waited for each other."""
        begun = self.log_of_postgres().split("deadlock detected")[1:]
        return "\n\n".join(one[:LOGGED_OF_A_DEADLOCK] for one in begun)

    async def play(self, workers: Sequence[AnyWorker], operations: int) -> None:
        """Have each worker do that many operations while Redis is disturbed, and check what is left."""
        self.rounds += 1
        over = asyncio.Event()
        dice = random.Random(f"{self.setting.seed}/{self.rounds}/redis")
        disturbing = asyncio.create_task(self.disturber.disturb(dice, over))
        try:
            self._add(await asyncio.gather(*(one.work(self.rounds, operations) for one in workers)))
        finally:
            over.set()
            await disturbing
        await self._check()

    async def play_quietly(self, operations: int) -> None:
        """Have tasks go on with a Redis that nobody disturbs: no lock is left but those of live reservations."""
        self.rounds += 1
        await self.disturber.empty()
        patient = replace(self.setting, lock_limit_seconds=PATIENT_SECONDS)
        workers = [Worker(patient, number) for number in range(WORKERS)]
        try:
            self._add(await asyncio.gather(*(one.work(self.rounds, operations, without_time=True) for one in workers)))
            await self._hold_far_ahead()
            assert await self._locks_left() >= FAR_NIGHTS, self.told
            self.clock.advance(HOLDS_ARE_OVER)
            await self._settle_every_hold(workers[0].hands(random.Random()))
            await self._locks_left()
        finally:
            await asyncio.gather(*(one.close() for one in workers))
        await self._check()

    def _add(self, tallies: Sequence[Tally]) -> None:
        for one in tallies:
            self.tally.add(one)
        assert self.tally.failure is None, f"{self.tally.failure}\n{self.told}\n{self.deadlocks}"

    async def _check(self) -> None:
        """Seal the audit log, hold everything against the checker, and take every free night past poisoned locks."""
        await audit.seal(self.database)
        async with self.database.unit_of_work() as session:
            verdict = await audit.verify(session)
        assert (verdict.broken, verdict.unsealed) == (None, 0), self.told
        world = await read_world(self.database)
        assert find_breaches(world) == [], self.told
        await self._take_every_free_night(world)
        await forget_jobs(self.database)

    async def _take_every_free_night(self, world: World) -> None:
        await self.disturber.poison_all()
        now = self.clock.now()
        today = now.astimezone(ZONE).date()
        locks = open_locks(self.setting.redis_url, limit_seconds=PATIENT_SECONDS)
        try:
            for cabin, stay in free_runs(world, today, today + timedelta(days=CALENDAR_DAYS + 5), now):
                with contextlib.suppress(_UndoneError):
                    async with self.database.unit_of_work() as session:
                        await self._hold(session, cabin.code, stay, now, locks)
                        raise _UndoneError
        finally:
            await locks.close()

    async def _hold_far_ahead(self) -> None:
        """Hold nights that nobody else asks for, so that there is a lock in any case."""
        now = self.clock.now()
        check_in = now.date() + timedelta(days=100)
        locks = open_locks(self.setting.redis_url, limit_seconds=PATIENT_SECONDS)
        try:
            async with self.database.unit_of_work() as session:
                stay = Stay(check_in, check_in + timedelta(days=FAR_NIGHTS))
                await self._hold(session, self.setting.cabins[0], stay, now, locks)
        finally:
            await locks.close()

    async def _hold(self, session: AsyncSession, cabin: str, stay: Stay, now: datetime, locks: NightLocks) -> None:
        quote = await service.make_quote(session, cabin, stay, Party(2), now)
        held = partial(service.hold, terms=TERMS, source=Source.API, actor="checker", now=now, locks=locks)
        try:
            await held(session, quote.id, self.setting.guests[0])
        except DatesUnavailable as refusal:
            pytest.fail(f"{stay} at {cabin} is free and refused ({refusal.detail}): {self.told}")

    async def _settle_every_hold(self, hands: Hands) -> None:
        async with self.database.unit_of_work() as session:
            held = (await session.execute(text("SELECT id FROM reservations WHERE status = 'pre_reserved'"))).scalars()
        for key in held:
            await settlement_of(hands).settle(key)

    async def _locks_left(self) -> int:
        world = replace(await read_world(self.database), locks=await read_locks(self.setting.redis_url))
        assert find_lost_locks(world) == [], self.told
        return len(world.locks)


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))


async def _open_resort(
    database: Database, url: str, valkey: ValkeyServer, folder: Path, log_of_postgres: Callable[[], str], seed: int
) -> Resort:
    async with database.unit_of_work() as session:
        cabins = [await add_accommodation(session, turnover_days=days) for days in TURNOVER_DAYS]
        guests = [await add_guest(session) for _ in range(PEOPLE)]
    clock_file = folder / "clock"
    setting = Setting(url, valkey.url, str(clock_file), [one.code for one in cabins], [one.id for one in guests], seed)
    return Resort(
        database, setting, Disturber(valkey, SharedClock(clock_file), [one.id for one in cabins]), log_of_postgres
    )


async def test_anything_at_once(
    database: Database,
    database_url: str,
    own_valkey: ValkeyServer,
    tmp_path: Path,
    log_of_postgres: Callable[[], str],
) -> None:
    resort = await _open_resort(database, database_url, own_valkey, tmp_path, log_of_postgres, SEED)
    workers = [Worker(resort.setting, number) for number in range(WORKERS)]
    try:
        for _ in range(2):
            await resort.play(workers, 60)
    finally:
        await asyncio.gather(*(one.close() for one in workers))
    await resort.play_quietly(15)

    log.info("%s", resort.told)
    _require_all_kinds(resort, resort.tally.tried)
    assert resort.tally.done.keys() >= OFTEN_DONE, resort.told
    assert resort.deadlocks == ""


@pytest.mark.long
@pytest.mark.timeout(3600)
async def test_anything_at_once_for_long(
    database: Database,
    database_url: str,
    own_valkey: ValkeyServer,
    tmp_path: Path,
    log_of_postgres: Callable[[], str],
) -> None:
    seed = int(os.environ.get("STATEFUL_SEED") or secrets.randbelow(1_000_000_000))
    started = time.monotonic()
    resort = await _open_resort(database, database_url, own_valkey, tmp_path, log_of_postgres, seed)
    workers = [await WorkerProcess.start(resort.setting, number) for number in range(WORKERS)]
    try:
        for _ in range(LONG_ROUNDS):
            await resort.play(workers, LONG_OPERATIONS)
            log.info("round %d: %d operations", resort.rounds, resort.tally.operations)
    finally:
        await asyncio.gather(*(one.close() for one in workers))
    await resort.play_quietly(LONG_OPERATIONS)

    waits = log_of_postgres().count("canceling statement due to lock timeout")
    log.info("%s\n%.0f s, %d waits for a lock given up", resort.told, time.monotonic() - started, waits)
    _require_all_kinds(resort, resort.tally.done)
    assert resort.deadlocks == ""


def _require_all_kinds(resort: Resort, counted: Counter[str]) -> None:
    """A run in which something never happened proves nothing about it."""
    assert counted.keys() == {one.__name__ for one in OPERATIONS}, resort.told
    assert {"killed", "hung", "emptied"} < resort.disturber.done.keys(), resort.told
