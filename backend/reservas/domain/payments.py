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
    """What was asked for: cents of `currency`, and what other payments of the stay have brought (net of refunds).

    `is_paid_elsewhere`: it was confirmed, before this money came, by somebody who knew of other money.
    """

    currency: str
    deposit_cents: int
    already_paid_cents: int
    is_confirmed: bool
    is_paid_elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class DuePart:
    """What a cancelled stay's refund takes out of one payment, in cents, and what that payment held at the time."""

    due_cents: int
    held_cents: int
    is_sent_by_hand: bool

    def is_met_by(self, net_cents: int) -> bool:
        """Tell whether a payment of which `net_cents` are left has given back what was due, or some of it, no more."""
        return not self.is_sent_by_hand and self.held_cents - net_cents <= self.due_cents


def judge_status(status: str) -> Outcome | None:
    """Return what a status other than approved means; None for approved, where the amounts decide."""
    return None if status == "approved" else _UNPAID.get(status, Outcome.UNKNOWN_STATUS)


def judge_sent_back(status: str, net_cents: int, before: str, part: DuePart | None) -> Outcome:
    """Return what it means that money of a stay that gives some back went back at its provider.

    `before` is the payment's outcome until now, `part` what was due from it. Only that needs nobody.
    """
    if part is not None:
        return Outcome.GIVEN_BACK if part.is_met_by(net_cents) else Outcome.REFUNDED
    # It was on somebody's list for another reason, which some cents less do not settle.
    return Outcome(before) if status == "approved" and before in NEEDS_PERSON else Outcome.REFUNDED


def judge(status: str, currency: str, net_cents: int, expected: Expected, *, refunded: bool = False) -> Outcome:
    """Return what a payment of `net_cents` (approved less refunded) does to the stay `expected` describes."""
    if (unpaid := judge_status(status)) is not None:
        return unpaid
    if currency != expected.currency:
        return Outcome.WRONG_CURRENCY
    if net_cents <= 0:
        return Outcome.REFUNDED
    if expected.is_paid_elsewhere or expected.already_paid_cents >= expected.deposit_cents:
        return Outcome.DUPLICATE
    if expected.already_paid_cents + net_cents < expected.deposit_cents:
        return Outcome.REFUNDED if refunded else Outcome.UNDERPAID
    return Outcome.CREDITED if expected.is_confirmed else Outcome.CONFIRMS
