"""Nights that owners keep for themselves, over HTTP; a block is named by its cabin and its first day."""

from datetime import date, datetime
from typing import Annotated, Any, Self
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.stays import Stay
from reservas.entrypoints.http.changes import Change, ChangeDep
from reservas.entrypoints.http.dependencies import ConnectionsDep, OperatorDep
from reservas.entrypoints.http.documented import problems
from reservas.entrypoints.http.reservation_schemas import BlockIn, NightsIn, ReasonIn
from reservas.entrypoints.http.schemas import Code, LocalDate
from reservas.features.reservations import repository as reservations
from reservas.features.reservations import service as booking

router = APIRouter(prefix="/api/v1/blocks", tags=["Blocks"])
AccommodationCode = Annotated[str, Path(pattern=r"^[a-z0-9-]{1,40}$", examples=["arrayan"])]
FirstDay = Annotated[LocalDate, Path(examples=["2027-01-10"])]
REFUSALS: dict[str, Any] = {"responses": problems(400, 401, 403, 404, 409, 422, 503)}
OLDEST_ZONE = ZoneInfo("Etc/GMT+12")  # wherever a cabin is, its today is not before this one


class BlockOut(BaseModel):
    """Nights kept by the owner."""

    accommodation: str
    check_in: date
    check_out: date

    @classmethod
    def of(cls, accommodation: str, stay: Stay) -> Self:
        """Return a block as JSON shows it."""
        return cls(accommodation=accommodation, check_in=stay.check_in, check_out=stay.check_out)


@router.get("", summary="List the blocks to come", responses=problems(401, 422, 503))
async def list_blocks(
    connections: ConnectionsDep,
    _operator: OperatorDep,
    accommodation: Annotated[Code | None, Query()] = None,
) -> list[BlockOut]:
    """Return the blocks that are not over, soonest first."""
    since = connections.clock.now().astimezone(OLDEST_ZONE).date()
    async with connections.database.unit_of_work() as session:
        return [BlockOut.of(code, stay) for code, stay in await reservations.blocks(session, accommodation, since)]


@router.post("", summary="Block nights", status_code=201, response_model=BlockOut, **REFUSALS)
async def make_block(change: ChangeDep, body: BlockIn) -> Response:
    """Keep the nights for the owner; 409 when one of them is taken."""

    async def work(session: AsyncSession, now: datetime) -> tuple[int, BlockOut]:
        stay = Stay(body.check_in, body.check_out)
        by = _author(change, body, now)
        return 201, BlockOut.of(body.accommodation, await booking.block(session, body.accommodation, stay, by))

    return await change.answer(body, work)


@router.patch("/{accommodation}/{check_in}", summary="Move a block", response_model=BlockOut, **REFUSALS)
async def move_block(
    change: ChangeDep, accommodation: AccommodationCode, check_in: FirstDay, body: NightsIn
) -> Response:
    """Move the block to other nights of the same cabin, or leave it where it is when one of them is taken."""

    async def work(session: AsyncSession, now: datetime) -> tuple[int, BlockOut]:
        stay, by = Stay(body.check_in, body.check_out), _author(change, body, now)
        return 200, BlockOut.of(accommodation, await booking.move_block(session, accommodation, check_in, stay, by))

    return await change.answer(body, work)


@router.delete("/{accommodation}/{check_in}", summary="Lift a block", response_model=BlockOut, **REFUSALS)
async def lift_block(change: ChangeDep, accommodation: AccommodationCode, check_in: FirstDay) -> Response:
    """Give the nights back and return which they were."""

    async def work(session: AsyncSession, now: datetime) -> tuple[int, BlockOut]:
        by = _author(change, None, now)
        return 200, BlockOut.of(accommodation, await booking.unblock(session, accommodation, check_in, by))

    return await change.answer(None, work)


def _author(change: Change, body: ReasonIn | None, now: datetime) -> booking.Author:
    return booking.Author(change.operator.actor, body.reason if body else None, now)
