"""A webhook's envelope becomes messages and statuses in our words, item by item."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

from reservas.features.conversations.schemas import InboundBatch, InboundMessage, StatusUpdate
from reservas.kit.json_text import storable

Item = TypeVar("Item")
Json = Mapping[str, Any]


class UnreadableItemError(ValueError):
    """An item lacks what no item can do without."""


def read_batch(body: bytes) -> InboundBatch:
    """Return every message and status of one call; each item that cannot be read is named, and loses no other.

    Every level of the envelope is a list, and messages and statuses may share a value.
    """
    unreadable: list[str] = []
    try:
        envelope = storable(json.loads(body))
    except (ValueError, RecursionError) as error:
        return InboundBatch(unreadable=(f"body: {type(error).__name__}",))
    messages: list[InboundMessage] = []
    statuses: list[StatusUpdate] = []
    for value in _values(envelope):
        account = str(_dict(value.get("metadata")).get("phone_number_id") or "")
        names = _names(value)
        messages += _each(value, "messages", lambda item, a=account, n=names: _message(item, a, n), unreadable)  # type: ignore[misc]
        statuses += _each(value, "statuses", _status, unreadable)
    return InboundBatch(tuple(messages), tuple(statuses), tuple(unreadable))


def _values(envelope: object) -> Iterator[Json]:
    """Yield the values of the field `messages`; other fields (`standby`, `history`, …) are never answered."""
    for entry in _list(_dict(envelope).get("entry")):
        for change in _list(_dict(entry).get("changes")):
            if _dict(change).get("field") == "messages":
                yield _dict(_dict(change).get("value"))


def _each(value: Json, key: str, read: Callable[[Json], Item | None], unreadable: list[str]) -> list[Item]:
    found: list[Item] = []
    for number, item in enumerate(_list(value.get(key))):
        try:
            one = read(_dict(item))
        except (UnreadableItemError, ValueError, TypeError, OverflowError) as error:
            unreadable.append(f"{key}[{number}]: {error}")
        else:
            if one is not None:
                found.append(one)
    return found


def _names(value: Json) -> dict[str, str]:
    """Return profile names by every identifier of their contact: never by position."""
    names: dict[str, str] = {}
    for contact in map(_dict, _list(value.get("contacts"))):
        name = _dict(contact.get("profile")).get("name")
        for key in ("wa_id", "user_id"):
            if name and contact.get(key):
                names[str(contact[key])] = str(name)
    return names


def _message(item: Json, account: str, names: Mapping[str, str]) -> InboundMessage | None:
    if item.get("group_id"):
        # A message to a group is not addressed to us: a guest's bot stays silent there.
        return None
    if not account:
        raise UnreadableItemError("no phone_number_id")
    phone, user = str(item.get("from") or ""), str(item.get("from_user_id") or "")
    identifiers = {"phone": phone, "whatsapp_user": user, "whatsapp_parent": str(item.get("from_parent_user_id") or "")}
    identifiers = {kind: value for kind, value in identifiers.items() if value}
    if not phone and not user:
        raise UnreadableItemError("no sender")
    kind, content = _content(item)
    return InboundMessage(
        provider_id=_required(item, "id"),
        account=account,
        identifiers=identifiers,
        recipient=phone or user,
        name=names.get(phone) or names.get(user),
        at=_instant(_required(item, "timestamp")),
        kind=kind,
        content=content,
    )


def _content(item: Json) -> tuple[str, dict[str, Any]]:
    """Return our kind and what is kept of it: a tap for every button and row, text for words, the rest raw."""
    kind = _required(item, "type")
    raw = item.get(kind)
    inner = _dict(raw)
    if kind == "text" and inner.get("body"):
        return "text", {"body": str(inner["body"])}
    if kind == "interactive":
        for shape in ("button_reply", "list_reply"):
            tapped = _dict(inner.get(shape))
            if tapped.get("id"):
                return "tap", {"id": str(tapped["id"]), "title": str(tapped.get("title") or "")}
    if kind == "button":
        tapped_id = inner.get("payload") or inner.get("text") or ""
        return "tap", {"id": str(tapped_id), "title": str(inner.get("text") or "")}
    return kind, {"raw": dict(item)}


def _status(item: Json) -> StatusUpdate:
    errors = _list(item.get("errors"))
    callback = item.get("biz_opaque_callback_data")
    return StatusUpdate(
        provider_id=_required(item, "id"),
        callback_id=str(callback) if callback else None,
        status=_required(item, "status"),
        error=dict(_dict(errors[0])) if errors else None,
    )


def _required(item: Json, key: str) -> str:
    value = item.get(key)
    if value in (None, ""):
        raise UnreadableItemError(f"no {key}")
    return str(value)


def _instant(seconds: str) -> datetime:
    """Return Meta's unix seconds, which come as a string, in UTC."""
    return datetime.fromtimestamp(int(seconds), UTC)


def _dict(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
