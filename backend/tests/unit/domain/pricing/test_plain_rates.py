"""A price is the sum of its lines, the same for the same stay, whoever asks."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reservas.domain.pricing import Price, PriceLine, Rates, night_rule, price_stay, snapshot_hash
from reservas.domain.stays import Stay

RATES = Rates("ARS", 8_000_000, 9_500_050, 50)
CENTS = st.integers(1, 10**10)
rates = st.builds(Rates, st.just("ARS"), CENTS, CENTS, st.integers(1, 100))
stays = st.builds(
    lambda first, nights: Stay(first, first + timedelta(days=nights)),
    st.dates(date(2026, 1, 1), date(2030, 1, 1)),
    st.integers(1, 60),
)


@given(rates, stays)
def test_the_lines_add_up_to_the_total_and_the_nights(asked: Rates, stay: Stay) -> None:
    price = price_stay(asked, stay)

    assert price.total_cents == sum(line.quantity * line.unit_cents for line in price.lines)
    assert sum(line.quantity for line in price.lines) == stay.nights
    assert 0 <= price.deposit_cents <= price.total_cents
    assert abs(price.deposit_cents * 100 - price.total_cents * asked.deposit_percent) <= 50


@given(rates, stays)
def test_the_same_stay_has_the_same_price(asked: Rates, stay: Stay) -> None:
    first, second = price_stay(asked, stay), price_stay(asked, Stay(stay.check_in, stay.check_out))
    assert first == second
    assert snapshot_hash(first.as_snapshot()) == snapshot_hash(second.as_snapshot())


@given(rates, stays)
def test_one_night_more_never_costs_less(asked: Rates, stay: Stay) -> None:
    longer = Stay(stay.check_in, stay.check_out + timedelta(days=1))
    assert price_stay(asked, longer).total_cents > price_stay(asked, stay).total_cents


@pytest.mark.parametrize(
    ("night", "rule"),
    [
        (date(2027, 1, 7), "night.base"),
        (date(2027, 1, 8), "night.weekend"),
        (date(2027, 1, 9), "night.weekend"),
        (date(2027, 1, 10), "night.base"),
    ],
)
def test_the_weekend_is_fridays_and_saturdays_night(night: date, rule: str) -> None:
    assert night_rule(night) == rule


def test_a_week_is_five_base_nights_and_two_of_the_weekend() -> None:
    price = price_stay(RATES, Stay(date(2027, 1, 4), date(2027, 1, 11)))

    assert price.lines == (PriceLine("night.base", 5, 8_000_000), PriceLine("night.weekend", 2, 9_500_050))
    assert price.total_cents == 59_000_100
    assert price.deposit_cents == 29_500_050


def test_a_line_without_nights_is_left_out() -> None:
    weekend = price_stay(RATES, Stay(date(2027, 1, 8), date(2027, 1, 10)))
    assert [line.rule for line in weekend.lines] == ["night.weekend"]


def test_a_snapshot_is_json_and_says_it_all() -> None:
    snapshot = price_stay(RATES, Stay(date(2027, 1, 7), date(2027, 1, 9))).as_snapshot()

    assert json.loads(json.dumps(snapshot)) == snapshot
    assert snapshot == {
        "currency": "ARS",
        "lines": [
            {"rule": "night.base", "quantity": 1, "unit_cents": 8_000_000, "amount_cents": 8_000_000},
            {"rule": "night.weekend", "quantity": 1, "unit_cents": 9_500_050, "amount_cents": 9_500_050},
        ],
        "total_cents": 17_500_050,
        "deposit_cents": 8_750_025,
    }


@given(rates, rates, stays)
def test_the_hash_tells_two_prices_apart_and_not_two_key_orders(one: Rates, other: Rates, stay: Stay) -> None:
    first, second = (price_stay(asked, stay).as_snapshot() for asked in (one, other))
    assert snapshot_hash(dict(reversed(first.items()))) == snapshot_hash(first)

    assume(first != second)
    assert snapshot_hash(first) != snapshot_hash(second)


def test_the_hash_of_a_stored_quote_never_changes() -> None:
    stored = Price("ARS", (PriceLine("night.base", 2, 100),), 100).as_snapshot()
    assert snapshot_hash(stored) == "a9b67ed541a369c4e76421487fc9a98f17fe221e1a0be3cef1a41f2cb048417d"
