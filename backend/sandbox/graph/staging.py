"""What a test or the laboratory stages: many messages in one call, the owner's own phone, other hands on the thread."""

import random
from collections.abc import Callable, Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.graph.chats import ChatMessage, Guest, new_wamid
from sandbox.graph.envelope import WABA_ID, contact_of, envelope, inbound_content
from sandbox.graph.guest_messages import apply_to_target, build_message
from sandbox.graph.webhooks import parcel
from sandbox.graph.world import GraphWorld
from sandbox.serving import Json, read_object

Value = Callable[[GraphWorld, Guest, str], Json]


async def send_batch(world: GraphWorld, request: Request) -> Response:
    """Several guests' messages in one call: in one value, or with `"split": true` each in a change of its own.

    `"again": <id>` instead of a message delivers one that was written before once more.
    `order` is `as_written`, `reversed` or `shuffled` (by `seed`); their timestamps stay as they were written.
    """
    spec = await read_object(request)
    wanted = spec.get("messages")
    if not isinstance(wanted, list) or not wanted or not all(isinstance(one, dict) for one in wanted):
        raise ValueError("'messages' must be a list of messages, each with its guest's 'wa_id'")
    written = [_write(world, one) for one in wanted]
    contents = [inbound_content(guest, message) for guest, message in _ordered(written, spec)]
    if spec.get("split"):
        changes: list[object] = []
        for content in contents:
            changes += _changes(envelope(world.settings, content))
        body: Json = {"object": "whatsapp_business_account", "entry": [{"id": WABA_ID, "changes": changes}]}
    else:
        joined = {key: [item for one in contents for item in _items(one, key)] for key in ("contacts", "messages")}
        body = envelope(world.settings, joined)
    world.courier.post(parcel(world, "inbound_webhook", "batch", body))
    return JSONResponse({"ids": [message.wamid for _, message in written]}, status_code=201)


async def play_business(world: GraphWorld, request: Request) -> Response:
    """Somebody else acts for the business: the owner's phone (`echo`), another application, or old news (`history`)."""
    spec = await read_object(request)
    kind = str(spec.get("kind", ""))
    if kind not in _VALUES:
        raise ValueError(f"'kind' must be one of {sorted(_VALUES)}")
    guest = world.chats.guest("".join(c for c in str(spec.get("wa_id", "")) if c.isdigit()))
    field, make = _VALUES[kind]
    value = make(world, guest, str(spec.get("text") or "Hola, soy el dueño."))
    body: Json = {
        "object": "whatsapp_business_account",
        "entry": [{"id": WABA_ID, "changes": [{"field": field, "value": value}]}],
    }
    world.courier.post(parcel(world, "inbound_webhook", kind, body))
    return JSONResponse({"field": field, "value": value}, status_code=201)


async def move_clock(world: GraphWorld, request: Request) -> Response:
    """Move everybody's time on by `advance_seconds`, or to `offset_seconds` after the machine's."""
    path = world.clock.offset_file
    if path is None:
        raise ValueError("this world follows the machine's clock: CLOCK_OFFSET_FILE is not set")
    spec = await read_object(request)
    if not {"advance_seconds", "offset_seconds"} & spec.keys():
        raise ValueError("give 'advance_seconds' or 'offset_seconds'")
    offset = float(str(spec.get("offset_seconds", world.clock.offset())))
    half = path.with_suffix(".half")
    half.write_text(str(offset + float(str(spec.get("advance_seconds", 0)))), encoding="utf-8")
    half.replace(path)
    world.chats.tell("clock", "", now=world.clock.timestamp())
    return JSONResponse({"now": world.clock.timestamp()})


