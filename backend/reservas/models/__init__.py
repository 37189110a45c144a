"""Tables and the constraints that hold when all else fails, a file per table."""

from reservas.models.accommodations import Accommodation
from reservas.models.audit_log import AuditEntry
from reservas.models.base import Base
from reservas.models.calendar_exports import CalendarExport
from reservas.models.conversations import Conversation, Message
from reservas.models.guests import Guest, GuestIdentifier
from reservas.models.idempotency_keys import IdempotencyKey
from reservas.models.inbox_events import InboxEvent
from reservas.models.occupancies import Occupancy
from reservas.models.operators import Operator
from reservas.models.payments import Payment, PaymentEvent, PaymentLink
from reservas.models.quotes import Quote
from reservas.models.reservations import Reservation

__all__ = [
    "Accommodation",
    "AuditEntry",
    "Base",
    "CalendarExport",
    "Conversation",
    "Guest",
    "GuestIdentifier",
    "IdempotencyKey",
    "InboxEvent",
    "Message",
    "Occupancy",
    "Operator",
    "Payment",
    "PaymentEvent",
    "PaymentLink",
    "Quote",
    "Reservation",
]
