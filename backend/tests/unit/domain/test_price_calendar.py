"""The calendar an owner looks at says what quotes and refusals say."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from reservas.domain.price_calendar import price_calendar
from reservas.domain.pricing import Dates, Holiday, Override, Rates, Season, price_stay
from reservas.domain.restrictions import Reason, Restrictions, refusals
from reservas.domain.stays import Party, Stay
from tests.unit.domain.pricing import owners

A_DAY = timedelta(days=1)
SUMMER = Season(
    3,
    "Verano",
    Dates(date(2027, 1, 1), date(2027, 2, 1)),
    9_000,
    11_000,
    minimum_nights=3,
    maximum_nights=10,
    closed_arrival_days=frozenset({6}),
    closed_departure_days=frozenset({0}),
)
CARNIVAL = Holiday(5, "Carnaval", Dates(date(2027, 2, 5), date(2027, 2, 9)), None, 4)
RATES = Rates(
    "ARS",
    5_000,
    6_000,
    30,
    overrides=(Override(8, Dates(date(2027, 1, 15), date(2027, 1, 16)), 20_000),),
    seasons=(SUMMER,),
    holidays=(CARNIVAL,),
)
RULES = Restrictions(4, minimum_nights=2, seasons=(SUMMER,), holidays=(CARNIVAL,))


def test_each_night_has_its_winning_rule_and_its_stays() -> None:
    nights = {one.night: one for one in price_calendar(RATES, RULES, Dates(date(2027, 1, 1), date(2027, 2, 10)))}

    assert len(nights) == 40
    override, sunday, monday = nights[date(2027, 1, 15)], nights[date(2027, 1, 10)], nights[date(2027, 1, 11)]
    assert (override.price.rule, override.price.unit_cents, override.price.source) == (
        "night.override",
        20_000,
        "override:8",
    )
    assert (sunday.is_closed_to_arrival, sunday.is_closed_to_departure) == (True, False)
    assert (monday.is_closed_to_arrival, monday.is_closed_to_departure) == (False, True)
    assert (sunday.minimum_nights, sunday.maximum_nights) == (3, 10)
    february = nights[date(2027, 2, 3)]
    assert (february.price.rule, february.minimum_nights, february.maximum_nights) == ("night.base", 2, None)


def test_a_shortest_stay_that_reaches_a_holiday_is_the_holidays() -> None:
    [eve] = price_calendar(RATES, RULES, Dates(date(2027, 2, 4), date(2027, 2, 5)))
    assert eve.minimum_nights == 4


@given(rates=owners.rates, first=st.dates(date(2026, 6, 1), date(2028, 6, 1)), capacity=st.integers(1, 8))
def test_the_calendar_agrees_with_quotes_and_refusals(rates: Rates, first: date, capacity: int) -> None:
    rules = Restrictions(capacity, seasons=rates.seasons, holidays=rates.holidays)
    for one in price_calendar(rates, rules, Dates(first, first + 3 * A_DAY)):
        stay = Stay(one.night, one.night + one.minimum_nights * A_DAY)
        broken = {refusal.reason for refusal in refusals(rules, stay, Party(1), one.night)}
        assert Reason.MINIMUM_NIGHTS not in broken
        assert (Reason.CLOSED_TO_ARRIVAL in broken) == one.is_closed_to_arrival
        leaving = {refusal.reason for refusal in refusals(rules, Stay(one.night - A_DAY, one.night), Party(1), first)}
        assert (Reason.CLOSED_TO_DEPARTURE in leaving) == one.is_closed_to_departure
        [line, *_] = price_stay(Rates(**_plain(rates)), Stay(one.night, one.night + A_DAY)).lines
        assert line == one.price


def _plain(rates: Rates) -> dict[str, Any]:
    kept = ("currency", "base_cents", "weekend_cents", "deposit_percent", "overrides", "holidays", "seasons")
    return {name: getattr(rates, name) for name in kept}
