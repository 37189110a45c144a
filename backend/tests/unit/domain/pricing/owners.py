"""Rates as owners may set them, for Hypothesis to choose from."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from reservas.domain.pricing import (
    ChildBand,
    Dates,
    DepositKind,
    DepositRule,
    Discount,
    Fee,
    FeeBasis,
    Holiday,
    ListExchange,
    Override,
    Rates,
    Season,
)
from reservas.domain.stays import Party, Stay

CENTS = st.integers(1, 10**10)
PERCENT = st.integers(0, 100)
KEYS = st.integers(1, 50)


def several(one: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(one, max_size=3).map(tuple)


dates = st.builds(
    lambda first, nights: Dates(first, first + timedelta(days=nights)),
    st.dates(date(2026, 6, 1), date(2028, 6, 1)),
    st.integers(1, 120),
)
seasons = st.builds(
    Season,
    KEYS,
    st.just("Alta"),
    dates,
    CENTS,
    CENTS,
    st.integers(0, 3),
    st.booleans(),
    st.none() | st.integers(1, 7),
    st.none() | st.integers(7, 30),
    st.frozensets(st.integers(0, 6), max_size=2),
    st.frozensets(st.integers(0, 6), max_size=2),
)
holidays = st.builds(Holiday, KEYS, st.just("Carnaval"), dates, st.none() | CENTS, st.none() | st.integers(1, 5))
rates = st.builds(
    Rates,
    st.just("ARS"),
    CENTS,
    CENTS,
    st.integers(1, 100),
    several(st.builds(Override, KEYS, dates, CENTS)),
    several(holidays),
    several(seasons),
    st.none() | st.integers(1, 6),
    st.integers(0, 10**8),
    several(st.builds(ChildBand, st.integers(0, 8), st.integers(0, 17), PERCENT)),
    several(
        st.builds(
            Fee, KEYS, st.sampled_from(("cleaning", "pets", "linen")), st.just("x"), st.sampled_from(FeeBasis), CENTS
        )
    ),
    several(st.builds(Discount, KEYS, st.just("x"), PERCENT, st.integers(1, 20), st.booleans())),
    st.none()
    | st.builds(
        DepositRule,
        st.sampled_from(DepositKind),
        st.integers(1, 100),
        CENTS,
        st.none() | CENTS,
        st.none() | CENTS,
        st.none() | st.integers(0, 30),
        st.none() | st.integers(0, 60),
    ),
    st.none() | st.sampled_from((100, 10_000, 1_000_000)),
    st.none()
    | st.builds(
        ListExchange,
        st.just("USD"),
        st.decimals(Decimal("0.5"), Decimal(3000), places=4),
        st.just("BNA venta"),
    ),
)
stays = st.builds(
    lambda first, nights: Stay(first, first + timedelta(days=nights)),
    st.dates(date(2026, 6, 1), date(2029, 1, 1)),
    st.integers(1, 60),
)
parties = st.builds(Party, st.integers(1, 8), st.integers(0, 4), st.integers(0, 3))
ages = st.lists(st.integers(0, 17), max_size=4).map(tuple)
