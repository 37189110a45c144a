"""What must be true of a world at rest, in plain Python beside the database's own constraints: a sentence a breach."""

from collections import Counter
from collections.abc import Iterable, Iterator

from reservas.domain.audit_chain import Link, find_break
from tests.integration.reservations.stateful.replay import replay
from tests.integration.reservations.stateful.world import LIVE_KINDS, Booked, World


def find_breaches(world: World) -> list[str]:
    """Return everything that is wrong with `world`; the locks in it are judged by `find_lost_locks`."""
    return [
        *_shared_nights(world),
        *_disagreements(world),
        *_chain_breaks(world),
        *replay(world),
    ]


def find_lost_locks(world: World) -> list[str]:
    """Return the locks that are nobody's: their reservation is over, or elsewhere. Nothing may have disturbed Redis."""
    names = {
        (f"reservas:night:{one.cabin}:{night:%Y-%m-%d}", one.code)
        for one in world.reservations
        if one.status in LIVE_KINDS
        for night in one.nights.each_night()
    }
    return [f"{key} is locked by {token}" for key, token in world.locks.items() if (key, token) not in names]


def _shared_nights(world: World) -> Iterator[str]:
    booked = Counter((one.cabin, night) for one in _live(world) for night in one.nights.each_night())
    taken = Counter((one.cabin, night) for one in world.occupancies for night in one.nights.each_night())
    for name, nights in (("stays", booked), ("occupancies", taken)):
        for (cabin, night), count in nights.items():
            if count > 1:
                yield f"{count} {name} share {night} at {world.code_of[cabin]}"


def _disagreements(world: World) -> Iterator[str]:
    occupancies = {one.id: one for one in world.occupancies}
    owners = Counter(one.occupancy for one in world.reservations if one.occupancy is not None)
    yield from (f"occupancy {key} belongs to {count} reservations" for key, count in owners.items() if count > 1)
    for one in world.occupancies:
        if one.kind in ("hold", "stay") and one.id not in owners:
            yield f"occupancy {one.id} ({one.kind}) belongs to no reservation"
    for booked in world.reservations:
        own = occupancies.get(booked.occupancy or 0)
        if booked.status not in LIVE_KINDS:
            if booked.occupancy is not None:
                yield f"{booked.code} is {booked.status} and keeps occupancy {booked.occupancy}"
        elif own is None:
            yield f"{booked.code} is {booked.status} without an occupancy"
        elif (own.cabin, own.nights, own.kind) != (booked.cabin, booked.nights, LIVE_KINDS[booked.status]):
            yield f"{booked.code} ({booked.status}) and its occupancy {own.id} ({own.kind}) say different things"


def _chain_breaks(world: World) -> Iterator[str]:
    sealed = sorted((one for one in world.audit if one.hash), key=lambda one: one.seq)
    if len(sealed) < len(world.audit):
        yield f"{len(world.audit) - len(sealed)} entries of the audit log have no seal"
    last = Link()
    for one in sealed:
        reason = find_break(one, last)
        if reason is not None:
            yield f"the audit chain breaks at {one.seq}: {reason}"
            return
        last = Link(one.seq, one.hash)


def _live(world: World) -> Iterable[Booked]:
    return (one for one in world.reservations if one.status in LIVE_KINDS)
