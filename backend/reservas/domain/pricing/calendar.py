"""Seasons, holidays and overrides: which of an owner's dated rules covers a night."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

FRIDAY, SATURDAY = 4, 5


@dataclass(frozen=True, slots=True)
class Dates:
    """The nights from the one beginning on `first` up to, not including, the one beginning on `end`."""

    first: date
    end: date

    def __contains__(self, night: date) -> bool:
        return self.first <= night < self.end

    @property
    def length(self) -> int:
        """How many nights it has."""
        return (self.end - self.first).days


@dataclass(frozen=True, slots=True)
class Season:
    """An owner's named stretch of the year with prices of its own, and rules for whoever arrives in it.

    One that recurs begins with its own dates and comes back on the same days of every later year.
    Days of the week count from Monday, 0.
    """

    id: int
    name: str
    dates: Dates
    weekday_cents: int
    weekend_cents: int
    priority: int = 0
    recurs_yearly: bool = False
    minimum_nights: int | None = None
    maximum_nights: int | None = None
    closed_arrival_days: frozenset[int] = frozenset()
    closed_departure_days: frozenset[int] = frozenset()

    def covers(self, night: date) -> bool:
        """Tell whether the night beginning on `night` is in the season."""
        if not self.recurs_yearly:
            return night in self.dates
        years = night.year - self.dates.first.year
        return any(
            back >= 0 and night in Dates(_years_later(self.dates.first, back), _years_later(self.dates.end, back))
            for back in (years, years - 1)
        )


@dataclass(frozen=True, slots=True)
class Override:
    """The price an owner set by hand for certain nights."""

    id: int
    dates: Dates
    night_cents: int
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Holiday:
    """A long weekend or holiday of the owner's own table, with what this cabin asks for it, if anything."""

    id: int
    name: str
    dates: Dates
    night_cents: int | None = None
    minimum_nights: int | None = None


def is_weekend(night: date) -> bool:
    """Tell whether the night beginning on `night` is the weekend's: Friday's or Saturday's."""
    return night.weekday() in (FRIDAY, SATURDAY)


def season_of(night: date, seasons: Iterable[Season]) -> Season | None:
    """Return the season that rules `night`: the highest priority, then the shortest, then the newest."""
    covering = [season for season in seasons if season.covers(night)]
    return max(covering, key=lambda one: (one.priority, -one.dates.length, one.id), default=None)


def holiday_of(night: date, holidays: Iterable[Holiday]) -> Holiday | None:
    """Return the priced holiday that covers `night`: the shortest, then the newest."""
    covering = [one for one in holidays if one.night_cents is not None and night in one.dates]
    return max(covering, key=lambda one: (-one.dates.length, one.id), default=None)


def override_of(night: date, overrides: Iterable[Override]) -> Override | None:
    """Return the newest price set by hand for `night`."""
    return max((one for one in overrides if night in one.dates), key=lambda one: one.id, default=None)


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February, in a year that has none
        return date(day.year + years, 2, 28) + timedelta(days=1)
