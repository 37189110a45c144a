"""`/sim`: how the phone page and the tests act in the simulated world and look at it."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeAlias

import httpx
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from sandbox.graph.chats import Guest
from sandbox.graph.envelope import envelope, inbound_content, meta_json, signature_headers
from sandbox.graph.guest_messages import NotTappableError, apply_to_target, build_message
from sandbox.graph.rates import Rates
from sandbox.graph.staging import move_clock, play_business, send_batch
from sandbox.graph.template_endpoints import put_template, set_review
from sandbox.graph.webhooks import inbound_parcel, look_at_chat, parcel
from sandbox.graph.world import GraphWorld
from sandbox.serving import read_object

HEARTBEAT = 15.0


async def send_as_guest(world: GraphWorld, request: Request) -> Response:
    """The guest sends something; with `"deliver": false` the signed request is only built and handed back."""
    spec = await read_object(request)
    guest = guest_in_path(world, request, str(spec["name"]) if spec.get("name") else None)
    try:
        message = build_message(world, guest, spec)
    except NotTappableError as error:
        return JSONResponse({"detail": str(error)}, status_code=409)
    world.chats.add(message)
    if (target := apply_to_target(guest, message)) is not None:
        world.chats.changed(target)
    if spec.get("deliver", True):
        world.courier.post(inbound_parcel(world, message))
        return JSONResponse({"id": message.wamid}, status_code=201)
    raw = meta_json(envelope(world.settings, inbound_content(guest, message)))
    headers = signature_headers(world.settings.app_secret, raw)
    built = {"id": message.wamid, "url": world.settings.webhook_url, "headers": headers, "body": raw.decode("ascii")}
    return JSONResponse(built, status_code=201)


async def post_raw(world: GraphWorld, request: Request) -> Response:
    """Sign any envelope and post it once; the product's status code comes back (0 = no answer)."""
    spec = await read_object(request)
    body = spec.get("body")
    if not isinstance(body, dict):
        raise ValueError("'body' must be the envelope, an object")  # noqa: TRY004 - a caller's mistake, answered as one
    entry = await world.courier.attempt(parcel(world, "inbound_webhook", "raw", body))
    return JSONResponse({"status": entry["status"] or 0, "attempts": entry["attempts"]})


async def verify_endpoint(world: GraphWorld, _: Request) -> Response:
    """Meta's handshake when a webhook address is set: does the product echo the challenge?"""
    challenge = "1158201444"
    query = {"hub.mode": "subscribe", "hub.challenge": challenge, "hub.verify_token": world.settings.verify_token}
    async with httpx.AsyncClient(transport=world.courier.transport, timeout=10, trust_env=False) as client:
        answer = await client.get(world.settings.webhook_url, params=query)
    verified = answer.status_code == httpx.codes.OK and answer.text == challenge
    return JSONResponse({"verified": verified, "status": answer.status_code, "body": answer.text[:200]})


async def list_guests(world: GraphWorld, _: Request) -> Response:
    """Everybody who has a chat, with the last line and what is unread."""
    return JSONResponse([guest.as_json() for guest in world.chats.guests()])


async def put_guest(world: GraphWorld, request: Request) -> Response:
    """Meet or change a guest: name, and whether a username hides the phone."""
    spec = await read_object(request)
    guest = guest_in_path(world, request, str(spec["name"]) if spec.get("name") else None)
    if "hide_phone" in spec:
        guest.hide_phone = bool(spec["hide_phone"])
    if "last_inbound_at" in spec:  # a test closes or opens the 24-hour window
        given = spec["last_inbound_at"]
        guest.last_inbound_at = None if given is None else float(str(given))
    world.chats.tell("guest", guest.wa_id, guest=guest.as_json())
    return JSONResponse(guest.as_json())


async def read_chat(world: GraphWorld, request: Request) -> Response:
    """A whole chat, both directions."""
    return JSONResponse([message.as_json() for message in guest_in_path(world, request).messages])


async def look(world: GraphWorld, request: Request) -> Response:
    """The guest looks at the chat."""
    return JSONResponse({"read": look_at_chat(world, guest_in_path(world, request).wa_id)})


async def list_outbound(world: GraphWorld, request: Request) -> Response:
    """Every accepted message of the business in order; `?to=` one guest's, `?after=` skips that many."""
    to = "".join(c for c in request.query_params.get("to", "") if c.isdigit())
    sent = [m for m in world.chats.sent() if not to or m.wa_id == to][int(request.query_params.get("after", 0)) :]
    rows = [{**m.as_json(), "wamid": m.wamid, "to": m.wa_id, "accepted_at": m.at} for m in sent]
    return JSONResponse(rows)


async def list_calls(world: GraphWorld, _: Request) -> Response:
    """Every call received, refused and unanswered ones included (`status` null = no answer yet, or none at all)."""
    return JSONResponse(world.journal.entries())


