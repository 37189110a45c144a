"""Webhook bodies as Meta writes them: nested arrays, escaped JSON, a signature over the exact bytes."""

import hashlib
import hmac
import json
from collections.abc import Mapping

from sandbox.graph.chats import ChatMessage, Guest
from sandbox.graph.settings import GraphSettings
from sandbox.serving import Json

WABA_ID = "200000000000001"


def meta_json(body: Mapping[str, object]) -> bytes:
    """JSON the way Meta writes it, non-ASCII and slashes escaped, so that a re-serialised body never matches."""
    return json.dumps(body, separators=(",", ":")).replace("/", "\\/").encode("ascii")


def signature_headers(secret: str, body: bytes) -> dict[str, str]:
    """The headers of a webhook request."""
    digest = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return {
        "content-type": "application/json",
        "user-agent": "facebookexternalua",
        "x-hub-signature-256": f"sha256={digest}",
    }


def envelope(settings: GraphSettings, content: Mapping[str, object]) -> Json:
    """One change of the `messages` field around the given contents."""
    metadata = {"display_phone_number": settings.business_phone, "phone_number_id": settings.phone_number_id}
    value = {"messaging_product": "whatsapp", "metadata": metadata, **content}
    change = {"value": value, "field": "messages"}
    return {"object": "whatsapp_business_account", "entry": [{"id": WABA_ID, "changes": [change]}]}


def contact_of(guest: Guest, *, with_name: bool) -> Json:
    """The sender or recipient as `contacts[]` describes them; a hidden phone is absent, not empty."""
    contact: Json = {"profile": {"name": guest.name}} if with_name else {}
    if not guest.hide_phone:
        contact["wa_id"] = guest.wa_id
    return contact | {"user_id": guest.user_id}


def inbound_content(guest: Guest, message: ChatMessage) -> Json:
    """What a guest wrote, as the value of a webhook."""
    head: Json = {} if guest.hide_phone else {"from": guest.wa_id}
    head |= {"from_user_id": guest.user_id, "id": message.wamid, "timestamp": str(int(message.at))}
    return {"contacts": [contact_of(guest, with_name=True)], "messages": [head | message.payload]}


def status_content(guest: Guest, message: ChatMessage, status: str, at: float, error: Json | None = None) -> Json:
    """A tick on a message of the business, as the value of a webhook."""
    body: Json = {"id": message.wamid, "status": status, "timestamp": str(int(at))}
    if not guest.hide_phone:
        body["recipient_id"] = guest.wa_id
    if message.opaque is not None:
        body["biz_opaque_callback_data"] = message.opaque
    if error is not None:
        return {"statuses": [body | {"errors": [error]}]}
    body["recipient_user_id"] = guest.user_id
    if status in {"sent", "delivered"}:
        body["pricing"] = pricing_of(message)
    return {"contacts": [contact_of(guest, with_name=False)], "statuses": [body]}


def pricing_of(message: ChatMessage) -> Json:
    """Templates cost; answers inside the window do not."""
    paid = message.kind == "template"
    return {
        "billable": paid,
        "pricing_model": "PMP",
        "type": "regular" if paid else "free_customer_service",
        "category": "utility" if paid else "service",
    }
