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


def replayed_job(provider: Provider) -> str:
    """Return the name of the job that takes one dead letter's item in again."""
    return f"{provider}.replayed"


@dataclass(frozen=True, slots=True)
class InboundCall:
    """One verified call: `external_id` is what makes a repeated delivery the same one."""

    provider: Provider
    external_id: str
    body: bytes
    query: str = ""
    headers: dict[str, str] = field(default_factory=dict)


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