async def list_webhooks(world: GraphWorld, request: Request) -> Response:
    """Every webhook, with its attempts and the product's answers; `?state=trying` those still insisted upon."""
    state = request.query_params.get("state")
    return JSONResponse([one for one in world.courier.deliveries() if state in {None, one["state"]}])


async def set_window(world: GraphWorld, request: Request) -> Response:
    """Whether a closed window is refused at once (`sync`) or accepted and failed later (`async`)."""
    mode = str((await read_object(request)).get("mode", ""))
    if mode not in {"sync", "async"}:
        raise ValueError("'mode' must be 'sync' or 'async'")
    world.window_mode = mode
    return JSONResponse({"mode": mode})


async def set_rates(world: GraphWorld, request: Request) -> Response:
    """Enforce Meta's rates, anew: `{"number_per_second": 80, "pair": true}`; null and false leave them off."""
    spec = await read_object(request)
    given = spec.get("number_per_second")
    world.rates = Rates(None if given is None else int(str(given)), is_paired=bool(spec.get("pair", False)))
    return await show_rates(world, request)


async def show_rates(world: GraphWorld, _: Request) -> Response:
    """The rates in force, and the most that one second has seen."""
    rates = world.rates
    return JSONResponse({"number_per_second": rates.number_per_second, "pair": rates.is_paired, "peak": rates.peak})


async def describe(world: GraphWorld, _: Request) -> Response:
    """What the phone page needs to dress itself."""
    links = [{"label": label, "url": url} for label, url in world.settings.links]
    templates = {one.name: one.body for one in world.templates.all()}
    business = {"name": world.settings.business_name, "phone": world.settings.business_phone}
    return JSONResponse({"business": business, "links": links, "templates": templates, "now": world.clock.timestamp()})


async def clear(world: GraphWorld, _: Request) -> Response:
    """Start over."""
    world.clear()
    return Response(status_code=204)


async def stream(world: GraphWorld, request: Request) -> Response:
    """Server-sent events of one guest's chat, or of all."""
    only = request.path_params.get("wa_id")
    queue = world.chats.watch()

    async def events() -> AsyncIterator[str]:
        try:
            yield "retry: 1000\n\n"
            while True:
                try:
                    async with asyncio.timeout(HEARTBEAT):
                        event = await queue.get()
                except TimeoutError:
                    yield ": still here\n\n"
                    continue
                if only is None or event["wa_id"] in {only, ""}:
                    yield f"data: {json.dumps(event)}\n\n"
        finally:
            world.chats.unwatch(queue)

    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return StreamingResponse(events(), media_type="text/event-stream", headers=headers)


def guest_in_path(world: GraphWorld, request: Request, name: str | None = None) -> Guest:
    """The guest whose number is in the address."""
    wa_id = request.path_params["wa_id"].lstrip("+")
    if not wa_id.isdigit():
        raise ValueError("a guest's number is digits only")
    return world.chats.guest(wa_id, name)


Action: TypeAlias = Callable[[GraphWorld, Request], Awaitable[Response]]


def control_routes(world: GraphWorld) -> list[Route]:
    """The control API of the Graph simulator."""

    def at(path: str, method: str, action: Action) -> Route:
        async def endpoint(request: Request) -> Response:
            try:
                return await action(world, request)
            except ValueError as error:
                return JSONResponse({"detail": str(error)}, status_code=400)

        return Route(path, endpoint, methods=[method])

    return [
        at("/sim/guests", "GET", list_guests),
        at("/sim/guests/{wa_id}", "PUT", put_guest),
        at("/sim/guests/{wa_id}/messages", "POST", send_as_guest),
        at("/sim/guests/{wa_id}/messages", "GET", read_chat),
        at("/sim/guests/{wa_id}/events", "GET", stream),
        at("/sim/guests/{wa_id}/read", "POST", look),
        at("/sim/events", "GET", stream),
        at("/sim/webhooks/raw", "POST", post_raw),
        at("/sim/webhooks/batch", "POST", send_batch),
        at("/sim/webhooks/business", "POST", play_business),
        at("/sim/clock", "PUT", move_clock),
        at("/sim/webhooks/verify", "POST", verify_endpoint),
        at("/sim/webhooks", "GET", list_webhooks),
        at("/sim/outbound", "GET", list_outbound),
        at("/sim/calls", "GET", list_calls),
        at("/sim/templates/{name}", "PUT", put_template),
        at("/sim/review", "PUT", set_review),
        at("/sim/rates", "PUT", set_rates),
        at("/sim/rates", "GET", show_rates),
        at("/sim/window", "POST", set_window),
        at("/sim/about", "GET", describe),
        at("/sim/state", "DELETE", clear),
    ]
