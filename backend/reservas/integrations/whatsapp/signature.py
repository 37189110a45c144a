"""Meta's proof that a webhook call is its own: an HMAC over the raw bytes."""

import hashlib
import hmac
from collections.abc import Sequence

PREFIX = b"sha256="


def is_signed(body: bytes, header: str | None, secrets: Sequence[str]) -> bool:
    """Tell whether `header` (`X-Hub-Signature-256`) signs `body` with one of the app secrets.

    Two secrets are accepted during a rotation; an empty one never matches. Meta: webhooks, "validate payloads".
    """
    # Compared as bytes: compare_digest raises on a str that is not ASCII, and headers may hold anything.
    given = (header or "").encode("utf-8", "surrogateescape")
    if not given.startswith(PREFIX):
        return False
    matches = [
        hmac.compare_digest(PREFIX + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest().encode(), given)
        for secret in secrets
        if secret
    ]
    return any(matches)
