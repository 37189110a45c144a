"""The owner's tables become the rates and restrictions a stay is priced and judged by."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain import pricing
from reservas.domain.long_weekends import Suggestion, suggest_long_weekends
from reservas.domain.restrictions import Restrictions
from reservas.features.accommodations import repository
from reservas.models import Accommodation, Fee, Holiday, PriceRule, Season


@dataclass(slots=True)
class OwnersRules:
    """The rows that hold for one accommodation; the holidays are everybody's."""

    seasons: list[Season] = field(default_factory=list)
    rules: list[PriceRule] = field(default_factory=list)
    fees: list[Fee] = field(default_factory=list)
    holidays: Sequence[Holiday] = ()

    def of_kind(self, kind: str) -> list[PriceRule]:
        """Return the price rules of that kind."""
        return [rule for rule in self.rules if rule.kind == kind]


async def suggest_holidays(session: AsyncSession, year: int) -> list[Suggestion]:
    """Return the long weekends of `year` that the owner's table does not have yet, for the owner to accept."""
    known = [_dates(holiday.nights) for holiday in await repository.list_holidays(session)]
    return [
        one
        for one in suggest_long_weekends(year)
        if not any(one.nights.first < other.end and other.first < one.nights.end for other in known)
    ]


def rates_of(cabin: Accommodation, owned: OwnersRules | None = None) -> pricing.Rates:
    """Return what the owner asks there, in its list currency: its own prices, and its tables' rules when given."""
    owned = owned or OwnersRules()
    return pricing.Rates(
        currency=cabin.currency,
        base_cents=cabin.base_price_cents,
        weekend_cents=cabin.weekend_price_cents,
        deposit_percent=cabin.deposit_percent,
        overrides=tuple(_override(rule) for rule in owned.of_kind("override")),
        holidays=_holidays(owned),
        seasons=tuple(_season(season) for season in owned.seasons),
        included_guests=cabin.included_guests,
        extra_guest_cents=cabin.extra_guest_cents,
        child_bands=tuple(_child_band(rule) for rule in owned.of_kind("child_band")),
        fees=tuple(
            pricing.Fee(fee.id, fee.kind, fee.label, pricing.FeeBasis(fee.basis), fee.amount_cents)
            for fee in owned.fees
        ),
        discounts=tuple(_discounts(owned.rules)),
        deposit=_deposit(cabin),
        round_up_to_cents=cabin.round_up_to_cents,
    )


def restrictions_of(cabin: Accommodation, owned: OwnersRules) -> Restrictions:
    """Return what the owner allows there."""
    return Restrictions(
        capacity=cabin.capacity,
        pets_allowed=cabin.pets_allowed,
        minimum_nights=cabin.minimum_nights,
        maximum_nights=cabin.maximum_nights,
        lead_days=cabin.lead_days,
        booking_window_days=cabin.booking_window_days,
        turnover_days=cabin.turnover_days,
        seasons=tuple(_season(season) for season in owned.seasons),
        holidays=_holidays(owned),
        closed_to_arrival=tuple(_dates(rule.nights) for rule in owned.of_kind("closed_to_arrival")),
        closed_to_departure=tuple(_dates(rule.nights) for rule in owned.of_kind("closed_to_departure")),
    )


def _dates(nights: Range[date] | None) -> pricing.Dates:
    assert nights is not None
    assert nights.lower is not None
    assert nights.upper is not None
    return pricing.Dates(nights.lower, nights.upper)


def _season(season: Season) -> pricing.Season:
    return pricing.Season(
        id=season.id,
        name=season.name,
        dates=_dates(season.nights),
        weekday_cents=season.weekday_price_cents,
        weekend_cents=season.weekend_price_cents,
        priority=season.priority,
        recurs_yearly=season.recurs_yearly,
        minimum_nights=season.minimum_nights,
        maximum_nights=season.maximum_nights,
        closed_arrival_days=frozenset(season.closed_arrival_days),
        closed_departure_days=frozenset(season.closed_departure_days),
    )


def _override(rule: PriceRule) -> pricing.Override:
    assert rule.price_cents is not None
    return pricing.Override(rule.id, _dates(rule.nights), rule.price_cents, rule.label)


def _holidays(owned: OwnersRules) -> tuple[pricing.Holiday, ...]:
    """Return each holiday of the owner's table with the rule made for it, else with the one for all of them."""
    by_holiday = {rule.holiday_id: rule for rule in owned.of_kind("holiday")}
    found = []
    for holiday in owned.holidays:
        rule = by_holiday.get(holiday.id, by_holiday.get(None))
        if rule is not None:
            nights = _dates(holiday.nights)
            found.append(pricing.Holiday(rule.id, holiday.name, nights, rule.price_cents, rule.minimum_nights))
    return tuple(found)


def _child_band(rule: PriceRule) -> pricing.ChildBand:
    assert rule.first_age is not None
    assert rule.last_age is not None
    assert rule.percent is not None
    return pricing.ChildBand(rule.first_age, rule.last_age, rule.percent)


def _discounts(rules: Iterable[PriceRule]) -> Iterable[pricing.Discount]:
    for rule in rules:
        if rule.kind in ("length_discount", "returning_discount"):
            assert rule.percent is not None
            is_returning = rule.kind == "returning_discount"
            yield pricing.Discount(rule.id, rule.label, rule.percent, rule.minimum_nights or 1, is_returning)


def _deposit(cabin: Accommodation) -> pricing.DepositRule:
    return pricing.DepositRule(
        kind=pricing.DepositKind(cabin.deposit_kind),
        percent=cabin.deposit_percent,
        fixed_cents=cabin.deposit_fixed_cents or 0,
        floor_cents=cabin.deposit_floor_cents,
        cap_cents=cabin.deposit_cap_cents,
        full_payment_days=cabin.full_payment_days,
        balance_days=cabin.balance_days,
    )
