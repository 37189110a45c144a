"""What to offer when the stay asked for cannot be had: other cabins, dates nearby, a shorter or a longer stay."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from reservas.domain.stays import Party, Stay

WINDOW_DAYS = 14
LONGER_BY_NIGHTS = 3


class AlternativeKind(StrEnum):
    """How an alternative differs from what was asked."""

    SAME_DATES = "same_dates"
    BEFORE = "before"
    AFTER = "after"
    SHORTER = "shorter"
    LONGER = "longer"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A stay somebody asked for in vain, of how many, and the code of the cabin they wanted."""

    stay: Stay
    party: Party
    accommodation: str


@dataclass(frozen=True, slots=True)
class Alternative:
    """A stay that can be booked, at the accommodation with that code."""

    kind: AlternativeKind
    accommodation: str
    stay: Stay


@dataclass(frozen=True, slots=True)
class Calendar:
    """An accommodation and the nights taken there, as far as the window reaches."""

    accommodation: str
    taken: tuple[Stay, ...] = ()

    def is_free(self, stay: Stay) -> bool:
        """Tell whether no night of `stay` is taken."""
        return not any(one.check_in < stay.check_out and stay.check_in < one.check_out for one in self.taken)


def window_around(stay: Stay) -> Stay:
    """Return the nights that any alternative to `stay` can touch. Raises OverflowError at the ends of the calendar."""
    reach = timedelta(days=WINDOW_DAYS)
    return Stay(stay.check_in - reach, stay.check_out + reach)


def find_alternatives(
    stay: Stay, calendars: Sequence[Calendar], allows: Callable[[str, Stay], bool], asked: str | None = None
) -> tuple[Alternative, ...]:
    """Return what can be booked instead of `stay`, the closest first of each kind.

    `allows` knows the rules apart from taken nights. Of nearby dates, the nearest anywhere are offered, and those of
    the cabin `asked` for too when it is free only further away.
    """
    ordered = sorted(calendars, key=lambda calendar: calendar.accommodation != asked)

    def bookable(candidate: Stay) -> list[str]:
        return [
            calendar.accommodation
            for calendar in ordered
            if calendar.is_free(candidate) and allows(calendar.accommodation, candidate)
        ]

    same = [Alternative(AlternativeKind.SAME_DATES, code, stay) for code in bookable(stay)]
    nearby = [
        *_first(AlternativeKind.BEFORE, _shifted(stay, -1), bookable, asked),
        *_first(AlternativeKind.AFTER, _shifted(stay, 1), bookable, asked),
    ]
    shorter = _first(AlternativeKind.SHORTER, _shorter(stay), bookable)
    # A longer stay holds every night of the asked one: it helps only where a rule, not a guest, stands in the way.
    longer = [] if same else _first(AlternativeKind.LONGER, _longer(stay), bookable)
    return (*same, *nearby, *shorter, *longer)


def _first(
    kind: AlternativeKind, candidates: Iterator[Stay], bookable: Callable[[Stay], list[str]], asked: str | None = None
) -> list[Alternative]:
    found: list[Alternative] = []
    for candidate in candidates:
        codes = bookable(candidate)
        if (codes and not found) or asked in codes[:1]:
            found.append(Alternative(kind, codes[0], candidate))
        if found and (asked is None or found[-1].accommodation == asked):
            break
    return found


def _shifted(stay: Stay, direction: int) -> Iterator[Stay]:
    for days in range(1, WINDOW_DAYS + 1):
        by = timedelta(days=days * direction)
        yield Stay(stay.check_in + by, stay.check_out + by)


def _shorter(stay: Stay) -> Iterator[Stay]:
    """Yield stays within the asked one, the longest first, down to half of it."""
    for nights in range(stay.nights - 1, (stay.nights + 1) // 2 - 1, -1):
        for late in range(stay.nights - nights + 1):
            check_in = stay.check_in + timedelta(days=late)
            yield Stay(check_in, check_in + timedelta(days=nights))


def _longer(stay: Stay) -> Iterator[Stay]:
    for more in range(1, LONGER_BY_NIGHTS + 1):
        for early in range(more + 1):
            yield Stay(stay.check_in - timedelta(days=early), stay.check_out + timedelta(days=more - early))
