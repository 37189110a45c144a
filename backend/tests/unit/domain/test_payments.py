"""What a payment does, whatever its provider says about it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reservas.domain.payments import NEEDS_PERSON, DuePart, Expected, Outcome, judge, judge_sent_back, judge_status

OPEN = Expected("ARS", deposit_cents=1000, already_paid_cents=0, is_confirmed=False)
HALF = Expected("ARS", deposit_cents=1000, already_paid_cents=400, is_confirmed=False)
PAID = Expected("ARS", deposit_cents=1000, already_paid_cents=1000, is_confirmed=True)
BY_HAND = Expected("ARS", deposit_cents=1000, already_paid_cents=0, is_confirmed=True)

PAID_ELSEWHERE = Expected("ARS", deposit_cents=1000, already_paid_cents=0, is_confirmed=True, is_paid_elsewhere=True)
HALF_DUE = DuePart(due_cents=500, held_cents=1000, is_sent_by_hand=False)

STATUSES = [
    "approved",
    "pending",
    "in_process",
    "authorized",
    "rejected",
    "cancelled",
    "refunded",
    "in_mediation",
    "charged_back",
    "newborn",
]


@pytest.mark.parametrize(
    ("status", "currency", "net_cents", "expected", "outcome"),
    [
        ("approved", "ARS", 1000, OPEN, Outcome.CONFIRMS),
        ("approved", "ARS", 1001, OPEN, Outcome.CONFIRMS),
        ("approved", "ARS", 999, OPEN, Outcome.UNDERPAID),
        ("approved", "ARS", 600, HALF, Outcome.CONFIRMS),
        ("approved", "ARS", 599, HALF, Outcome.UNDERPAID),
        ("approved", "ARS", 1000, PAID, Outcome.DUPLICATE),
        ("approved", "ARS", 1000, BY_HAND, Outcome.CREDITED),
        ("approved", "ARS", 1000, PAID_ELSEWHERE, Outcome.DUPLICATE),
        ("approved", "ARS", 1, PAID_ELSEWHERE, Outcome.DUPLICATE),
        ("approved", "USD", 1000, PAID_ELSEWHERE, Outcome.WRONG_CURRENCY),
        ("approved", "USD", 1000, OPEN, Outcome.WRONG_CURRENCY),
        ("approved", "ARS", 0, OPEN, Outcome.REFUNDED),
        ("pending", "ARS", 1000, OPEN, Outcome.PENDING),
        ("in_process", "ARS", 1000, OPEN, Outcome.PENDING),
        ("authorized", "ARS", 1000, OPEN, Outcome.PENDING),
        ("rejected", "ARS", 1000, OPEN, Outcome.REJECTED),
        ("cancelled", "ARS", 1000, PAID, Outcome.REJECTED),
        ("refunded", "ARS", 0, PAID, Outcome.REFUNDED),
        ("in_mediation", "ARS", 1000, PAID, Outcome.DISPUTED),
        ("charged_back", "ARS", 1000, PAID, Outcome.DISPUTED),
        ("accredited", "ARS", 1000, OPEN, Outcome.UNKNOWN_STATUS),
        ("", "ARS", 1000, OPEN, Outcome.UNKNOWN_STATUS),
    ],
)
def test_every_status(status: str, currency: str, net_cents: int, expected: Expected, outcome: Outcome) -> None:
    assert judge(status, currency, net_cents, expected) is outcome


def test_what_was_taken_back_below_the_deposit_is_a_refund_and_not_too_little() -> None:
    assert judge("approved", "ARS", 999, OPEN, refunded=True) is Outcome.REFUNDED
    assert judge("approved", "ARS", 999, OPEN) is Outcome.UNDERPAID
    assert judge("approved", "ARS", 1000, OPEN, refunded=True) is Outcome.CONFIRMS
    assert judge("pending", "ARS", 999, OPEN, refunded=True) is Outcome.PENDING


@pytest.mark.parametrize("status", STATUSES)
def test_only_an_approved_payment_asks_for_its_amounts(status: str) -> None:
    alone = judge_status(status)
    assert (alone is None) == (status == "approved")
    assert alone in (None, judge(status, "ARS", 1000, OPEN))


expectations = st.builds(
    Expected, st.sampled_from(["ARS", "USD"]), st.integers(1, 3000), st.integers(0, 3000), st.booleans()
)


@given(
    st.one_of(st.sampled_from(STATUSES), st.text(max_size=12)),
    st.sampled_from(["ARS", "USD", "ars", ""]),
    st.integers(-3000, 6000),
    expectations,
    st.booleans(),
)
def test_only_enough_approved_money_in_the_right_currency_confirms(
    status: str, currency: str, net_cents: int, expected: Expected, refunded: bool
) -> None:
    outcome = judge(status, currency, net_cents, expected, refunded=refunded)

    is_enough = expected.already_paid_cents + net_cents >= expected.deposit_cents and net_cents > 0
    if outcome in (Outcome.CONFIRMS, Outcome.CREDITED):
        assert status == "approved"
        assert currency == expected.currency
        assert is_enough
        assert (outcome is Outcome.CREDITED) == expected.is_confirmed
    elif status == "approved":
        # Money that is here and does nothing by itself is always shown to a person.
        assert outcome in NEEDS_PERSON
    elif status not in STATUSES[:-1]:
        assert outcome is Outcome.UNKNOWN_STATUS


@pytest.mark.parametrize(
    ("status", "left_cents", "before", "part", "outcome"),
    [
        ("approved", 999, "confirms", HALF_DUE, Outcome.GIVEN_BACK),
        ("approved", 500, "confirms", HALF_DUE, Outcome.GIVEN_BACK),
        ("approved", 499, "given_back", HALF_DUE, Outcome.REFUNDED),
        ("refunded", 0, "confirms", HALF_DUE, Outcome.REFUNDED),
        ("refunded", 0, "confirms", DuePart(1000, 1000, is_sent_by_hand=False), Outcome.GIVEN_BACK),
        ("approved", 999, "confirms", DuePart(1000, 1000, is_sent_by_hand=True), Outcome.REFUNDED),
        ("approved", 999, "duplicate", None, Outcome.DUPLICATE),
        ("approved", 999, "late_taken", None, Outcome.LATE_TAKEN),
        ("refunded", 0, "duplicate", None, Outcome.REFUNDED),
        ("approved", 999, "credited", None, Outcome.REFUNDED),
        ("approved", 999, "unread", None, Outcome.REFUNDED),
    ],
)
def test_only_what_was_due_goes_back_without_a_question(
    status: str, left_cents: int, before: str, part: DuePart | None, outcome: Outcome
) -> None:
    assert judge_sent_back(status, left_cents, before, part) is outcome
