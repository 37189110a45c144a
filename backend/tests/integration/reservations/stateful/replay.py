"""The audit log, told again from the beginning, must lead to the same nights and the same statuses."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from reservas.domain.audit_chain import Entry
from reservas.domain.stays import Stay
from tests.integration.reservations.stateful.world import LIVE_KINDS, World

STEPS = {
    ("", "reservation.held"): "pre_reserved",
    ("pre_reserved", "reservation.confirmed"): "confirmed",
    ("expired", "reservation.confirmed"): "confirmed",
    ("pre_reserved", "reservation.extended"): "pre_reserved",
    ("pre_reserved", "reservation.cancelled"): "cancelled",
    ("confirmed", "reservation.cancelled"): "cancelled",
    ("pre_reserved", "reservation.expired"): "expired",
    ("pre_reserved", "reservation.changed"): "pre_reserved",
    ("confirmed", "reservation.changed"): "confirmed",
    ("checked_in", "reservation.changed"): "checked_in",
    ("confirmed", "reservation.checked_in"): "checked_in",
    ("checked_in", "reservation.completed"): "completed",
    ("confirmed", "reservation.no_show"): "no_show",
}
"""What may happen to a reservation, and what it is then."""


@dataclass(frozen=True, slots=True)
class Place:
    """Nights at a cabin, by its code."""

    cabin: str
    nights: Stay

    def each(self) -> Iterator[tuple[str, date]]:
        return ((self.cabin, night) for night in self.nights.each_night())


def replay(world: World) -> list[str]:
    """Return where the audit log contradicts itself, or what the database holds at the end."""
    story = _Story({cabin.code: timedelta(days=cabin.turnover_days) for cabin in world.cabins})
    for sealed in world.audit:
        if sealed.entry.subject_kind == "reservation":
            story.tell_reservation(sealed.entry)
        elif sealed.entry.subject_kind == "block":
            story.tell_block(sealed.entry)
    return [*story.breaches, *_differences(world, story)]


class _Story:
    """What the entries told so far have made of the calendar."""

    def __init__(self, turnover: Mapping[str, timedelta]) -> None:
        self.statuses: dict[str, str] = {}
        self.places: dict[str, Place] = {}
        self.blocks: dict[tuple[str, date], Place] = {}
        self.breaches: list[str] = []
        self._turnover = turnover
        self._nights: dict[tuple[str, date], str] = {}
        self._paid: dict[str, Place] = {}

    def tell_reservation(self, entry: Entry) -> None:
        code, before = entry.subject, self.statuses.get(entry.subject, "")
        after = STEPS.get((before, entry.action))
        if after is None:
            self.breaches.append(f"entry {entry.id}: {entry.action} of {code}, which is {before or 'unheard of'}")
            return
        if not before:
            self.places[code] = _place(entry.data)
        self._free(code, self.places[code])
        if entry.action == "reservation.changed":
            if _place(entry.data, "_before") != self.places[code]:
                self.breaches.append(f"entry {entry.id}: {code} moves from where it is not")
            self.places[code] = _place(entry.data)
        self.statuses[code] = after
        self._paid.pop(code, None)
        if after in LIVE_KINDS:
            self._take(entry, code, self.places[code])
        if LIVE_KINDS.get(after) == "stay":
            self._settle_in(entry, code, self.places[code])

    def tell_block(self, entry: Entry) -> None:
        cabin = entry.subject.rpartition(" ")[0]
        place = Place(cabin, _stay(entry.data["check_in"], entry.data["check_out"]))
        if entry.action == "block.made":
            self._add_block(entry, place)
        elif entry.action == "block.moved":
            self._remove_block(entry, Place(cabin, _stay(*entry.data["before"].split("/"))))
            self._add_block(entry, place)
        elif entry.action == "block.removed":
            self._remove_block(entry, place)
        else:
            self.breaches.append(f"entry {entry.id}: {entry.action} happens to no block")

    def _add_block(self, entry: Entry, place: Place) -> None:
        self.blocks[place.cabin, place.nights.check_in] = place
        self._take(entry, f"block {place.nights.check_in}", place)

    def _remove_block(self, entry: Entry, place: Place) -> None:
        if self.blocks.pop((place.cabin, place.nights.check_in), None) != place:
            self.breaches.append(f"entry {entry.id}: there was no block of {place.nights} at {place.cabin}")
        self._free(f"block {place.nights.check_in}", place)

    def _settle_in(self, entry: Entry, code: str, place: Place) -> None:
        """Holds past their release may lie too near to others for a while; stays that are paid for never."""
        buffer = self._turnover.get(place.cabin, timedelta())
        for other, its in self._paid.items():
            apart = its.cabin != place.cabin or (
                its.nights.check_out + buffer <= place.nights.check_in
                or place.nights.check_out + buffer <= its.nights.check_in
            )
            if not apart:
                self.breaches.append(f"entry {entry.id}: {code} lies too near to {other} at {place.cabin}")
        self._paid[code] = place

    def _take(self, entry: Entry, owner: str, place: Place) -> None:
        for at in place.each():
            other = self._nights.setdefault(at, owner)
            if other != owner:
                self.breaches.append(f"entry {entry.id}: {owner} takes {at[1]} at {at[0]} from {other}")

    def _free(self, owner: str, place: Place) -> None:
        for at in place.each():
            if self._nights.get(at) == owner:
                del self._nights[at]


def _differences(world: World, story: _Story) -> Iterator[str]:
    for one in world.reservations:
        told = story.statuses.get(one.code, "unheard of"), story.places.get(one.code)
        if told != (one.status, Place(world.code_of[one.cabin], one.nights)):
            yield f"{one.code} is {one.status} for {one.nights}; by the audit log it is {told[0]} for {told[1]}"
    held = {
        (place, LIVE_KINDS[story.statuses[code]])
        for code, place in story.places.items()
        if story.statuses.get(code) in LIVE_KINDS
    }
    told_nights = held | {(place, "owner_block") for place in story.blocks.values()}
    kept_nights = {(Place(world.code_of[one.cabin], one.nights), one.kind) for one in world.occupancies}
    yield from (f"{kind} of {place} is in the audit log alone" for place, kind in told_nights - kept_nights)
    yield from (f"{kind} of {place} is in the database alone" for place, kind in kept_nights - told_nights)


def _place(data: Mapping[str, Any], when: str = "") -> Place:
    return Place(data[f"accommodation{when}"], _stay(data[f"check_in{when}"], data[f"check_out{when}"]))


def _stay(check_in: str, check_out: str) -> Stay:
    return Stay(date.fromisoformat(check_in), date.fromisoformat(check_out))
