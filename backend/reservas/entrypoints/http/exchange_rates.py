"""Rates of exchange over HTTP: read, and stored one after another."""

from datetime import datetime
from typing import Self

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.entrypoints.http.accommodations import editor_of
from reservas.entrypoints.http.changes import OwnersChangeDep
from reservas.entrypoints.http.dependencies import ConnectionsDep, OfficeDep
from reservas.entrypoints.http.documented import problems
from reservas.entrypoints.http.pages import Page, PlaceDep
from reservas.entrypoints.http.rate_schemas import CHANGED, Currency, Instant, Rate
from reservas.entrypoints.http.reservation_schemas import Name
from reservas.entrypoints.http.schemas import Strict
from reservas.features.accommodations import repository
from reservas.features.accommodations.service import exchange
from reservas.models import ExchangeRate

router = APIRouter(prefix="/api/v1/exchange-rates", tags=["Exchange rates"])


class ExchangeRateIn(Strict):
    """How much of `charge_currency` is charged for one of `list_currency`, and who says so."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"list_currency": "USD", "charge_currency": "ARS", "rate": "1450.50", "source": "BNA, venta"}]
        }
    )

    list_currency: Currency = Field(examples=["USD"])
    charge_currency: Currency = Field(examples=["ARS"])
    rate: Rate
    source: Name = Field(examples=["BNA, venta"])
    effective_at: Instant | None = Field(None, description="From when on; now when it is null.")


class ExchangeRateOut(BaseModel):
    """A stored rate: in force from `effective_at` until a newer one."""

    id: int
    list_currency: str
    charge_currency: str
    rate: str
    source: str
    effective_at: datetime
    created_at: datetime

    @classmethod
    def of(cls, one: ExchangeRate) -> Self:
        """Return the rate as JSON shows it: a string, because it is no float."""
        return cls(
            id=one.id,
            list_currency=one.list_currency,
            charge_currency=one.charge_currency,
            rate=f"{one.rate.normalize():f}",
            source=one.source,
            effective_at=one.effective_at,
            created_at=one.created_at,
        )


@router.get("", summary="List the rates", responses=problems(401, 403, 422, 503))
async def list_exchange_rates(
    connections: ConnectionsDep, _operator: OfficeDep, place: PlaceDep
) -> Page[ExchangeRateOut]:
    """Return the rates in the order they were stored, newest first. For owners and staff."""
    async with connections.database.unit_of_work() as session:
        found = await repository.page_of_exchange_rates(session, place.before, place.limit + 1)
    items = [ExchangeRateOut.of(one) for one in found[: place.limit]]
    return Page(items=items, next=place.next_after([one.id for one in found]))


@router.post("", summary="Store a rate", status_code=201, response_model=ExchangeRateOut, **CHANGED)
async def store_exchange_rate(change: OwnersChangeDep, body: ExchangeRateIn) -> Response:
    """Store a rate; none is ever changed, so what a quote was charged at stays true."""

    async def work(session: AsyncSession, now: datetime) -> tuple[int, ExchangeRateOut]:
        by, currencies = editor_of(change, now), (body.list_currency, body.charge_currency)
        stored = await exchange.store_exchange_rate(session, currencies, body.rate, body.source, body.effective_at, by)
        return 201, ExchangeRateOut.of(stored)

    return await change.answer(body, work)
