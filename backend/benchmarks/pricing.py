"""How many stays the domain alone prices a second, on one core."""

import itertools
import statistics
import time
from datetime import date, timedelta

from reservas.domain.pricing import Rates, price_stay
from reservas.domain.stays import Stay

RATES = Rates(currency="ARS", base_cents=8_500_000, weekend_cents=11_000_000, deposit_percent=30)
BATCH = 200


def measure(seconds: float, rounds: int) -> None:
    """Price stays of one to fourteen nights for `seconds` a round and print the rate."""
    rates = [_round(seconds) for _ in range(rounds)]
    print(
        f"\nPricing in the domain: {min(rates):.0f} … {max(rates):.0f} quotes/s (median {statistics.median(rates):.0f})"
    )
    print("  bar 5,000/s")


def _round(seconds: float) -> float:
    first = date(2027, 1, 1)
    stays = itertools.cycle(
        Stay(first + timedelta(days=day), first + timedelta(days=day + nights))
        for day in range(0, 360, 5)
        for nights in range(1, 15)
    )
    done, began = 0, time.perf_counter()
    while time.perf_counter() - began < seconds:
        for _ in range(BATCH):
            price_stay(RATES, next(stays))
        done += BATCH
    return done / (time.perf_counter() - began)
