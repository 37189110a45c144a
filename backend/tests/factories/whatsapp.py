"""Webhook bodies as Meta sends them."""

import json
from datetime import datetime
from typing import Any

from tests.factories.conversations import ACCOUNT, PHONE
from tests.factories.moments import NOW


def text_item(
    provider_id: str, body: str = "hola", *, phone: str = PHONE, at: datetime = NOW, **values: Any
) -> dict[str, Any]:
    """A guest's text."""
    timestamp = str(int(at.timestamp()))
    return {"id": provider_id, "from": phone, "timestamp": timestamp, "type": "text", "text": {"body": body}, **values}


def tap_item(provider_id: str, action: str, *, phone: str = PHONE, at: datetime = NOW) -> dict[str, Any]:
    """A guest's tap on a button."""
    interactive = {"type": "button_reply", "button_reply": {"id": action, "title": action}}
    timestamp = str(int(at.timestamp()))
    return {"id": provider_id, "from": phone, "timestamp": timestamp, "type": "interactive", "interactive": interactive}


def status_item(provider_id: str, status: str, callback_id: str | None = None, **values: Any) -> dict[str, Any]:
    """What became of a message of ours."""
    callback = {"biz_opaque_callback_data": callback_id} if callback_id else {}
    return {"id": provider_id, "status": status, "timestamp": "1795186800", "recipient_id": PHONE, **callback, **values}


def make_value(*, messages: list[Any] | None = None, statuses: list[Any] | None = None) -> dict[str, Any]:
    """One `value` of the envelope, with a contact for each sender."""
    senders = {str(item["from"]) for item in messages or [] if isinstance(item, dict) and item.get("from")}
    value: dict[str, Any] = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "5492944999999", "phone_number_id": ACCOUNT},
    }
    if messages is not None:
        value["contacts"] = [{"wa_id": one, "profile": {"name": f"Guest {one[-4:]}"}} for one in sorted(senders)]
        value["messages"] = messages
    if statuses is not None:
        value["statuses"] = statuses
    return value


def make_body(*values: dict[str, Any], envelope_id: str = "1") -> bytes:
    """A whole call: each value in an entry of its own. `envelope_id` makes other bytes of the same news."""
    entries = [{"id": envelope_id, "changes": [{"field": "messages", "value": value}]} for value in values]
    return json.dumps({"object": "whatsapp_business_account", "entry": entries}).encode()
