"""Webhook bodies as Meta sends them, part by part."""

import json
from typing import Any

ACCOUNT = "100000000000001"
GUEST = "5492944123456"
AT = "1795262400"  # 2026-11-21 12:00 UTC


def message(words: str = "hola", number: int = 1, *, sender: str | None = GUEST, **fields: Any) -> dict[str, Any]:
    """Return a message; a field given as None is left out."""
    plain = {"from": sender, "id": f"wamid.{number}", "timestamp": AT, "type": "text", "text": {"body": words}}
    return {key: value for key, value in (plain | fields).items() if value is not None}


def status(number: int = 1, **fields: Any) -> dict[str, Any]:
    return {"id": f"wamid.out-{number}", "status": "delivered", "timestamp": AT, "recipient_id": GUEST, **fields}


def contact(wa_id: str = GUEST, name: str = "Ana", **fields: Any) -> dict[str, Any]:
    return {"wa_id": wa_id, "profile": {"name": name}, **fields}


def value(**parts: Any) -> dict[str, Any]:
    return {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "5492944000000", "phone_number_id": ACCOUNT},
        **parts,
    }


def entry(*values: Any, field: str = "messages") -> dict[str, Any]:
    return {"id": "WABA", "changes": [{"field": field, "value": one} for one in values]}


def body(*entries: Any) -> bytes:
    return json.dumps({"object": "whatsapp_business_account", "entry": list(entries)}).encode()
