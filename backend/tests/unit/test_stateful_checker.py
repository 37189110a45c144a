"""A checker that cannot fail proves nothing: each thing it looks for is put into a world, and found there."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from reservas.domain.audit_chain import Entry, Link, SealedEntry, next_link
from reservas.domain.stays import Stay
from tests.factories.moments import MINUTE, NOW, january
from tests.integration.reservations.stateful.checker import find_breaches, find_lost_locks
from tests.integration.reservations.stateful.world import Booked, Cabin, Taken, World, free_runs

ARRAYAN, COIHUE = Cabin(1, "arrayan"), Cabin(2, "coihue", turnover_days=2)
HELD, PAID, LATE, GONE = "R-HELD", "R-PAID", "R-LATE", "R-GONE"
Told = tuple[str, str, dict[str, Any]]


def step(code: str, action: str, **data: Any) -> Told:
    return f"reservation.{action}", code, data


def moved(code: str, before: tuple[str, Stay], after: tuple[str, Stay]) -> Told:
    return step(code, "changed", **_place(before, "_before"), **_place(after))


def block(action: str, stay: Stay, **data: str) -> Told:
    place = {"check_in": stay.check_in.isoformat(), "check_out": stay.check_out.isoformat()}
    return f"block.{action}", f"arrayan {stay.check_in}", place | data


def _place(place: tuple[str, Stay], when: str = "") -> dict[str, str]:
    cabin, stay = place
    days = {"check_in": stay.check_in.isoformat(), "check_out": stay.check_out.isoformat()}
    return {f"{name}{when}": value for name, value in ({"accommodation": cabin} | days).items()}


def held(code: str, cabin: str, stay: Stay) -> Told:
    return step(code, "held", total_cents=1, **_place((cabin, stay)))


STORY: tuple[Told, ...] = (
    held(HELD, "arrayan", january(10, 12)),
    held(GONE, "coihue", january(24, 28)),
    held(PAID, "arrayan", january(12, 15)),
    moved(PAID, ("arrayan", january(12, 15)), ("coihue", january(12, 16))),
    step(PAID, "confirmed"),
    block("made", january(18, 20)),
    block("moved", january(20, 23), before="2027-01-18/2027-01-20"),
    step(GONE, "extended", minutes=5),
    step(GONE, "cancelled"),
    held(LATE, "arrayan", january(1, 4)),
    step(LATE, "expired"),
    block("made", january(2, 4)),
    block("removed", january(2, 4)),
    step(LATE, "confirmed"),
    step(LATE, "checked_in"),
)
RESERVATIONS = (
    Booked(HELD, 1, january(10, 12), "pre_reserved", 1, NOW),
    Booked(GONE, 2, january(24, 28), "cancelled", None),
    Booked(PAID, 2, january(12, 16), "confirmed", 2),
    Booked(LATE, 1, january(1, 4), "checked_in", 3),
)
OCCUPANCIES = (
    Taken(1, 1, january(10, 12), "hold"),
    Taken(2, 2, january(12, 16), "stay"),
    Taken(3, 1, january(1, 4), "stay"),
    Taken(4, 1, january(20, 23), "owner_block"),
)


def sealed(story: Sequence[Told]) -> tuple[SealedEntry, ...]:
    chain, last = [], Link()
    for number, (action, subject, data) in enumerate(story, start=1):
        entry = Entry(number * 7, NOW, "test", action, action.partition(".")[0], subject, None, data)
        before, last = last, next_link(entry, last)
        chain.append(SealedEntry(entry, last.seq, before.hash, last.hash))
    return tuple(chain)


GOOD = World((ARRAYAN, COIHUE), RESERVATIONS, OCCUPANCIES, sealed(STORY))


def with_booked(code: str, **values: Any) -> World:
    changed = tuple(replace(one, **values) if one.code == code else one for one in RESERVATIONS)
    return replace(GOOD, reservations=changed)


def with_taken(key: int, **values: Any) -> World:
    changed = tuple(replace(one, **values) if one.id == key else one for one in OCCUPANCIES)
    return replace(GOOD, occupancies=changed)


def without_taken(key: int) -> World:
    return replace(GOOD, occupancies=tuple(one for one in OCCUPANCIES if one.id != key))


def told(*story: Told) -> World:
    return replace(GOOD, audit=sealed(story))


def without_told(number: int) -> World:
    return told(*STORY[:number], *STORY[number + 1 :])


def without_sealed(number: int) -> World:
    return replace(GOOD, audit=(*GOOD.audit[:number], *GOOD.audit[number + 1 :]))


def forged(number: int, **values: Any) -> World:
    audit = list(GOOD.audit)
    audit[number] = replace(audit[number], entry=replace(audit[number].entry, **values))
    return replace(GOOD, audit=tuple(audit))


def beside(stay: Stay) -> World:
    newcomer = Booked("R-NEAR", 2, stay, "confirmed", 5)
    return World(
        GOOD.cabins,
        (*RESERVATIONS, newcomer),
        (*OCCUPANCIES, Taken(5, 2, stay, "stay")),
        sealed([*STORY, held("R-NEAR", "coihue", stay), step("R-NEAR", "confirmed")]),
    )


def test_a_world_in_order_has_no_breach() -> None:
    assert find_breaches(GOOD) == []
    assert find_breaches(World()) == []
    assert find_breaches(beside(january(18, 20))) == []
    assert find_breaches(beside(january(8, 10))) == []


@pytest.mark.parametrize(
    ("world", "breach"),
    [
        (beside(january(15, 17)), "2 stays share 2027-01-15 at coihue"),
        (beside(january(15, 17)), "2 occupancies share 2027-01-15 at coihue"),
        (beside(january(15, 17)), "entry 112: R-NEAR takes 2027-01-15 at coihue from R-PAID"),
        (with_taken(4, nights=january(11, 13)), "2 occupancies share 2027-01-11 at arrayan"),
        (beside(january(17, 19)), "entry 119: R-NEAR lies too near to R-PAID at coihue"),
        (beside(january(9, 11)), "entry 119: R-NEAR lies too near to R-PAID at coihue"),
        (with_booked(GONE, status="pre_reserved"), f"{GONE} is pre_reserved without an occupancy"),
        (without_taken(2), f"{PAID} is confirmed without an occupancy"),
        (with_booked(HELD, status="expired", occupancy=None), "occupancy 1 (hold) belongs to no reservation"),
        (with_booked(HELD, status="expired"), f"{HELD} is expired and keeps occupancy 1"),
        (with_booked(LATE, occupancy=2), "occupancy 2 belongs to 2 reservations"),
        (with_taken(1, kind="stay"), f"{HELD} (pre_reserved) and its occupancy 1 (stay) say different things"),
        (with_taken(2, cabin=1), f"{PAID} (confirmed) and its occupancy 2 (stay) say different things"),
        (with_taken(3, nights=january(1, 5)), f"{LATE} (checked_in) and its occupancy 3 (stay) say different things"),
        (without_taken(4), "owner_block of Place(cabin='arrayan'"),
        (with_taken(4, nights=january(20, 24)), "is in the database alone"),
        (without_told(11), "there was no block of"),
        (without_told(12), "is in the audit log alone"),
        (without_told(3), f"{PAID} is confirmed for"),
        (without_told(8), f"{GONE} is cancelled for"),
        (without_told(10), f"block 2027-01-02 takes 2027-01-02 at arrayan from {LATE}"),
        (told(*STORY, step(LATE, "completed")), f"{LATE} is checked_in for"),
        (told(*STORY, step(GONE, "confirmed")), f"reservation.confirmed of {GONE}, which is cancelled"),
        (told(*STORY, step(HELD, "checked_in")), f"reservation.checked_in of {HELD}, which is pre_reserved"),
        (told(*STORY, held("R-NONE", "coihue", january(2, 3))), "hold of Place(cabin='coihue'"),
        (told(*STORY, step("R-NONE", "changed")), "reservation.changed of R-NONE, which is unheard of"),
        (told(*STORY, held(LATE, "arrayan", january(1, 4))), f"reservation.held of {LATE}, which is checked_in"),
        (told(*STORY, step(HELD, "forgotten")), f"reservation.forgotten of {HELD}"),
        (told(*STORY, block("painted", january(20, 23))), "block.painted happens to no block"),
        (
            told(*STORY, moved(PAID, ("coihue", january(12, 15)), ("coihue", january(12, 16)))),
            f"{PAID} moves from where it is not",
        ),
        (forged(4, reason="never mind"), "the audit chain breaks at 5: its content is not what was sealed"),
        (forged(4, at=datetime(2026, 1, 1, tzinfo=NOW.tzinfo)), "the audit chain breaks at 5"),
        (without_sealed(6), "the audit chain breaks at 8: entry 7 is missing"),
        (replace(GOOD, audit=(*GOOD.audit[:-1], replace(GOOD.audit[-1], hash=""))), "1 entries of the audit log have"),
    ],
)
def test_each_breach_is_found(world: World, breach: str) -> None:
    found = find_breaches(world)
    assert any(breach in one for one in found), found


@pytest.mark.parametrize(
    ("key", "token", "is_lost"),
    [
        ("reservas:night:1:2027-01-10", HELD, False),
        ("reservas:night:2:2027-01-15", PAID, False),
        ("reservas:night:1:2027-01-12", HELD, True),
        ("reservas:night:2:2027-01-10", HELD, True),
        ("reservas:night:1:2027-01-10", PAID, True),
        ("reservas:night:2:2027-01-12", GONE, True),
        ("reservas:night:1:2027-01-10", "R-NOBODY", True),
    ],
)
def test_a_lock_that_outlived_its_hold_is_found(key: str, token: str, *, is_lost: bool) -> None:
    assert bool(find_lost_locks(replace(GOOD, locks={key: token}))) is is_lost


def test_free_nights_are_those_nobody_is_in_the_way_of() -> None:
    first, last = date(2027, 1, 3), date(2027, 1, 30)
    before_release = [
        (ARRAYAN, january(4, 10)),
        (ARRAYAN, january(12, 20)),
        (ARRAYAN, january(23, 30)),
        (COIHUE, january(3, 10)),
        (COIHUE, january(18, 30)),
    ]
    assert free_runs(GOOD, first, last, NOW - MINUTE) == before_release
    assert free_runs(GOOD, first, last, NOW) == [(ARRAYAN, january(4, 20)), *before_release[2:]]
