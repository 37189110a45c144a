"""All SQL of conversations and their messages."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import BigInteger, Table, Text, Uuid, and_, bindparam, case, exists, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.dialogue.replies import from_content
from reservas.features.conversations.errors import ConversationNotFound
from reservas.features.conversations.schemas import Handover
from reservas.features.conversations.stand_ins import StandIn
from reservas.models import Channel, Conversation, Media, Message

WHATSAPP = "whatsapp"
BOT, HUMAN = "bot", "human"
WINDOW_CLOSED, SAID_BY_TEMPLATE = "window_closed", "said_by_template"
STAND_IN = ":stand-in:"

# What every message of a guest asks is built once: building a statement takes SQLAlchemy longer than running it.
_MESSAGES = cast("Table", Message.__table__)
_KEY = bindparam("key", type_=BigInteger())
_LOCK = select(Conversation).where(Conversation.id == _KEY).with_for_update().execution_options(populate_existing=True)
_OPENED = (
    select(Conversation)
    .where(
        Conversation.channel == WHATSAPP,
        Conversation.account == bindparam("account", type_=Text()),
        Conversation.guest_id == _KEY,
    )
    .with_for_update()
)
_IS_UNHANDLED = and_(Message.conversation_id == _KEY, Message.direction == "in", Message.handled_at.is_(None))
_UNHANDLED = select(Message).where(_IS_UNHANDLED).order_by(Message.provider_at, Message.id)
_WAITING_SINCE = select(Message.provider_id, Message.created_at).where(_IS_UNHANDLED)
_NEXT_TO_SEND = (
    select(Message, Channel)
    .outerjoin(Channel, Channel.account == bindparam("account", type_=Text()))
    .where(Message.conversation_id == _KEY, Message.status.in_(("pending", "sending")))
    .order_by(Message.id)
    .limit(1)
    .with_for_update(of=Message)
    .execution_options(populate_existing=True)
)
_HAS_PARKED = select(
    exists().where(
        Message.conversation_id == _KEY,
        Message.status == "withheld",
        Message.error["reason"].astext == WINDOW_CLOSED,
    )
)
_ADD_INBOUND = (
    insert(_MESSAGES)
    .values(
        direction="in",
        status="received",
        **{
            name: bindparam(name)
            for name in (
                "conversation_id",
                "callback_id",
                "kind",
                "content",
                "provider_id",
                "provider_at",
                "created_at",
                "handled_at",
            )
        },
    )
    .on_conflict_do_nothing(index_elements=["provider_id"])
    .returning(_MESSAGES.c.id)
)
_QUEUE_OUTBOUND = (
    insert(_MESSAGES)
    .values(
        direction="out",
        status="pending",
        **{
            name: bindparam(name)
            for name in ("conversation_id", "callback_id", "kind", "content", "cause", "created_at", "stand_ins")
        },
    )
    .on_conflict_do_nothing(index_elements=["conversation_id", "cause"])
)
_ADD_OUTBOUND = _QUEUE_OUTBOUND.returning(_MESSAGES.c.id)
_NOTE_SENT = (
    update(_MESSAGES)
    .where(_MESSAGES.c.id == _KEY, _MESSAGES.c.callback_id == bindparam("ours", type_=Uuid()))
    .values(
        provider_id=bindparam("theirs", type_=Text()),
        status=case((_MESSAGES.c.status.in_(("pending", "sending")), "sent"), else_=_MESSAGES.c.status),
    )
)


async def open_conversation(
    session: AsyncSession, guest_id: int, account: str, recipient: str, language: str, now: datetime
) -> Conversation:
    """Return the guest's conversation on that number, locked, opening it on first sight."""
    values = {"account": account, "key": guest_id}
    opened = (await session.execute(_OPENED, values)).scalar_one_or_none()
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
    return (await session.execute(_OPENED, values)).scalar_one()


async def lock(session: AsyncSession, conversation_id: int) -> Conversation:
    """Return the conversation, locked and read anew: first lock of every transaction that takes several."""
    return (await session.execute(_LOCK, {"key": conversation_id})).scalar_one()


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


