"""`POST /{version}/{phone_number_id}/messages`: a call is checked, may meet a fault, ends as a bubble on a phone."""

import time
from collections.abc import Mapping
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from sandbox.faults import Fault, Terms
from sandbox.graph.chats import ChatMessage, Guest, new_wamid
from sandbox.graph.doors import check_bearer, check_number, check_version
from sandbox.graph.errors import GraphError, invalid, title_of
from sandbox.graph.limits import check_message
from sandbox.graph.templates import check_registered
from sandbox.graph.values import object_in, text_in
from sandbox.graph.webhooks import business_read, carry
from sandbox.graph.world import GraphWorld
from sandbox.serving import Json, matchable, read_object


async def post_message(world: GraphWorld, request: Request) -> Response:
    """Answer one call of the product, and note it whatever becomes of it."""
    body = await request.body()
    entry = world.note({"method": "POST", "path": request.url.path, "body": body.decode("utf-8", "replace")})
    try:
        check_bearer(world.settings, request)
        check_number(world.settings, request)
        payload = await read_payload(request)
        entry["body"] = payload

        async def accept(terms: Terms) -> Response:
            return take(world, payload, terms, entry)

        def refuse(fault: Fault) -> Response:
            if fault.kind == "error":
                entry["code"] = fault.code
            return refusal(fault)

        response = await world.board.pass_through("messages", matchable(request, body), request, accept, refuse)
    except GraphError as error:
        entry["code"] = error.code
        response = error.response()
    world.journal.close(entry, response)
    return response


async def show_number(world: GraphWorld, request: Request) -> Response:
    """`GET /{version}/{phone_number_id}`: the number, to whoever has its token."""
    try:
        check_bearer(world.settings, request)
        check_version(request)
    except GraphError as error:
        return error.response()
    number = {"id": world.settings.phone_number_id, "display_phone_number": world.settings.business_phone}

    async def accept(_: Terms) -> Response:
        return JSONResponse({**number, "quality_rating": "GREEN"})

    return await world.board.pass_through("number", request.url.path, request, accept, refusal)


def refusal(fault: Fault) -> Response:
    """The answer of an error fault; of a gateway before Meta, a page without a code."""
    if fault.kind == "gateway":
        return HTMLResponse("<html><body>Sorry, something went wrong.</body></html>", status_code=fault.http)
    return GraphError(fault.code, f"{title_of(fault.code)} (sandbox {fault.id})", fault.http).response()


async def read_payload(request: Request) -> Json:
    """The body as an object, or Meta's complaint about it."""
    try:
        return await read_object(request)
    except ValueError as error:
        raise GraphError(100, f"The request body is not a valid JSON object: {error}") from error


def take(world: GraphWorld, payload: Json, terms: Terms, entry: Json) -> Response:
    """Act on a call that reached Meta; a refusal is an answer too, so that a hold can keep it back."""
    try:
        if "status" in payload:
            return mark_read(world, payload)
        message, given = accept_message(world, payload, terms)
    except GraphError as error:
        entry["code"] = error.code
        return error.response()
    entry["wamid"] = message.wamid
    contact = {"input": given, "wa_id": message.wa_id}
    answer = {"messaging_product": "whatsapp", "contacts": [contact], "messages": [{"id": message.wamid}]}
    return JSONResponse(answer)


def mark_read(world: GraphWorld, payload: Mapping[str, object]) -> Response:
    """Blue ticks on the guest's messages, and perhaps "typing…"."""
    if payload.get("messaging_product") != "whatsapp" or payload["status"] != "read":
        raise GraphError(100, "Param status must be one of {READ}")
    wamid = text_in(payload, "message_id", 512)
    typing = payload.get("typing_indicator")
    if typing is not None and object_in(payload, "typing_indicator").get("type") != "text":
        raise invalid("Param typing_indicator.type must be 'text'")
    business_read(world, wamid, typing=typing is not None)
    return JSONResponse({"success": True})


def accept_message(world: GraphWorld, payload: Json, terms: Terms) -> tuple[ChatMessage, str]:
    """Check a message against limits, window and catalogue, then send it on its way."""
    kind = check_message(payload)
    guest, given = recipient_of(world, payload)
    check_files(world, payload, kind)
    if kind == "template":
        check_registered(world.templates, object_in(payload, "template"))
    elif not guest.window_open(world.clock.timestamp()):
        closed = GraphError(
            131047, "Message failed to send because more than 24 hours have passed since the last reply"
        )
        if world.window_mode == "sync":
            raise closed
        terms = replace(terms, failure_code=closed.code)
    opaque = payload.get("biz_opaque_callback_data")
    world.rates.pass_one(guest.wa_id, time.monotonic())
    message = ChatMessage(
        wamid=new_wamid(),
        wa_id=guest.wa_id,
        direction="out",
        kind=kind,
        payload=payload,
        at=world.clock.timestamp(),
        opaque=str(opaque) if opaque is not None else None,
    )
    if kind == "reaction":
        react(world, object_in(payload, "reaction"))
    world.chats.add(message)
    world.courier.spawn(carry(world, message, terms))
    return message, given


def recipient_of(world: GraphWorld, payload: Mapping[str, object]) -> tuple[Guest, str]:
    """Who it is for: `to` (a phone) wins over `recipient` (a business-scoped id)."""
    to = payload.get("to")
    if isinstance(to, str):
        return world.chats.guest("".join(c for c in to if c.isdigit())), to
    user_id = text_in(payload, "recipient", 200)
    guest = world.chats.by_user_id(user_id)
    if guest is None:
        raise GraphError(131026, "Message undeliverable: no user has this id")
    return guest, user_id


def check_files(world: GraphWorld, payload: Mapping[str, object], kind: str) -> None:
    """A media id must be one that was uploaded here."""
    content = payload.get(kind)
    media_id = content.get("id") if isinstance(content, dict) else None
    if kind != "interactive" and media_id is not None and world.media.get(str(media_id)) is None:
        raise invalid(f"Media ID {media_id} is not valid or has expired")


def react(world: GraphWorld, reaction: Mapping[str, object]) -> None:
    """Put the business's emoji on a bubble."""
    target = world.chats.message(str(reaction["message_id"]))
    if target is None:
        raise invalid("Param message_id: the message reacted to does not exist")
    target.reaction = str(reaction["emoji"])
    world.chats.changed(target)
