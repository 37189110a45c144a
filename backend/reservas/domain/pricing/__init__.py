"""A stay and an accommodation's rates become itemised lines, a total and a deposit."""

from reservas.domain.pricing.calendar import Dates, Holiday, Override, Season, season_of
from reservas.domain.pricing.lines import Exchange, Price, PriceLine, price_from_snapshot, snapshot_hash
from reservas.domain.pricing.nights import night_price, night_rule, nightly_cents
from reservas.domain.pricing.rates import (
    ChildBand,
    DepositKind,
    DepositRule,
    Discount,
    Fee,
    FeeBasis,
    ListExchange,
    Rates,
)
from reservas.domain.pricing.stays import charged_cents, price_stay

__all__ = [
    "ChildBand",
    "Dates",
    "DepositKind",
    "DepositRule",
    "Discount",
    "Exchange",
    "Fee",
    "FeeBasis",
    "Holiday",
    "ListExchange",
    "Override",
    "Price",
    "PriceLine",
    "Rates",
    "Season",
    "charged_cents",
    "night_price",
    "night_rule",
    "nightly_cents",
    "price_from_snapshot",
    "price_stay",
    "season_of",
    "snapshot_hash",
]
