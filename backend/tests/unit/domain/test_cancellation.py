"""A cancellation gives back what was told: never more than was paid, never less for more notice, all by the law."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reservas.domain.cancellation import (
    DEFAULT_POLICY,
    POLICIES,
    Agreement,
    Policy,
    PolicyError,
    PolicyName,
    RefundReason,
    Tier,
    policy_from_snapshot,
    policy_of,
    split_refund,
)

ZONE = "America/Argentina/Buenos_Aires"
NOW = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)  # Saturday noon at the cabin
MODERATE = POLICIES[PolicyName.MODERATE]
AGREED = Agreement(
    policy=MODERATE,
    check_in=date(2027, 1, 10),
    check_in_time=time(15),
    time_zone=ZONE,
    agreed_at=NOW,
    total_cents=340_001,
    paid_cents=102_001,
)


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    days = sorted(draw(st.sets(st.integers(0, 60), max_size=4)), reverse=True)
    percents = sorted(draw(st.sets(st.integers(1, 100), min_size=len(days), max_size=len(days))), reverse=True)
    return Policy(PolicyName.OWN, tuple(Tier(*pair) for pair in zip(days, percents, strict=True)))


instants = st.integers(0, 120 * 24 * 60).map(
    lambda minutes: datetime(2026, 10, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
agreements = st.builds(
    replace,
    st.just(AGREED),
    policy=policies() | st.sampled_from(list(POLICIES.values())),
    agreed_at=st.none() | instants,
    total_cents=st.integers(0, 10**9),
    paid_cents=st.integers(0, 10**9),
    twice_cents=st.integers(0, 10**9),
)


@given(agreements, instants)
def test_a_refund_is_between_nothing_and_what_was_paid(agreement: Agreement, now: datetime) -> None:
    refunds = [agreement.refund_by_policy(now), agreement.refund_by_withdrawal(now), agreement.best_refund(now)]
    for refund in refunds:
        if refund is not None:
            assert agreement.twice_cents <= refund.amount_cents <= agreement.brought_cents
            assert refund.why.endswith(".")
    assert agreement.refund_by_house().amount_cents == agreement.brought_cents
    assert agreement.best_refund(now).amount_cents == max(one.amount_cents for one in refunds if one)


@given(agreements, instants, st.timedeltas(timedelta(0), timedelta(days=90)))
def test_more_notice_never_gives_back_less(agreement: Agreement, now: datetime, earlier: timedelta) -> None:
    later = agreement.refund_by_policy(now)
    assert agreement.refund_by_policy(now - earlier).amount_cents >= later.amount_cents
    assert agreement.best_refund(now - earlier).amount_cents >= agreement.best_refund(now).amount_cents


@given(agreements)
def test_each_tier_holds_to_the_end_of_its_last_day_at_the_cabin(agreement: Agreement) -> None:
    agreement = replace(agreement, agreed_at=NOW)
    for tier in agreement.policy.tiers:
        last = tier.last_day(agreement.check_in)
        midnight = datetime.combine(last + timedelta(days=1), time(3), UTC)  # UTC-3: the cabin's own midnight
        just_in_time = agreement.refund_by_policy(midnight - timedelta(seconds=1))
        assert just_in_time.amount_cents == agreement.refund_cents_at(tier.percent)
        assert f"{tier.percent} % of what was paid" in just_in_time.why
        assert last.isoformat() in just_in_time.why
        too_late = agreement.policy.tier_at(tier.days_before - 1)
        assert agreement.tier_at(midnight) == too_late


@pytest.mark.parametrize(
    ("days_before", "percent"), [(400, 100), (14, 100), (13, 50), (7, 50), (6, 0), (0, 0), (-3, 0)]
)
def test_the_moderate_policy(days_before: int, percent: int) -> None:
    now = datetime.combine(AGREED.check_in - timedelta(days=days_before), time(12), UTC)
    refund = AGREED.refund_by_policy(now)
    assert (refund.amount_cents, refund.reason) == (round(102_001 * percent / 100 + 0.1), RefundReason.POLICY)


def test_what_was_paid_above_the_total_always_comes_back() -> None:
    too_late = datetime(2027, 1, 9, 12, tzinfo=UTC)
    assert replace(AGREED, paid_cents=400_001).refund_by_policy(too_late).amount_cents == 60_000


@given(agreements, instants)
def test_what_was_paid_twice_comes_back_whole_beside_the_rest(agreement: Agreement, now: datetime) -> None:
    once = replace(agreement, twice_cents=0)
    for refund, beside in (
        (agreement.refund_by_policy(now), once.refund_by_policy(now)),
        (agreement.best_refund(now), once.best_refund(now)),
    ):
        assert refund.amount_cents - beside.amount_cents == agreement.twice_cents
        assert refund.reason is beside.reason


@pytest.mark.parametrize(
    ("values", "is_unknown"),
    [
        ({"paid_cents": 0}, True),
        ({"paid_cents": 0, "twice_cents": 1}, False),
        ({"paid_cents": 1}, False),
        ({"paid_cents": 0, "agreed_at": None}, False),
    ],
)
def test_a_stay_confirmed_without_money_was_paid_elsewhere(values: dict[str, Any], is_unknown: bool) -> None:
    assert replace(AGREED, **values).is_paid_elsewhere is is_unknown


def test_a_hold_gives_back_all_that_may_have_come_in() -> None:
    held = replace(AGREED, agreed_at=None)
    assert held.refund_by_policy(datetime(2027, 1, 9, tzinfo=UTC)).amount_cents == held.paid_cents
    assert held.can_withdraw(NOW)


@pytest.mark.parametrize(
    ("agreed_at", "ends_at"),
    [
        # Ten days after Saturday 21 November is Tuesday 1 December: until midnight at the cabin.
        (NOW, datetime(2026, 12, 2, 3, tzinfo=UTC)),
        # 02:00 UTC is still the day before there.
        (datetime(2026, 11, 21, 2, tzinfo=UTC), datetime(2026, 12, 1, 3, tzinfo=UTC)),
        # The tenth day is Saturday 28 November: the next working day counts.
        (datetime(2026, 11, 18, 15, tzinfo=UTC), datetime(2026, 12, 1, 3, tzinfo=UTC)),
        # The tenth day is Tuesday 8 December, a public holiday.
        (datetime(2026, 11, 28, 15, tzinfo=UTC), datetime(2026, 12, 10, 3, tzinfo=UTC)),
        # Booked shortly before: 24 hours before arrival at 15:00 is the end.
        (datetime(2027, 1, 8, 15, tzinfo=UTC), datetime(2027, 1, 9, 18, tzinfo=UTC)),
    ],
)
def test_the_right_of_withdrawal_ends(agreed_at: datetime, ends_at: datetime) -> None:
    agreement = replace(AGREED, agreed_at=agreed_at)
    assert agreement.withdrawal_ends_at() == ends_at
    in_time = agreement.refund_by_withdrawal(ends_at)
    assert in_time is not None
    assert (in_time.amount_cents, in_time.reason) == (agreement.paid_cents, RefundReason.WITHDRAWAL)
    assert agreement.refund_by_withdrawal(ends_at + timedelta(seconds=1)) is None


def test_the_law_wins_only_when_it_gives_more() -> None:
    assert AGREED.best_refund(NOW).reason is RefundReason.POLICY
    near = replace(AGREED, agreed_at=datetime(2027, 1, 7, tzinfo=UTC))
    assert near.best_refund(datetime(2027, 1, 8, tzinfo=UTC)).reason is RefundReason.WITHDRAWAL


@pytest.mark.parametrize(
    "tiers",
    [
        (Tier(7, 50), Tier(14, 100)),
        (Tier(14, 50), Tier(7, 100)),
        (Tier(14, 50), Tier(14, 40)),
        (Tier(14, 50), Tier(7, 50)),
        (Tier(-1, 50),),
        (Tier(731, 50),),
        (Tier(1, 0),),
        (Tier(1, 101),),
    ],
)
def test_tiers_that_contradict_each_other_are_no_policy(tiers: tuple[Tier, ...]) -> None:
    with pytest.raises(PolicyError):
        Policy(PolicyName.OWN, tiers)


@given(policies())
def test_a_frozen_policy_comes_back_as_it_was_told(policy: Policy) -> None:
    frozen: dict[str, Any] = {"total_cents": 1, "cancellation": policy.as_snapshot()}
    assert policy_from_snapshot(frozen) == policy
    assert policy_of("own", policy.as_snapshot()["tiers"]) == policy


def test_a_frozen_policy_keeps_its_tiers_whatever_its_name_means_today() -> None:
    frozen = {"cancellation": {"name": "strict", "tiers": [{"days_before": 3, "percent": 90}]}}
    assert policy_from_snapshot(frozen) == Policy(PolicyName.STRICT, (Tier(3, 90),))


def test_a_quote_from_before_has_the_default_policy() -> None:
    assert policy_from_snapshot({}) == DEFAULT_POLICY
    assert [policy_of(name, None).name for name in ("flexible", "moderate", "strict")] == list(POLICIES)


@given(st.lists(st.integers(0, 1000), max_size=5), st.data())
def test_a_refund_is_taken_from_payments_that_have_it(brought: list[int], data: st.DataObject) -> None:
    refund = data.draw(st.integers(0, sum(brought)))
    parts = dict(split_refund(refund, list(enumerate(brought))))
    assert sum(parts.values()) == refund
    assert all(0 < cents <= brought[key] for key, cents in parts.items())
