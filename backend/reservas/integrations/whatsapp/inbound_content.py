"""What one message says, type by type: our kind, and what is kept of it."""

import json
from collections.abc import Callable
from typing import Any

from reservas.integrations.whatsapp.inbound_json import (
    Json,
    as_list,
    as_object,
    id_of,
    phone_of,
    present,
    required,
    text_of,
)

LONGEST_KIND = 64
Said = tuple[str, dict[str, Any]]


def read_content(item: Json) -> Said:
    """Return our kind and what is kept of a message or of an echo; what is not known is kept whole, under `raw`.

    Raises UnreadableItemError when it has no type.
    """
    kind = required(item, "type")[:LONGEST_KIND]
    known = _READERS.get(kind)
    said = known(item, as_object(item.get(kind))) if known else None
    kind, content = said or (kind, {"raw": dict(item)})
    return kind, content | present(context=_context(item), referral=as_object(item.get("referral")) or None)


def shared_phone(item: Json) -> str | None:
    """Return the number a guest shared as their own when they were asked for it; other contacts are somebody else's."""
    for contact in map(as_object, as_list(item.get("contacts"))):
        if contact.get("origin") == "contact_request":
            for phone in map(as_object, as_list(contact.get("phones"))):
                if digits := phone_of(phone.get("wa_id")) or phone_of(_compact(phone.get("phone"))):
                    return digits
    return None


def _context(item: Json) -> dict[str, Any] | None:
    """A reply names the message it answers; a forwarded one has no id at all."""
    context = as_object(item.get("context"))
    return (
        present(
            reply_to=id_of(context.get("id")),
            forwarded=context.get("forwarded") is True or None,
            frequently_forwarded=context.get("frequently_forwarded") is True or None,
            product=as_object(context.get("referred_product")) or None,
        )
        or None
    )


def _text(_item: Json, inner: Json) -> Said | None:
    body = inner.get("body")
    return ("text", {"body": body}) if isinstance(body, str) and body else None


def _media(item: Json, inner: Json) -> Said | None:
    kind = text_of(item.get("type"))
    if kind == "audio" and inner.get("voice") is True:
        kind = "voice"
    if errors := _errors(item):
        # 131052 and the like: whatever else is told of the file, there is nothing to download.
        return kind, {"errors": errors} | present(caption=text_of(inner.get("caption")))
    if not id_of(inner.get("id")):
        return None
    return kind, present(
        id=id_of(inner.get("id")),
        mime_type=text_of(inner.get("mime_type")),
        sha256=text_of(inner.get("sha256")),
        url=text_of(inner.get("url")),
        caption=text_of(inner.get("caption")),
        filename=text_of(inner.get("filename")),
        animated=inner.get("animated") is True or None,
    )


def _location(_item: Json, inner: Json) -> Said | None:
    latitude, longitude = _degrees(inner.get("latitude"), 90), _degrees(inner.get("longitude"), 180)
    if latitude is None or longitude is None:
        return None
    texts = {key: text_of(inner.get(key)) for key in ("name", "address", "url")}
    return "location", {"latitude": latitude, "longitude": longitude, **present(**texts)}


def _contacts(item: Json, _inner: Json) -> Said | None:
    contacts = [contact for contact in as_list(item.get("contacts")) if isinstance(contact, dict)]
    return ("contacts", {"contacts": contacts}) if contacts else None


def _reaction(_item: Json, inner: Json) -> Said:
    """A reaction that was taken back comes with an empty emoji, or with none."""
    return "reaction", {"to": id_of(inner.get("message_id")), "emoji": text_of(inner.get("emoji")) or None}


def _button(_item: Json, inner: Json) -> Said | None:
    """A template's quick reply; without a payload its words are all there is."""
    tapped = id_of(inner.get("payload")) or id_of(inner.get("text"))
    return ("tap", {"id": tapped, "title": text_of(inner.get("text"))}) if tapped else None


def _interactive(item: Json, inner: Json) -> Said:
    subtype = text_of(inner.get("type"))[:LONGEST_KIND]
    for shape in ("button_reply", "list_reply"):
        tapped = as_object(inner.get(shape))
        if tapped_id := id_of(tapped.get("id")):
            return "tap", {"id": tapped_id, "title": text_of(tapped.get("title"))}
    content: dict[str, Any] = {"subtype": subtype, "raw": dict(item)}
    if subtype == "nfm_reply":
        content["response"] = _flow_response(as_object(inner.get("nfm_reply")).get("response_json"))
    return "interactive", content


def _flow_response(raw: object) -> Json | None:
    """Return the answers of a form, which come as JSON in a string that may be missing or broken."""
    try:
        return as_object(json.loads(raw)) if isinstance(raw, str) else None
    except (ValueError, RecursionError):
        return None


def _order(_item: Json, inner: Json) -> Said | None:
    items = [one for one in as_list(inner.get("product_items")) if isinstance(one, dict)]
    texts = present(catalog_id=text_of(inner.get("catalog_id")), text=text_of(inner.get("text")))
    return ("order", {**texts, "items": items}) if items else None


def _unsupported(item: Json, inner: Json) -> Said:
    subtype = text_of(inner.get("type"))[:LONGEST_KIND]
    return "unsupported", {"errors": _errors(item), **present(subtype=subtype), "raw": dict(item)}


def _edit(_item: Json, inner: Json) -> Said | None:
    original = id_of(inner.get("original_message_id"))
    if not original:
        return None
    changed = as_object(inner.get("message"))
    if not text_of(changed.get("type")):
        return "edit", {"to": original, "now": {"raw": dict(changed)}}
    # Edits of edits are not sent; one level is read, whatever is inside.
    kind, content = read_content({**changed, "errors": None}) if changed.get("type") != "edit" else ("edit", {})
    return "edit", {"to": original, "now": {"kind": kind, **content}}


def _revoke(_item: Json, inner: Json) -> Said | None:
    original = id_of(inner.get("original_message_id"))
    return ("revoke", {"to": original}) if original else None


def _welcome(_item: Json, _inner: Json) -> Said:
    return "request_welcome", {}


def _errors(item: Json) -> list[dict[str, Any]]:
    errors = map(as_object, as_list(item.get("errors")))
    return [present(code=error.get("code"), title=text_of(error.get("title"))) for error in errors if error]


def _degrees(value: object, most: float) -> float | None:
    """Return a coordinate, or None when it is nowhere: "nan" and "1e999" are numbers to Python, and to no database."""
    try:
        number = float(value) if isinstance(value, (int, float, str)) and not isinstance(value, bool) else None
    except (ValueError, OverflowError):
        return None
    return number if number is not None and abs(number) <= most else None


def _compact(value: object) -> str:
    return "".join(letter for letter in text_of(value) if letter not in " -()./")


_READERS: dict[str, Callable[[Json, Json], Said | None]] = {
    "text": _text,
    "image": _media,
    "video": _media,
    "audio": _media,
    "document": _media,
    "sticker": _media,
    "location": _location,
    "contacts": _contacts,
    "reaction": _reaction,
    "button": _button,
    "interactive": _interactive,
    "order": _order,
    "unsupported": _unsupported,
    "edit": _edit,
    "revoke": _revoke,
    "request_welcome": _welcome,
}
