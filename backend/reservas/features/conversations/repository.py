"""All SQL of conversations and their messages."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, exists, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.dialogue.replies import from_content
from reservas.features.conversations.errors import ConversationNotFound
from reservas.features.conversations.schemas import Handover
from reservas.features.conversations.stand_ins import StandIn
from reservas.models import Conversation, Media, Message

WHATSAPP = "whatsapp"
BOT, HUMAN = "bot", "human"
WINDOW_CLOSED, SAID_BY_TEMPLATE = "window_closed", "said_by_template"
STAND_IN = ":stand-in:"


async def open_conversation(
    session: AsyncSession, guest_id: int, account: str, recipient: str, language: str, now: datetime
) -> Conversation:
    """Return the guest's conversation on that number, locked, opening it on first sight."""
    query = (
        select(Conversation)
        .where(Conversation.channel == WHATSAPP, Conversation.account == account, Conversation.guest_id == guest_id)
        .with_for_update()
    )
    opened = (await session.execute(query)).scalar_one_or_none()
    if opened is not None:
        return opened
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
    return (await session.execute(query)).scalar_one()


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
    session: AsyncSession,
    conversation_id: int,
    cause: str,
    content: dict[str, Any],
    now: datetime,
    stand_ins: Sequence[StandIn] = (),
) -> bool:
    """Queue one message; return False when the same cause queued it before. The conversation must be locked.

    `stand_ins` are what may be sent in its place while the 24-hour window is closed, the best first.
    """
    statement = insert(Message).values(
        conversation_id=conversation_id,
        direction="out",
        kind=content["kind"],
        content=content,
        callback_id=uuid.uuid4(),
        cause=cause,
        status="pending",
        created_at=now,
        stand_ins=[one.to_json() for one in stand_ins] or None,
    )
    statement = statement.on_conflict_do_nothing(index_elements=["conversation_id", "cause"])
    return (await session.execute(statement.returning(Message.id))).scalar_one_or_none() is not None


async def key_of(session: AsyncSession, conversation_id: int, cause: str) -> int:
    """Return the key of the conversation's message of that cause."""
    query = select(Message.id).where(Message.conversation_id == conversation_id, Message.cause == cause)
    return (await session.execute(query)).scalar_one()


async def unhandled(session: AsyncSession, conversation_id: int) -> Sequence[Message]:
    """Return the inbound messages no turn has read, in the order the guest wrote them."""
    query = (
        select(Message)
        .where(Message.conversation_id == conversation_id, Message.direction == "in", Message.handled_at.is_(None))
        .order_by(Message.provider_at, Message.id)
    )
    return (await session.execute(query)).scalars().all()


async def waiting_since(session: AsyncSession, conversation_id: int) -> dict[str | None, datetime]:
    """Return when each inbound message that no turn has read was stored, by the channel's ids."""
    query = select(Message.provider_id, Message.created_at).where(
        Message.conversation_id == conversation_id, Message.direction == "in", Message.handled_at.is_(None)
    )
    return {row.provider_id: row.created_at for row in await session.execute(query)}


async def is_known(session: AsyncSession, provider_id: str) -> bool:
    """Tell whether a message with the channel's id is stored."""
    return bool(await session.scalar(select(exists().where(Message.provider_id == provider_id))))


async def in_doubt(session: AsyncSession, conversation_id: int) -> Sequence[Message]:
    """Return what is being sent, or may have been: its outcome is not known."""
    query = select(Message).where(Message.conversation_id == conversation_id, Message.status == "sending")
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


async def has_parked(session: AsyncSession, conversation_id: int) -> bool:
    """Tell whether anything could not be said while the 24-hour window was closed."""
    parked = exists().where(
        Message.conversation_id == conversation_id,
        Message.status == "withheld",
        Message.error["reason"].astext == WINDOW_CLOSED,
    )
    return bool(await session.scalar(select(parked)))


