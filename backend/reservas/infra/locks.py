"""Short-lived locks on plain keys, kept in Redis: they turn crowds away early, and nothing true depends on them."""

import asyncio
import time
from collections.abc import Callable, Sequence

import structlog
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from reservas.infra.metrics import locks_asked, locks_skipping

log = structlog.get_logger(__name__)
LIMIT_SECONDS = 0.05
REST_SECONDS = 3.0

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

    def lets_through(self) -> bool:
        """Tell whether a call may be made now."""
        if self._rests_until is None:
            return True
        if self._monotonic() < self._rests_until:
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

    def __init__(self, redis: Redis, breaker: Breaker | None = None, *, limit_seconds: float = LIMIT_SECONDS) -> None:
        self._redis = redis
        self._breaker = breaker or Breaker()
        self._limit_seconds = limit_seconds

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

    async def close(self) -> None:
        """Close the connections."""
        await self._redis.aclose()

    async def _run(self, script: str, keys: Sequence[str], *arguments: str | int) -> bool | None:
        """Return what the script said, or None when Redis was not asked or gave no answer in time."""
        if not self._breaker.lets_through():
            return None
        try:
            async with asyncio.timeout(self._limit_seconds):
                answer = await self._redis.eval(script, len(keys), *keys, *map(str, arguments))
        except (RedisError, OSError, TimeoutError) as error:
            if not self._breaker.is_open:
                log.warning("locks.skipped", error=type(error).__name__)
            self._breaker.failed()
            locks_skipping.set(1)
            return None
        self._breaker.succeeded()
        locks_skipping.set(0)
        return bool(answer)


def open_locks(url: str) -> RedisLocks:
    """Return locks over connections of their own, which give up within the limit and never try twice."""
    redis = Redis.from_url(
        url,
        socket_timeout=LIMIT_SECONDS,
        socket_connect_timeout=LIMIT_SECONDS,
        retry=Retry(NoBackoff(), 0),
    )
    return RedisLocks(redis)
