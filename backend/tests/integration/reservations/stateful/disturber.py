"""Redis, while others rely on it: killed, emptied, hung and filled with locks that are nobody's."""

import asyncio
import contextlib
import os
import random
import signal
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import RedisError

from reservas.domain.stays import Stay
from reservas.features.reservations.service.locking import night_keys
from sandbox.stack.valkey import ValkeyServer
from tests.integration.reservations.stateful.clock import SharedClock
from tests.integration.reservations.stateful.operations import CALENDAR_DAYS, ZONE

STALE_SECONDS = 3600
POISONS = ("stale", "endless", "list", "endless list")


class Disturber:
    """Disturbs `server` until told that it is over; `done` counts what it did. `cabins` are keys."""

    def __init__(self, server: ValkeyServer, clock: SharedClock, cabins: Sequence[int]) -> None:
        self._server = server
        self._clock = clock
        self._cabins = cabins
        self.done: Counter[str] = Counter()

    async def disturb(self, dice: random.Random, over: asyncio.Event) -> None:
        """Do one thing after another, and leave a server that runs."""
        deeds = {self._kill: 2, self._hang: 2, self._empty: 4, self._poison: 8}
        first = dice.sample(list(deeds), k=len(deeds))  # each once, however short the round
        while not over.is_set():
            deed = first.pop() if first else dice.choices(list(deeds), list(deeds.values()))[0]
            await deed(dice)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(over.wait(), dice.uniform(0.02, 0.15))

    async def poison_all(self) -> None:
        """Lock every night of the calendar under a name that nobody has."""
        async with self._client() as client:
            for key in self._nights():
                await client.set(key, "R-NOBODY", ex=STALE_SECONDS)

    async def empty(self) -> None:
        async with self._client() as client:
            await client.flushall()

    async def _kill(self, dice: random.Random) -> None:
        os.kill(self._server.pid, signal.SIGKILL)
        await asyncio.sleep(dice.uniform(0, 0.3))
        await asyncio.to_thread(self._start_again)
        self.done["killed"] += 1

    def _start_again(self) -> None:
        self._server.stop()
        self._server.start(self._server.port)

    async def _hang(self, dice: random.Random) -> None:
        os.kill(self._server.pid, signal.SIGSTOP)
        try:
            await asyncio.sleep(dice.uniform(0.05, 0.3))
        finally:
            os.kill(self._server.pid, signal.SIGCONT)
        self.done["hung"] += 1

    async def _empty(self, dice: random.Random) -> None:
        with contextlib.suppress(RedisError, OSError):
            await self.empty()
            self.done["emptied"] += 1

    async def _poison(self, dice: random.Random) -> None:
        """Fill a third of the calendar, over whatever is there: a lock of a live hold as well as a free night."""
        kind = dice.choice((*POISONS, "foreign"))
        with contextlib.suppress(RedisError, OSError):
            async with self._client() as client:
                tokens = [one for one in await self._tokens(client) if one] or ["R-NOBODY"]
                for key in dice.sample(self._nights(), k=len(self._nights()) // 3):
                    await _spoil(client, key, kind, dice.choice(tokens) if kind == "foreign" else "R-NOBODY")
            self.done[f"poisoned: {kind}"] += 1

    async def _tokens(self, client: Any) -> list[str]:
        """Return the tokens of locks that are held, to put where they do not belong."""
        keys = [key async for key in client.scan_iter(count=1000) if await client.type(key) == "string"]
        return [str(await client.get(key)) for key in keys[:10]]

    def _nights(self) -> list[str]:
        today = self._clock.now().astimezone(ZONE).date()
        calendar = Stay(today, today + timedelta(days=CALENDAR_DAYS + 5))
        return [key for cabin in self._cabins for key in night_keys(cabin, calendar)]

    def _client(self) -> Any:
        return Redis.from_url(self._server.url, decode_responses=True, socket_timeout=2, socket_connect_timeout=2)


async def _spoil(client: Any, key: str, kind: str, token: str) -> None:
    if "list" not in kind:
        await client.set(key, token, ex=None if kind == "endless" else STALE_SECONDS)
        return
    await client.delete(key)
    await client.rpush(key, token)
    if kind == "list":
        await client.expire(key, STALE_SECONDS)
