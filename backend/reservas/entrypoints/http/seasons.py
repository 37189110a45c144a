"""An owner's seasons over HTTP: a cabin's year, carried on to the next one and to other cabins."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Self

from fastapi import APIRouter, Response
from pydantic import ConfigDict, Field, RootModel
from pydantic.config import JsonDict
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.entrypoints.http.accommodations import AccommodationCode, editor_of
from reservas.entrypoints.http.changes import OwnersChangeDep
from reservas.entrypoints.http.dependencies import ConnectionsDep, OfficeDep
from reservas.entrypoints.http.rate_schemas import (
    CHANGED,
    READ,
    DatesIn,
    Nights,
    Partial,
    PriceCents,
    RowKey,
    RowOut,
    Weekdays,
    Year,
)
from reservas.entrypoints.http.reservation_schemas import Name
from reservas.entrypoints.http.schemas import Code, Strict
from reservas.features.accommodations.service import seasons
from reservas.models import Season

router = APIRouter(prefix="/api/v1/accommodations/{code}/seasons", tags=["Seasons"])
HIGH: JsonDict = {
    "name": "Verano",
    "first_night": "2026-12-15",
    "last_night": "2027-02-28",
    "weekday_price_cents": 9_000_000,
    "weekend_price_cents": 11_000_000,
    "minimum_nights": 3,
}
Percent = Annotated[int, Field(ge=-90, le=1000, description="How much dearer, in percent.", examples=[35])]


class SeasonIn(DatesIn):
    """A season; of two that cover a night the higher priority rules, then the shorter, then the newer."""

    model_config = ConfigDict(json_schema_extra={"examples": [HIGH]})

    name: Name
    weekday_price_cents: PriceCents
    weekend_price_cents: PriceCents
    recurs_yearly: bool = False
    priority: Annotated[int, Field(ge=0, le=100)] = 0
    minimum_nights: Nights | None = None
    maximum_nights: Nights | None = None
    closed_arrival_days: Weekdays = Field(default_factory=list)
    closed_departure_days: Weekdays = Field(default_factory=list)


class SeasonPatchIn(SeasonIn, Partial):
    """What shall be different about a season."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"weekend_price_cents": 12_000_000}]})


class YearCopyIn(Strict):
    """The year whose dated seasons are carried on to the next."""

    from_year: Year
    percent: Percent = 0


class CabinCopyIn(Strict):
    """The cabin whose seasons are copied to this one."""

    accommodation: Code
    percent: Percent = 0


class SeasonOut(RowOut):
    """A season; prices are in cents of the cabin's list currency."""

    name: str
    first_night: date
    last_night: date
    recurs_yearly: bool
    priority: int
    weekday_price_cents: int
    weekend_price_cents: int
    minimum_nights: int | None
    maximum_nights: int | None
    closed_arrival_days: list[int]
    closed_departure_days: list[int]


class SeasonsOut(RootModel[list[SeasonOut]]):
    """Seasons."""

    @classmethod
    def of(cls, rows: Iterable[Season]) -> Self:
        """Return the seasons as JSON shows them."""
        return cls([SeasonOut.of(one) for one in rows])


@router.get("", summary="List a cabin's seasons", **READ)
async def list_seasons(connections: ConnectionsDep, _operator: OfficeDep, code: AccommodationCode) -> SeasonsOut:
    """Return the cabin's seasons in the order of the calendar. For owners and staff."""
    async with connections.database.unit_of_work() as session:
        return SeasonsOut.of(await seasons.list_seasons(session, code))


@router.post("", summary="Add a season", status_code=201, response_model=SeasonOut, **CHANGED)
async def make_season(change: OwnersChangeDep, code: AccommodationCode, body: SeasonIn) -> Response:
    """Add a season; 409 `season_overlap` names the one of the same priority that has one of its nights."""

    async def work(session: AsyncSession, now: datetime) -> tuple[int, SeasonOut]:
        return 201, SeasonOut.of(await seasons.make_season(session, code, body.model_dump(), editor_of(change, now)))

    return await change.answer(body, work)


@router.post(
    "/copy", summary="Copy a year's seasons to the next", status_code=201, response_model=SeasonsOut, **CHANGED
)
async def copy_year(change: OwnersChangeDep, code: AccommodationCode, body: YearCopyIn) -> Response:
    """Carry the dated seasons that begin in a year on to the next, dearer by a percentage: all of them or none."""

    async def work(session: AsyncSession, now: datetime) -> tuple[int, SeasonsOut]:
        by = editor_of(change, now)
        return 201, SeasonsOut.of(await seasons.copy_year(session, code, body.from_year, body.percent, by))

    return await change.answer(body, work)


@router.post(
    "/copy-from", summary="Copy another cabin's seasons here", status_code=201, response_model=SeasonsOut, **CHANGED
)
async def copy_cabin(change: OwnersChangeDep, code: AccommodationCode, body: CabinCopyIn) -> Response:
    """Give this cabin every season of another one, dearer by a percentage: all of them or none."""

    async def work(session: AsyncSession, now: datetime) -> tuple[int, SeasonsOut]:
        by = editor_of(change, now)
        return 201, SeasonsOut.of(await seasons.copy_cabin(session, code, body.accommodation, body.percent, by))

    return await change.answer(body, work)


@router.patch("/{season}", summary="Edit a season", response_model=SeasonOut, **CHANGED)
async def edit_season(
    change: OwnersChangeDep, code: AccommodationCode, season: RowKey, body: SeasonPatchIn
) -> Response:
    """Change what is sent; quotes that were told keep their price."""

    async def work(session: AsyncSession, now: datetime) -> tuple[int, SeasonOut]:
        by = editor_of(change, now)
        return 200, SeasonOut.of(await seasons.edit_season(session, code, season, body.values(), by))

    return await change.answer(body, work)


@router.delete("/{season}", summary="Delete a season", response_model=SeasonOut, **CHANGED)
async def delete_season(change: OwnersChangeDep, code: AccommodationCode, season: RowKey) -> Response:
    """Delete a season and return what it was."""

    async def work(session: AsyncSession, now: datetime) -> tuple[int, SeasonOut]:
        return 200, SeasonOut.of(await seasons.delete_season(session, code, season, editor_of(change, now)))

    return await change.answer(None, work)
