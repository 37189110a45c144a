"""A change asked for over HTTP is one transaction, and under an Idempotency-Key one change however often it is sent."""

import hashlib
import json
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends, Header, Request, Response
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.bootstrap import Connections
from reservas.entrypoints.http.dependencies import ConnectionsDep, OfficeDep, OwnerDep, SignedIn
from reservas.entrypoints.problems import refusal
from reservas.features.idempotency import service as idempotency
from reservas.features.idempotency.schemas import Answer, Asked
from reservas.features.reservations import service as booking
from reservas.features.reservations.errors import DatesUnavailable
from reservas.kit.errors import ReservasError

JSON = "application/json"
KeyHeader = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[!-~]{1,200}$",
        description="Your own name for this request. Sent again within 24 h, it gets the first answer again.",
    ),
]
Work = Callable[[AsyncSession, datetime], Awaitable[tuple[int, BaseModel]]]


class Change:
    """What a route that changes something is handed: who asks, under which key, and how it is carried out."""

    def __init__(self, connections: Connections, operator: SignedIn, request: Request, key: str | None) -> None:
        self.connections = connections
        self.operator = operator
        self._request = request
        self._key = key

    async def answer(self, body: BaseModel | None, work: Work) -> Response:
        """Carry out `work` (session, now → status, document) and return its answer.

        Raises what `work` raises, unless a key is given: then a refusal is kept under it, too.
        """
        now = self.connections.clock.now()

        async def attempt(session: AsyncSession) -> tuple[Answer, bool]:
            async def carry_out() -> Answer:
                status, document = await work(session, now)
                return Answer(status, JSON, document.model_dump_json())

            async def refuse(error: ReservasError) -> Answer:
                return _kept(await _told(session, error, now))

            if self._key is None:
                return await carry_out(), False
            return await idempotency.answer_once(session, self._asked(body, self._key), carry_out, refuse, now)

        try:
            answer, is_earlier = await self.connections.database.transaction(attempt)
        except DatesUnavailable as error:
            async with self.connections.database.unit_of_work() as session:
                raise await _told(session, error, now) from error
        headers = {"Idempotency-Replayed": "true"} if is_earlier else None
        return Response(answer.body, answer.status, headers, answer.media_type)

    def _asked(self, body: BaseModel | None, key: str) -> Asked:
        # Only what was sent: in a partial edit a value that is left out is not one that is null.
        values: Any = None if body is None else body.model_dump(mode="json", exclude_unset=True)
        path = self._request.url.path
        request = json.dumps([self._request.method, path, self._request.url.query, values], sort_keys=True)
        return Asked(self.operator.email, key, hashlib.sha256(request.encode()).hexdigest())


async def _told(session: AsyncSession, error: ReservasError, now: datetime) -> ReservasError:
    """Return the refusal with what can be had instead; by now what was refused is undone, its locks too."""
    return await booking.tell_alternatives(session, error, now) if isinstance(error, DatesUnavailable) else error


def _kept(error: ReservasError) -> Answer:
    answer = refusal(error)
    return Answer(answer.status_code, str(answer.media_type), bytes(answer.body).decode())


async def begin_change(
    connections: ConnectionsDep, operator: OfficeDep, request: Request, key: KeyHeader = None
) -> Change:
    """Return the change that an owner or staff asks for."""
    return Change(connections, operator, request, key)


ChangeDep = Annotated[Change, Depends(begin_change)]


async def begin_owners_change(
    connections: ConnectionsDep, operator: OwnerDep, request: Request, key: KeyHeader = None
) -> Change:
    """Return the change that only an owner may ask for."""
    return Change(connections, operator, request, key)


OwnersChangeDep = Annotated[Change, Depends(begin_owners_change)]
