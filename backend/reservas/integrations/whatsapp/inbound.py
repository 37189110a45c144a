"""A webhook's envelope becomes news in our words, item by item: every level of it is a list."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from reservas.features.conversations.arrivals import (
    OTHER_APP,
    OWNER,
    ChannelNews,
    IdentityChange,
    InboundBatch,
    InboundMessage,
    Item,
    News,
    OffersPreference,
    OwnMessage,
    StatusUpdate,
    ThreadHandover,
    Unread,
)
from reservas.integrations.whatsapp.inbound_content import read_content, shared_phone
from reservas.integrations.whatsapp.inbound_json import (
    Json,
    UnreadableItemError,
    as_list,
    as_object,
    id_of,
    instant,
    parse,
    phone_of,
    present,
    required,
    text_of,
)

USER_PREFERENCES = "user_preferences"
# Meta, "webhooks: fields". The rest of them share one label of a metric.
COUNTED_FIELDS = frozenset(
    {
        "account_alerts",
        "account_review_update",
        "account_update",
        "automatic_events",
        "business_capability_update",
        "business_username_update",
        "business_username_updates",
        "calls",
        "flows",
        "history",
        "message_template_components_update",
        "message_template_quality_update",
        "message_template_status_update",
        "partner_solutions",
        "payment_configuration_update",
        "phone_number_name_update",
        "phone_number_quality_update",
        "security",
        "smb_app_state_sync",
        "template_category_update",
        USER_PREFERENCES,
    }
)
GROUP, OTHER = "group", "other"
MARKETING, STOP, RESUME = "marketing_messages", "stop", "resume"
LONGEST_NAME, LONGEST_CODE = 200, 32
Found = tuple[str, object, Callable[[Json], News]]
_MESSAGES = re.compile(rb'"(?:messages|message_echoes)"\s*:')  # as a key; "messages" is also a field's name


def is_ticks_alone(body: bytes) -> bool:
    """Tell, at a glance, whether a call only says that messages of ours went their way: most calls of all do.

    A failure is news that somebody acts on. What is held for a tick by mistake is taken in whole all the same.
    """
    return b'"statuses"' in body and b'"failed"' not in body and _MESSAGES.search(body) is None


def read_batch(body: bytes) -> InboundBatch:
    """Return everything one call holds; each item that cannot be read is named by its path, and loses no other.

    Messages and statuses may share a value. Old messages (`history`) and news of the account are only counted.
    """
    try:
        envelope = parse(body)
    except (ValueError, RecursionError) as error:
        return InboundBatch(unread=(Unread("", None, f"no JSON: {type(error).__name__}"),))
    items: list[Item] = []
    unread: list[Unread] = []
    for path, raw, read in _items(envelope):
        try:
            items.append(Item(path, read(_object(raw)), raw))
        except UnreadableItemError as error:
            unread.append(Unread(path, raw, str(error)))
    return InboundBatch(tuple(items), tuple(unread))


def _items(envelope: object) -> Iterator[Found]:
    entries = _each("entry", as_object(envelope).get("entry")) if isinstance(envelope, dict) else [("", envelope)]
    for entry_path, entry in entries:
        if not isinstance(entry, dict):
            yield entry_path, entry, _refuse("")
            continue
        for path, change in _each(f"{entry_path}.changes", entry.get("changes")):
            # One of Meta's examples has the field beside its changes.
            field = text_of(as_object(change).get("field")) or text_of(entry.get("field"))
            value = as_object(change).get("value")
            if not field or not isinstance(value, dict):
                yield path, change, _refuse("no value" if field else "no field")
                continue
            yield from _FIELDS.get(field, _counted)(f"{path}.value", field, value)


def _object(raw: object) -> Json:
    if not isinstance(raw, dict):
        raise UnreadableItemError("not a list of objects")
    return raw


def _each(path: str, value: object) -> Iterator[tuple[str, object]]:
    """Yield what a list holds with its path; what should be one and is not is one thing that cannot be read."""
    if isinstance(value, list):
        yield from ((f"{path}[{number}]", one) for number, one in enumerate(value))
    elif value is not None:
        yield path, [value]


def _refuse(why: str) -> Callable[[Json], News]:
    def read(_item: Json) -> News:
        raise UnreadableItemError(why)

    return read


def _messages(path: str, _field: str, value: Json) -> Iterator[Found]:
    yield from _of_value(path, value, as_object(value.get("metadata")), is_standby=False)


def _standby(path: str, _field: str, value: Json) -> Iterator[Found]:
    """The same one level deeper, while another application has the thread."""
    inner = value.get("standby")
    if not isinstance(inner, dict):
        yield path, value, _refuse("no standby")
        return
    metadata = as_object(value.get("metadata")) or as_object(inner.get("metadata"))
    yield from _of_value(f"{path}.standby", inner, metadata, is_standby=True)
    yield from _echoes(f"{path}.standby", inner, metadata, OTHER_APP)


def _owners_phone(path: str, _field: str, value: Json) -> Iterator[Found]:
    yield from _echoes(path, value, as_object(value.get("metadata")), OWNER)


def _handovers(path: str, _field: str, value: Json) -> Iterator[Found]:
    yield path, value, _handover


def _preferences(path: str, field: str, value: Json) -> Iterator[Found]:
    """Meta, "webhooks: user_preferences"."""
    account = id_of(as_object(value.get("metadata")).get("phone_number_id"))
    told = list(_each(f"{path}.{field}", value.get(field)))
    if not told:
        yield from _counted(path, field, value)
    for item_path, item in told:
        yield item_path, item, lambda raw: _preference(raw, account)


def _counted(path: str, field: str, value: Json) -> Iterator[Found]:
    label = field if field in COUNTED_FIELDS else OTHER
    yield path, value, lambda _value: ChannelNews(label)


_FIELDS: Mapping[str, Callable[[str, str, Json], Iterator[Found]]] = {
    "messages": _messages,
    "standby": _standby,
    "smb_message_echoes": _owners_phone,
    "messaging_handovers": _handovers,
    USER_PREFERENCES: _preferences,
}


def _of_value(path: str, value: Json, metadata: Json, *, is_standby: bool) -> Iterator[Found]:
    account, names = id_of(metadata.get("phone_number_id")), _names(value)

    def message(item: Json) -> News:
        return _message(item, account, names, is_standby=is_standby)

    for key, read in (("messages", message), ("statuses", _status), ("errors", _channel_error)):
        for item_path, item in _each(f"{path}.{key}", value.get(key)):
            yield item_path, item, read


def _echoes(path: str, value: Json, metadata: Json, author: str) -> Iterator[Found]:
    account = id_of(metadata.get("phone_number_id"))
    for item_path, item in _each(f"{path}.message_echoes", value.get("message_echoes")):
        yield item_path, item, lambda raw: _echo(raw, account, author)


def _names(value: Json) -> dict[str, str]:
    """Return profile names by every identifier of their contact: never by position."""
    names: dict[str, str] = {}
    for contact in map(as_object, as_list(value.get("contacts"))):
        name = as_object(contact.get("profile")).get("name")
        for key in ("wa_id", "user_id"):
            identifier = text_of(contact.get(key))
            if identifier and isinstance(name, str) and name:
                names[identifier] = name[:LONGEST_NAME]
    return names


def _message(item: Json, account: str, names: Mapping[str, str], *, is_standby: bool) -> News:
    if item.get("group_id"):
        # A message to a group is not addressed to us: a guest's bot stays silent there.
        return ChannelNews(GROUP)
    if not account:
        raise UnreadableItemError("no phone_number_id")
    if item.get("type") == "system":
        return _identity_change(item, account)
    identifiers = _identifiers(item, "from", "from_user_id", "from_parent_user_id")
    kind, content = read_content(item)
    return InboundMessage(
        provider_id=required(item, "id"),
        account=account,
        identifiers=identifiers,
        recipient=_recipient(identifiers),
        name=next((names[one] for one in identifiers.values() if one in names), None),
        at=instant(item.get("timestamp")),
        kind=kind,
        content=content,
        is_standby=is_standby,
        own_phone=shared_phone(item) if kind == "contacts" else None,
    )


def _echo(item: Json, account: str, author: str) -> News:
    if item.get("group_id") or item.get("recipient_type") == "group":
        return ChannelNews(GROUP)
    if not account:
        raise UnreadableItemError("no phone_number_id")
    identifiers = _identifiers(item, "to", "to_user_id", "to_parent_user_id")
    kind, content = read_content(item)
    return OwnMessage(
        provider_id=required(item, "id"),
        account=account,
        identifiers=identifiers,
        recipient=_recipient(identifiers),
        at=instant(item.get("timestamp")),
        kind=kind,
        content=content,
        author=author,
    )


def _identity_change(item: Json, account: str) -> IdentityChange:
    """A guest's number or id changed: `from` and `previous_user_id` are the old ones, and either may be missing."""
    system = as_object(item.get("system"))
    new = present(
        phone=phone_of(system.get("wa_id")) or phone_of(system.get("new_wa_id")),
        whatsapp_user=id_of(system.get("user_id")),
        whatsapp_parent=id_of(system.get("parent_user_id")),
    )
    user = id_of(system.get("previous_user_id")) or id_of(item.get("from_user_id"))
    return IdentityChange(
        provider_id=required(item, "id"),
        account=account,
        at=instant(item.get("timestamp")),
        kind=text_of(system.get("type")),
        old=present(phone=phone_of(item.get("from")), whatsapp_user=user if user != new.get("whatsapp_user") else ""),
        new=new,
        content={"type": text_of(system.get("type")), "raw": dict(item)},
    )


