"""Cabins over HTTP: listed and read by anybody, made and edited by their owner."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.security.utils import get_authorization_scheme_param
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.bootstrap import MEDIA_PATH, Connections
from reservas.entrypoints.http.accommodation_schemas import (
    AccommodationDetailOut,
    AccommodationIn,
    AccommodationPatchIn,
)
from reservas.entrypoints.http.changes import Change, OwnersChangeDep
from reservas.entrypoints.http.dependencies import ConnectionsDep, NotAllowed, SignedIn, require_operator
from reservas.entrypoints.http.documented import problems
from reservas.entrypoints.http.rate_schemas import CHANGED
from reservas.entrypoints.http.schemas import AccommodationOut
from reservas.features.accommodations import repository
from reservas.features.accommodations.schemas import Editor
from reservas.features.accommodations.service import editing

router = APIRouter(prefix="/api/v1/accommodations", tags=["Accommodations"])
AccommodationCode = Annotated[str, Path(pattern=r"^[a-z0-9-]{1,40}$", examples=["arrayan"])]


async def _who_asks(connections: ConnectionsDep, request: Request) -> SignedIn | None:
    """Return the operator when a token is sent: what is public needs none. Raises NotAuthenticated for a bad one."""
    scheme, token = get_authorization_scheme_param(request.headers.get("authorization"))
    return await require_operator(connections, token) if scheme.lower() == "bearer" else None


AskerDep = Annotated[SignedIn | None, Depends(_who_asks)]


def editor_of(change: Change, now: datetime) -> Editor:
    """Return who makes the change, as the audit log names them."""
    return Editor(change.operator.actor, now)


@router.get("", summary="List the cabins", responses=problems(401, 403, 422, 503))
async def list_accommodations(
    connections: ConnectionsDep,
    asker: AskerDep,
    inactive: Annotated[bool, Query(description="Also those not let now; for owners and staff.")] = False,
) -> list[AccommodationOut]:
    """Return every cabin that is let, in the owner's order."""
    if inactive:
        asker = asker or await require_operator(connections, None)
        if not asker.sees_money:
            raise NotAllowed("That is for owners and staff.")
    async with connections.database.unit_of_work() as session:
        found = await (repository.list_all if inactive else repository.list_active)(session)
    return [AccommodationOut.of(one, _media_url(connections)) for one in found]


@router.get("/{code}", summary="Read a cabin", responses=problems(401, 404, 422, 503))
async def read_accommodation(
    connections: ConnectionsDep, asker: AskerDep, code: AccommodationCode
) -> AccommodationDetailOut:
    """Return a cabin that is let; to owners and staff any, with its prices, deposit rule and restrictions."""
    is_office = asker is not None and asker.sees_money
    async with connections.database.unit_of_work() as session:
        found = await repository.by_code(session, code, active_only=not is_office)
    return AccommodationDetailOut.of_office(found, _media_url(connections), with_terms=is_office)


@router.post("", summary="Add a cabin", status_code=201, response_model=AccommodationDetailOut, **CHANGED)
async def make_accommodation(change: OwnersChangeDep, body: AccommodationIn) -> Response:
    """Add a cabin; it is let at once unless `active` is false. For owners."""

    async def work(session: AsyncSession, now: datetime) -> tuple[int, AccommodationDetailOut]:
        made = await editing.make_accommodation(session, body.model_dump(), editor_of(change, now))
        return 201, AccommodationDetailOut.of_office(made, _media_url(change.connections), with_terms=True)

    return await change.answer(body, work)


@router.patch("/{code}", summary="Edit a cabin", response_model=AccommodationDetailOut, **CHANGED)
async def edit_accommodation(change: OwnersChangeDep, code: AccommodationCode, body: AccommodationPatchIn) -> Response:
    """Change what is sent. Quotes and reservations keep what they say; one that is not `active` is offered no more."""

    async def work(session: AsyncSession, now: datetime) -> tuple[int, AccommodationDetailOut]:
        edited = await editing.edit_accommodation(session, code, body.values(), editor_of(change, now))
        return 200, AccommodationDetailOut.of_office(edited, _media_url(change.connections), with_terms=True)

    return await change.answer(body, work)


def _media_url(connections: Connections) -> str:
    return connections.settings.public.base_url + MEDIA_PATH
