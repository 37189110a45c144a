"""What a person does on the phone becomes the inbound message that Meta would deliver."""

import base64
import binascii
from collections.abc import Callable, Mapping

from sandbox.graph.chats import ChatMessage, Guest, new_wamid
from sandbox.graph.world import GraphWorld
from sandbox.serving import Json

MEDIA_KINDS = frozenset({"image", "audio", "video", "document", "sticker"})


class NotTappableError(ValueError):
    """A tap on something the business never showed this guest."""


def build_message(world: GraphWorld, guest: Guest, spec: Mapping[str, object]) -> ChatMessage:
    """The guest's bubble, with the provider's payload inside."""
    kind = str(spec.get("type", "text"))
    media_id: str | None = None
    raw = spec.get("message")
    if isinstance(raw, dict):
        payload = dict(raw)
    elif kind in MEDIA_KINDS:
        payload, media_id = media_payload(world, kind, spec)
    elif kind in BUILDERS:
        payload = BUILDERS[kind](guest, spec)
    else:
        raise ValueError(f"'type' must be one of {sorted({*BUILDERS, *MEDIA_KINDS})}, or give a raw 'message'")
    shown = shown_choice(guest, str(spec.get("id", "")), "") if kind in {"button_reply", "list_reply"} else None
    context_id = spec.get("context_id") or (shown.wamid if shown else None)
    if context_id and "context" not in payload:
        payload["context"] = {"from": world.settings.business_phone, "id": context_id}
    wamid, at = str(spec.get("id_override") or new_wamid()), float(str(spec.get("at", world.clock.timestamp())))
    return ChatMessage(wamid, guest.wa_id, "in", str(payload["type"]), payload, at, media_id=media_id)


def text_payload(_: Guest, spec: Mapping[str, object]) -> Json:
    """Words."""
    return {"type": "text", "text": {"body": str(spec.get("text", ""))}}


def button_payload(guest: Guest, spec: Mapping[str, object]) -> Json:
    """A tap on a reply button that really is on a message of this chat."""
    return reply_payload(guest, spec, "button_reply")


def list_payload(guest: Guest, spec: Mapping[str, object]) -> Json:
    """A row chosen from a list that really is in this chat."""
    return reply_payload(guest, spec, "list_reply")


def reply_payload(guest: Guest, spec: Mapping[str, object], kind: str) -> Json:
    """The reply, its title and its context completed from the message that carries the choice."""
    choice = str(spec.get("id", ""))
    shown = shown_choice(guest, choice, str(spec.get("context_id") or ""))
    if shown is None and not spec.get("force"):
        raise NotTappableError(
            f"no message of the business in this chat offers the id '{choice}' ('force': true to send it)"
        )
    title = str(spec.get("title") or (shown.choices()[choice] if shown else choice))
    if shown and title != shown.choices()[choice] and not spec.get("force"):
        raise NotTappableError(f"the id '{choice}' was shown as '{shown.choices()[choice]}', not '{title}'")
    reply: Json = {"id": choice, "title": title}
    if spec.get("description"):
        reply["description"] = str(spec["description"])
    return {"type": "interactive", "interactive": {"type": kind, kind: reply}}


def shown_choice(guest: Guest, choice: str, wamid: str) -> ChatMessage | None:
    """The newest message of the business that offers a choice, or the one named if it does."""
    for message in reversed(guest.messages):
        fits = message.direction == "out" and message.status != "failed" and choice in message.choices()
        if fits and wamid in {"", message.wamid}:
            return message
    return None


def template_button_payload(_: Guest, spec: Mapping[str, object]) -> Json:
    """A tap on a template's quick reply."""
    return {"type": "button", "button": {"payload": spec.get("payload"), "text": str(spec.get("text", ""))}}


def reaction_payload(_: Guest, spec: Mapping[str, object]) -> Json:
    """An emoji on a message; none given takes it back, by leaving the key out."""
    reaction: Json = {"message_id": str(spec.get("message_id", ""))}
    if spec.get("emoji"):
        reaction["emoji"] = spec["emoji"]
    return {"type": "reaction", "reaction": reaction}


