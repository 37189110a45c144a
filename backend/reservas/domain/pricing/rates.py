"""What an owner asks: prices by night, by guest, by stay, with discounts, deposit and rounding."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from reservas.domain.pricing.calendar import Holiday, Override, Season
from reservas.domain.pricing.lines import PriceLine


class FeeBasis(StrEnum):
    """What a fee is counted by."""

    STAY = "stay"
    NIGHT = "night"
    GUEST = "guest"
    PET = "pet"
    GUEST_NIGHT = "guest_night"
    PET_NIGHT = "pet_night"


class DepositKind(StrEnum):
    """How a deposit is counted."""

    PERCENT = "percent"
    FIXED = "fixed"
    FIRST_NIGHT = "first_night"


@dataclass(frozen=True, slots=True)
class Fee:
    """An amount beside the nights; `kind` is cleaning, pets, linen or other."""

    id: int
    kind: str
    label: str
    basis: FeeBasis
    amount_cents: int


@dataclass(frozen=True, slots=True)
class ChildBand:
    """Children from `first_age` to `last_age`, both included, pay `percent` of what an extra guest pays."""

    first_age: int
    last_age: int
    percent: int


@dataclass(frozen=True, slots=True)
class Discount:
    """`percent` off the nights, for at least `minimum_nights`, or only for guests who return."""

    id: int
    label: str | None
    percent: int
    minimum_nights: int = 1
    returning_only: bool = False


@dataclass(frozen=True, slots=True)
class DepositRule:
    """What confirms a stay: all of the total when it begins within `full_payment_days`.

    The rest is due `balance_days` before arrival, on arrival when that is None.
    """

    kind: DepositKind = DepositKind.PERCENT
    percent: int = 100
    fixed_cents: int = 0
    floor_cents: int | None = None
    cap_cents: int | None = None
    full_payment_days: int | None = None
    balance_days: int | None = None


@dataclass(frozen=True, slots=True)
class ListExchange:
    """Prices are listed in `list_currency` and charged at `rate`, as `source` gave it."""

    list_currency: str
    rate: Decimal
    source: str


@dataclass(slots=True)
class KnownNights:
    """What nights were found to cost, so that each is looked up once; those that cost the same share one line."""

    by_night: dict[date, PriceLine] = field(default_factory=dict)
    _lines: dict[PriceLine, PriceLine] = field(default_factory=dict)

    def keep(self, night: date, line: PriceLine) -> PriceLine:
        """Remember and return the line of `night`."""
        return self.by_night.setdefault(night, self._lines.setdefault(line, line))


@dataclass(frozen=True, slots=True)
class Rates:
    """What an owner asks for one cabin, in cents of the list currency; `currency` is the one charged.

    The first four say it all for a cabin without seasons. `included_guests` of None: nobody is extra.
    """

    currency: str
    base_cents: int
    weekend_cents: int
    deposit_percent: int
    overrides: tuple[Override, ...] = ()
    holidays: tuple[Holiday, ...] = ()
    seasons: tuple[Season, ...] = ()
    included_guests: int | None = None
    extra_guest_cents: int = 0
    child_bands: tuple[ChildBand, ...] = ()
    fees: tuple[Fee, ...] = ()
    discounts: tuple[Discount, ...] = ()
    deposit: DepositRule | None = None
    round_up_to_cents: int | None = None
    exchange: ListExchange | None = None
    # Nights that somebody has agreed on keep what they cost then, whatever the owner asks now.
    agreed: Mapping[date, int] = field(default_factory=dict)
    known_nights: KnownNights = field(default_factory=KnownNights, init=False, compare=False, repr=False)

    @property
    def deposit_rule(self) -> DepositRule:
        """The rule of the deposit: the plain percentage when there is no other."""
        return self.deposit or DepositRule(percent=self.deposit_percent)
