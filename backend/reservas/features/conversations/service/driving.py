"""Who drives a conversation: a person is given it, gives it back, or loses it to the bot when their time is over."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.features.audit import service as audit
from reservas.features.conversations import desk, repository
from reservas.features.conversations.service import media
from reservas.infra.database import Database
from reservas.models import Conversation

GUEST, BOT, OWNER, OTHER_APP, COMMAND_LINE, TIME = "guest", "bot", "owner", "other_app", "cli", "time"
"""Who may hand a conversation over besides an operator: the guest who asks for a person, the bot that gives up, the
owner who wrote from their own phone, another application on the number, whoever sits at the server, and the end of a
person's time."""

CALLERS = frozenset({GUEST, BOT})
_ACTORS: Mapping[str, str] = {
    BOT: "system:bot",
    OWNER: "owner:phone",
    OTHER_APP: "system:other_app",
    COMMAND_LINE: "system:cli",
    TIME: "system:handover",
}
BATCH = 100
log = structlog.get_logger(__name__)


async def take(
    session: AsyncSession, conversation: Conversation, now: datetime, *, by: str, hours: float | None
) -> None:
    """Let a person drive the locked `conversation`; the bot is silent from now on.

    `by` is an operator's email, OWNER, or GUEST or BOT when a person is only called: then the conversation waits for
    one. The bot comes back `hours` after the last taking, with None only on release.
    """
    is_call = by in CALLERS
    if is_call:
        conversation.awaits_person_since = conversation.awaits_person_since or now
    else:
        conversation.awaits_person_since = None
    is_driven = conversation.driver == repository.HUMAN
    if is_driven and is_call:
        # A person drives already, or was called before: neither changes hands.
        return
    conversation.bot_returns_at = None if hours is None else now + timedelta(hours=hours)
    if is_driven and conversation.driver_by == by:
        return
    if not is_driven:
        conversation.driver, conversation.driver_since = repository.HUMAN, now
    conversation.driver_by = by
    _note(session, conversation, now, by, "conversation.taken", hours=hours)


def ask(session: AsyncSession, conversation: Conversation, now: datetime) -> None:
    """Put the locked `conversation` on the list of those who wait for a person, while the bot goes on driving."""
    if conversation.awaits_person_since is not None:
        return
    conversation.awaits_person_since = now
    _note(session, conversation, now, BOT, "conversation.asked")


async def give_back(session: AsyncSession, conversation: Conversation, now: datetime, *, by: str) -> None:
    """Let the bot drive the locked `conversation` again; what was written meanwhile is a person's and stays unanswered.

    `by` is an operator's email, or TIME. Whoever still waits for a person when the time is over goes on waiting, and so
    does whoever wrote and was answered by nobody.
    """
    if by != TIME:
        conversation.awaits_person_since = None
    if conversation.driver == repository.BOT:
        return
    if by == TIME and await desk.is_unanswered(session, conversation.id):
        conversation.awaits_person_since = conversation.awaits_person_since or now
    await repository.withhold_answers(session, conversation.id, before=conversation.driver_since)
    for message in await repository.unhandled(session, conversation.id):
        await media.expect(session, message)
        message.handled_at = now
    conversation.driver, conversation.driver_since = repository.BOT, now
    conversation.driver_by = conversation.bot_returns_at = None
    _note(session, conversation, now, by, "conversation.released")


async def return_overdue(database: Database, now: datetime) -> int:
    """Give the bot back every conversation whose person's time is over; return how many."""
    returned = 0
    async with database.unit_of_work() as session:
        due = await repository.overdue_handovers(session, now, BATCH)
    for conversation_id in due:
        async with database.unit_of_work() as session:
            conversation = await repository.lock(session, conversation_id)
            # Its person may have written between the look and the lock.
            if conversation.bot_returns_at is not None and conversation.bot_returns_at <= now:
                await give_back(session, conversation, now, by=TIME)
                returned += 1
    return returned


def _note(
    session: AsyncSession, conversation: Conversation, now: datetime, by: str, action: str, **data: float | None
) -> None:
    actor = f"guest:{conversation.guest_id}" if by == GUEST else _ACTORS.get(by, f"operator:{by}")
    audit.record(
        session, at=now, actor=actor, action=action, subject_kind="conversation", subject=conversation.code, **data
    )
    log.info(action, conversation_id=conversation.id, by=by if by in _ACTORS or by == GUEST else "operator")
