"""All SQL of what operators look through: conversations with what waits in them, their messages, guests' files."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from reservas.features.conversations.arrivals import OWNER, SILENT_KINDS
from reservas.features.conversations.errors import ConversationNotFound, MediaNotFound
from reservas.features.conversations.repository import HUMAN
from reservas.models import Conversation, Guest, GuestIdentifier, Media, Message

OPERATOR = "operator:"
"""How the causes of what operators write begin; their email follows."""

_latest = aliased(Message)


@dataclass(frozen=True, slots=True)
class ConversationFilter:
    """Which conversations are wanted; a filter that is None lets all through."""

    driver: str | None = None
    is_waiting: bool | None = None
    is_unread: bool | None = None
    closing_before: timedelta | None = None


@dataclass(frozen=True, slots=True)
class ConversationView:
    """A conversation with its guest, its newest message, and how many of the guest's nobody has answered."""

    conversation: Conversation
    guest_name: str | None
    phones: tuple[str, ...]
    latest: Message | None
    unread: int


async def page(
    session: AsyncSession, wanted: ConversationFilter, before: int, limit: int, now: datetime
) -> Sequence[ConversationView]:
    """Return conversations, the one with the newest message first: those whose newest key is under `before`."""
    conditions = [_latest.id < before]
    if wanted.driver is not None:
        conditions.append(Conversation.driver == wanted.driver)
    if wanted.is_waiting is not None:
        conditions.append(Conversation.awaits_person_since.is_not(None) == wanted.is_waiting)
    if wanted.is_unread is not None:
        conditions.append((_unread() > 0) == wanted.is_unread)
    if wanted.closing_before is not None:
        closes_at = Conversation.window_closes_at
        conditions.append(and_(closes_at > now, closes_at <= now + wanted.closing_before))
    return await _views(session, conditions, limit)


async def view(session: AsyncSession, code: str) -> ConversationView:
    """Return one conversation. Raises ConversationNotFound."""
    found = await _views(session, [Conversation.code == code], 1)
    if not found:
        raise ConversationNotFound(f"There is no conversation {code}.")
    return found[0]


async def is_unanswered(session: AsyncSession, conversation_id: int) -> bool:
    """Tell whether the guest wrote since a person drives and last wrote."""
    return bool(await session.scalar(select(_unread()).where(Conversation.id == conversation_id)))


async def messages_before(
    session: AsyncSession, conversation_id: int, before: int, limit: int
) -> Sequence[tuple[Message, Media | None]]:
    """Return messages with their files, newest first: those with keys under `before`."""
    query = (
        select(Message, Media)
        .outerjoin(Media, Media.message_id == Message.id)
        .where(Message.conversation_id == conversation_id, Message.id < before)
        .order_by(Message.id.desc())
        .limit(limit)
    )
    return [(message, media) for message, media in await session.execute(query)]


async def named_by(session: AsyncSession, conversation_id: int, provider_ids: Sequence[str]) -> Mapping[str, uuid.UUID]:
    """Return our public ids of the conversation's messages by the channel's own."""
    query = select(Message.provider_id, Message.callback_id).where(
        Message.conversation_id == conversation_id, Message.provider_id.in_(provider_ids)
    )
    return {str(provider_id): public_id for provider_id, public_id in await session.execute(query)}


async def media_of(session: AsyncSession, code: str, public_id: uuid.UUID) -> Media:
    """Return a file that was sent to that conversation. Raises MediaNotFound."""
    query = (
        select(Media)
        .join(Message, Message.id == Media.message_id)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(Conversation.code == code, Media.public_id == public_id)
    )
    found = (await session.execute(query)).scalar_one_or_none()
    if found is None:
        raise MediaNotFound("There is no such file in that conversation.")
    return found


async def _views(
    session: AsyncSession, conditions: Sequence[ColumnElement[bool]], limit: int
) -> Sequence[ConversationView]:
    phones = (
        select(func.array_agg(GuestIdentifier.value))
        .where(GuestIdentifier.guest_id == Conversation.guest_id, GuestIdentifier.kind == "phone")
        .correlate(Conversation)
        .scalar_subquery()
    )
    newest = select(func.max(Message.id)).where(Message.conversation_id == Conversation.id)
    query = (
        select(Conversation, Guest.name, phones, _latest, _unread())
        .join(Guest, Guest.id == Conversation.guest_id)
        .outerjoin(_latest, _latest.id == newest.correlate(Conversation).scalar_subquery())
        .where(*conditions)
        .order_by(_latest.id.desc())
        .limit(limit)
    )
    return [
        ConversationView(conversation, name, tuple(sorted(found or ())), latest, unread)
        for conversation, name, found, latest, unread in await session.execute(query)
    ]


def _unread() -> ColumnElement[int]:
    """Count what the guest wrote since a person last did: while the bot drives, it answers."""
    inbound, written = aliased(Message), aliased(Message)
    by_person = or_(written.cause.startswith(OPERATOR), written.author == OWNER)
    answered = (
        select(func.max(written.id))
        .where(written.conversation_id == Conversation.id, by_person)
        .correlate(Conversation)
        .scalar_subquery()
    )
    return (
        select(func.count(inbound.id))
        .where(
            Conversation.driver == HUMAN,
            inbound.conversation_id == Conversation.id,
            inbound.direction == "in",
            inbound.kind.not_in(SILENT_KINDS),
            inbound.created_at > Conversation.driver_since,
            inbound.id > func.coalesce(answered, 0),
        )
        .correlate(Conversation)
        .scalar_subquery()
    )
