"""The owner's table of holidays over HTTP; the calendar suggests, the table decides."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Annotated, Self

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field, RootModel
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.long_weekends import Suggestion
from reservas.entrypoints.http.accommodations import editor_of
from reservas.entrypoints.http.changes import OwnersChangeDep
from reservas.entrypoints.http.dependencies import ConnectionsDep, OfficeDep
from reservas.entrypoints.http.documented import problems
from reservas.entrypoints.http.rate_schemas import CHANGED, DatesIn, OwnersDate, Partial, RowKey, RowOut, Year
from reservas.entrypoints.http.reservation_schemas import Name
from reservas.entrypoints.http.schemas import Strict
from reservas.features.accommodations import repository
from reservas.features.accommodations.service import holidays, suggest_holidays
from reservas.models import Holiday

router = APIRouter(prefix="/api/v1/holidays", tags=["Holidays"])
SuggestedYear = Annotated[int, Query(ge=2020, le=2099, examples=[2027])]


class HolidayIn(DatesIn):
    """The nights of a holiday or long weekend, for all cabins; price rules say what it costs."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"name": "Semana Santa", "first_night": "2027-03-25", "last_night": "2027-03-27"}]
        }
    )

    name: Name


class HolidayPatchIn(HolidayIn, Partial):
    """What shall be different about a holiday."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"last_night": "2027-03-28"}]})


class AcceptedIn(Strict):
    """The suggestions of a year to take over: those that begin on these nights, all when it is null."""

    year: Year
    first_nights: Annotated[list[OwnersDate], Field(min_length=1, max_length=60)] | None = None


class HolidayOut(RowOut):
    """A holiday of the owner's table."""

    name: str
    first_night: date
    last_night: date


class HolidaysOut(RootModel[list[HolidayOut]]):
    """Holidays."""

    @classmethod
    def of(cls, rows: Iterable[Holiday]) -> Self:
        """Return the holidays as JSON shows them."""
        return cls([HolidayOut.of(one) for one in rows])


class SuggestionOut(BaseModel):
    """A long weekend that the calendar knows and the owner's table does not."""

    name: str
    first_night: date
    last_night: date

    @classmethod
    def of(cls, one: Suggestion) -> Self:
        """Return the suggestion as JSON shows it."""
        return cls(name=one.name, first_night=one.nights.first, last_night=one.nights.end - timedelta(days=1))


@router.get("", summary="List the holidays", responses=problems(401, 403, 503))
async def list_holidays(connections: ConnectionsDep, _operator: OfficeDep) -> HolidaysOut:
    """Return the owner's holidays in the order of the calendar. For owners and staff."""
    async with connections.database.unit_of_work() as session:
        return HolidaysOut.of(await repository.list_holidays(session))


@router.get("/suggestions", summary="What the calendar suggests", responses=problems(401, 403, 422, 503))
async def list_suggestions(
    connections: ConnectionsDep, _operator: OfficeDep, year: SuggestedYear
) -> list[SuggestionOut]:
    """Return Argentina's long weekends of a year that the table has not. Bridge days are known once decreed."""
    async with connections.database.unit_of_work() as session:
        return [SuggestionOut.of(one) for one in await suggest_holidays(session, year)]


@router.post(
    "/suggestions/accept", summary="Accept suggestions", status_code=201, response_model=HolidaysOut, **CHANGED
)
async def accept_suggestions(change: OwnersChangeDep, body: AcceptedIn) -> Response:
    """Put a year's suggestions into the table, all that are left or those that are named."""

    async def work(session: AsyncSession, now: datetime) -> tuple[int, HolidaysOut]:
        by = editor_of(change, now)
        return 201, HolidaysOut.of(await holidays.accept_suggestions(session, body.year, body.first_nights, by))

    return await change.answer(body, work)


@router.post("", summary="Add a holiday", status_code=201, response_model=HolidayOut, **CHANGED)
async def make_holiday(change: OwnersChangeDep, body: HolidayIn) -> Response:
    """Add a holiday; 409 `holiday_overlap` names the one that has one of its nights."""

    async def work(session: AsyncSession, now: datetime) -> tuple[int, HolidayOut]:
        return 201, HolidayOut.of(await holidays.make_holiday(session, body.model_dump(), editor_of(change, now)))

    return await change.answer(body, work)


@router.patch("/{holiday}", summary="Edit a holiday", response_model=HolidayOut, **CHANGED)
async def edit_holiday(change: OwnersChangeDep, holiday: RowKey, body: HolidayPatchIn) -> Response:
    """Change what is sent; quotes that were told keep their price."""

    async def work(session: AsyncSession, now: datetime) -> tuple[int, HolidayOut]:
        return 200, HolidayOut.of(await holidays.edit_holiday(session, holiday, body.values(), editor_of(change, now)))

    return await change.answer(body, work)


@router.delete("/{holiday}", summary="Delete a holiday", response_model=HolidayOut, **CHANGED)
async def delete_holiday(change: OwnersChangeDep, holiday: RowKey) -> Response:
    """Delete a holiday and return what it was; 409 while a price rule names it."""

    async def work(session: AsyncSession, now: datetime) -> tuple[int, HolidayOut]:
        return 200, HolidayOut.of(await holidays.delete_holiday(session, holiday, editor_of(change, now)))

    return await change.answer(None, work)
