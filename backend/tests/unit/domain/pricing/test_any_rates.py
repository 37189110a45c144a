"""Whatever an owner asks, a price keeps its promises."""

import json
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from reservas.domain.pricing import Rates, price_from_snapshot, price_stay, snapshot_hash
from reservas.domain.stays import Party, Stay
from tests.unit.domain.pricing.owners import ages, parties, rates, stays

TODAY = st.none() | st.dates(date(2026, 5, 1), date(2026, 7, 1))


@given(rates, stays, parties, TODAY, st.booleans(), ages)
def test_lines_add_up_and_only_discounts_take_off(
    asked: Rates, stay: Stay, party: Party, today: date | None, is_returning: bool, child_ages: tuple[int, ...]
) -> None:
    price = price_stay(asked, stay, party, today=today, is_returning=is_returning, child_ages=child_ages)

    assert price.total_cents == sum(line.quantity * line.unit_cents for line in price.lines)
    assert sum(line.quantity for line in price.lines if line.rule.startswith("night.")) == stay.nights
    assert all(line.amount_cents >= 0 or line.is_discount for line in price.lines)
    assert all(line.amount_cents <= 0 for line in price.lines if line.is_discount)
    assert sum(line.is_discount for line in price.lines) <= 1
    assert 0 <= price.deposit_cents <= price.total_cents
    assert all(isinstance(line.unit_cents, int) for line in price.lines)
    if asked.round_up_to_cents:
        assert price.total_cents % asked.round_up_to_cents == 0


@given(rates, stays, parties, TODAY, ages)
def test_the_same_asked_twice_is_the_same_price_and_survives_being_stored(
    asked: Rates, stay: Stay, party: Party, today: date | None, child_ages: tuple[int, ...]
) -> None:
    first, second = (price_stay(asked, stay, party, today=today, child_ages=child_ages) for _ in range(2))
    assert first == second

    stored = json.loads(json.dumps(first.as_snapshot()))
    assert price_from_snapshot(stored) == first
    assert snapshot_hash(stored) == snapshot_hash(first.as_snapshot())


@given(rates, stays, parties, ages)
def test_one_more_of_anything_never_lowers_what_it_costs_before_discounts(
    asked: Rates, stay: Stay, party: Party, child_ages: tuple[int, ...]
) -> None:
    def cost(stay: Stay, party: Party, child_ages: tuple[int, ...] = child_ages) -> int:
        return price_stay(asked, stay, party, child_ages=child_ages).undiscounted_cents

    known = child_ages[: party.children]
    before = cost(stay, party, known)
    assert cost(Stay(stay.check_in, stay.check_out + timedelta(days=1)), party, known) >= before
    assert cost(Stay(stay.check_in - timedelta(days=1), stay.check_out), party, known) >= before
    assert cost(stay, replace(party, adults=party.adults + 1), known) >= before
    assert cost(stay, replace(party, children=party.children + 1), known) >= before
    assert cost(stay, replace(party, children=party.children + 1), (*known, 3)) >= before
    assert cost(stay, replace(party, pets=party.pets + 1), known) >= before
