"""All that is true after a round, read raw: reservations, taken nights, the audit log and whatever is left in Redis."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from redis.asyncio import Redis
from sqlalchemy import text

from reservas.domain.audit_chain import Entry, SealedEntry
from reservas.domain.stays import Stay
from reservas.infra.database import Database

LIVE_KINDS = {"pre_reserved": "hold", "confirmed": "stay", "checked_in": "stay"}
"""The statuses that hold nights, and what their nights are then."""


@dataclass(frozen=True, slots=True)
class Cabin:
    id: int
    code: str
    turnover_days: int = 0


@dataclass(frozen=True, slots=True)
class Booked:
    """A row of `reservations`; `cabin` is its key."""

    code: str
    cabin: int
    nights: Stay
    status: str
    occupancy: int | None
    release_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """A row of `occupancies`; `cabin` is its key."""

    id: int
    cabin: int
    nights: Stay
    kind: str


@dataclass(frozen=True, slots=True)
class World:
    """`audit` is in the order of its keys; `locks` leads from a key in Redis to the token in it."""

    cabins: tuple[Cabin, ...] = ()
    reservations: tuple[Booked, ...] = ()
    occupancies: tuple[Taken, ...] = ()
    audit: tuple[SealedEntry, ...] = ()
    locks: Mapping[str, str] = field(default_factory=dict)

    @property
    def code_of(self) -> dict[int, str]:
        """The codes of the cabins by their keys."""
        return {cabin.id: cabin.code for cabin in self.cabins}


async def read_world(database: Database) -> World:
    """Return what PostgreSQL holds; nobody may be at work. Locks are read apart, by `read_locks`."""
    async with database.unit_of_work() as session:
        cabins = await session.execute(text("SELECT id, code, turnover_days FROM accommodations ORDER BY id"))
        reservations = await session.execute(
            text("""
                SELECT code, accommodation_id, lower(nights), upper(nights), status, occupancy_id, release_at
                  FROM reservations ORDER BY id
            """)
        )
        occupancies = await session.execute(
            text("SELECT id, accommodation_id, lower(nights), upper(nights), kind FROM occupancies ORDER BY id")
        )
        audit = await session.execute(
            text("""
                SELECT id, at, actor, action, subject_kind, subject, reason, data, seq, previous_hash, hash
                  FROM audit_log ORDER BY id
            """)
        )
        return World(
            tuple(Cabin(*row) for row in cabins),
            tuple(Booked(row[0], row[1], Stay(row[2], row[3]), *row[4:]) for row in reservations),
            tuple(Taken(row[0], row[1], Stay(row[2], row[3]), row[4]) for row in occupancies),
            tuple(SealedEntry(Entry(*row[:8]), row[8] or 0, row[9] or "", row[10] or "") for row in audit),
        )


async def read_locks(url: str) -> dict[str, str]:
    """Return every key in Redis and the token in it."""
    async with Redis.from_url(url, decode_responses=True) as client:
        return {key: str(await client.get(key)) async for key in client.scan_iter(count=1000)}


def free_runs(world: World, first: date, last: date, now: datetime) -> list[tuple[Cabin, Stay]]:
    """Return the longest stays that nobody is in the way of, between two days, by cabin.

    A hold past its release is in nobody's way; the days an owner keeps free around the others are not offered.
    """
    overdue = {
        one.occupancy
        for one in world.reservations
        if one.status == "pre_reserved" and one.release_at is not None and one.release_at <= now
    }
    runs = []
    for cabin in world.cabins:
        begins = first
        standing = [one.nights for one in world.occupancies if one.cabin == cabin.id and one.id not in overdue]
        for nights in sorted(standing):
            ends = min(last, _days_after(nights.check_in, -cabin.turnover_days))
            if begins < ends:
                runs.append((cabin, Stay(begins, ends)))
            begins = max(begins, _days_after(nights.check_out, cabin.turnover_days))
        if begins < last:
            runs.append((cabin, Stay(begins, last)))
    return runs


def _days_after(day: date, days: int) -> date:
    return date.fromordinal(day.toordinal() + days)
