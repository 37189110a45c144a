"""The Argentine calendar suggests long weekends; the owner's own table of holidays decides which of them count."""

from dataclasses import dataclass
from datetime import date, timedelta

import holidays

from reservas.domain.pricing.calendar import Dates

COUNTRY = "AR"
SATURDAY, SUNDAY = 5, 6
LONG_DAYS = 3
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A long weekend by the name of its first holiday, with the nights before each of its days off."""

    name: str
    nights: Dates


def suggest_long_weekends(year: int) -> tuple[Suggestion, ...]:
    """Return the runs of three days off or more, around a holiday, whose first day off is in `year`.

    The calendar knows decreed bridge days only once they are decreed: what an owner reads here is a suggestion.
    """
    feasts = holidays.country_holidays(COUNTRY, years=range(year - 1, year + 2), language="es")
    found = []
    day = date(year, 1, 1)
    while day.year == year:
        end = day
        while _is_off(end, feasts):
            end += A_DAY
        begins = end > day and not _is_off(day - A_DAY, feasts)
        names = [feasts[one] for one in _days(day, end) if one in feasts]
        if begins and names and (end - day).days >= LONG_DAYS:
            found.append(Suggestion(names[0], Dates(day - A_DAY, end - A_DAY)))
        day = max(end, day + A_DAY)
    return tuple(found)


def _is_off(day: date, feasts: holidays.HolidayBase) -> bool:
    return day in feasts or day.weekday() in (SATURDAY, SUNDAY)


def _days(first: date, end: date) -> list[date]:
    return [first + timedelta(days=offset) for offset in range((end - first).days)]
