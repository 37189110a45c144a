"""Short-lived locks on plain keys, kept in Redis: they turn crowds away early, and nothing true depends on them."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import structlog
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from reservas.infra.metrics import locks_asked, locks_skipping

log = structlog.get_logger(__name__)
LIMIT_SECONDS = 0.05
REST_SECONDS = 3.0
# A crowd is asked for a few at a time: fifty answers at once would each come late, through no fault of Redis.
PLACES = 4
TURNS_OF_GRACE = 4

# All keys or none. A key that never ends is no lock of ours: it is overwritten, whatever its type.
_TAKE = """
for _, key in ipairs(KEYS) do
  if redis.call('PTTL', key) > 0 then return 0 end
end
for _, key in ipairs(KEYS) do
  redis.call('SET', key, ARGV[1], 'PX', ARGV[2])
end
return 1
"""
_GIVE_BACK = """
for _, key in ipairs(KEYS) do
  if redis.call('TYPE', key).ok == 'string' and redis.call('GET', key) == ARGV[1] then
    redis.call('DEL', key)
  end
end
return 1
"""


class Breaker:
    """After a failure, says no for `rest_seconds`; then lets one call try while the others still rest."""

    def __init__(self, rest_seconds: float = REST_SECONDS, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._rest_seconds = rest_seconds
        self._monotonic = monotonic
        self._rests_until: float | None = None

    @property
    def is_open(self) -> bool:
        """Whether the last call that was let through failed."""
        return self._rests_until is not None

    @property
    def is_resting(self) -> bool:
        """Whether nobody is let through just now."""
        return self._rests_until is not None and self._monotonic() < self._rests_until

    def lets_through(self) -> bool:
        """Tell whether a call may be made now."""
        if self._rests_until is None:
            return True
        if self.is_resting:
            return False
        self._rests_until = self._monotonic() + self._rest_seconds
        return True

    def failed(self) -> None:
        """Rest from now on."""
        self._rests_until = self._monotonic() + self._rest_seconds

    def succeeded(self) -> None:
        """Let every call through again."""
        self._rests_until = None


class RedisLocks:
    """Locks that cost at most `limit_seconds` a call, and nothing while Redis is known to be away."""

    def __init__(self, redis: Redis, breaker: Breaker, *, limit_seconds: float = LIMIT_SECONDS) -> None:
        self._redis = redis
        self._breaker = breaker
        self._limit_seconds = limit_seconds
        self._places = asyncio.Semaphore(PLACES)

    @property
    def is_skipping(self) -> bool:
        """Whether Redis failed lately, so that locks are done without."""
        return self._breaker.is_open

    async def take(self, keys: Sequence[str], token: str, seconds: float) -> bool:
        """Take all `keys` for `seconds` or none; return False only when somebody else holds one. Never raises."""
        answer = await self._run(_TAKE, keys, token, max(1, round(seconds * 1000)))
        locks_asked.labels({None: "skipped", True: "taken", False: "refused"}[answer]).inc()
        return answer is not False

    async def give_back(self, keys: Sequence[str], token: str) -> None:
        """Give those of `keys` back that `token` holds; what is not given back ends by itself. Never raises."""
        await self._run(_GIVE_BACK, keys, token)

    async def warm_up(self) -> None:
        """Open the connections before the first crowd comes: opening takes longer than asking. Never raises."""
        await asyncio.gather(*(self._run("return 1", ()) for _ in range(PLACES)))

    async def try_again(self) -> None:
        """Ask Redis anew if it is done without and has rested: an idle process learns that it is back. Never raises."""
        if self.is_skipping:
            await self._run("return 1", ())

    async def close(self) -> None:
        """Close the connections."""
        await self._redis.aclose()

    async def _run(self, script: str, keys: Sequence[str], *arguments: str | int) -> bool | None:
        """Return what the script said, or None when Redis was not asked or gave no answer in time."""
        if self._breaker.is_resting:
            return None
        try:
            async with asyncio.timeout(self._limit_seconds):
                await self._places.acquire()
        except TimeoutError:
            return None
        try:
            # Whoever had the place before may have found out that Redis is away.
            return await self._ask(script, keys, *arguments) if self._breaker.lets_through() else None
        finally:
            self._places.release()

    async def _ask(self, script: str, keys: Sequence[str], *arguments: str | int) -> bool | None:
        try:
            answer = await self._in_time(self._redis.eval(script, len(keys), *keys, *map(str, arguments)))
        except (RedisError, OSError, TimeoutError) as error:
            if not self._breaker.is_open:
                log.warning("locks.skipped", error=type(error).__name__)
            self._breaker.failed()
            locks_skipping.set(1)
            return None
        self._breaker.succeeded()
        locks_skipping.set(0)
        return bool(answer)

    async def _in_time(self, call: Awaitable[Any]) -> object:
        """Return the answer of `call`; after the limit only one that has arrived and waits for our own busy loop.

        Raises TimeoutError.
        """
        task = asyncio.ensure_future(call)
        try:
            await asyncio.wait((task,), timeout=self._limit_seconds)
            for _ in range(TURNS_OF_GRACE):
                if not task.done():
                    await asyncio.sleep(0)
            if not task.done():
                raise TimeoutError
            return task.result()
        finally:
            task.cancel()


def open_locks(url: str, *, rest_seconds: float = REST_SECONDS, limit_seconds: float = LIMIT_SECONDS) -> RedisLocks:
    """Return locks over connections of their own, which give up within the limit and never try twice."""
    # No limit of the client's own: it would not know a slow Redis from a busy loop of ours.
    redis = Redis.from_url(url, socket_timeout=None, socket_connect_timeout=None, retry=Retry(NoBackoff(), 0))
    return RedisLocks(redis, Breaker(rest_seconds), limit_seconds=limit_seconds)
