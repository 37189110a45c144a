"""Instants as Mercado Pago writes and reads them: milliseconds and an explicit offset, its own being −04:00."""

import re
from datetime import UTC, datetime, timedelta, timezone

OFFSET = timezone(timedelta(hours=-4))
SHAPE = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}(Z|[+-]\d{2}:?\d{2})")


def write(at: datetime) -> str:
    """An instant in the API's own offset."""
    return at.astimezone(OFFSET).isoformat(timespec="milliseconds")


def read(text: object) -> datetime:
    """An instant a caller sent; a ValueError if it is not in the one accepted format."""
    if not isinstance(text, str) or not SHAPE.fullmatch(text):
        raise ValueError("must be a date as yyyy-MM-dd'T'HH:mm:ss.SSSXXX")
    return datetime.fromisoformat(text)


def read_loosely(text: str) -> datetime:
    """An instant in a search, where a date without milliseconds is taken too."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
