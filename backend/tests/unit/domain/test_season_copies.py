"""Seasons carried on to the next year keep their order and their gaps, leap days included."""

from datetime import date, timedelta
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reservas.domain.pricing import Dates, Season
from reservas.domain.season_copies import a_year_later, copies_to_next_year, repriced

FIRST = date(2026, 1, 1)


def _season(number: int, first: date, end: date, *, recurs_yearly: bool = False) -> Season:
    return Season(number, f"Season {number}", Dates(first, end), 10_000, 12_345, recurs_yearly=recurs_yearly)


@st.composite
def apart(draw: st.DrawFn) -> list[Season]:
    """Seasons in a row, some touching, none overlapping, from 2026 to 2030: two leap days' worth of edges."""
    day, found = FIRST, []
    edges = st.sampled_from([0, 1, 58, 59, 60, 365]) | st.integers(0, 200)
    for number in range(draw(st.integers(1, 8))):
        first = day + timedelta(days=draw(edges))
        day = first + timedelta(days=draw(st.integers(1, 120)))
        found.append(_season(number, first, day))
    return found


def _overlap(one: Dates, other: Dates) -> bool:
    return one.first < other.end and other.first < one.end


@given(seasons=apart(), year=st.integers(2026, 2030), percent=st.integers(-90, 900))
def test_copies_stay_in_order_and_apart(seasons: list[Season], year: int, percent: int) -> None:
    copies = copies_to_next_year(seasons, year, percent)

    assert all(one.dates.length > 0 for one in copies)
    assert all(one.dates.first.year == year + 1 for one in copies)
    assert all(before.dates.end <= after.dates.first for before, after in pairwise(copies))
    assert not any(_overlap(one.dates, other.dates) for one, other in combinations(copies, 2))
    lost = {one.id for one in seasons if one.dates.first.year == year} - {one.id for one in copies}
    leap_nights = [one for one in seasons if one.dates.length == 1 and f"{one.dates.first:%m-%d}" == "02-29"]
    assert lost == {one.id for one in leap_nights if one.dates.first.year == year}


@given(st.dates(date(2020, 1, 1), date(2099, 12, 30)))
def test_a_later_day_never_becomes_an_earlier_one(day: date) -> None:
    assert a_year_later(day) <= a_year_later(day + timedelta(days=1))
    assert a_year_later(day).year == day.year + 1


@pytest.mark.parametrize(
    ("first", "end", "copied_first", "copied_end"),
    [
        (date(2027, 12, 15), date(2028, 3, 1), date(2028, 12, 15), date(2029, 3, 1)),
        (date(2027, 2, 1), date(2027, 3, 1), date(2028, 2, 1), date(2028, 3, 1)),  # now with its leap night
        (date(2028, 2, 1), date(2028, 2, 29), date(2029, 2, 1), date(2029, 3, 1)),
        (date(2028, 2, 29), date(2028, 3, 5), date(2029, 3, 1), date(2029, 3, 5)),
    ],
)
def test_leap_days_move_to_the_first_of_march(first: date, end: date, copied_first: date, copied_end: date) -> None:
    [copy] = copies_to_next_year([_season(1, first, end)], first.year, 0)
    assert copy.dates == Dates(copied_first, copied_end)


def test_a_season_of_the_leap_night_alone_has_no_next_year() -> None:
    assert copies_to_next_year([_season(1, date(2028, 2, 29), date(2028, 3, 1))], 2028, 0) == []


def test_what_recurs_or_begins_in_another_year_is_left_out() -> None:
    seasons = [
        _season(1, date(2027, 1, 1), date(2027, 2, 1), recurs_yearly=True),
        _season(2, date(2026, 12, 20), date(2027, 1, 10)),
        _season(3, date(2027, 7, 1), date(2027, 8, 1)),
    ]
    assert [one.id for one in copies_to_next_year(seasons, 2027, 10)] == [3]


def test_prices_follow_the_percentage_to_the_cent() -> None:
    season = repriced(_season(1, date(2027, 1, 1), date(2027, 2, 1)), 35)
    assert (season.weekday_cents, season.weekend_cents) == (13_500, 16_666)
    assert repriced(season, -100).weekday_cents == 1
