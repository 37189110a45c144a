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
