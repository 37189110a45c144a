"""All SQL of a number that the channel stops: why, until when, and what waits behind it."""

from collections.abc import Sequence

from sqlalchemy import Text, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.models import Channel, Conversation, Message

# Built once: every message that leaves asks it.
_OF_ACCOUNT = (
    select(Channel)
    .where(Channel.account == bindparam("account", type_=Text()))
    .execution_options(populate_existing=True)
)


async def read_stopped(session: AsyncSession, account: str) -> Channel | None:
    """Return what stops the number, or None when nothing does.

    A frozen number is read again behind whoever is thawing it: a sender that turns away is one it will call back.
    """
    channel = (await session.execute(_OF_ACCOUNT, {"account": account})).scalar_one_or_none()
    if channel is None or channel.frozen_at is None:
        return channel
    return (await session.execute(_OF_ACCOUNT.with_for_update(read=True), {"account": account})).scalar_one_or_none()


async def lock(session: AsyncSession, account: str) -> Channel:
    """Return the number's row, locked, made on first need."""
    statement = insert(Channel).values(account=account).on_conflict_do_nothing(index_elements=["account"])
    await session.execute(statement)
    query = select(Channel).where(Channel.account == account).with_for_update()
    return (await session.execute(query.execution_options(populate_existing=True))).scalar_one()


async def list_stopped(session: AsyncSession) -> Sequence[Channel]:
    """Return every number that is frozen, or that sends nothing unasked for now."""
    query = select(Channel).where(Channel.frozen_at.is_not(None) | Channel.unasked_after.is_not(None))
    return (await session.execute(query.order_by(Channel.account))).scalars().all()


async def list_waiting(session: AsyncSession, account: str) -> Sequence[int]:
    """Return the conversations of the number that have messages to send."""
    query = (
        select(Conversation.id)
        .join(Message, Message.conversation_id == Conversation.id)
        .where(Conversation.account == account, Message.status.in_(("pending", "sending")))
        .distinct()
    )
    return (await session.execute(query)).scalars().all()


async def release_unasked(session: AsyncSession, account: str) -> None:
    """Queue again what was kept back because the number was told that it sends too much unasked."""
    of_number = select(Conversation.id).where(Conversation.account == account)
    kept = update(Message).where(
        Message.conversation_id.in_(of_number),
        Message.status == "withheld",
        Message.error["reason"].astext == "spam",
    )
    await session.execute(kept.values(status="pending", error=None))
