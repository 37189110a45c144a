"""A payment as its provider tells it becomes our judgement of it: what it does, and whether a person must look."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What a payment did here; those in `NEEDS_PERSON` stand on the owner's list until somebody settles them."""

    FOREIGN = "foreign"
    PENDING = "pending"
    REJECTED = "rejected"
    CONFIRMS = "confirms"
    CREDITED = "credited"
    DUPLICATE = "duplicate"
    UNDERPAID = "underpaid"
    LATE_TAKEN = "late_taken"
    WRONG_CURRENCY = "wrong_currency"
    UNMATCHED = "unmatched"
    REFUNDED = "refunded"
    GIVEN_BACK = "given_back"
    DISPUTED = "disputed"
    UNKNOWN_STATUS = "unknown_status"


NEEDS_PERSON = frozenset(
    {
        Outcome.DUPLICATE,
        Outcome.UNDERPAID,
        Outcome.LATE_TAKEN,
        Outcome.WRONG_CURRENCY,
        Outcome.UNMATCHED,
        Outcome.REFUNDED,
        Outcome.DISPUTED,
        Outcome.UNKNOWN_STATUS,
    }
)

# Mercado Pago's payment statuses (payments API reference); `status_detail` never decides.
_UNPAID = {
    "pending": Outcome.PENDING,
    "in_process": Outcome.PENDING,
    "authorized": Outcome.PENDING,
    "rejected": Outcome.REJECTED,
    "cancelled": Outcome.REJECTED,
    "refunded": Outcome.REFUNDED,
    "in_mediation": Outcome.DISPUTED,
    "charged_back": Outcome.DISPUTED,
}


@dataclass(frozen=True, slots=True)
class Expected:
    """What was asked for: cents of `currency`, and what other payments of the stay have brought (net of refunds)."""

    currency: str
    deposit_cents: int
    already_paid_cents: int
    is_confirmed: bool


def judge_status(status: str) -> Outcome | None:
    """Return what a status other than approved means; None for approved, where the amounts decide."""
    return None if status == "approved" else _UNPAID.get(status, Outcome.UNKNOWN_STATUS)


def judge(status: str, currency: str, net_cents: int, expected: Expected, *, refunded: bool = False) -> Outcome:
    """Return what a payment of `net_cents` (approved less refunded) does to the stay `expected` describes."""
    if (unpaid := judge_status(status)) is not None:
        return unpaid
    if currency != expected.currency:
        return Outcome.WRONG_CURRENCY
    if net_cents <= 0:
        return Outcome.REFUNDED
    if expected.already_paid_cents >= expected.deposit_cents:
        return Outcome.DUPLICATE
    if expected.already_paid_cents + net_cents < expected.deposit_cents:
        return Outcome.REFUNDED if refunded else Outcome.UNDERPAID
    return Outcome.CREDITED if expected.is_confirmed else Outcome.CONFIRMS
