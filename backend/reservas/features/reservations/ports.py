"""What the booking engine needs from outside: a quick first word on who is at some nights. The last is PostgreSQL's."""

from collections.abc import Sequence
from typing import Protocol


class NightLocks(Protocol):
    """Locks that end by themselves. An implementation never raises and answers within moments, or is skipped."""

    async def take(self, keys: Sequence[str], token: str, seconds: float) -> bool:
        """Take all `keys` or none; return False only when somebody else holds one, True also when nobody knows."""
        ...

    async def give_back(self, keys: Sequence[str], token: str) -> None:
        """Give back those of `keys` that `token` holds."""
        ...


class NoLocks:
    """Does without: PostgreSQL decides alone, as it does when Redis is away."""

    async def take(self, keys: Sequence[str], token: str, seconds: float) -> bool:  # noqa: ARG002 - the port's
        """Let everybody through."""
        return True

    async def give_back(self, keys: Sequence[str], token: str) -> None:
        """Nothing was taken."""


NO_LOCKS = NoLocks()
