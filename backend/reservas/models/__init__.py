"""Tables and the constraints that hold when all else fails, a file per table."""

from reservas.models.accommodations import Accommodation
from reservas.models.audit_log import AuditEntry
from reservas.models.base import Base
from reservas.models.calendar_exports import CalendarExport
from reservas.models.catalogue_revision import CatalogueRevision
from reservas.models.channels import Channel
from reservas.models.conversations import Conversation, Message
from reservas.models.dead_letters import DeadLetter
from reservas.models.exchange_rates import ExchangeRate
from reservas.models.faq_entries import FaqEntry
from reservas.models.fees import Fee
from reservas.models.guests import Guest, GuestIdentifier, IdentityConflict
from reservas.models.holidays import Holiday
from reservas.models.idempotency_keys import IdempotencyKey
from reservas.models.inbox_events import InboxEvent
from reservas.models.media import Media
from reservas.models.occupancies import Occupancy
from reservas.models.operators import Operator
from reservas.models.payments import Payment, PaymentEvent, PaymentLink
from reservas.models.price_rules import PriceRule
from reservas.models.quotes import Quote
from reservas.models.refresh_tokens import RefreshToken
from reservas.models.refunds import Refund, RefundPart
from reservas.models.reminder_switches import ReminderSwitch
from reservas.models.reservations import Reservation
from reservas.models.seasons import Season
from reservas.models.sign_in_attempts import SignInAttempts
from reservas.models.waiting_list import WaitingEntry
from reservas.models.withdrawals import Withdrawal

__all__ = [
    "Accommodation",
    "AuditEntry",
    "Base",
    "CalendarExport",
    "CatalogueRevision",
    "Channel",
    "Conversation",
    "DeadLetter",
    "ExchangeRate",
    "FaqEntry",
    "Fee",
    "Guest",
    "GuestIdentifier",
    "Holiday",
    "IdempotencyKey",
    "IdentityConflict",
    "InboxEvent",
    "Media",
    "Message",
    "Occupancy",
    "Operator",
    "Payment",
    "PaymentEvent",
    "PaymentLink",
    "PriceRule",
    "Quote",
    "RefreshToken",
    "Refund",
    "RefundPart",
    "ReminderSwitch",
    "Reservation",
    "Season",
    "SignInAttempts",
    "WaitingEntry",
    "Withdrawal",
]
