"""Availability and quotes over HTTP, for anybody."""

from typing import Annotated

from fastapi import APIRouter, Path, Query

from reservas.domain.stays import MAXIMUM_PEOPLE, Party, Stay, StayError
from reservas.entrypoints.http.dependencies import ConnectionsDep
from reservas.entrypoints.http.documented import problems
from reservas.entrypoints.http.schemas import (
    AvailabilityOut,
    LocalDate,
    OfferOut,
    QuoteId,
    QuoteIn,
    QuoteOut,
)
from reservas.features.reservations import service as booking
from reservas.features.reservations.errors import StayRefused

router = APIRouter(prefix="/api/v1")
PUBLIC_PROBLEMS = problems(404, 422, 503)


@router.get("/availability", tags=["Availability"], summary="What is free", responses=PUBLIC_PROBLEMS)
async def read_availability(
    connections: ConnectionsDep,
    check_in: Annotated[LocalDate, Query(examples=["2027-01-10"])],
    check_out: Annotated[LocalDate, Query(examples=["2027-01-14"])],
    guests: Annotated[int, Query(ge=1, le=MAXIMUM_PEOPLE)] = 1,
) -> AvailabilityOut:
    """Return the cabins that are free for the whole stay and big enough, with the total for it."""
    try:
        stay = Stay(check_in, check_out)
    except StayError as error:
        raise StayRefused(error.detail, field=error.field, reason=error.reason) from error
    async with connections.database.unit_of_work() as session:
        offers = await booking.search_or_refuse(session, stay, Party(guests), connections.clock.now())
    available = [OfferOut.of(offer) for offer in offers]
    return AvailabilityOut(check_in=check_in, check_out=check_out, guests=guests, available=available)


@router.post("/quotes", tags=["Quotes"], summary="Price a stay", status_code=201, responses=PUBLIC_PROBLEMS)
async def make_quote(connections: ConnectionsDep, body: QuoteIn) -> QuoteOut:
    """Freeze an itemised price; it takes no nights. Children whose age is not told pay as any guest."""
    stay, now = Stay(body.check_in, body.check_out), connections.clock.now()
    async with connections.database.unit_of_work() as session:
        view = await booking.make_quote(session, body.accommodation, stay, body.party(), now)
    return QuoteOut.of(view, now)


@router.get("/quotes/{quote}", tags=["Quotes"], summary="Read a quote", responses=PUBLIC_PROBLEMS)
async def read_quote(
    connections: ConnectionsDep, quote: Annotated[QuoteId, Path(examples=["TqDUXg2FqXkmWzUkzVYRYcAu8yzrD8Nn"])]
) -> QuoteOut:
    """Return a quote as it was frozen, whatever prices are now; `is_valid` says whether it can still be booked at."""
    async with connections.database.unit_of_work() as session:
        view = await booking.read_quote(session, quote)
    return QuoteOut.of(view, connections.clock.now())
