"""Easter and the feasts that hang on it fall where the calendar puts them."""

from datetime import date
from itertools import pairwise

import pytest

from reservas.domain.nlu.dates.calendar import easter_sunday
from reservas.domain.nlu.dates.feasts import ARGENTINE_LONG_WEEKENDS, carnival, long_weekends_from


@pytest.mark.parametrize(
    "easter",
    [
        date(1954, 4, 18),
        date(1981, 4, 19),
        date(2024, 3, 31),
        date(2025, 4, 20),
        date(2026, 4, 5),
        date(2027, 3, 28),
        date(2028, 4, 16),
        date(2035, 3, 25),
        date(2076, 4, 19),
    ],
)
def test_easter(easter: date) -> None:
    assert easter_sunday(easter.year) == easter


def test_carnival_ends_on_the_tuesday_before_ash_wednesday() -> None:
    assert carnival(2027) == (date(2027, 2, 5), date(2027, 2, 9))


def test_long_weekends_are_in_order_and_do_not_touch() -> None:
    for earlier, later in pairwise(ARGENTINE_LONG_WEEKENDS):
        assert earlier.check_in < earlier.check_out < later.check_in


def test_a_running_long_weekend_starts_today() -> None:
    assert long_weekends_from(date(2026, 12, 6))[0].check_in == date(2026, 12, 6)
