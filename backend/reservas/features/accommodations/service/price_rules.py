"""An owner's price rules of every kind are made, replaced and taken away."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from reservas.features.accommodations import repository
from reservas.features.accommodations.errors import (
    HolidayNotFound,
    PriceRuleNotFound,
    PriceRuleOverlap,
    TermsContradict,
)
from reservas.features.accommodations.repository import LawBroken
from reservas.features.accommodations.schemas import Editor
from reservas.features.accommodations.service import history
from reservas.features.accommodations.service.dated import in_words, with_nights
from reservas.models import Accommodation, PriceRule

# What a kind does not have is null, whatever stood there before.
VALUES = ("label", "nights", "holiday_id", "price_cents", "percent", "minimum_nights", "first_age", "last_age")


async def page_of_price_rules(
    session: AsyncSession, code: str, kind: str | None, before: int, limit: int
) -> Sequence[PriceRule]:
    """Return the accommodation's rules, newest first: those with keys under `before`. Raises AccommodationNotFound."""
    cabin = await repository.by_code(session, code, active_only=False)
    return await repository.page_of_price_rules(session, cabin.id, kind, before, limit)


async def make_price_rule(session: AsyncSession, code: str, values: Mapping[str, Any], by: Editor) -> PriceRule:
    """Store a rule with these columns. Raises AccommodationNotFound, HolidayNotFound, PriceRuleOverlap."""
    cabin = await repository.lock_by_code(session, code)
    columns = with_nights(values)
    await _require_sound(session, cabin, columns, None)
    rule = PriceRule(accommodation_id=cabin.id, created_at=by.now, **columns)
    try:
        await repository.insert(session, [rule])
    except LawBroken as error:
        raise await _contradiction(session, cabin.id, columns, None) from error
    history.record(session, by, "price_rule.made", f"{code} {rule.id}", history.NOTHING, history.columns_of(rule))
    return rule


async def replace_price_rule(
    session: AsyncSession, code: str, key: int, values: Mapping[str, Any], by: Editor
) -> PriceRule:
    """Give the rule these columns and no others; its kind stays what it is.

    Raises AccommodationNotFound, PriceRuleNotFound, TermsContradict, HolidayNotFound, PriceRuleOverlap.
    """
    cabin, rule = await _locked(session, code, key)
    columns = dict.fromkeys(VALUES) | with_nights(values)
    if columns["kind"] != rule.kind:
        raise TermsContradict(f"It is a rule of the kind {rule.kind}: make another one instead.", field="kind")
    await _require_sound(session, cabin, columns, key)
    before = history.columns_of(rule)
    try:
        await repository.update(session, rule, columns)
    except LawBroken as error:
        raise await _contradiction(session, cabin.id, columns, key) from error
    history.record(session, by, "price_rule.changed", f"{code} {key}", before, history.columns_of(rule))
    return rule


async def delete_price_rule(session: AsyncSession, code: str, key: int, by: Editor) -> PriceRule:
    """Delete the rule and return what it was. Raises AccommodationNotFound, PriceRuleNotFound."""
    _, rule = await _locked(session, code, key)
    await repository.delete(session, rule)
    history.record(session, by, "price_rule.deleted", f"{code} {key}", history.columns_of(rule), history.NOTHING)
    return rule


async def _locked(session: AsyncSession, code: str, key: int) -> tuple[Accommodation, PriceRule]:
    cabin = await repository.lock_by_code(session, code)
    rule = await repository.owned(session, PriceRule, cabin.id, key)
    if rule is None:
        raise PriceRuleNotFound(f"{code} has no price rule {key}.", field="price_rule")
    return cabin, rule


async def _require_sound(
    session: AsyncSession, cabin: Accommodation, columns: Mapping[str, Any], but: int | None
) -> None:
    """Raise what no constraint of the table says: a holiday that is not there, an age in two bands."""
    if columns.get("holiday_id") is not None and not await repository.holiday_by_key(session, columns["holiday_id"]):
        raise _no_holiday(columns)
    if columns["kind"] != "child_band":
        return
    for band in await repository.child_bands(session, cabin.id):
        assert band.first_age is not None
        assert band.last_age is not None
        if band.id != but and band.first_age <= columns["last_age"] and columns["first_age"] <= band.last_age:
            detail = f"Rule {band.id} is for the ages {band.first_age} to {band.last_age}."
            raise PriceRuleOverlap(detail, field="first_age")


async def _contradiction(
    session: AsyncSession, accommodation_id: int, columns: Mapping[str, Any], but: int | None
) -> PriceRuleOverlap | HolidayNotFound:
    """Return what the database refused the rule for."""
    if columns["kind"] == "override":
        other = await repository.override_in_the_way(session, accommodation_id, columns["nights"], but)
        where = f"Rule {other.id} sets the nights {in_words(other.nights)}." if other and other.nights else "Ask again."
        return PriceRuleOverlap(where, field="first_night")
    wanted = columns["holiday_id"]
    if wanted is not None and await repository.holiday_by_key(session, wanted) is None:
        return _no_holiday(columns)
    which = "all holidays" if wanted is None else f"holiday {wanted}"
    return PriceRuleOverlap(f"There is a rule for {which} already.", field="holiday")


def _no_holiday(columns: Mapping[str, Any]) -> HolidayNotFound:
    return HolidayNotFound(f"There is no holiday {columns['holiday_id']}.", field="holiday")
