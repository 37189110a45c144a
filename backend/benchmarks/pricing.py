"""How many stays the domain alone prices a second, on one core: with all an owner can set, known nights and unknown."""

import itertools
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from reservas.domain.pricing import Dates, Discount, Fee, FeeBasis, Rates, Season, price_stay
from reservas.domain.stays import Party, Stay

SUMMER = Season(1, "Alta", Dates(date(2026, 12, 15), date(2027, 3, 1)), 12_000_000, 15_000_000, recurs_yearly=True)
WINTER = Season(2, "Invierno", Dates(date(2027, 7, 5), date(2027, 8, 1)), 11_000_000, 14_000_000, recurs_yearly=True)
RATES = Rates(
    currency="ARS",
    base_cents=8_500_000,
    weekend_cents=11_000_000,
    deposit_percent=30,
    seasons=(SUMMER, WINTER),
    included_guests=2,
    extra_guest_cents=1_000_000,
    fees=(Fee(1, "cleaning", "Limpieza", FeeBasis.STAY, 2_500_000),),
    discounts=(Discount(1, "Una semana o más", 10, 7),),
)
PARTY = Party(2, 1)
BATCH = 200


def measure(seconds: float, rounds: int) -> None:
    """Price stays of one to fourteen nights for `seconds` a round and print the rates."""
    print("\nPricing in the domain: two seasons, extra guests, a fee, a discount; bar 5,000/s")
    for name, rates in (("nights known, as the api keeps them", lambda: RATES), ("every night looked up", _forgetful)):
        found = [_round(rates, seconds) for _ in range(rounds)]
        print(f"  {name}: {min(found):.0f} … {max(found):.0f} quotes/s (median {statistics.median(found):.0f})")


def _forgetful() -> Rates:
    return replace(RATES)


def _round(rates: Callable[[], Rates], seconds: float) -> float:
    first = date(2027, 1, 1)
    stays = itertools.cycle(
        Stay(first + timedelta(days=day), first + timedelta(days=day + nights))
        for day in range(0, 360, 5)
        for nights in range(1, 15)
    )
    done, began = 0, time.perf_counter()
    while time.perf_counter() - began < seconds:
        for _ in range(BATCH):
            price_stay(rates(), next(stays), PARTY)
        done += BATCH
    return done / (time.perf_counter() - began)
