"""A webhook's bytes become JSON that can be walked and stored, whatever is in one corner of it."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from reservas.kit.json_text import DEEPEST, storable

Json = Mapping[str, Any]
LONGEST_ID = 512  # PostgreSQL cannot index much more than 2,700 bytes
LONGEST_PHONE = 20
_LONGEST_NUMBER = 18  # digits; more are kept as text
_TOKENS = re.compile(r'"(?:[^"\\]|\\.)*"?|[\[{\]}]', re.DOTALL)


class UnreadableItemError(ValueError):
    """An item lacks what no item can do without."""


def parse(body: bytes) -> Any:  # noqa: ANN401 - any JSON
    """Return the body's JSON without what PostgreSQL refuses; what lies deeper than anybody reads becomes null.

    Raises ValueError when it is no JSON. Bytes that are no UTF-8 are replaced, so that they cost only their own word.
    """
    text = body.decode("utf-8-sig", "replace")
    try:
        return storable(_load(text))
    except RecursionError:
        return storable(_load(_pruned(text)))


def _load(text: str) -> Any:  # noqa: ANN401 - any JSON
    return json.loads(text, parse_int=lambda digits: int(digits) if len(digits) <= _LONGEST_NUMBER else digits)


def _pruned(text: str) -> str:
    """Return `text` with everything deeper than DEEPEST levels replaced by null: Python's reader recurses."""
    kept: list[str] = []
    depth = start = 0
    for token in _TOKENS.finditer(text):
        if token[0] in ("[", "{"):
            if depth == DEEPEST:
                kept += (text[start : token.start()], "null")
            depth += 1
        elif token[0] in ("]", "}"):
            depth -= 1
            if depth == DEEPEST:
                start = token.end()
    if depth <= DEEPEST:
        kept.append(text[start:])
    return "".join(kept)


def as_object(value: object) -> Json:
    """Return `value` if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def as_list(value: object) -> list[Any]:
    """Return `value` if it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def text_of(value: object) -> str:
    """Return a string or whole number as text, anything else as ""."""
    return str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""


def id_of(value: object) -> str:
    """Return an id, or "" when it is none that could be kept."""
    text = text_of(value)
    return text if len(text) <= LONGEST_ID else ""


def phone_of(value: object) -> str:
    """Return a phone's digits without `+`, or "" when it is none."""
    text = text_of(value).removeprefix("+")
    return text if text.isascii() and text.isdigit() and len(text) <= LONGEST_PHONE else ""


def required(item: Json, key: str) -> str:
    """Return the item's id under `key`. Raises UnreadableItemError."""
    found = id_of(item.get(key))
    if not found:
        raise UnreadableItemError(f"no {key}")
    return found


def instant(value: object) -> datetime:
    """Return Meta's unix seconds, which come as a string, in UTC. Raises UnreadableItemError."""
    seconds = text_of(value)
    if not seconds:
        raise UnreadableItemError("no timestamp")
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise UnreadableItemError("a timestamp that is no time") from error


def present(**values: object) -> dict[str, Any]:
    """Return `values` without those that are missing."""
    return {key: value for key, value in values.items() if value not in (None, "")}
