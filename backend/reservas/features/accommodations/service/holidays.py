"""The owner's table of holidays is written by hand or from the calendar's suggestions."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.features.accommodations import repository
from reservas.features.accommodations.errors import HolidayInUse, HolidayNotFound, HolidayOverlap, NotSuggested
from reservas.features.accommodations.repository import LawBroken
from reservas.features.accommodations.schemas import Editor
from reservas.features.accommodations.service import history
from reservas.features.accommodations.service.dated import first_night, in_words, with_nights
from reservas.features.accommodations.service.terms import suggest_holidays
from reservas.models import Holiday


async def make_holiday(session: AsyncSession, values: Mapping[str, Any], by: Editor) -> Holiday:
    """Store a holiday with these columns. Raises TermsContradict, HolidayOverlap."""
    [holiday] = await _store(session, [with_nights(values)], by)
    return holiday


async def edit_holiday(session: AsyncSession, key: int, values: Mapping[str, Any], by: Editor) -> Holiday:
    """Give the holiday's columns these values. Raises HolidayNotFound, TermsContradict, HolidayOverlap."""
    holiday = await _locked(session, key)
    columns = with_nights(values, holiday.nights)
    nights, before = columns.get("nights", holiday.nights), history.columns_of(holiday)
    try:
        await repository.update(session, holiday, columns)
    except LawBroken as error:
        raise await _overlap(session, nights, key) from error
    after = history.columns_of(holiday)
    history.record(session, by, "holiday.changed", _subject(holiday.nights), before, after)
    return holiday


async def delete_holiday(session: AsyncSession, key: int, by: Editor) -> Holiday:
    """Delete the holiday and return what it was. Raises HolidayNotFound, HolidayInUse."""
    holiday = await _locked(session, key)
    columns = history.columns_of(holiday)
    try:
        await repository.delete(session, holiday)
    except LawBroken as error:
        code = await repository.accommodation_with_holiday(session, key)
        raise HolidayInUse(f"A price rule of {code} is for that holiday: delete it first.", field="holiday") from error
    history.record(session, by, "holiday.deleted", _subject(holiday.nights), columns, history.NOTHING)
    return holiday


async def accept_suggestions(
    session: AsyncSession, year: int, first_nights: Collection[date] | None, by: Editor
) -> Sequence[Holiday]:
    """Store the long weekends suggested for `year`, only those that begin on `first_nights` when it is given.

    Raises NotSuggested when the table has one of them already or the calendar does not, HolidayOverlap.
    """
    suggested = {one.nights.first: one for one in await suggest_holidays(session, year)}
    wanted = sorted(suggested if first_nights is None else set(first_nights))
    for first in wanted:
        if first not in suggested:
            raise NotSuggested(f"No long weekend of {year} left to accept begins on {first}.", field="first_nights")
    chosen = [suggested[first] for first in wanted]
    rows = [{"name": one.name, "nights": Range(one.nights.first, one.nights.end, bounds="[)")} for one in chosen]
    return await _store(session, rows, by)


async def _store(session: AsyncSession, rows: Sequence[Mapping[str, Any]], by: Editor) -> Sequence[Holiday]:
    holidays = [Holiday(created_at=by.now, **columns) for columns in rows]
    try:
        await repository.insert(session, holidays)
    except LawBroken as error:
        raise await _overlap(session, rows[0]["nights"]) from error
    for one in holidays:
        history.record(session, by, "holiday.made", _subject(one.nights), history.NOTHING, history.columns_of(one))
    return holidays


async def _locked(session: AsyncSession, key: int) -> Holiday:
    holiday = await repository.holiday_by_key(session, key, for_update=True)
    if holiday is None:
        raise HolidayNotFound(f"There is no holiday {key}.", field="holiday")
    return holiday


async def _overlap(session: AsyncSession, nights: Range[date], but: int | None = None) -> HolidayOverlap:
    other = await repository.holiday_in_the_way(session, nights, but)
    if other is None:
        return HolidayOverlap("Another holiday has one of those nights.", field="first_night")
    detail = f"Holiday {other.id}, {other.name!r}, has the nights {in_words(other.nights)}."
    return HolidayOverlap(detail, field="first_night")


def _subject(nights: Range[date]) -> str:
    return first_night(nights).isoformat()
