"""Money that is due to guests, over HTTP: listed, and marked as given back by hand."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.entrypoints.http.changes import ChangeDep
from reservas.entrypoints.http.dependencies import ConnectionsDep, OfficeDep
from reservas.entrypoints.http.documented import problems
from reservas.entrypoints.http.pages import Page, PlaceDep
from reservas.entrypoints.http.reservation_schemas import SettlementIn
from reservas.entrypoints.http.schemas import RefundOut
from reservas.features.payments import repository as payments
from reservas.features.payments import service as money
from reservas.features.payments.schemas import RefundStatus

router = APIRouter(prefix="/api/v1/refunds", tags=["Refunds"])
RefundCode = Annotated[str, Path(pattern=r"^D-[0-9A-Z]{6}$", examples=["D-7K3QXM"])]


@router.get("", summary="List refunds", responses=problems(401, 403, 422, 503))
async def list_refunds(
    connections: ConnectionsDep,
    _operator: OfficeDep,
    place: PlaceDep,
    status: Annotated[RefundStatus | None, Query()] = None,
) -> Page[RefundOut]:
    """Return refunds, newest first; those that are `due` wait for somebody to give them back. For owners and staff."""
    async with connections.database.unit_of_work() as session:
        found = await payments.refund_page(session, status, place.before, place.limit + 1)
    items = [RefundOut.of(view) for view in found[: place.limit]]
    return Page(items=items, next=place.next_after([view.id for view in found]))


@router.post(
    "/{code}/settle",
    summary="It was given back",
    response_model=RefundOut,
    responses=problems(400, 401, 403, 404, 409, 422, 503),
)
async def settle(change: ChangeDep, code: RefundCode, body: SettlementIn) -> Response:
    """Note that the money was given back by hand, how, and what proves it; its guest is told."""

    async def work(session: AsyncSession, now: datetime) -> tuple[int, RefundOut]:
        actor = change.operator.actor
        settled = await money.settle_refund(session, code, body.method, body.reference, actor=actor, now=now)
        return 200, RefundOut.of(settled)

    return await change.answer(body, work)
