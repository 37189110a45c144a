"""All SQL of conversations and their messages."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.features.conversations.errors import ConversationNotFound
from reservas.features.conversations.schemas import Handover
from reservas.models import Conversation, Media, Message

WHATSAPP = "whatsapp"
BOT, HUMAN = "bot", "human"


async def open_conversation(
    session: AsyncSession, guest_id: int, account: str, recipient: str, language: str, now: datetime
) -> Conversation:
    """Return the guest's conversation on that number, locked, opening it on first sight."""
    statement = insert(Conversation).values(
        guest_id=guest_id,
        channel=WHATSAPP,
        account=account,
        recipient=recipient,
        language=language,
        state={},
        driver=BOT,
        driver_since=now,
        created_at=now,
    )
    await session.execute(statement.on_conflict_do_nothing(index_elements=["channel", "account", "guest_id"]))
    query = select(Conversation).where(
        Conversation.channel == WHATSAPP, Conversation.account == account, Conversation.guest_id == guest_id
    )
    return (await session.execute(query.with_for_update())).scalar_one()


async def lock(session: AsyncSession, conversation_id: int) -> Conversation:
    """Return the conversation, locked and read anew: first lock of every transaction that takes several."""
    query = select(Conversation).where(Conversation.id == conversation_id).with_for_update()
    return (await session.execute(query.execution_options(populate_existing=True))).scalar_one()


async def lock_by_code(session: AsyncSession, code: str) -> Conversation:
    """Return the conversation with that code, locked. Raises ConversationNotFound."""
    query = select(Conversation).where(Conversation.code == code).with_for_update()
    found = (await session.execute(query.execution_options(populate_existing=True))).scalar_one_or_none()
    if found is None:
        raise ConversationNotFound(f"There is no conversation {code}.")
    return found


async def lock_of_guest(session: AsyncSession, guest_id: int) -> Conversation | None:
    """Return the guest's most recent conversation, locked, or None when they never wrote."""
    query = select(Conversation.id).where(Conversation.guest_id == guest_id).order_by(Conversation.id.desc()).limit(1)
    found = (await session.execute(query)).scalar_one_or_none()
    return None if found is None else await lock(session, found)


async def add_inbound(session: AsyncSession, conversation_id: int, **values: Any) -> int | None:  # noqa: ANN401 - columns
    """Store one inbound message and return its key, or None when the provider delivered it before."""
    statement = insert(Message).values(
        conversation_id=conversation_id, direction="in", status="received", callback_id=uuid.uuid4(), **values
    )
    statement = statement.on_conflict_do_nothing(index_elements=["provider_id"])
    return (await session.execute(statement.returning(Message.id))).scalar_one_or_none()


async def add_outbound(
    session: AsyncSession, conversation_id: int, cause: str, content: dict[str, Any], now: datetime
) -> bool:
    """Queue one message; return False when the same cause queued it before. The conversation must be locked."""
    statement = insert(Message).values(
        conversation_id=conversation_id,
        direction="out",
        kind=content["kind"],
        content=content,
        callback_id=uuid.uuid4(),
        cause=cause,
        status="pending",
        created_at=now,
    )
    statement = statement.on_conflict_do_nothing(index_elements=["conversation_id", "cause"])
    return (await session.execute(statement.returning(Message.id))).scalar_one_or_none() is not None


async def unhandled(session: AsyncSession, conversation_id: int) -> Sequence[Message]:
    """Return the inbound messages no turn has read, in the order the guest wrote them."""
    query = (
        select(Message)
        .where(Message.conversation_id == conversation_id, Message.direction == "in", Message.handled_at.is_(None))
        .order_by(Message.provider_at, Message.id)
    )
    return (await session.execute(query)).scalars().all()


async def next_to_send(session: AsyncSession, conversation_id: int) -> Message | None:
    """Return the oldest message that has not left, or whose leaving is in doubt, locked."""
    query = (
        select(Message)
        .where(Message.conversation_id == conversation_id, Message.status.in_(("pending", "sending")))
        .order_by(Message.id)
        .limit(1)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return (await session.execute(query)).scalar_one_or_none()


async def release_parked(session: AsyncSession, conversation_id: int) -> bool:
    """Queue again what was true but could not be said while the 24-hour window was closed; old answers stay unsaid."""
    parked = update(Message).where(
        Message.conversation_id == conversation_id,
        Message.status == "withheld",
        Message.error["reason"].astext == "window_closed",
        Message.cause.not_like("turn:%"),
    )
    released = await session.execute(parked.values(status="pending", error=None).returning(Message.id))
    return bool(released.scalars().all())


async def outbound_of(session: AsyncSession, provider_id: str, callback_id: uuid.UUID | None) -> Message | None:
    """Return our message by our own id or the provider's, locked."""
    by_ours = Message.callback_id == callback_id if callback_id else None
    for condition in (by_ours, Message.provider_id == provider_id):
        if condition is not None:
            query = select(Message).where(condition, Message.direction == "out").with_for_update()
            found = (await session.execute(query)).scalar_one_or_none()
            if found is not None:
                return found
    return None


async def withhold_answers(session: AsyncSession, conversation_id: int, *, before: datetime) -> None:
    """Withhold the bot's answers that were queued `before` a person took over and have not left."""
    queued = update(Message).where(
        Message.conversation_id == conversation_id,
        Message.status == "pending",
        Message.cause.like("turn:%"),
        Message.created_at < before,
    )
    await session.execute(queued.values(status="withheld", error={"reason": "person_took_over"}))


async def add_media(session: AsyncSession, **values: Any) -> int | None:  # noqa: ANN401 - columns
    """Store what is known of a message's file and return its key, or None when it was noted before."""
    statement = insert(Media).values(**values).on_conflict_do_nothing(index_elements=["message_id"])
    return (await session.execute(statement.returning(Media.id))).scalar_one_or_none()


async def lock_of_media(session: AsyncSession, media_id: int) -> Conversation:
    """Return the conversation that a file was sent to, locked."""
    query = select(Message.conversation_id).join(Media, Media.message_id == Message.id).where(Media.id == media_id)
    return await lock(session, (await session.execute(query)).scalar_one())


async def lock_old_media(session: AsyncSession, now: datetime, limit: int) -> Sequence[Media]:
    """Return files whose time is over, the oldest first, locked; those that somebody else deletes are left out."""
    query = select(Media).where(Media.state == "stored", Media.delete_at <= now).order_by(Media.delete_at)
    return (await session.execute(query.limit(limit).with_for_update(skip_locked=True))).scalars().all()


async def overdue_handovers(session: AsyncSession, now: datetime, limit: int) -> Sequence[int]:
    """Return the keys of conversations that the bot may drive again."""
    query = select(Conversation.id).where(Conversation.bot_returns_at <= now).order_by(Conversation.bot_returns_at)
    return (await session.execute(query.limit(limit))).scalars().all()


async def driven_by_person(session: AsyncSession) -> Sequence[Handover]:
    """Return each conversation that a person drives, the longest first, and how many messages came since."""
    since = and_(
        Message.conversation_id == Conversation.id,
        Message.direction == "in",
        Message.created_at > Conversation.driver_since,
    )
    query = (
        select(Conversation.code, Conversation.driver_since, Conversation.bot_returns_at, func.count(Message.id))
        .outerjoin(Message, since)
        .where(Conversation.driver == HUMAN)
        .group_by(Conversation.id)
        .order_by(Conversation.driver_since)
    )
    return [Handover(*row) for row in await session.execute(query)]
