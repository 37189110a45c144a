"""An owner's seasons are made, edited, carried on to the next year and to other cabins."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain import pricing
from reservas.domain.money import LARGEST_PRICE_CENTS
from reservas.domain.season_copies import copies_to_next_year, repriced
from reservas.features.accommodations import repository
from reservas.features.accommodations.errors import SeasonNotFound, SeasonOverlap, TermsContradict
from reservas.features.accommodations.repository import LawBroken
from reservas.features.accommodations.schemas import Editor
from reservas.features.accommodations.service import history
from reservas.features.accommodations.service.dated import in_words, with_nights
from reservas.features.accommodations.service.terms import OwnersRules, rates_of
from reservas.models import Accommodation, Season

LONGEST_RECURRING_NIGHTS = 365
COPIED = (
    "name",
    "recurs_yearly",
    "priority",
    "minimum_nights",
    "maximum_nights",
    "closed_arrival_days",
    "closed_departure_days",
)


async def list_seasons(session: AsyncSession, code: str) -> Sequence[Season]:
    """Return the accommodation's seasons in the order of the calendar. Raises AccommodationNotFound."""
    cabin = await repository.by_code(session, code, active_only=False)
    return await repository.seasons_of(session, cabin.id)


async def make_season(session: AsyncSession, code: str, values: Mapping[str, Any], by: Editor) -> Season:
    """Store a season with these columns. Raises AccommodationNotFound, TermsContradict, SeasonOverlap."""
    cabin = await repository.lock_by_code(session, code)
    columns = with_nights(values)
    _require_sound(columns)
    [season] = await _store(session, cabin, [Season(accommodation_id=cabin.id, created_at=by.now, **columns)], by)
    return season


async def edit_season(session: AsyncSession, code: str, key: int, values: Mapping[str, Any], by: Editor) -> Season:
    """Give the season's columns these values.

    Raises AccommodationNotFound, SeasonNotFound, TermsContradict, SeasonOverlap.
    """
    cabin, season = await _locked(session, code, key)
    columns = with_nights(values, season.nights)
    wanted = {name: getattr(season, name) for name in (*COPIED, "nights")} | columns
    _require_sound(wanted)
    before = history.columns_of(season)
    try:
        await repository.update(session, season, columns)
    except LawBroken as error:
        raise await _overlap(session, cabin.id, wanted["priority"], wanted["nights"], key) from error
    history.record(session, by, "season.changed", _subject(cabin, key), before, history.columns_of(season))
    return season


async def delete_season(session: AsyncSession, code: str, key: int, by: Editor) -> Season:
    """Delete the season and return what it was. Raises AccommodationNotFound, SeasonNotFound."""
    cabin, season = await _locked(session, code, key)
    await repository.delete(session, season)
    history.record(session, by, "season.deleted", _subject(cabin, key), history.columns_of(season), history.NOTHING)
    return season


async def copy_year(session: AsyncSession, code: str, year: int, percent: int, by: Editor) -> Sequence[Season]:
    """Store the dated seasons that begin in `year` for the next one, `percent` % dearer: all or none.

    Raises AccommodationNotFound, SeasonNotFound when none begins then, SeasonOverlap, TermsContradict.
    """
    cabin = await repository.lock_by_code(session, code)
    rows = {row.id: row for row in await repository.seasons_of(session, cabin.id)}
    copies = copies_to_next_year(_plain(cabin, rows.values()), year, percent)
    if not copies:
        raise SeasonNotFound(f"No dated season begins in {year}.", field="from_year")
    return await _store(session, cabin, [_copy(rows[one.id], one, cabin, by) for one in copies], by)


