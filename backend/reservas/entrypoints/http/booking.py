"""Cabins, availability, quotes and reservations over HTTP."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query

from reservas.bootstrap import MEDIA_PATH
from reservas.domain.stays import MAXIMUM_PEOPLE, Party, Stay, StayError
from reservas.entrypoints.http.dependencies import ConnectionsDep, OperatorDep
from reservas.entrypoints.http.schemas import (
    AccommodationOut,
    AvailabilityOut,
    LocalDate,
    OfferOut,
    Problem,
    QuoteIn,
    QuoteOut,
    ReservationOut,
)
from reservas.features.accommodations import repository as accommodations
from reservas.features.payments import repository as payments
from reservas.features.reservations import repository as reservations
from reservas.features.reservations import service as booking
from reservas.features.reservations.errors import StayRefused

router = APIRouter(prefix="/api/v1")
PROBLEM: dict[str, Any] = {"model": Problem, "content": {"application/problem+json": {}}}
PUBLIC_PROBLEMS: dict[int | str, dict[str, Any]] = {404: PROBLEM, 422: PROBLEM, 503: PROBLEM}


@router.get("/accommodations", tags=["Accommodations"], summary="List the cabins", responses={503: PROBLEM})
async def list_accommodations(connections: ConnectionsDep) -> list[AccommodationOut]:
    """Return every cabin that is let, in the owner's order."""
    media_url = connections.settings.public.base_url + MEDIA_PATH
    async with connections.database.unit_of_work() as session:
        return [AccommodationOut.of(one, media_url) for one in await accommodations.list_active(session)]


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
        offers = await booking.search(session, stay, Party(guests), connections.clock.now())
    available = [OfferOut.of(offer) for offer in offers]
    return AvailabilityOut(check_in=check_in, check_out=check_out, guests=guests, available=available)


@router.post("/quotes", tags=["Quotes"], summary="Price a stay", status_code=201, responses=PUBLIC_PROBLEMS)
async def make_quote(connections: ConnectionsDep, body: QuoteIn) -> QuoteOut:
    """Freeze an itemised price; it takes no nights."""
    party = Party(body.adults, body.children, body.pets)
    async with connections.database.unit_of_work() as session:
        view = await booking.make_quote(
            session, body.accommodation, Stay(body.check_in, body.check_out), party, connections.clock.now()
        )
    return QuoteOut.of(view)


@router.get(
    "/reservations/{code}",
    tags=["Reservations"],
    summary="Read a reservation",
    responses={401: PROBLEM, 404: PROBLEM, 503: PROBLEM},
)
async def read_reservation(
    connections: ConnectionsDep,
    _operator: OperatorDep,
    code: Annotated[str, Path(pattern=r"^R-[0-9A-Z]{6}$", examples=["R-7K3QXM"])],
) -> ReservationOut:
    """Return a reservation with what was paid and is due. Needs an operator's token."""
    async with connections.database.unit_of_work() as session:
        view = await reservations.view_by_code(session, code)
        return ReservationOut.of(view, await payments.paid_cents(session, view.id))
