"""The disposable side of our memory: losing it costs speed, never truth."""

from redis.asyncio import Redis

TIMEOUT_SECONDS = 0.5


def open_redis(url: str) -> Redis:
    """Return a client that connects when first used and gives up quickly."""
    return Redis.from_url(url, socket_timeout=TIMEOUT_SECONDS, socket_connect_timeout=TIMEOUT_SECONDS)
