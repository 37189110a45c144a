"""Conversations and their messages."""

import itertools
import uuid
from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from reservas.models import Conversation, Guest, Message
from tests.factories.guests import add_guest
from tests.factories.moments import NOW

PHONE = "5492944000001"
ACCOUNT = "100200300"
_numbers = itertools.count(1)


async def add_conversation(
    session: AsyncSession, guest: Guest | None = None, *, phone: str = PHONE, **values: Any
) -> Conversation:
    """A chat that the bot drives, whose 24 hours have just begun."""
    guest = guest or await add_guest(session, phone=phone)
    defaults: dict[str, Any] = {
        "guest_id": guest.id,
        "channel": "whatsapp",
        "account": ACCOUNT,
        "recipient": phone,
        "language": "es",
        "state": {},
        "driver": "bot",
        "driver_since": NOW,
        "window_closes_at": NOW + timedelta(hours=24),
        "created_at": NOW,
    }
    conversation = Conversation(**{**defaults, **values})
    session.add(conversation)
    await session.flush()
    return conversation


async def add_inbound(session: AsyncSession, conversation: Conversation, body: str = "hola", **values: Any) -> Message:
    """A text the guest has just written and no turn has read."""
    number = next(_numbers)
    defaults: dict[str, Any] = {
        "conversation_id": conversation.id,
        "direction": "in",
        "kind": "text",
        "content": {"body": body},
        "provider_id": f"wamid.in-{number}",
        "callback_id": uuid.uuid4(),
        "status": "received",
        "attempts": 0,
        "provider_at": NOW,
        "created_at": NOW,
    }
    message = Message(**{**defaults, **values})
    session.add(message)
    await session.flush()
    return message


async def add_outbound(session: AsyncSession, conversation: Conversation, body: str = "hola", **values: Any) -> Message:
    """A text of the dialogue that has not left yet."""
    number = next(_numbers)
    defaults: dict[str, Any] = {
        "conversation_id": conversation.id,
        "direction": "out",
        "kind": "text",
        "content": {"kind": "text", "body": body},
        "callback_id": uuid.uuid4(),
        "cause": f"turn:0:{number}",
        "status": "pending",
        "attempts": 0,
        "created_at": NOW,
    }
    message = Message(**{**defaults, **values})
    session.add(message)
    await session.flush()
    return message