def contact_payload(guest: Guest, spec: Mapping[str, object]) -> Json:
    """A contact card: somebody else's, or the guest's own number when they were asked for it."""
    is_own = bool(spec.get("own"))
    name = guest.name if is_own else str(spec.get("contact_name", "Marta Gómez"))
    digits = guest.wa_id if is_own else "".join(c for c in str(spec.get("phone", "5492944556677")) if c.isdigit())
    card: Json = {"name": {"formatted_name": name, "first_name": name.split()[0]}}
    card["phones"] = [{"phone": f"+{digits}", "wa_id": digits, "type": "CELL"}]
    card["origin"] = "contact_request" if is_own else "other"
    return {"type": "contacts", "contacts": [card]}


def edit_payload(guest: Guest, spec: Mapping[str, object]) -> Json:
    """Other words for something the guest wrote before."""
    original = own_message(guest, spec)
    changed = {"type": "text", "text": {"body": str(spec.get("text", ""))}}
    return {"type": "edit", "edit": {"original_message_id": original.wamid, "message": changed}}


def revoke_payload(guest: Guest, spec: Mapping[str, object]) -> Json:
    """Something the guest wrote before, deleted for everybody."""
    return {"type": "revoke", "revoke": {"original_message_id": own_message(guest, spec).wamid}}


def own_message(guest: Guest, spec: Mapping[str, object]) -> ChatMessage:
    """The guest's own message that is to be changed."""
    wamid = str(spec.get("message_id", ""))
    for message in guest.messages:
        if message.wamid == wamid and message.direction == "in" and not message.revoked:
            return message
    raise NotTappableError("only a message that this guest wrote and has not deleted can be changed")


def apply_to_target(guest: Guest, message: ChatMessage) -> ChatMessage | None:
    """Change the bubble that a reaction, an edit or a deletion is about, and return it."""
    content = message.payload.get(message.kind)
    inner = content if isinstance(content, dict) else {}
    wamid = inner.get("message_id") if message.kind == "reaction" else inner.get("original_message_id")
    target = next((one for one in guest.messages if one.wamid == wamid), None)
    if target is None:
        return None
    if message.kind == "reaction":
        target.reaction = str(inner.get("emoji", ""))
    elif message.kind == "edit":
        target.edited = str(inner["message"]["text"]["body"])
    elif message.kind == "revoke":
        target.revoked = True
    return target


def bare_payload(kind: str, content: Mapping[str, object]) -> Callable[[Guest, Mapping[str, object]], Json]:
    """Something that says nothing more than its type."""

    def payload(_: Guest, __: Mapping[str, object]) -> Json:
        return {"type": kind, **content}

    return payload


def location_payload(_: Guest, spec: Mapping[str, object]) -> Json:
    """Where the guest is; `place_name`, since `name` is the guest's own."""
    place: Json = {
        "latitude": float(str(spec.get("latitude", -41.1335))),
        "longitude": float(str(spec.get("longitude", -71.3103))),
    }
    given = {"name": spec.get("place_name"), "address": spec.get("address"), "url": spec.get("url")}
    return {"type": "location", "location": place | {name: value for name, value in given.items() if value}}


def media_payload(world: GraphWorld, kind: str, spec: Mapping[str, object]) -> tuple[Json, str]:
    """A file the guest sends, stored where the product can fetch it."""
    try:
        content = base64.b64decode(str(spec.get("data_base64", "")), validate=True)
    except binascii.Error as error:
        raise ValueError("'data_base64' is not base64") from error
    if not content:
        raise ValueError("'data_base64' is required")
    default = {"image": "image/jpeg", "audio": "audio/ogg; codecs=opus", "sticker": "image/webp"}
    mime_type = str(spec.get("mime_type") or default.get(kind, "application/octet-stream"))
    media = world.media.put(mime_type, content, str(spec["filename"]) if spec.get("filename") else None)
    body: Json = {"id": media.id, "mime_type": mime_type, "sha256": media.sha256, "url": world.media.address(media)}
    body |= {name: spec[name] for name in ("caption", "filename") if spec.get(name)}
    if kind == "audio":
        body["voice"] = bool(spec.get("voice", True))
    return {"type": kind, kind: body}, media.id


BUILDERS: dict[str, Callable[[Guest, Mapping[str, object]], Json]] = {
    "text": text_payload,
    "button_reply": button_payload,
    "list_reply": list_payload,
    "button": template_button_payload,
    "reaction": reaction_payload,
    "location": location_payload,
    "contact": contact_payload,
    "edit": edit_payload,
    "revoke": revoke_payload,
    "request_welcome": bare_payload("request_welcome", {}),
    "unsupported": bare_payload("unsupported", {"errors": [{"code": 131051, "title": "Message type unknown"}]}),
}
