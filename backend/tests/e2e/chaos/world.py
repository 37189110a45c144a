"""What is known when a chaotic run is over: the simulator's own log on one side, the database on the other."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Written:
    """The simulator: a guest wrote this, whatever was done to its delivery."""

    wamid: str
    guest: str
    kind: str


@dataclass(frozen=True, slots=True)
class Call:
    """The simulator: we asked it to send. `code` is what it refused with; a refused call may be accepted all the same.

    `at` are unix seconds by the simulator's clock; `heard` is false when our worker died around the answer.
    """

    callback_id: str
    at: float
    code: int | None = None
    heard: bool = True


@dataclass(frozen=True, slots=True)
class Copy:
    """The simulator: it took a message for a guest, and this is what became of it; `code` is why it failed later."""

    callback_id: str
    guest: str
    status: str
    code: int | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """The database: a message of a guest, every instant at which it was marked as handled, and whether it is.

    `with_person` are those of the instants at which a person drove, or gave the chat back.
    """

    id: int
    wamid: str
    guest: str
    written_at: datetime
    handled: tuple[datetime, ...]
    with_person: frozenset[datetime] = frozenset()
    is_handled: bool = True


@dataclass(frozen=True, slots=True)
class Queued:
    """The database: a message of ours with all the ids it was ever sent under, the last one last.

    `doubts` counts how often no answer was heard in time, so that it was sent again after waiting for its status.
    """

    id: int
    guest: str
    kind: str
    cause: str
    status: str
    callback_ids: tuple[str, ...]
    reason: str | None = None
    code: int | None = None
    doubts: int = 0


@dataclass(frozen=True, slots=True)
class Driven:
    """The database: from `at` on, a person drives the guest's chat, or the bot does again."""

    guest: str
    at: datetime
    by_person: bool


@dataclass(frozen=True, slots=True)
class World:
    """Both sides; calls and copies in the order they came, messages by their keys. `left_over` is what never ended."""

    written: tuple[Written, ...] = ()
    calls: tuple[Call, ...] = ()
    copies: tuple[Copy, ...] = ()
    received: tuple[Received, ...] = ()
    queued: tuple[Queued, ...] = ()
    driven: tuple[Driven, ...] = ()
    left_over: tuple[str, ...] = ()

    def guests(self) -> list[str]:
        """Everybody who wrote or was written to."""
        wrote = {one.guest for one in self.written}
        return sorted(wrote | {one.guest for one in self.copies} | {one.guest for one in self.queued})


def codes_of(world: World, callback_ids: Iterable[str]) -> set[int]:
    """Return every code that anything sent under these ids was refused with, at once or later."""
    ids = set(callback_ids)
    at_once = {one.code for one in world.calls if one.callback_id in ids}
    later = {one.code for one in world.copies if one.callback_id in ids}
    return {code for code in at_once | later if code is not None}
