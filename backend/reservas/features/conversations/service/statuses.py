"""What the channel tells of a message of ours moves it up, never down, and keeps when it arrived and was read."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

import structlog
from sqlalchemy import ARRAY, Text, bindparam, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.features.conversations import repository
from reservas.features.conversations.arrivals import StatusUpdate
from reservas.features.conversations.schemas import SEND, STATUS_RANK
from reservas.features.conversations.service import fallback
from reservas.infra.metrics import message_statuses, messages_sent
from reservas.infra.queue import enqueue
from reservas.models import Message

log = structlog.get_logger(__name__)
FAILED = "failed"


# The statuses that move a message up, by our own ids of the messages: what each column becomes at most or at least.
_MOVE_UP_TOGETHER = text("""
WITH told AS (
  SELECT * FROM unnest(
    CAST(:ours AS uuid[]), CAST(:theirs AS text[]), CAST(:statuses AS text[]),
    CAST(:delivered AS timestamptz[]), CAST(:read AS timestamptz[])
  ) AS t (callback_id, provider_id, status, delivered_at, read_at)
), found AS (
  SELECT message.id, told.* FROM messages AS message JOIN told USING (callback_id)
   WHERE message.direction = 'out' AND message.status <> 'sending'
   ORDER BY message.id FOR UPDATE OF message
)
UPDATE messages AS message
   SET provider_id = coalesce(message.provider_id, found.provider_id),
       delivered_at = least(message.delivered_at, found.delivered_at),
       read_at = least(message.read_at, found.read_at),
       status = CASE
         WHEN message.status <> 'failed'
          AND coalesce(array_position(:ranks, message.status), 0) < array_position(:ranks, found.status)
         THEN found.status ELSE message.status END
  FROM found WHERE message.id = found.id
RETURNING message.callback_id
""").bindparams(bindparam("ranks", sorted(STATUS_RANK, key=STATUS_RANK.__getitem__), type_=ARRAY(Text())))


async def note_together(session: AsyncSession, updates: Sequence[StatusUpdate], now: datetime) -> set[str]:
    """Take in what moves our messages up, and return their callback ids.

    What is left out is more than that, and for `note`: a failure, a doubt that ends, what carries no id of ours.
    """
    by_message: dict[uuid.UUID, list[StatusUpdate]] = defaultdict(list)
    for update in updates:
        callback_id = _as_uuid(update.callback_id)
        if callback_id is not None and update.status in STATUS_RANK:
            by_message[callback_id].append(update)
    if not by_message:
        return set()
    told = by_message.values()
    values = {
        "ours": list(by_message),
        "theirs": [some[0].provider_id for some in told],
        "statuses": [max((one.status for one in some), key=STATUS_RANK.__getitem__) for some in told],
        "delivered": [_earliest(some, "delivered", now) for some in told],
        "read": [_earliest(some, "read", now) for some in told],
    }
    moved = set((await session.execute(_MOVE_UP_TOGETHER, values)).scalars())
    for callback_id in moved:
        for update in by_message[callback_id]:
            message_statuses.labels(update.status).inc()
    return {str(update.callback_id) for callback_id in moved for update in by_message[callback_id]}


def _earliest(updates: Sequence[StatusUpdate], status: str, now: datetime) -> datetime | None:
    """Return since when a message was at least `status`, as far as these tell."""
    reached = (one for one in updates if STATUS_RANK[one.status] >= STATUS_RANK[status])
    return min((min(one.at or now, now) for one in reached), default=None)


async def note(session: AsyncSession, update: StatusUpdate, now: datetime) -> None:
    """Take one status in, in whatever order it comes; one that is not known is counted and changes nothing."""
    is_known = update.status in STATUS_RANK or update.status == FAILED
    message_statuses.labels(update.status if is_known else "other").inc()
    callback_id = _as_uuid(update.callback_id)
    conversation_id = await _conversation_of(session, update.provider_id, callback_id)
    if conversation_id is None or not is_known:
        log.info("status.passed_over", status=update.status[:32], is_ours=conversation_id is not None)
        return
    # One order everywhere: a refusal changes more than its message.
    await repository.lock(session, conversation_id)
    message = await repository.outbound_of(session, update.provider_id, callback_id)
    if message is None:
        return
    was_in_doubt = message.status == "sending"
    message.provider_id = message.provider_id or update.provider_id
    if update.status == FAILED:
        await _fail(session, message, update, now)
    else:
        _move_up(message, update, now)
    if was_in_doubt:
        # The messages behind it were waiting for its outcome.
        await enqueue(session, SEND, {"conversation_id": conversation_id})


async def _conversation_of(session: AsyncSession, provider_id: str, callback_id: uuid.UUID | None) -> int | None:
    ours = Message.provider_id == provider_id
    if callback_id is not None:
        ours = or_(Message.callback_id == callback_id, ours)
    query = select(Message.conversation_id).where(ours, Message.direction == "out").limit(1)
    return (await session.execute(query)).scalar_one_or_none()


async def _fail(session: AsyncSession, message: Message, update: StatusUpdate, now: datetime) -> None:
    """A failure counts once, and not for a message that has arrived: it is told at once, later, or both."""
    if message.status == FAILED or STATUS_RANK.get(message.status, 0) >= STATUS_RANK["delivered"]:
        return
    message.status, message.error = FAILED, dict(update.error or {})
    messages_sent.labels(FAILED).inc()
    code = message.error.get("code")
    log.error("message.failed", message_id=message.id, code=code)
    await fallback.on_refused(session, message, _as_int(code), now)


def _move_up(message: Message, update: StatusUpdate, now: datetime) -> None:
    rank = STATUS_RANK[update.status]
    at = min(update.at or now, now)
    if rank >= STATUS_RANK["delivered"]:
        # "delivered" is left out when the guest reads at once; told later, it is the earlier one.
        message.delivered_at = min(message.delivered_at or at, at)
    if rank >= STATUS_RANK["read"]:
        message.read_at = min(message.read_at or at, at)
    if message.status != FAILED and rank > STATUS_RANK.get(message.status, 0):
        message.status = update.status


def _as_uuid(value: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(value) if value else None
    except ValueError:
        return None


def _as_int(value: object) -> int | None:
    try:
        return int(value) if isinstance(value, (int, str)) else None
    except ValueError:
        return None