def _write(world: GraphWorld, spec: Mapping[str, object]) -> tuple[Guest, ChatMessage]:
    wa_id = "".join(c for c in str(spec.get("wa_id", "")) if c.isdigit())
    if not wa_id:
        raise ValueError("each message needs its guest's 'wa_id'")
    guest = world.chats.guest(wa_id, str(spec["name"]) if spec.get("name") else None)
    if "again" in spec:
        written = world.chats.message(str(spec["again"]))
        if written is None or written.wa_id != wa_id or written.direction != "in":
            raise ValueError("'again' must be the id of a message that this guest wrote")
        return guest, written
    message = build_message(world, guest, spec)
    world.chats.add(message)
    if (target := apply_to_target(guest, message)) is not None:
        world.chats.changed(target)
    return guest, message


def _ordered(written: list[tuple[Guest, ChatMessage]], spec: Mapping[str, object]) -> list[tuple[Guest, ChatMessage]]:
    order = str(spec.get("order", "as_written"))
    if order == "reversed":
        return written[::-1]
    if order == "shuffled":
        return random.Random(str(spec.get("seed", 0))).sample(written, len(written))
    if order != "as_written":
        raise ValueError("'order' must be as_written, reversed or shuffled")
    return written


def _items(content: Mapping[str, object], key: str) -> list[object]:
    found = content[key]
    assert isinstance(found, list)
    return found


def _changes(body: Json) -> list[object]:
    entries = body["entry"]
    assert isinstance(entries, list)
    changes: list[object] = entries[0]["changes"]
    return changes


def _metadata(world: GraphWorld) -> Json:
    settings = world.settings
    return {"display_phone_number": settings.business_phone, "phone_number_id": settings.phone_number_id}


def _echo_of(world: GraphWorld, guest: Guest, text: str) -> Json:
    at = world.clock.timestamp()
    echo: Json = {"from": world.settings.business_phone, "to": guest.wa_id, "id": new_wamid()}
    echo |= {"timestamp": str(int(at)), "type": "text", "text": {"body": text}}
    shown = ChatMessage(str(echo["id"]), guest.wa_id, "out", "text", {"type": "text", "text": {"body": text}}, at)
    shown.status = "delivered"
    world.chats.add_foreign(shown)
    return echo


def _echoes(world: GraphWorld, guest: Guest, text: str) -> Json:
    value: Json = {"messaging_product": "whatsapp", "metadata": _metadata(world)}
    return value | {"message_echoes": [_echo_of(world, guest, text)]}


def _standby(world: GraphWorld, guest: Guest, text: str) -> Json:
    message = build_message(world, guest, {"type": "text", "text": text})
    world.chats.add(message)
    value: Json = {"messaging_product": "whatsapp", "metadata": _metadata(world)}
    return value | {"standby": inbound_content(guest, message)}


def _history(world: GraphWorld, guest: Guest, text: str) -> Json:
    old = {"from": guest.wa_id, "id": new_wamid(), "timestamp": "1700000000", "type": "text", "text": {"body": text}}
    old["history_context"] = "READ"
    thread = {"id": guest.wa_id, "messages": [old]}
    chunk = {"metadata": {"phase": 0, "chunk_order": 1, "progress": 100}, "threads": [thread]}
    return {"messaging_product": "whatsapp", "metadata": _metadata(world), "history": [chunk]}


def _handover(kind: str) -> Value:
    def value(world: GraphWorld, guest: Guest, _text: str) -> Json:
        business = {"phone_number_id": world.settings.phone_number_id}
        head: Json = {"messaging_product": "whatsapp", "sender": business, "recipient": _party(guest)}
        return head | {"timestamp": str(int(world.clock.timestamp())), "type": kind, kind: {"metadata": "staged"}}

    return value


def _party(guest: Guest) -> Json:
    contact = contact_of(guest, with_name=False)
    return {"phone_number": contact["wa_id"], **contact} if "wa_id" in contact else contact


_VALUES: dict[str, tuple[str, Value]] = {
    "echo": ("smb_message_echoes", _echoes),
    "standby": ("standby", _standby),
    "history": ("history", _history),
    "control_passed": ("messaging_handovers", _handover("control_passed")),
    "control_taken": ("messaging_handovers", _handover("control_taken")),
}
