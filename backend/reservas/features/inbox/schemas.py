"""What a webhook hands to the inbox, and what of it waits for an operator."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

WHOLE_CALL = ""
"""The path of a dead letter that is a call as a whole."""


class Provider(StrEnum):
    """Who called."""

    WHATSAPP = "whatsapp"
    MERCADOPAGO = "mercadopago"


def received_job(provider: Provider) -> str:
    """Return the name of a new row's job; each provider has its own, so that one's trouble is not the other's."""
    return f"{provider}.received"


def bulk_job(provider: Provider) -> str:
    """Return the name of the job that takes in, together, all of the provider's calls that came in bulk."""
    return f"{received_job(provider)}_in_bulk"


def replayed_job(provider: Provider) -> str:
    """Return the name of the job that takes one dead letter's item in again."""
    return f"{provider}.replayed"


@dataclass(frozen=True, slots=True)
class InboundCall:
    """One verified call: `external_id` is what makes a repeated delivery the same one.

    `in_bulk` are calls that may wait half a second for others, to be taken in with them.
    """

    provider: Provider
    external_id: str
    body: bytes
    query: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    in_bulk: bool = False


@dataclass(frozen=True, slots=True)
class Failure:
    """An item that could not be taken in: where it stands in its call, what it is and why not."""

    path: str
    raw: Any
    why: str


@dataclass(frozen=True, slots=True)
class WaitingLetter:
    """A dead letter as an operator sees it."""

    id: int
    provider: str
    event_id: int
    path: str
    raw: str
    why: str
    failed_at: datetime
