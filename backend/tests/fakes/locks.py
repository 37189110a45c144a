"""Locks that nobody asks: PostgreSQL decides alone, as it does when Redis is away."""

from collections.abc import Sequence


class NoLocks:
    """Lets everybody through."""

    async def take(self, keys: Sequence[str], token: str, seconds: float) -> bool:
        return True

    async def give_back(self, keys: Sequence[str], token: str) -> None:
        """Nothing was taken."""


NO_LOCKS = NoLocks()
