"""Each rule an owner can set, by example."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from reservas.domain.pricing import (
    ChildBand,
    Dates,
    DepositKind,
    DepositRule,
    Discount,
    Exchange,
    Fee,
    FeeBasis,
    Holiday,
    ListExchange,
    Override,
    PriceLine,
    Rates,
    Season,
    night_price,
    price_from_snapshot,
    price_stay,
    season_of,
)
from reservas.domain.stays import Party, Stay

PLAIN = Rates("ARS", 100_00, 120_00, 30)
SUMMER = Season(1, "Verano", Dates(date(2026, 12, 15), date(2027, 3, 1)), 200_00, 240_00, recurs_yearly=True)
TUESDAY = Stay(date(2027, 1, 12), date(2027, 1, 14))
SUNDAY_TO_THURSDAY = Stay(date(2027, 1, 10), date(2027, 1, 14))
PAIR = Party(2)


def rules_of(rates: Rates, stay: Stay, party: Party = PAIR, *, is_returning: bool = False) -> dict[str, int]:
    return {line.rule: line.amount_cents for line in price_stay(rates, stay, party, is_returning=is_returning).lines}


def test_a_night_is_priced_by_override_then_holiday_then_season_then_base() -> None:
    night = date(2027, 2, 8)
    rates = PLAIN
    assert night_price(rates, night) == PriceLine("night.base", 1, 100_00)
    rates = replace(rates, seasons=(SUMMER,))
    assert night_price(rates, night) == PriceLine("night.season", 1, 200_00, "Verano", "season:1")
    assert night_price(rates, date(2027, 2, 6)).rule == "night.season_weekend"
    carnival = Holiday(7, "Carnaval", Dates(date(2027, 2, 5), date(2027, 2, 9)), 300_00)
    assert night_price(replace(rates, holidays=(replace(carnival, night_cents=None),)), night).rule == "night.season"
    rates = replace(rates, holidays=(carnival,))
    assert night_price(rates, night) == PriceLine("night.holiday", 1, 300_00, "Carnaval", "holiday:7")
    rates = replace(rates, overrides=(Override(9, Dates(night, date(2027, 2, 9)), 50_00, "Casamiento"),))
    assert night_price(rates, night) == PriceLine("night.override", 1, 50_00, "Casamiento", "override:9")
    assert night_price(rates, date(2027, 2, 9)).rule == "night.season"


def test_among_seasons_priority_wins_then_the_shortest_then_the_newest() -> None:
    fortnight = replace(SUMMER, id=2, name="Quincena", dates=Dates(date(2027, 1, 1), date(2027, 1, 16)))
    newer = replace(fortnight, id=3)
    whole = replace(SUMMER, id=4, priority=1)
    night = date(2027, 1, 10)
    assert season_of(night, (SUMMER, fortnight)) == fortnight
    assert season_of(night, (newer, fortnight)) == newer
    assert season_of(night, (newer, fortnight, whole)) == whole
    assert season_of(date(2027, 6, 1), (SUMMER, fortnight)) is None


@pytest.mark.parametrize(
    ("night", "is_covered"),
    [
        (date(2025, 12, 20), False),
        (date(2026, 12, 14), False),
        (date(2026, 12, 15), True),
        (date(2027, 2, 28), True),
        (date(2027, 3, 1), False),
        (date(2030, 1, 1), True),
        (date(2032, 2, 29), True),
        (date(2032, 3, 1), False),
    ],
)
def test_a_season_comes_back_every_year_across_new_year(night: date, is_covered: bool) -> None:
    assert SUMMER.covers(night) is is_covered


def test_a_season_from_a_leap_day_begins_on_the_first_of_march_in_other_years() -> None:
    autumn = replace(SUMMER, dates=Dates(date(2028, 2, 29), date(2028, 3, 10)))
    assert not autumn.covers(date(2029, 2, 28))
    assert autumn.covers(date(2029, 3, 1))
    assert not replace(autumn, recurs_yearly=False).covers(date(2029, 3, 1))


def test_extra_guests_pay_by_night_and_children_by_their_band() -> None:
    rates = replace(
        PLAIN, included_guests=2, extra_guest_cents=10_01, child_bands=(ChildBand(0, 2, 0), ChildBand(3, 11, 50))
    )
    assert rules_of(rates, TUESDAY, Party(3)) == {"night.base": 200_00, "guest.extra": 20_02}
    untold = price_stay(rates, TUESDAY, Party(2, 2))
    assert untold.lines[1] == PriceLine("guest.extra", 4, 10_01)
    told = price_stay(rates, TUESDAY, Party(2, 3), child_ages=(1, 5, 14))
    assert told.lines[1:] == (PriceLine("guest.extra", 2, 10_01), PriceLine("guest.child", 2, 5_01))
    assert price_stay(rates, TUESDAY, Party(2)).lines == (PriceLine("night.base", 2, 100_00),)


def test_the_larger_discount_wins_and_leaves_fees_alone() -> None:
    week = Discount(1, "Semana", 10, minimum_nights=4)
    again = Discount(2, "Volviste", 15, returning_only=True)
    rates = replace(PLAIN, discounts=(week, again), fees=(Fee(1, "cleaning", "Limpieza", FeeBasis.STAY, 50_00),))
    assert rules_of(rates, TUESDAY) == {"night.base": 200_00, "fee.cleaning": 50_00}
    assert rules_of(rates, SUNDAY_TO_THURSDAY)["discount.length"] == -40_00
    returning = rules_of(rates, SUNDAY_TO_THURSDAY, is_returning=True)
    assert returning == {"night.base": 400_00, "discount.returning": -60_00, "fee.cleaning": 50_00}


def test_a_discount_in_another_currency_never_takes_off_more_than_there_is() -> None:
    exchange = ListExchange("USD", Decimal("1.125"), "BNA")
    everything = Discount(1, "Amigos", 100)
    rates = replace(PLAIN, base_cents=1, discounts=(everything,), exchange=exchange)

    assert price_stay(rates, SUNDAY_TO_THURSDAY).total_cents == 0


@pytest.mark.parametrize(
    ("basis", "amount"),
    [("stay", 5), ("night", 10), ("guest", 15), ("guest_night", 30), ("pet", 10), ("pet_night", 20)],
)
def test_a_fee_is_counted_by_its_basis(basis: str, amount: int) -> None:
    rates = replace(PLAIN, fees=(Fee(1, "other", "Leña", FeeBasis(basis), 5),))
    assert rules_of(rates, TUESDAY, Party(2, 1, 2))["fee.other"] == amount


def test_a_pets_fee_by_stay_is_for_stays_with_pets() -> None:
    rates = replace(PLAIN, fees=(Fee(1, "pets", "Mascotas", FeeBasis.STAY, 5),))
    assert "fee.pets" not in rules_of(rates, TUESDAY)
    assert rules_of(rates, TUESDAY, Party(2, 0, 1))["fee.pets"] == 5


def test_a_round_total_is_a_line_of_its_own() -> None:
    rates = replace(PLAIN, base_cents=100_37, round_up_to_cents=10_00)
    price = price_stay(rates, TUESDAY, PAIR)
    assert price.lines[-1] == PriceLine("rounding", 1, 9_26)
    assert (price.total_cents, price.undiscounted_cents) == (210_00, 200_74)
    assert "rounding" not in rules_of(replace(PLAIN, round_up_to_cents=10_00), TUESDAY)


@pytest.mark.parametrize(
    ("rule", "deposit"),
    [
        (DepositRule(percent=50), 100_00),
        (DepositRule(percent=10, floor_cents=30_00), 30_00),
        (DepositRule(percent=50, cap_cents=80_00), 80_00),
        (DepositRule(DepositKind.FIXED, fixed_cents=70_00), 70_00),
        (DepositRule(DepositKind.FIXED, fixed_cents=700_00), 200_00),
        (DepositRule(DepositKind.FIRST_NIGHT), 100_00),
        (DepositRule(percent=50, full_payment_days=10), 100_00),
        (DepositRule(percent=50, full_payment_days=11), 200_00),
    ],
)
def test_a_deposit_follows_its_rule(rule: DepositRule, deposit: int) -> None:
    price = price_stay(replace(PLAIN, deposit=rule), TUESDAY, PAIR, today=date(2027, 1, 1))
    assert price.deposit_cents == deposit


def test_the_balance_is_due_before_arrival_but_never_in_the_past() -> None:
    rates = replace(PLAIN, deposit=DepositRule(percent=30, balance_days=20))
    assert price_stay(rates, TUESDAY, PAIR, today=date(2026, 12, 1)).balance_due_on == date(2026, 12, 23)
    assert price_stay(rates, TUESDAY, PAIR, today=date(2027, 1, 5)).balance_due_on == date(2027, 1, 5)
    whole = replace(rates, deposit=DepositRule(percent=100, balance_days=20))
    assert price_stay(whole, TUESDAY, PAIR, today=date(2026, 12, 1)).balance_due_on is None
    assert price_stay(PLAIN, TUESDAY).balance_due_on is None


def test_a_list_price_in_dollars_is_charged_in_pesos_at_the_stored_rate() -> None:
    rates = replace(PLAIN, base_cents=80_33, exchange=ListExchange("USD", Decimal("1450.5"), "BNA venta"))
    price = price_stay(rates, TUESDAY, PAIR)
    assert price.lines == (PriceLine("night.base", 2, 11_651_867),)
    assert price.exchange == Exchange("USD", "1450.5", "BNA venta")
    assert price.list_total_cents == 160_66
    assert price.deposit_cents == 6_991_120
    assert price_from_snapshot(price.as_snapshot()) == price


def test_a_quote_stored_before_labels_still_reads() -> None:
    old = {
        "currency": "ARS",
        "lines": [{"rule": "night.base", "quantity": 2, "unit_cents": 100, "amount_cents": 200}],
        "total_cents": 200,
        "deposit_cents": 60,
    }
    price = price_from_snapshot(old)
    assert price.lines == (PriceLine("night.base", 2, 100),)
    assert price.as_snapshot() == old
