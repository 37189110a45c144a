"""An owner's seasons are written once and carried on: to the next year, or to another cabin, dearer or cheaper."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from reservas.domain.money import percent_of
from reservas.domain.pricing.calendar import Dates, Season

ALL = 100
CHEAPEST_CENTS = 1


def copies_to_next_year(seasons: Iterable[Season], year: int, percent: int) -> list[Season]:
    """Return the seasons that begin in `year`, a year later and `percent` % dearer, in the calendar's order.

    Those that recur come back by themselves and are left out. 29 February becomes 1 March where there is none; a
    season of that one night alone has no night in the next year and is left out. The copies of seasons that did not
    overlap do not overlap: a later day never becomes an earlier one.
    """
    found = []
    for season in sorted(seasons, key=lambda one: (one.dates.first, one.id)):
        if season.recurs_yearly or season.dates.first.year != year:
            continue
        dates = Dates(a_year_later(season.dates.first), a_year_later(season.dates.end))
        if dates.length > 0:
            found.append(replace(repriced(season, percent), dates=dates))
    return found


def repriced(season: Season, percent: int) -> Season:
    """Return the season with prices `percent` % higher (lower, below zero), to the cent and never free."""
    return replace(
        season,
        weekday_cents=max(CHEAPEST_CENTS, percent_of(season.weekday_cents, ALL + percent)),
        weekend_cents=max(CHEAPEST_CENTS, percent_of(season.weekend_cents, ALL + percent)),
    )


def a_year_later(day: date) -> date:
    """Return the same day of the next year; 1 March after 29 February."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 29 February, before a year that has none
        return date(day.year + 1, 2, 28) + timedelta(days=1)
