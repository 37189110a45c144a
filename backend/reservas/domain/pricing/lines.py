"""Itemised lines make a price; a price becomes a frozen snapshot, and is read back from one."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

DISCOUNT = "discount."
ROUNDING = "rounding"


@dataclass(frozen=True, slots=True)
class PriceLine:
    """`quantity` × `unit_cents`, named by the kind of rule that set it (`night.base`, `fee.cleaning`).

    `label` is the owner's own name for that rule, `source` the row it stands in (`season:12`); a cabin's plain
    prices have neither.
    """

    rule: str
    quantity: int
    unit_cents: int
    label: str | None = None
    source: str | None = None

    @property
    def amount_cents(self) -> int:
        """What the line adds to the total."""
        return self.quantity * self.unit_cents

    @property
    def is_discount(self) -> bool:
        """Tell whether the line takes something off: the only kind that may be below zero."""
        return self.rule.startswith(DISCOUNT)

    def as_snapshot(self) -> dict[str, Any]:
        """Return the line in JSON's own types; what it lacks is left out, so that old quotes keep their hash."""
        plain: dict[str, Any] = {
            "rule": self.rule,
            "quantity": self.quantity,
            "unit_cents": self.unit_cents,
            "amount_cents": self.amount_cents,
        }
        named = {"label": self.label, "source": self.source}
        return plain | {name: value for name, value in named.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Exchange:
    """The stored rate that turned a list price into the currency charged: `rate` charged units for one listed."""

    list_currency: str
    rate: str
    source: str


@dataclass(frozen=True, slots=True)
class Price:
    """An itemised price: the total is the sum of its lines; the deposit confirms, the balance is due by a date.

    `child_ages` are the ages it was found with.
    """

    currency: str
    lines: tuple[PriceLine, ...]
    deposit_cents: int
    balance_due_on: date | None = None
    exchange: Exchange | None = None
    list_total_cents: int | None = None
    child_ages: tuple[int, ...] = ()

    @property
    def total_cents(self) -> int:
        """The sum of the lines."""
        return sum(line.amount_cents for line in self.lines)

    @property
    def undiscounted_cents(self) -> int:
        """What the stay costs before any discount, and before the total is made round."""
        return sum(line.amount_cents for line in self.lines if not line.is_discount and line.rule != ROUNDING)

    def as_snapshot(self) -> dict[str, Any]:
        """Return what a frozen quote keeps, in JSON's own types."""
        snapshot: dict[str, Any] = {
            "currency": self.currency,
            "lines": [line.as_snapshot() for line in self.lines],
            "total_cents": self.total_cents,
            "deposit_cents": self.deposit_cents,
        }
        if self.balance_due_on is not None:
            snapshot["balance_due_on"] = self.balance_due_on.isoformat()
        if self.exchange is not None:
            snapshot["exchange"] = {
                "list_currency": self.exchange.list_currency,
                "list_total_cents": self.list_total_cents,
                "rate": self.exchange.rate,
                "source": self.exchange.source,
            }
        if self.child_ages:
            snapshot["child_ages"] = list(self.child_ages)
        return snapshot


def price_from_snapshot(snapshot: dict[str, Any]) -> Price:
    """Return the price a quote was frozen with, whichever version of us froze it."""
    due, exchange = snapshot.get("balance_due_on"), snapshot.get("exchange")
    return Price(
        currency=snapshot["currency"],
        lines=tuple(
            PriceLine(line["rule"], line["quantity"], line["unit_cents"], line.get("label"), line.get("source"))
            for line in snapshot["lines"]
        ),
        deposit_cents=snapshot["deposit_cents"],
        balance_due_on=None if due is None else date.fromisoformat(due),
        exchange=None
        if exchange is None
        else Exchange(exchange["list_currency"], exchange["rate"], exchange["source"]),
        list_total_cents=None if exchange is None else exchange["list_total_cents"],
        child_ages=tuple(snapshot.get("child_ages", ())),
    )


def snapshot_hash(snapshot: dict[str, Any]) -> str:
    """Return the SHA-256 of a snapshot's canonical JSON: a quote that was altered shows it."""
    canonical = json.dumps(snapshot, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
