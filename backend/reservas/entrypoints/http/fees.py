"""An owner's fees beside the nights, over HTTP."""

from datetime import datetime
from typing import Literal

from fastapi import APIRouter, Response
from pydantic import ConfigDict
from pydantic.config import JsonDict
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.entrypoints.http.accommodations import AccommodationCode, editor_of
from reservas.entrypoints.http.changes import OwnersChangeDep
from reservas.entrypoints.http.dependencies import ConnectionsDep, OfficeDep
from reservas.entrypoints.http.rate_schemas import CHANGED, READ, FeeCents, Partial, RowKey, RowOut
from reservas.entrypoints.http.reservation_schemas import Name
from reservas.entrypoints.http.schemas import Strict
from reservas.features.accommodations.service import fees

router = APIRouter(prefix="/api/v1/accommodations/{code}/fees", tags=["Fees"])
CLEANING: JsonDict = {"kind": "cleaning", "label": "Limpieza final", "basis": "stay", "amount_cents": 2_500_000}


class FeeIn(Strict):
    """An amount beside the nights, counted by `basis`; one for pets is asked only of who brings some."""

    model_config = ConfigDict(json_schema_extra={"examples": [CLEANING]})

    kind: Literal["cleaning", "pets", "linen", "other"]
    label: Name
    basis: Literal["stay", "night", "guest", "pet", "guest_night", "pet_night"]
    amount_cents: FeeCents


class FeePatchIn(FeeIn, Partial):
    """What shall be different about a fee."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"amount_cents": 3_000_000}]})


class FeeOut(RowOut):
    """A fee; its amount is in cents of the cabin's list currency."""

    kind: str
    label: str
    basis: str
    amount_cents: int


@router.get("", summary="List a cabin's fees", **READ)
async def list_fees(connections: ConnectionsDep, _operator: OfficeDep, code: AccommodationCode) -> list[FeeOut]:
    """Return the cabin's fees, oldest first. For owners and staff."""
    async with connections.database.unit_of_work() as session:
        return [FeeOut.of(one) for one in await fees.list_fees(session, code)]


@router.post("", summary="Add a fee", status_code=201, response_model=FeeOut, **CHANGED)
async def make_fee(change: OwnersChangeDep, code: AccommodationCode, body: FeeIn) -> Response:
    """Add a fee; 409 when the cabin has one of that name, or too many."""

    async def work(session: AsyncSession, now: datetime) -> tuple[int, FeeOut]:
        return 201, FeeOut.of(await fees.make_fee(session, code, body.model_dump(), editor_of(change, now)))

    return await change.answer(body, work)


@router.patch("/{fee}", summary="Edit a fee", response_model=FeeOut, **CHANGED)
async def edit_fee(change: OwnersChangeDep, code: AccommodationCode, fee: RowKey, body: FeePatchIn) -> Response:
    """Change what is sent; quotes that were told keep their price."""

    async def work(session: AsyncSession, now: datetime) -> tuple[int, FeeOut]:
        return 200, FeeOut.of(await fees.edit_fee(session, code, fee, body.values(), editor_of(change, now)))

    return await change.answer(body, work)


@router.delete("/{fee}", summary="Delete a fee", response_model=FeeOut, **CHANGED)
async def delete_fee(change: OwnersChangeDep, code: AccommodationCode, fee: RowKey) -> Response:
    """Delete a fee and return what it was."""

    async def work(session: AsyncSession, now: datetime) -> tuple[int, FeeOut]:
        return 200, FeeOut.of(await fees.delete_fee(session, code, fee, editor_of(change, now)))

    return await change.answer(None, work)
