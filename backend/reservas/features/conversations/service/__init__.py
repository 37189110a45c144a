"""Messages are received, answered by turns, and sent in order."""

from reservas.features.conversations.service.media import MediaKeeper
from reservas.features.conversations.service.notifying import Notifier
from reservas.features.conversations.service.receipts import Receipts
from reservas.features.conversations.service.receiving import Receiver
from reservas.features.conversations.service.reminding import Reminders
from reservas.features.conversations.service.replying import Replies
from reservas.features.conversations.service.sending import Sender
from reservas.features.conversations.service.stopping import ChannelWatch
from reservas.features.conversations.service.ticks import Ticks
from reservas.features.conversations.service.turns import Turns

__all__ = [
    "ChannelWatch",
    "MediaKeeper",
    "Notifier",
    "Receipts",
    "Receiver",
    "Reminders",
    "Replies",
    "Sender",
    "Ticks",
    "Turns",
]
