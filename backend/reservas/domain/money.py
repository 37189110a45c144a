"""Money in minor units beside its currency; `Decimal` exists only at a provider's edge."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

# Those of the region and two that owners list in. All have cents; CLP and PYG are shown without theirs.
CURRENCIES = frozenset({"ARS", "BOB", "BRL", "CLP", "EUR", "PEN", "PYG", "USD", "UYU"})
# What an owner may ask for a night, and for anything counted by guest: so large a stay, twelve fees and the
# highest rate of exchange included, is still a total that a bigint holds.
LARGEST_PRICE_CENTS = 10**10
LARGEST_FEE_CENTS = 10**9
LARGEST_RATE = 10**5
MOST_FEES = 12


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in cents of `currency` (ISO 4217)."""

    amount_cents: int
    currency: str

    def as_decimal(self) -> Decimal:
        """Return the amount in units with two decimals, for a provider that counts so."""
        return Decimal(self.amount_cents) / 100


def cents_of(amount: Decimal) -> int:
    """Return `amount`, in units, as cents rounded half up."""
    return int((amount * 100).to_integral_value(rounding=ROUND_HALF_UP))


def percent_of(amount_cents: int, percent: int) -> int:
    """Return `percent` % of `amount_cents`, rounded half up to a cent."""
    return int((Decimal(amount_cents) * percent / 100).to_integral_value(rounding=ROUND_HALF_UP))
