"""A cancellation becomes an amount: what the policy a guest was told, or the law, gives back of what was paid, and why.

Beside the owner's policy stands the right of withdrawal (*arrepentimiento*): a consumer who contracted at a distance
may take it back within ten calendar days and gets everything back, whatever the policy says (Ley 24.240, art. 34;
Código Civil y Comercial, arts. 1110-1116; Disposición 954/2025, which took the place of Resolución 424/2020). For
lodging on fixed dates notice must be given at least 24 hours before the stay. This is our reading of the law: an owner
should confirm it, and the policy, with their own lawyer or accountant.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

import holidays

from reservas.domain.money import percent_of
from reservas.domain.stays import BOOKING_WINDOW_DAYS

COUNTRY = "AR"
WITHDRAWAL_DAYS = 10
WITHDRAWAL_NOTICE = timedelta(hours=24)
EVERYTHING = 100
SATURDAY = 5
A_DAY = timedelta(days=1)


class PolicyName(StrEnum):
    """The policies an owner chooses from; `own` has tiers of the owner's making."""

    FLEXIBLE = "flexible"
    MODERATE = "moderate"
    STRICT = "strict"
    OWN = "own"


class RefundReason(StrEnum):
    """What a refund follows from."""

    POLICY = "policy"
    WITHDRAWAL = "withdrawal"
    OPERATOR = "operator"
    HOUSE = "house"


class PolicyError(ValueError):
    """The tiers make no policy."""


@dataclass(frozen=True, slots=True)
class Tier:
    """Whoever cancels at least `days_before` the day of arrival gets `percent` % of what they paid back."""

    days_before: int
    percent: int

    def last_day(self, check_in: date) -> date:
        """Return the last day, whole, on which a stay from `check_in` is cancelled under this tier."""
        return check_in - timedelta(days=self.days_before)


@dataclass(frozen=True, slots=True)
class Policy:
    """Tiers from the earliest notice to the latest, each giving back less; after the last nothing is given back.

    Raises PolicyError when that is not so.
    """

    name: PolicyName
    tiers: tuple[Tier, ...]

    def __post_init__(self) -> None:
        for tier in self.tiers:
            if not (0 <= tier.days_before <= BOOKING_WINDOW_DAYS and 0 < tier.percent <= EVERYTHING):
                raise PolicyError(f"A tier has 0-{BOOKING_WINDOW_DAYS} days and 1-{EVERYTHING} percent.")
        for earlier, later in zip(self.tiers, self.tiers[1:], strict=False):
            if earlier.days_before <= later.days_before or earlier.percent <= later.percent:
                raise PolicyError("Each tier has fewer days than the one before, and gives back less.")

    def tier_at(self, days_before: int) -> Tier | None:
        """Return the tier of somebody who cancels so many days before arrival; None when it is too late for any."""
        return next((tier for tier in self.tiers if days_before >= tier.days_before), None)

    def as_snapshot(self) -> dict[str, Any]:
        """Return the policy in JSON's own types, to be frozen with a quote."""
        tiers = [{"days_before": tier.days_before, "percent": tier.percent} for tier in self.tiers]
        return {"name": self.name.value, "tiers": tiers}


POLICIES: Mapping[PolicyName, Policy] = {
    policy.name: policy
    for policy in (
        Policy(PolicyName.FLEXIBLE, (Tier(2, 100), Tier(1, 50))),
        Policy(PolicyName.MODERATE, (Tier(14, 100), Tier(7, 50))),
        Policy(PolicyName.STRICT, (Tier(30, 50),)),
    )
}
DEFAULT_POLICY = POLICIES[PolicyName.MODERATE]
"""What holds for a quote from before policies were frozen with it."""


def policy_of(name: str, tiers: Sequence[Mapping[str, int]] | None) -> Policy:
    """Return the policy of that name, with the owner's own tiers when it is theirs. Raises PolicyError."""
    return _read(PolicyName.OWN, tiers or ()) if name == PolicyName.OWN else POLICIES[PolicyName(name)]


def policy_from_snapshot(snapshot: Mapping[str, Any]) -> Policy:
    """Return the policy frozen with a quote, as it was told, whatever its name means today."""
    frozen = snapshot.get("cancellation")
    return DEFAULT_POLICY if frozen is None else _read(PolicyName(frozen["name"]), frozen["tiers"])


def _read(name: PolicyName, tiers: Sequence[Mapping[str, int]]) -> Policy:
    return Policy(name, tuple(Tier(one["days_before"], one["percent"]) for one in tiers))


