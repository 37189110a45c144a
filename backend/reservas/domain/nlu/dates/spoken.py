"""The pieces of time a guest utters, before and after they are placed on the calendar."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from reservas.domain.nlu.frame import Ambiguity


class Which(Enum):
    """How a weekday or a weekend was pointed at."""

    PLAIN = "plain"
    THIS = "this"
    NEXT = "next"
    NEXT_WEEK = "next_week"


class Joiner(Enum):
    """What stands between two days."""

    NOTHING = "nothing"
    RANGE = "range"
    BOTH = "both"
    EITHER = "either"


class Role(Enum):
    """What the words before a day make of it."""

    DAY = "day"
    ARRIVAL = "arrival"
    DEPARTURE = "departure"
    ERRAND = "errand"
    """A day to pay, call or decide on: no day of the stay."""


@dataclass(frozen=True, slots=True)
class Point:
    """One day as it was said, spanning the tokens ``start`` to ``end`` (excluded)."""

    start: int
    end: int
    day: int | None = None
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    which: Which = Which.PLAIN
    fixed: date | None = None
    is_numeric: bool = False
    """Written as 5/1: in English either number may be the month."""
    is_one_night: bool = False
    """Arrival and departure in one: "la noche del 24"."""
    is_week: bool = False
    """So many weeks ahead: the week of weekdays said beside it ("in three weeks, Friday to Monday")."""

    @property
    def is_day_of_month(self) -> bool:
        """Whether day and month were both said."""
        return self.day is not None and self.month is not None

    @property
    def is_bare_day(self) -> bool:
        """Whether nothing but a day's number was said."""
        return self.day is not None and self.month is None and self.weekday is None

    @property
    def is_weekday_only(self) -> bool:
        """Whether nothing but a weekday was said."""
        return self.weekday is not None and self.day is None


@dataclass(frozen=True, slots=True)
class SpokenStay:
    """A stay placed on the calendar; both dates are ``None`` when ``ambiguity`` is set."""

    check_in: date | None = None
    check_out: date | None = None
    nights: int | None = None
    ambiguity: Ambiguity | None = None

    @property
    def is_mentioned(self) -> bool:
        """Whether the message spoke of dates at all, clearly or not."""
        return self.check_in is not None or self.check_out is not None or self.ambiguity is not None


@dataclass(frozen=True, slots=True)
class Period:
    """A named stretch ("semana santa", "el finde que viene") already placed, spanning tokens ``start`` to ``end``."""

    start: int
    end: int
    check_in: date | None = None
    check_out: date | None = None
    ambiguity: Ambiguity | None = None
    week: date | None = None
    """The Monday of a bare week: vague alone, but it places weekdays said beside it."""
    month: tuple[int, int | None] | None = None
    """A bare month and the year it was given, if any: vague alone, but it places days said without one."""
