"""Cents and the decimals of a provider are the same money, rounded half up."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reservas.domain.money import Money, cents_of, percent_of


@given(st.integers(-(10**15), 10**15))
def test_cents_survive_the_way_to_a_provider_and_back(cents: int) -> None:
    assert cents_of(Money(cents, "ARS").as_decimal()) == cents


@pytest.mark.parametrize(
    ("amount", "cents"),
    [("0.005", 1), ("0.015", 2), ("0.025", 3), ("0.0249", 2), ("170000.5", 17000050), ("-0.005", -1), ("1E+3", 100000)],
)
def test_half_a_cent_is_rounded_away_from_zero(amount: str, cents: int) -> None:
    assert cents_of(Decimal(amount)) == cents


@pytest.mark.parametrize(
    ("cents", "percent", "share"), [(1, 50, 1), (3, 50, 2), (5, 50, 3), (101, 30, 30), (34000000, 50, 17000000)]
)
def test_half_a_cent_of_a_share_is_rounded_up(cents: int, percent: int, share: int) -> None:
    assert percent_of(cents, percent) == share


@given(cents=st.integers(0, 10**12), percent=st.integers(0, 100))
def test_a_share_is_exact_to_half_a_cent(cents: int, percent: int) -> None:
    share = percent_of(cents, percent)

    assert isinstance(share, int)
    assert 0 <= share <= cents
    assert abs(share * 100 - cents * percent) <= 50
