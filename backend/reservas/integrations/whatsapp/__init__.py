"""The WhatsApp Cloud API: signed webhooks in, messages out."""

from reservas.integrations.whatsapp.client import GraphMessenger
from reservas.integrations.whatsapp.inbound import is_ticks_alone, read_batch
from reservas.integrations.whatsapp.media import GraphMedia
from reservas.integrations.whatsapp.signature import is_signed

__all__ = ["GraphMedia", "GraphMessenger", "is_signed", "is_ticks_alone", "read_batch"]