@dataclass(frozen=True, slots=True)
class Refund:
    """Cents to give back, after what they follow from, and why in words (English, for operators)."""

    amount_cents: int
    reason: RefundReason
    why: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """What was agreed with a guest and what they have paid, in cents.

    `agreed_at` is the contract's instant; None is a hold, where nothing is agreed yet. The cabin's own clock counts.
    `twice_cents` is what came in a second time: no part of `paid_cents`, of no policy's base, and always given back.
    """

    policy: Policy
    check_in: date
    check_in_time: time
    time_zone: str
    agreed_at: datetime | None
    total_cents: int
    paid_cents: int
    twice_cents: int = 0

    @property
    def brought_cents(self) -> int:
        """All that came in and is not given back yet."""
        return self.paid_cents + self.twice_cents

    @property
    def is_paid_elsewhere(self) -> bool:
        """Tell whether it was confirmed though no money of it is known here: nobody can say what was paid."""
        return self.agreed_at is not None and not self.brought_cents

    def refund_by_policy(self, now: datetime) -> Refund:
        """Return what cancelling at `now` gives back by the policy.

        What was paid above the total, or twice, always comes back.
        """
        if self.agreed_at is None:
            return self._everything(RefundReason.POLICY, "It was not confirmed yet: all that was paid is given back.")
        tier = self.tier_at(now)
        if tier is None:
            why = self._and_what_came_twice(_too_late(self.policy, self.check_in))
            return Refund(self.refund_cents_at(0), RefundReason.POLICY, why)
        until = f"{tier.last_day(self.check_in).isoformat()}, {_days(tier.days_before)} before arrival"
        why = self._and_what_came_twice(f"{tier.percent} % of what was paid is given back until {until}.")
        return Refund(self.refund_cents_at(tier.percent), RefundReason.POLICY, why)

    def tier_at(self, now: datetime) -> Tier | None:
        """Return the policy's tier of somebody who cancels at `now`; None when it is too late for any."""
        return self.policy.tier_at((self.check_in - self._day(now)).days)

    def refund_cents_at(self, percent: int) -> int:
        """Return the cents given back at `percent` %, rounded half up."""
        owed = min(self.paid_cents, self.total_cents)
        return self.brought_cents - owed + percent_of(owed, percent)

    def withdrawal_ends_at(self) -> datetime | None:
        """Return the last instant (UTC) of the right of withdrawal; None for a hold, which is simply cancelled.

        The ten days begin the day after the contract and end with a working day (art. 1110), or 24 h before arrival.
        """
        if self.agreed_at is None:
            return None
        zone = ZoneInfo(self.time_zone)
        last_day = self._day(self.agreed_at) + timedelta(days=WITHDRAWAL_DAYS)
        feasts = holidays.country_holidays(COUNTRY, years=(last_day.year, last_day.year + 1))
        while last_day.weekday() >= SATURDAY or last_day in feasts:
            last_day += A_DAY
        midnight = datetime.combine(last_day + A_DAY, time(), zone).astimezone(UTC)
        arrival = datetime.combine(self.check_in, self.check_in_time, zone).astimezone(UTC)
        return min(midnight, arrival - WITHDRAWAL_NOTICE)

    def can_withdraw(self, now: datetime) -> bool:
        """Tell whether the guest may still take the contract back at `now`."""
        ends_at = self.withdrawal_ends_at()
        return ends_at is None or now <= ends_at

    def refund_by_withdrawal(self, now: datetime) -> Refund | None:
        """Return what taking the contract back at `now` gives back: everything, or None when the right has ended."""
        if not self.can_withdraw(now):
            return None
        why = f"Taken back within {WITHDRAWAL_DAYS} days of the contract: all that was paid is given back."
        return self._everything(RefundReason.WITHDRAWAL, why)

    def refund_by_house(self) -> Refund:
        """Return what comes back when the house cancels: everything."""
        return self._everything(RefundReason.HOUSE, "The house cancelled: all that was paid is given back.")

    def best_refund(self, now: datetime) -> Refund:
        """Return what is best for the guest: the policy's refund, unless the law's is larger."""
        by_policy, by_law = self.refund_by_policy(now), self.refund_by_withdrawal(now)
        return by_law if by_law is not None and by_law.amount_cents > by_policy.amount_cents else by_policy

    def _everything(self, reason: RefundReason, why: str) -> Refund:
        return Refund(self.brought_cents, reason, why)

    def _and_what_came_twice(self, why: str) -> str:
        return f"{why} What was paid twice comes back whole." if self.twice_cents else why

    def _day(self, instant: datetime) -> date:
        return instant.astimezone(ZoneInfo(self.time_zone)).date()


def split_refund(refund_cents: int, brought: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return from which payments a refund comes: (key, cents) of each touched, in the order `brought` them.

    `brought` is (key, cents it brought less refunds); together they must reach `refund_cents`.
    """
    parts = []
    for key, cents in brought:
        taken = min(refund_cents, cents)
        if taken > 0:
            parts.append((key, taken))
            refund_cents -= taken
    return parts


def _too_late(policy: Policy, check_in: date) -> str:
    if not policy.tiers:
        return "The policy gives nothing back."
    last_day = policy.tiers[-1].last_day(check_in).isoformat()
    return f"Nothing is given back after {last_day}, {_days(policy.tiers[-1].days_before)} before arrival."


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"
