"""The way into every API endpoint: journal, token, faults, and errors turned into Mercado Pago's bodies."""

import uuid
from collections.abc import Awaitable, Callable
from typing import TypeAlias

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.faults import Fault, Terms
from sandbox.mercadopago.errors import MercadoPagoError
from sandbox.mercadopago.world import MercadoPagoWorld
from sandbox.serving import Json, bearer_of, matchable, read_object

Work: TypeAlias = Callable[[MercadoPagoWorld, Request], Awaitable[Response]]
TOO_MANY_REQUESTS = 429
MAX_KEY = 64


def api_route(world: MercadoPagoWorld, path: str, method: str, place: str, work: Work) -> Route:
    """An endpoint of the API, under the faults of a place."""

    async def endpoint(request: Request) -> Response:
        body = await request.body()
        entry = world.note({"method": method, "path": request.url.path, "query": request.url.query})
        entry["body"] = body.decode("utf-8", "replace")
        entry["idempotency_key"] = request.headers.get("x-idempotency-key")

        async def accept(_: Terms) -> Response:
            try:
                return await work(world, request)
            except MercadoPagoError as error:
                return error.response()

        if bearer_of(request) != world.settings.access_token:
            response = MercadoPagoError(401, "invalid access token").response()
        else:
            text = matchable(request, body)
            response = await world.board.pass_through(place, text, request, accept, refusal)
        response.headers["x-request-id"] = str(uuid.uuid4())
        world.journal.close(entry, response)
        return response

    return Route(path, endpoint, methods=[method])


def refusal(fault: Fault) -> Response:
    """The answer of an error fault."""
    headers = {"retry-after": str(max(1, int(fault.seconds)))} if fault.http == TOO_MANY_REQUESTS else None
    return MercadoPagoError(fault.http, f"sandbox {fault.id}", code=fault.code).response(headers)


async def body_of(request: Request) -> Json:
    """The body as an object with exact decimals, or a 400."""
    try:
        return await read_object(request, exact=True)
    except ValueError as error:
        raise MercadoPagoError(400, f"invalid JSON: {error}", error="bad_request") from error


async def once_per_key(world: MercadoPagoWorld, request: Request, work: Callable[[], Awaitable[Response]]) -> Response:
    """The same key and body give the first answer again; the same key with another body is a conflict."""
    key = request.headers.get("x-idempotency-key")
    if key is None:
        return await work()
    if not 1 <= len(key) <= MAX_KEY:
        raise MercadoPagoError(400, "X-Idempotency-Key must be 1-64 characters", code=4292)
    slot, body = (request.url.path, key), await request.body()
    if slot in world.answered:
        first_body, first_answer = world.answered[slot]
        if first_body != body:
            raise MercadoPagoError(409, "idempotency_key_already_used", error="idempotency_key_already_used")
        return Response(first_answer, status_code=201, media_type="application/json")
    response = await work()
    world.answered[slot] = (body, bytes(response.body))
    return response


def page_bounds(request: Request, default: int = 30, most: int = 100) -> tuple[int, int]:
    """`limit` and `offset` of a search."""
    try:
        limit, offset = (
            int(request.query_params.get("limit", default)),
            int(request.query_params.get("offset", 0)),
        )
    except ValueError as error:
        raise MercadoPagoError(400, "limit and offset must be integers", code=1001) from error
    if not 0 < limit <= most or offset < 0:
        raise MercadoPagoError(400, f"limit must be 1-{most}, offset at least 0", code=1000)
    return limit, offset