def _handover(value: Json) -> ThreadHandover:
    """Of sender and recipient, ours is the one with a `phone_number_id`; there is no metadata."""
    ends = [as_object(value.get(key)) for key in ("sender", "recipient")]
    account = next((id_of(end["phone_number_id"]) for end in ends if end.get("phone_number_id")), "")
    guest = next((end for end in ends if end and not end.get("phone_number_id")), {})
    if not account:
        raise UnreadableItemError("no phone_number_id")
    phone = phone_of(guest.get("phone_number")) or phone_of(guest.get("wa_id")) or phone_of(guest.get("id"))
    identifiers = _identifiers({**guest, "phone": phone}, "phone", "user_id", "parent_user_id")
    return ThreadHandover(account, identifiers, _recipient(identifiers), instant(value.get("timestamp")))


def _preference(item: Json, account: str) -> News:
    """What is told of other things than offers is only counted."""
    wish = item.get("value")
    if item.get("category") != MARKETING or wish not in (STOP, RESUME):
        return ChannelNews(USER_PREFERENCES)
    if not account:
        raise UnreadableItemError("no phone_number_id")
    identifiers = _identifiers(item, "wa_id", "user_id", "parent_user_id")
    return OffersPreference(account, identifiers, instant(item.get("timestamp")), wants_offers=wish == RESUME)


