"""Token buckets in Redis, one script for all that a message must pass; without Redis each process counts for itself."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import structlog
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from reservas.infra.locks import LIMIT_SECONDS, REST_SECONDS, Breaker
from reservas.infra.metrics import rates_asked

log = structlog.get_logger(__name__)
MAXIMUM_LOCAL_BUCKETS = 10_000

# A token from every bucket or from none; the answer is the milliseconds until there will be one in each. A bucket holds
# its tokens and the instant they were counted, by Redis' clock; what is no bucket of ours is begun anew.
_TAKE = """
local now = redis.call('TIME')
now = now[1] * 1000 + math.floor(now[2] / 1000)
local wait, left = 0, {}
for number, key in ipairs(KEYS) do
  local rate, burst = tonumber(ARGV[2 * number - 1]) / 1000, tonumber(ARGV[2 * number])
  if redis.call('TYPE', key).ok ~= 'hash' then redis.call('DEL', key) end
  local stored = redis.call('HMGET', key, 'tokens', 'at')
  local tokens, at = tonumber(stored[1] or burst) or burst, tonumber(stored[2] or now) or now
  if at > now then
    wait = math.max(wait, at - now)
  else
    tokens = math.min(burst, tokens + (now - at) * rate)
    at = now
  end
  if tokens < 1 then wait = math.max(wait, (1 - tokens) / rate) end
  left[number] = {tokens, at, math.ceil(burst / rate) + 1000}
end
if wait > 0 then return math.ceil(wait) end
for number, key in ipairs(KEYS) do
  redis.call('HSET', key, 'tokens', left[number][1] - 1, 'at', left[number][2])
  redis.call('PEXPIRE', key, left[number][3])
end
return 0
"""
_PAUSE = """
local now = redis.call('TIME')
now = now[1] * 1000 + math.floor(now[2] / 1000)
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'tokens', 1, 'at', now + ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[1] + 60000)
return 0
"""


@dataclass(frozen=True, slots=True)
class Rate:
    """How many a second, and how many at once after a rest."""

    per_second: float
    burst: float


class LocalBuckets:
    """The same buckets in this process's memory."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._buckets: dict[str, tuple[float, float]] = {}

    def take(self, rates: Sequence[tuple[str, Rate]]) -> float:
        """Take one token from every bucket, or none; return the seconds until all have one, 0 when taken."""
        now, wait, left = self._monotonic(), 0.0, {}
        for key, rate in rates:
            tokens, at = self._buckets.get(key, (rate.burst, now))
            wait = max(wait, at - now)
            tokens, at = min(rate.burst, tokens + max(0.0, now - at) * rate.per_second), max(at, now)
            wait = max(wait, (1 - tokens) / rate.per_second)
            left[key] = (tokens - 1, at)
        if wait > 0:
            return wait
        if len(self._buckets) > MAXIMUM_LOCAL_BUCKETS:
            self._buckets.clear()
        self._buckets.update(left)
        return 0.0

    def pause(self, key: str, seconds: float) -> None:
        """Leave one token in the bucket, which nobody can take for `seconds`."""
        self._buckets[key] = (1.0, self._monotonic() + seconds)


class SendingBuckets:
    """One bucket a number and one a conversation, shared by all workers while Redis answers within the limit."""

    def __init__(
        self, redis: Redis, breaker: Breaker, *, number: Rate, guest: Rate, limit_seconds: float = LIMIT_SECONDS
    ) -> None:
        self._redis = redis
        self._breaker = breaker
        self._number = number
        self._guest = guest
        self._limit_seconds = limit_seconds
        self._local = LocalBuckets()

    async def take(self, account: str, conversation_id: int) -> float:
        """Return 0 and count one message, or the seconds until one may be sent. Never raises."""
        rates = ((_number_key(account), self._number), (f"reservas:rate:guest:{conversation_id}", self._guest))
        arguments = [value for _, rate in rates for value in (rate.per_second, rate.burst)]
        milliseconds = await self._run(_TAKE, [key for key, _ in rates], *arguments)
        where = "shared" if milliseconds is not None else "local"
        seconds = self._local.take(rates) if milliseconds is None else milliseconds / 1000
        rates_asked.labels(f"{where}_{'wait' if seconds > 0 else 'go'}").inc()
        return seconds

    async def pause(self, account: str, seconds: float) -> None:
        """Let nothing leave by the number for `seconds`, in every process that Redis reaches. Never raises."""
        self._local.pause(_number_key(account), seconds)
        await self._run(_PAUSE, [_number_key(account)], round(seconds * 1000))

    async def close(self) -> None:
        """Close the connections."""
        await self._redis.aclose()

    async def _run(self, script: str, keys: Sequence[str], *arguments: float) -> int | None:
        """Return what the script said, or None when Redis was not asked or gave no answer in time."""
        if not self._breaker.lets_through():
            return None
        try:
            async with asyncio.timeout(self._limit_seconds):
                answer = await self._redis.eval(script, len(keys), *keys, *map(str, arguments))
        except (RedisError, OSError, TimeoutError) as error:
            if not self._breaker.is_open:
                log.warning("rates.local", error=type(error).__name__)
            self._breaker.failed()
            return None
        self._breaker.succeeded()
        return int(answer)


def _number_key(account: str) -> str:
    return f"reservas:rate:number:{account}"


def open_buckets(url: str, *, number: Rate, guest: Rate, limit_seconds: float = LIMIT_SECONDS) -> SendingBuckets:
    """Return buckets over connections of their own, which give up within the limit and never try twice."""
    redis = Redis.from_url(url, socket_timeout=None, socket_connect_timeout=None, retry=Retry(NoBackoff(), 0))
    return SendingBuckets(redis, Breaker(REST_SECONDS), number=number, guest=guest, limit_seconds=limit_seconds)
