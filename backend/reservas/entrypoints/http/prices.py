"""A cabin's nights over HTTP, each with its price, the rule that won and the stays allowed there."""

from datetime import date
from typing import Annotated, Self

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from reservas.domain.price_calendar import CalendarNight
from reservas.domain.pricing import Dates, Rates, charged_cents
from reservas.domain.wording import words_for
from reservas.entrypoints.http.accommodations import AccommodationCode
from reservas.entrypoints.http.dependencies import ConnectionsDep, OfficeDep
from reservas.entrypoints.http.rate_schemas import READ, OwnersDate
from reservas.entrypoints.http.schemas import MoneyOut
from reservas.features.accommodations.service import prices

router = APIRouter(prefix="/api/v1/accommodations/{code}/prices", tags=["Prices"])
OWNERS_LANGUAGE = "es"


class NightOut(BaseModel):
    """A night as it is sold today: its price, the winning rule in a quote's own words, and the stays around it."""

    night: date
    price: MoneyOut
    charged: MoneyOut
    rule: str = Field(examples=["night.season_weekend"])
    words: str = Field(examples=["Noches de viernes y sábado, Verano"])
    label: str | None = Field(examples=["Verano"])
    source: str | None = Field(examples=["season:12"])
    minimum_nights: int
    maximum_nights: int | None
    closed_to_arrival: bool
    closed_to_departure: bool

    @classmethod
    def of(cls, one: CalendarNight, rates: Rates) -> Self:
        """Return the night as JSON shows it; `price` is in the list currency."""
        cents, exchange = one.price.unit_cents, rates.exchange
        return cls(
            night=one.night,
            price=MoneyOut(amount_cents=cents, currency=exchange.list_currency if exchange else rates.currency),
            charged=MoneyOut(amount_cents=charged_cents(cents, exchange), currency=rates.currency),
            rule=one.price.rule,
            words=words_for(OWNERS_LANGUAGE).say(f"rule.{one.price.rule}", label=one.price.label or ""),
            label=one.price.label,
            source=one.price.source,
            minimum_nights=one.minimum_nights,
            maximum_nights=one.maximum_nights,
            closed_to_arrival=one.is_closed_to_arrival,
            closed_to_departure=one.is_closed_to_departure,
        )


@router.get("", summary="What each night costs, and why", **READ)
async def read_prices(
    connections: ConnectionsDep,
    _operator: OfficeDep,
    code: AccommodationCode,
    since: Annotated[OwnersDate, Query(alias="from", examples=["2027-01-01"])],
    until: Annotated[OwnersDate, Query(description="Not included; 400 nights at most.", examples=["2027-02-01"])],
) -> list[NightOut]:
    """Return each night with its price, the rule that won and the stays that may begin or end. For owners and staff."""
    async with connections.database.unit_of_work() as session:
        rates, nights = await prices.read_prices(session, code, Dates(since, until), connections.clock.now())
    return [NightOut.of(one, rates) for one in nights]