def _status(item: Json) -> StatusUpdate:
    error = next((dict(one) for one in as_list(item.get("errors")) if isinstance(one, dict)), None)
    try:
        at = instant(item.get("timestamp"))
    except UnreadableItemError:
        # What became of the message counts more than when.
        at = None
    return StatusUpdate(
        provider_id=required(item, "id"),
        callback_id=id_of(item.get("biz_opaque_callback_data")) or None,
        status=required(item, "status"),
        error=error,
        at=at,
    )


def _channel_error(item: Json) -> ChannelNews:
    return ChannelNews("errors", text_of(item.get("code"))[:LONGEST_CODE] or None)


def _identifiers(item: Json, phone: str, user: str, parent: str) -> dict[str, str]:
    """Return what the person at the other end is known by. Raises UnreadableItemError when it is nothing."""
    found: dict[str, Any] = present(
        phone=phone_of(item.get(phone)),
        whatsapp_user=id_of(item.get(user)),
        whatsapp_parent=id_of(item.get(parent)),
    )
    if not found.keys() & {"phone", "whatsapp_user"}:
        raise UnreadableItemError("nobody at the other end")
    return found


def _recipient(identifiers: Mapping[str, str]) -> str:
    return identifiers.get("phone") or identifiers["whatsapp_user"]
