"""What a webhook hands to the inbox."""

from dataclasses import dataclass, field
from enum import StrEnum


class Provider(StrEnum):
    """Who called."""

    WHATSAPP = "whatsapp"
    MERCADOPAGO = "mercadopago"


def received_job(provider: Provider) -> str:
    """Return the name of a new row's job; each provider has its own, so that one's trouble is not the other's."""
    return f"{provider}.received"


@dataclass(frozen=True, slots=True)
class InboundCall:
    """One verified call: `external_id` is what makes a repeated delivery the same one."""

    provider: Provider
    external_id: str
    body: bytes
    query: str = ""
    headers: dict[str, str] = field(default_factory=dict)
