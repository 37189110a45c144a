"""Long lists leave in pages, newest first; a cursor says where the next one begins, whatever was added meanwhile."""

import base64
import binascii
from typing import Annotated, Generic, TypeVar

from fastapi import Depends, Query
from pydantic import BaseModel, Field

from reservas.kit.errors import ErrorKind, ReservasError

LONGEST_PAGE = 200
PREFIX = b"before:"
LARGEST_KEY = 2**63 - 1
Item = TypeVar("Item")


class CursorInvalid(ReservasError):  # noqa: N818 - reads as what happened
    """The cursor is none of ours."""

    code = "cursor_invalid"
    kind = ErrorKind.INVALID


class Page(BaseModel, Generic[Item]):
    """Part of a list; `next` is the cursor of the part after it, null at the end."""

    items: list[Item]
    next: str | None = Field(examples=["YmVmb3JlOjQy"])


class Place:
    """Where in a list a page begins, and how long it is."""

    def __init__(self, before: int, limit: int) -> None:
        self.before = before
        self.limit = limit

    def next_after(self, keys: list[int]) -> str | None:
        """Return the cursor after a page of rows with these keys, asked for with one row too many."""
        return encode_cursor(keys[self.limit - 1]) if len(keys) > self.limit else None


def encode_cursor(key: int) -> str:
    """Return the cursor of what comes after the row with that key."""
    return base64.urlsafe_b64encode(PREFIX + str(key).encode()).decode().rstrip("=")


def decode_cursor(cursor: str) -> int:
    """Return the key that the page comes after. Raises CursorInvalid."""
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise CursorInvalid("That cursor is none of ours.", field="cursor") from error
    digits = text.removeprefix(PREFIX)
    is_ours = text.startswith(PREFIX) and digits.isdigit() and len(digits) < len(str(LARGEST_KEY))
    if not is_ours:
        raise CursorInvalid("That cursor is none of ours.", field="cursor")
    return int(digits)


async def _place(
    cursor: Annotated[str | None, Query(max_length=100, description="`next` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=LONGEST_PAGE)] = 50,
) -> Place:
    return Place(LARGEST_KEY if cursor is None else decode_cursor(cursor), limit)


PlaceDep = Annotated[Place, Depends(_place)]
