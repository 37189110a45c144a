"""Reservations over HTTP, for operators: made, read, moved along and ended."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Response
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.entrypoints.http.changes import ChangeDep
from reservas.entrypoints.http.dependencies import ConnectionsDep, OperatorDep, hold_terms
from reservas.entrypoints.http.documented import problems
from reservas.entrypoints.http.reservation_schemas import ReservationIn
from reservas.entrypoints.http.schemas import NO_ENDING, ReservationOut
from reservas.features.payments import repository as payments
from reservas.features.reservations import repository as reservations
from reservas.features.reservations import service as booking
from reservas.features.reservations.schemas import ReservationView, Source

router = APIRouter(prefix="/api/v1", tags=["Reservations"])
ReservationCode = Annotated[str, Path(pattern=r"^R-[0-9A-Z]{6}$", examples=["R-7K3QXM"])]


@router.post(
    "/reservations",
    summary="Hold nights for a guest",
    status_code=201,
    response_model=ReservationOut,
    responses={
        200: {"description": "The guest holds that quote already", "model": ReservationOut},
        **problems(400, 401, 403, 404, 409, 422, 503),
    },
)
async def make_reservation(change: ChangeDep, body: ReservationIn) -> Response:
    """Make a pre-reservation; its payment link follows. 409 `dates_unavailable` names what else is free."""
    terms, locks = hold_terms(change.connections.settings), change.connections.locks
    actor = change.operator.actor

    async def reserve(session: AsyncSession, now: datetime) -> tuple[int, ReservationOut]:
        asked = body.as_request()
        view, is_new = await booking.reserve(
            session, asked, terms=terms, source=Source.API, actor=actor, now=now, locks=locks
        )
        if is_new:
            return 201, ReservationOut.of(view, paid_cents=0, ending=NO_ENDING)
        return 200, await as_shown(session, view)

    return await change.answer(body, reserve)


@router.get("/reservations/{code}", summary="Read a reservation", responses=problems(401, 404, 422, 503))
async def read_reservation(connections: ConnectionsDep, operator: OperatorDep, code: ReservationCode) -> ReservationOut:
    """Return a reservation with what was paid and is due; whoever cleans sees no money."""
    async with connections.database.unit_of_work() as session:
        shown = await as_shown(session, await reservations.view_by_code(session, code))
    return shown if operator.sees_money else shown.without_money()


async def as_shown(session: AsyncSession, view: ReservationView) -> ReservationOut:
    """Return the reservation as JSON shows it, with what was paid and what its end left behind."""
    endings = await payments.endings_of(session, [view.id])
    return ReservationOut.of(view, await payments.paid_cents(session, view.id), endings.get(view.id, NO_ENDING))