async def add_inbound(
    session: AsyncSession,
    conversation_id: int,
    *,
    kind: str,
    content: dict[str, Any],
    provider_id: str,
    provider_at: datetime,
    created_at: datetime,
    handled_at: datetime | None,
) -> int | None:
    """Store one inbound message and return its key, or None when the provider delivered it before."""
    values = {
        "conversation_id": conversation_id,
        "callback_id": uuid.uuid4(),
        "kind": kind,
        "content": content,
        "provider_id": provider_id,
        "provider_at": provider_at,
        "created_at": created_at,
        "handled_at": handled_at,
    }
    added: int | None = (await (await session.connection()).execute(_ADD_INBOUND, values)).scalar_one_or_none()
    return added


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
    values = _outbound(conversation_id, cause, content, now)
    values["stand_ins"] = [one.to_json() for one in stand_ins] or None
    return (await (await session.connection()).execute(_ADD_OUTBOUND, values)).scalar_one_or_none() is not None


async def add_answers(
    session: AsyncSession, conversation_id: int, cause: str, contents: Sequence[dict[str, Any]], now: datetime
) -> None:
    """Queue what a turn answers, in its order, each under `cause` and its number. The conversation must be locked."""
    values = [_outbound(conversation_id, f"{cause}:{number}", content, now) for number, content in enumerate(contents)]
    if values:
        # All of them in one exchange with PostgreSQL.
        await (await session.connection()).execute(_QUEUE_OUTBOUND, values)


def _outbound(conversation_id: int, cause: str, content: dict[str, Any], now: datetime) -> dict[str, Any]:
    return {
        "conversation_id": conversation_id,
        "callback_id": uuid.uuid4(),
        "kind": content["kind"],
        "content": content,
        "cause": cause,
        "created_at": now,
        "stand_ins": None,
    }


async def key_of(session: AsyncSession, conversation_id: int, cause: str) -> int:
    """Return the key of the conversation's message of that cause."""
    query = select(Message.id).where(Message.conversation_id == conversation_id, Message.cause == cause)
    return (await session.execute(query)).scalar_one()


async def unhandled(session: AsyncSession, conversation_id: int) -> Sequence[Message]:
    """Return the inbound messages no turn has read, in the order the guest wrote them."""
    return (await session.execute(_UNHANDLED, {"key": conversation_id})).scalars().all()


async def waiting_since(session: AsyncSession, conversation_id: int) -> dict[str | None, datetime]:
    """Return when each inbound message that no turn has read was stored, by the channel's ids."""
    rows = await session.execute(_WAITING_SINCE, {"key": conversation_id})
    return {row.provider_id: row.created_at for row in rows}


async def is_known(session: AsyncSession, provider_id: str) -> bool:
    """Tell whether a message with the channel's id is stored."""
    return bool(await session.scalar(select(exists().where(Message.provider_id == provider_id))))


async def in_doubt(session: AsyncSession, conversation_id: int) -> Sequence[Message]:
    """Return what is being sent, or may have been: its outcome is not known."""
    query = select(Message).where(Message.conversation_id == conversation_id, Message.status == "sending")
    return (await session.execute(query)).scalars().all()


async def next_to_send(
    session: AsyncSession, conversation: Conversation
) -> tuple[Message, Channel | None] | tuple[None, None]:
    """Return the oldest message that has not left, or whose leaving is in doubt, locked; and what stops its number."""
    values = {"key": conversation.id, "account": conversation.account}
    found = (await session.execute(_NEXT_TO_SEND, values)).one_or_none()
    return (None, None) if found is None else (found[0], found[1])


async def has_parked(session: AsyncSession, conversation_id: int) -> bool:
    """Tell whether anything could not be said while the 24-hour window was closed."""
    return bool(await session.scalar(_HAS_PARKED, {"key": conversation_id}))


async def note_sent(session: AsyncSession, message: Message, provider_id: str) -> None:
    """Note that the channel took a message and how it calls it.

    A status may have been faster than the answer, and knows better; after a failed one it is queued as another message.
    """
    values = {"key": message.id, "ours": message.callback_id, "theirs": provider_id}
    await (await session.connection()).execute(_NOTE_SENT, values)


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
