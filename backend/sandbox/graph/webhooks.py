"""What happens on a phone becomes signed webhooks: a guest's words, and the ticks on the business's."""

import asyncio
import json

from sandbox.courier import Parcel, Signed
from sandbox.faults import Terms
from sandbox.graph.chats import ChatMessage
from sandbox.graph.envelope import envelope, inbound_content, meta_json, signature_headers, status_content
from sandbox.graph.errors import GraphError, title_of
from sandbox.graph.world import GraphWorld
from sandbox.serving import Json

READ_RECEIPT_DELAY = 0.05


def parcel(world: GraphWorld, place: str, kind: str, body: Json) -> Parcel:
    """A webhook request ready for the courier: same bytes and signature at every attempt, as with Meta."""
    raw = meta_json(body)
    signed = Signed(signature_headers(world.settings.app_secret, raw), raw)
    # Faults look for words as people write them, so the text is not the escaped one.
    text = json.dumps(body, ensure_ascii=False)
    return Parcel(place, kind, world.settings.webhook_url, text, lambda: signed)


def inbound_parcel(world: GraphWorld, message: ChatMessage) -> Parcel:
    """The webhook of something a guest sent."""
    guest = world.chats.guest(message.wa_id)
    base = parcel(world, "inbound_webhook", "message", envelope(world.settings, inbound_content(guest, message)))

    def delivered() -> None:
        if message.advance("delivered", world.clock.timestamp()):
            world.chats.changed(message)

    return Parcel(base.place, base.kind, base.url, base.text, base.sign, delivered)


def report(world: GraphWorld, message: ChatMessage, status: str) -> None:
    """Move a message's ticks and tell the product; reactions only ever report `sent`."""
    if not message.advance(status, world.clock.timestamp()):
        return
    world.chats.changed(message)
    if message.kind == "reaction" and status != "sent":
        return
    content = status_content(world.chats.guest(message.wa_id), message, status, world.clock.timestamp())
    world.courier.post(parcel(world, "status_webhook", status, envelope(world.settings, content)))


def report_failure(world: GraphWorld, message: ChatMessage, error: GraphError) -> None:
    """An accepted message that will not arrive after all."""
    message.status = "failed"
    message.error = error.status_error()
    message.statuses.append({"status": "failed", "at": world.clock.timestamp()})
    world.chats.changed(message)
    guest = world.chats.guest(message.wa_id)
    content = status_content(guest, message, "failed", world.clock.timestamp(), message.error)
    world.courier.post(parcel(world, "status_webhook", "failed", envelope(world.settings, content)))


async def carry(world: GraphWorld, message: ChatMessage, terms: Terms) -> None:
    """An accepted message's way to the phone, with its statuses; a held one has none until it is let go."""
    failure: GraphError | None = None
    if terms.failure_code is not None:
        failure = GraphError(terms.failure_code, title_of(terms.failure_code))
    try:
        await copy_link(world, message)
    except GraphError as error:
        failure = failure or error
    if terms.gate is not None:
        await terms.gate.wait()
    await asyncio.sleep(world.settings.status_delay)
    if failure is not None:
        report_failure(world, message, failure)
        return
    report(world, message, "sent")
    await asyncio.sleep(world.settings.status_delay)
    report(world, message, "delivered")
    if message.seen:
        await asyncio.sleep(READ_RECEIPT_DELAY)
        report(world, message, "read")


async def copy_link(world: GraphWorld, message: ChatMessage) -> None:
    """Fetch what was sent by link, so that the phone shows our copy and never the product's address."""
    content = message.payload.get(message.kind)
    if message.kind == "interactive" and isinstance(content, dict):
        header = content.get("header") or {}
        content = header.get(header.get("type")) if header.get("type") != "text" else None
        kind = str(header.get("type"))
    else:
        kind = message.kind
    if not isinstance(content, dict) or not isinstance(content.get("link"), str):
        return
    media = await world.media.fetch(kind, content["link"])
    message.media_id = media.id
    world.chats.changed(message)


def look_at_chat(world: GraphWorld, wa_id: str) -> int:
    """The guest looks at the chat: everything delivered turns blue for the business."""
    looked_at = [m for m in world.chats.guest(wa_id).messages if m.direction == "out" and not m.seen]
    for message in looked_at:
        message.seen = True
        if message.status == "delivered":
            report(world, message, "read")
    return len(looked_at)


def business_read(world: GraphWorld, wamid: str, *, typing: bool) -> None:
    """The business looked at a guest's message, which also covers all earlier ones; it may start typing too."""
    message = world.chats.message(wamid)
    if message is None or message.direction != "in":
        raise GraphError(100, "Param message_id does not belong to an incoming message of this number")
    for earlier in world.chats.guest(message.wa_id).messages:
        if earlier.direction == "in" and earlier.advance("read", world.clock.timestamp()):
            world.chats.changed(earlier)
        if earlier is message:
            break
    if typing:
        world.chats.tell("typing", message.wa_id, on=True)
