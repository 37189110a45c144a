"""One of the eight: it draws operations from its own dice and keeps count of what they came to."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reservas.infra.database import Database
from reservas.infra.locks import LIMIT_SECONDS, open_locks
from tests.integration.reservations.stateful.clock import SharedClock
from tests.integration.reservations.stateful.operations import OPERATIONS, REFUSALS, WITHOUT_TIME, Hands

# Redis fails again and again here: after the product's three seconds of rest it would hardly ever be asked.
REST_SECONDS = 0.1


@dataclass(frozen=True)
class Setting:
    """Where the workers work, and from which number all their dice come."""

    database_url: str
    redis_url: str
    clock_file: str
    cabins: Sequence[str]
    guests: Sequence[int]
    seed: int
    lock_limit_seconds: float = LIMIT_SECONDS


@dataclass
class Tally:
    """How many operations were done and refused, by their names, and what went wrong."""

    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    skipped_locks: int = 0
    failure: str | None = None

    @property
    def operations(self) -> int:
        return self.done.total() + self.refused.total()

    @property
    def tried(self) -> Counter[str]:
        """The operations by their names, whatever they came to."""
        tried = self.done.copy()
        for name, count in self.refused.items():
            tried[name.partition(":")[0]] += count
        return tried

    def add(self, other: "Tally") -> None:
        self.done += other.done
        self.refused += other.refused
        self.skipped_locks += other.skipped_locks
        self.failure = self.failure or other.failure

    def as_json(self) -> dict[str, Any]:
        return vars(self)

    @classmethod
    def of_json(cls, told: dict[str, Any]) -> "Tally":
        return cls(Counter(told["done"]), Counter(told["refused"]), told["skipped_locks"], told["failure"])


class Worker:
    """Works with connections of its own."""

    def __init__(self, setting: Setting, number: int) -> None:
        self._setting = setting
        self._number = number
        self._database = Database(setting.database_url, pool_size=2, application_name=f"stateful-{number}")
        self._locks = open_locks(setting.redis_url, rest_seconds=REST_SECONDS, limit_seconds=setting.lock_limit_seconds)
        self._clock = SharedClock(Path(setting.clock_file))

    async def close(self) -> None:
        await self._locks.close()
        await self._database.close()

    async def work(self, round_number: int, operations: int, *, without_time: bool = False) -> Tally:
        """Do that many operations, or stop at the first that ends in anything but a refusal."""
        begin = f"{self._setting.seed}/{round_number}/{self._number}"
        shares = WITHOUT_TIME if without_time else OPERATIONS
        drawn = random.Random(begin).choices(list(shares), list(shares.values()), k=operations)
        tally = Tally()
        for count, operation in enumerate(drawn):
            tally.skipped_locks += self._locks.is_skipping
            try:
                # With dice of its own: what others leave to choose from changes no later draw.
                changed = await operation(self.hands(random.Random(f"{begin}/{count}")))
            except REFUSALS as refusal:
                tally.refused[f"{operation.__name__}: {refusal.code}"] += 1
            except Exception as error:  # noqa: BLE001 - whatever it is, it is what the test is for
                at = f"seed/round/worker {begin}, operation {count}"
                tally.failure = f"{at}: {operation.__name__} ended in {error!r} <- {error.__cause__!r}"
                return tally
            else:
                name = operation.__name__
                if changed is False:
                    tally.refused[f"{name}: not_due"] += 1
                else:
                    tally.done[name] += 1
        return tally

    def hands(self, dice: random.Random) -> Hands:
        """Return what an operation works with."""
        return Hands(
            self._database,
            self._locks,
            self._clock,
            dice,
            f"worker:{self._number}",
            self._setting.cabins,
            self._setting.guests,
        )