async def copy_cabin(session: AsyncSession, code: str, source: str, percent: int, by: Editor) -> Sequence[Season]:
    """Store every season of the accommodation `source` for this one, `percent` % dearer: all or none.

    Raises AccommodationNotFound, SeasonNotFound when there is none, SeasonOverlap, TermsContradict.
    """
    cabin = await repository.lock_by_code(session, code)
    other = await repository.by_code(session, source, active_only=False)
    if (other.list_currency or other.currency) != (cabin.list_currency or cabin.currency):
        raise TermsContradict(f"{source} has its prices in another currency.", field="accommodation")
    rows = {row.id: row for row in await repository.seasons_of(session, other.id)}
    if not rows:
        raise SeasonNotFound(f"{source} has no season.", field="accommodation")
    copies = [repriced(one, percent) for one in _plain(other, rows.values())]
    return await _store(session, cabin, [_copy(rows[one.id], one, cabin, by) for one in copies], by)


async def _locked(session: AsyncSession, code: str, key: int) -> tuple[Accommodation, Season]:
    cabin = await repository.lock_by_code(session, code)
    season = await repository.owned(session, Season, cabin.id, key)
    if season is None:
        raise SeasonNotFound(f"{code} has no season {key}.", field="season")
    return cabin, season


async def _store(session: AsyncSession, cabin: Accommodation, rows: list[Season], by: Editor) -> list[Season]:
    wanted = [(row.priority or 0, row.nights) for row in rows]
    accommodation_id = cabin.id
    try:
        await repository.insert(session, rows)
    except LawBroken as error:
        raise await _first_overlap(session, accommodation_id, wanted) from error
    for row in rows:
        history.record(session, by, "season.made", _subject(cabin, row.id), history.NOTHING, history.columns_of(row))
    return rows


async def _first_overlap(
    session: AsyncSession, accommodation_id: int, wanted: list[tuple[int, Range[date]]]
) -> SeasonOverlap:
    for priority, nights in wanted:
        if await repository.season_in_the_way(session, accommodation_id, priority, nights) is not None:
            return await _overlap(session, accommodation_id, priority, nights)
    return SeasonOverlap("Two of those seasons have a night in common.", field="first_night")


async def _overlap(
    session: AsyncSession, accommodation_id: int, priority: int, nights: Range[date], but: int | None = None
) -> SeasonOverlap:
    other = await repository.season_in_the_way(session, accommodation_id, priority, nights, but)
    if other is None:
        return SeasonOverlap("Another season of that priority was just there: ask again.", field="first_night")
    detail = f"Season {other.id}, {other.name!r}, has the nights {in_words(other.nights)} at priority {priority}."
    return SeasonOverlap(detail, field="first_night")


def _require_sound(columns: Mapping[str, Any]) -> None:
    """Raise unless the values fit each other: the table's CHECKs, in words."""
    nights, least, most = columns["nights"], columns.get("minimum_nights"), columns.get("maximum_nights")
    if columns.get("recurs_yearly") and (nights.upper - nights.lower).days > LONGEST_RECURRING_NIGHTS:
        raise TermsContradict("A season that comes back every year lasts at most a year.", field="last_night")
    if least is not None and most is not None and most < least:
        raise TermsContradict("The longest stay is shorter than the shortest.", field="maximum_nights")


def _plain(cabin: Accommodation, rows: Iterable[Season]) -> Sequence[pricing.Season]:
    return rates_of(cabin, OwnersRules(seasons=list(rows))).seasons


def _copy(row: Season, copy: pricing.Season, cabin: Accommodation, by: Editor) -> Season:
    if max(copy.weekday_cents, copy.weekend_cents) > LARGEST_PRICE_CENTS:
        raise TermsContradict(f"{copy.name!r} would cost more than a night may.", field="percent")
    return Season(
        accommodation_id=cabin.id,
        created_at=by.now,
        nights=Range(copy.dates.first, copy.dates.end, bounds="[)"),
        weekday_price_cents=copy.weekday_cents,
        weekend_price_cents=copy.weekend_cents,
        **{name: getattr(row, name) for name in COPIED},
    )


def _subject(cabin: Accommodation, key: int) -> str:
    return f"{cabin.code} {key}"