async def note_sent(session: AsyncSession, message: Message, provider_id: str) -> None:
    """Note that the channel took a message and how it calls it.

    A status may have been faster than the answer, and knows better; after a failed one it is queued as another message.
    """
    is_behind = Message.status.in_(("pending", "sending"))
    sent = update(Message).where(Message.id == message.id, Message.callback_id == message.callback_id)
    await session.execute(
        sent.values(provider_id=provider_id, status=case((is_behind, "sent"), else_=Message.status)),
        execution_options={"synchronize_session": False},
    )


async def release_parked(session: AsyncSession, conversation_id: int) -> bool:
    """Queue again, in order, what was true but could not be said while the 24-hour window was closed.

    The dialogue's answers are not among it (see `service/unsaid.py`), nor is what a template has said entirely.
    Templates that have not left say nothing any more. The conversation must be locked; return whether there is
    something to send.
    """
    query = select(Message).where(
        Message.conversation_id == conversation_id,
        Message.status == "withheld",
        Message.error["reason"].astext == WINDOW_CLOSED,
        Message.cause.not_like("turn:%"),
    )
    released = False
    for message in (await session.execute(query.order_by(Message.id).with_for_update())).scalars().all():
        sent_in_place = await keep_back_stand_ins(session, message)
        says_all = {str(one.template) for one in map(StandIn.from_json, message.stand_ins or ()) if one.says_all}
        if any(str(from_content(content)) in says_all for content in sent_in_place):
            message.error = {"reason": SAID_BY_TEMPLATE}
        else:
            requeue(message)
            released = True
    return released


async def keep_back_stand_ins(session: AsyncSession, message: Message) -> list[dict[str, Any]]:
    """Keep back the templates in the message's place that have not left; return those that have."""
    query = select(Message).where(
        Message.conversation_id == message.conversation_id,
        Message.cause.startswith(stand_in_cause(message.cause or ""), autoescape=True),
    )
    sent = []
    for one in (await session.execute(query.with_for_update())).scalars().all():
        if one.status in ("sent", "delivered", "read", "played"):
            sent.append(one.content)
        elif one.status in ("pending", "withheld"):
            one.status, one.error = "withheld", {"reason": "window_opened"}
    return sent


def requeue(message: Message, *, not_before: datetime | None = None) -> None:
    """Let a message that surely did not arrive be sent once more, as another one: old statuses are not its own."""
    message.status, message.error, message.not_before = "pending", None, not_before
    message.provider_id, message.callback_id = None, uuid.uuid4()


def stand_in_cause(cause: str) -> str:
    """Return how the causes of the templates begin that stand in for the message of `cause`."""
    return f"{cause.partition(STAND_IN)[0]}{STAND_IN}"


async def is_said_by_stand_in(session: AsyncSession, message: Message) -> bool:
    """Tell whether a template has left in the message's place."""
    left = exists().where(
        Message.conversation_id == message.conversation_id,
        Message.cause.startswith(stand_in_cause(message.cause or ""), autoescape=True),
        Message.status.in_(("sent", "delivered", "read", "played")),
    )
    return bool(await session.scalar(select(left)))


async def stood_in_for(session: AsyncSession, stand_in: Message) -> Message | None:
    """Return the parked message that a template stands in for, locked; None when `stand_in` is no such template."""
    cause, mark, _ = (stand_in.cause or "").partition(STAND_IN)
    if not mark:
        return None
    query = select(Message).where(Message.conversation_id == stand_in.conversation_id, Message.cause == cause)
    return (await session.execute(query.with_for_update())).scalar_one_or_none()


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


async def files_kept(session: AsyncSession, names: Sequence[str]) -> set[str]:
    """Return those of the files' names that a row still has."""
    query = select(Media.file).where(Media.state == "stored", Media.file.in_(names))
    return {str(name) for name in (await session.execute(query)).scalars()}


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
