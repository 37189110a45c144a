"""An operator takes a chat, writes in it, gives it back; each leaves an audit entry that holds no text."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.dialogue.replies import Reply, Template, Text, to_content
from reservas.features.audit import service as audit
from reservas.features.conversations import repository
from reservas.features.conversations.desk import OPERATOR
from reservas.features.conversations.errors import WindowClosed
from reservas.features.conversations.schemas import SEND
from reservas.features.conversations.service import driving
from reservas.infra.queue import enqueue
from reservas.models import Conversation


@dataclass(frozen=True, slots=True)
class Operator:
    """Who acts, and for how many hours a conversation is theirs after it (None: until they release it)."""

    email: str
    hours: float | None


async def take(session: AsyncSession, code: str, operator: Operator, now: datetime) -> None:
    """Let the operator drive; the bot is silent from now on. Raises ConversationNotFound."""
    conversation = await repository.lock_by_code(session, code)
    await driving.take(session, conversation, now, by=operator.email, hours=operator.hours)


async def release(session: AsyncSession, code: str, operator: Operator, now: datetime) -> None:
    """Give the conversation back to the bot. Raises ConversationNotFound."""
    conversation = await repository.lock_by_code(session, code)
    await driving.give_back(session, conversation, now, by=operator.email)


async def reply(
    session: AsyncSession, code: str, body: str, operator: Operator, now: datetime, templates: Sequence[str] = ()
) -> None:
    """Queue the operator's words, taking the conversation if the bot drives it.

    Raises ConversationNotFound, and WindowClosed, which names the `templates` that can be sent instead.
    """
    conversation = await repository.lock_by_code(session, code)
    if conversation.window_closes_at is None or conversation.window_closes_at <= now:
        raise WindowClosed(_why_closed(conversation, templates), field="text")
    await _write(session, conversation, Text(body), operator, now)


async def send_template(
    session: AsyncSession, code: str, template: Template, operator: Operator, now: datetime
) -> None:
    """Queue a template, which may be sent at any time, taking the conversation too. Raises ConversationNotFound."""
    conversation = await repository.lock_by_code(session, code)
    await _write(session, conversation, template, operator, now)


async def _write(
    session: AsyncSession, conversation: Conversation, said: Reply, operator: Operator, now: datetime
) -> None:
    await driving.take(session, conversation, now, by=operator.email, hours=operator.hours)
    cause = f"{OPERATOR}{operator.email}:{uuid.uuid4()}"
    await repository.add_outbound(session, conversation.id, cause, to_content(said), now)
    await enqueue(session, SEND, {"conversation_id": conversation.id})
    audit.record(
        session,
        at=now,
        actor=f"{OPERATOR}{operator.email}",
        action="conversation.replied",
        subject_kind="conversation",
        subject=conversation.code,
        kind=said.kind,
    )


def _why_closed(conversation: Conversation, templates: Sequence[str]) -> str:
    closed_at = conversation.window_closes_at
    since = f"It closed at {closed_at:%Y-%m-%d %H:%M} UTC. " if closed_at else "They never wrote. "
    choice = f"Send one of the templates: {', '.join(templates)}." if templates else "No template is registered."
    return (
        "WhatsApp takes free text only within 24 hours of the guest's last message. "
        f"{since}{choice} Once they write, you can answer freely."
    )
