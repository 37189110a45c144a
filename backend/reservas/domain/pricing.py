"""A stay and an accommodation's rates become itemised lines, a total and a deposit."""

import hashlib
import json
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from reservas.domain.money import percent_of
from reservas.domain.stays import Stay

FRIDAY, SATURDAY = 4, 5


@dataclass(frozen=True, slots=True)
class Rates:
    """What an owner asks per night, in cents of `currency`, and the share of the total that confirms a stay."""

    currency: str
    base_cents: int
    weekend_cents: int
    deposit_percent: int


@dataclass(frozen=True, slots=True)
class PriceLine:
    """`quantity` × `unit_cents`, named by the rule that set it (`night.base`, `night.weekend`)."""

    rule: str
    quantity: int
    unit_cents: int

    @property
    def amount_cents(self) -> int:
        """What the line adds to the total."""
        return self.quantity * self.unit_cents


@dataclass(frozen=True, slots=True)
class Price:
    """An itemised price: the total is the sum of its lines, the deposit a share of it."""

    currency: str
    lines: tuple[PriceLine, ...]
    deposit_cents: int

    @property
    def total_cents(self) -> int:
        """The sum of the lines."""
        return sum(line.amount_cents for line in self.lines)

    def as_snapshot(self) -> dict[str, Any]:
        """Return what a frozen quote keeps, in JSON's own types."""
        return {
            "currency": self.currency,
            "lines": [{**asdict(line), "amount_cents": line.amount_cents} for line in self.lines],
            "total_cents": self.total_cents,
            "deposit_cents": self.deposit_cents,
        }


def night_rule(night: date) -> str:
    """Return the rule that prices the night beginning on `night`: Friday's and Saturday's are the weekend's."""
    return "night.weekend" if night.weekday() in (FRIDAY, SATURDAY) else "night.base"


def price_stay(rates: Rates, stay: Stay) -> Price:
    """Return the price of `stay`: same inputs, same price."""
    nights = Counter(night_rule(night) for night in stay.each_night())
    units = {"night.base": rates.base_cents, "night.weekend": rates.weekend_cents}
    lines = tuple(PriceLine(rule, nights[rule], unit) for rule, unit in units.items() if nights[rule])
    total = sum(line.amount_cents for line in lines)
    return Price(rates.currency, lines, percent_of(total, rates.deposit_percent))


def snapshot_hash(snapshot: dict[str, Any]) -> str:
    """Return the SHA-256 of a snapshot's canonical JSON: a quote that was altered shows it."""
    canonical = json.dumps(snapshot, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
