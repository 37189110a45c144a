"""The `x-signature` of a notification, over its query and request id; the body is never signed."""

import hashlib
import hmac
import secrets


def manifest(resource_id: str | None, request_id: str | None, ts: int) -> str:
    """The signed text; an absent part goes with its key."""
    parts = [
        f"id:{resource_id};" if resource_id else "",
        f"request-id:{request_id};" if request_id else "",
        f"ts:{ts};",
    ]
    return "".join(parts)


def signature(secret: str, resource_id: str, request_id: str, ts: int) -> str:
    """The header of a notification that verifies."""
    text = manifest(resource_id, request_id, ts)
    return f"ts={ts},v1={hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()}"


def unverifiable(ts: int) -> str:
    """The header of an IPN copy: same shape, and no secret of the account ever matches it."""
    return f"ts={ts},v1={secrets.token_hex(32)}"
