"""Argentina's long weekends, as a suggestion."""

from datetime import date
from itertools import pairwise

from reservas.domain.long_weekends import suggest_long_weekends
from reservas.domain.pricing import Dates


def test_a_year_of_long_weekends() -> None:
    nights = [one.nights for one in suggest_long_weekends(2027)]
    assert Dates(date(2027, 2, 5), date(2027, 2, 9)) in nights  # carnival, Saturday to Tuesday
    assert Dates(date(2027, 8, 13), date(2027, 8, 16)) in nights  # San Martín, moved to Monday
    assert all(one.length >= 2 for one in nights)
    assert nights == sorted(nights, key=lambda one: one.first)
    assert all(before.end < after.first for before, after in pairwise(nights))


def test_each_is_named_in_spanish() -> None:
    by_first = {one.nights.first: one.name for one in suggest_long_weekends(2027)}
    assert "arnaval" in by_first[date(2027, 2, 5)]


def test_one_across_new_year_belongs_to_the_year_it_begins_in() -> None:
    assert date(2026, 12, 31) in [one.nights.first for one in suggest_long_weekends(2027)]
    assert all(one.nights.first.year == 2026 for one in suggest_long_weekends(2026))
