"""An owner's price rules over HTTP: what changes a price or closes a day beside the seasons."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.entrypoints.http.accommodations import AccommodationCode, editor_of
from reservas.entrypoints.http.changes import OwnersChangeDep
from reservas.entrypoints.http.dependencies import ConnectionsDep, OfficeDep
from reservas.entrypoints.http.pages import Page, PlaceDep
from reservas.entrypoints.http.price_rule_schemas import PriceRuleIn, PriceRuleOut
from reservas.entrypoints.http.rate_schemas import CHANGED, READ, RowKey
from reservas.features.accommodations.service import price_rules

router = APIRouter(prefix="/api/v1/accommodations/{code}/price-rules", tags=["Price rules"])
Kind = Literal[
    "override",
    "holiday",
    "length_discount",
    "returning_discount",
    "child_band",
    "closed_to_arrival",
    "closed_to_departure",
]


@router.get("", summary="List a cabin's price rules", **READ)
async def list_price_rules(
    connections: ConnectionsDep,
    _operator: OfficeDep,
    code: AccommodationCode,
    place: PlaceDep,
    kind: Annotated[Kind | None, Query()] = None,
) -> Page[PriceRuleOut]:
    """Return the cabin's price rules, newest first. For owners and staff."""
    async with connections.database.unit_of_work() as session:
        found = await price_rules.page_of_price_rules(session, code, kind, place.before, place.limit + 1)
    items = [PriceRuleOut.of(one) for one in found[: place.limit]]
    return Page(items=items, next=place.next_after([one.id for one in found]))


@router.post("", summary="Add a price rule", status_code=201, response_model=PriceRuleOut, **CHANGED)
async def make_price_rule(change: OwnersChangeDep, code: AccommodationCode, body: PriceRuleIn) -> Response:
    """Add a rule; 409 `price_rule_overlap` names the one of that kind for the same nights, ages or holiday."""

    async def work(session: AsyncSession, now: datetime) -> tuple[int, PriceRuleOut]:
        by = editor_of(change, now)
        return 201, PriceRuleOut.of(await price_rules.make_price_rule(session, code, body.root.columns(), by))

    return await change.answer(body, work)


@router.put("/{price_rule}", summary="Replace a price rule", response_model=PriceRuleOut, **CHANGED)
async def replace_price_rule(
    change: OwnersChangeDep, code: AccommodationCode, price_rule: RowKey, body: PriceRuleIn
) -> Response:
    """Give a rule other values; its kind stays, and quotes that were told keep their price."""

    async def work(session: AsyncSession, now: datetime) -> tuple[int, PriceRuleOut]:
        by, columns = editor_of(change, now), body.root.columns()
        return 200, PriceRuleOut.of(await price_rules.replace_price_rule(session, code, price_rule, columns, by))

    return await change.answer(body, work)


@router.delete("/{price_rule}", summary="Delete a price rule", response_model=PriceRuleOut, **CHANGED)
async def delete_price_rule(change: OwnersChangeDep, code: AccommodationCode, price_rule: RowKey) -> Response:
    """Delete a rule and return what it was."""

    async def work(session: AsyncSession, now: datetime) -> tuple[int, PriceRuleOut]:
        by = editor_of(change, now)
        return 200, PriceRuleOut.of(await price_rules.delete_price_rule(session, code, price_rule, by))

    return await change.answer(None, work)
