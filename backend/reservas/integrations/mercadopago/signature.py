"""Mercado Pago's proof that a webhook call is its own: an HMAC over parts of the query and two headers."""

import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qs

PAYMENT_ID = re.compile(r"[0-9]{1,20}")


class Verdict(StrEnum):
    """What to do with a call."""

    PAYMENT = "payment"  # signed, and about a payment: store it
    IGNORED = "ignored"  # signed, about something we do not act on
    UNVERIFIABLE = "unverifiable"  # an IPN copy: its signature never verifies, by design of Mercado Pago
    INVALID = "invalid"  # refuse


@dataclass(frozen=True, slots=True)
class Hint:
    """What a call is about; `payment_id` only when the verdict is PAYMENT, taken from the signed query."""

    verdict: Verdict
    topic: str = ""
    payment_id: str = ""
    request_id: str = ""


def verify(raw_query: str, headers: Mapping[str, str], secrets: Sequence[str]) -> Hint:
    """Judge one call by its raw query and headers (any case), never by its body, which is not signed.

    The manifest is `id:<data.id>;request-id:<x-request-id>;ts:<ts>;` without the parts that are absent; the id is
    tried as received and lower-cased, since Mercado Pago's pages and SDKs disagree. Empty secrets never match.
    """
    query = {key: values[-1] for key, values in parse_qs(raw_query, keep_blank_values=True).items()}
    found = {name.lower(): value for name, value in headers.items()}
    data_id, request_id = query.get("data.id"), found.get("x-request-id", "")
    topic = query.get("type") or query.get("topic") or ""
    if data_id is None and "topic" in query and "id" in query:
        return Hint(Verdict.UNVERIFIABLE, topic=topic)
    parts = dict(part.strip().split("=", 1) for part in found.get("x-signature", "").split(",") if "=" in part)
    ts, given = parts.get("ts", ""), parts.get("v1", "")
    if not ts or not given or not _matches(data_id, request_id, ts, given, secrets):
        return Hint(Verdict.INVALID, topic=topic)
    if topic != "payment" or data_id is None or not PAYMENT_ID.fullmatch(data_id):
        return Hint(Verdict.IGNORED, topic=topic, request_id=request_id)
    return Hint(Verdict.PAYMENT, topic=topic, payment_id=data_id, request_id=request_id)


def _matches(data_id: str | None, request_id: str, ts: str, given: str, secrets: Sequence[str]) -> bool:
    candidates = {data_id, data_id.lower()} if data_id else {None}
    found = False
    for candidate in candidates:
        manifest = f"id:{candidate};" if candidate else ""
        manifest += f"request-id:{request_id};" if request_id else ""
        manifest += f"ts:{ts};"
        for secret in filter(None, secrets):
            expected = hmac.new(secret.encode(), manifest.encode("utf-8", "surrogateescape"), hashlib.sha256)
            digest = expected.hexdigest().encode()
            found |= hmac.compare_digest(digest, given.encode("utf-8", "surrogateescape"))
    return found
