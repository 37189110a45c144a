"""A stored webhook call is split: each message into a row and a turn, each status onto its message."""

import uuid
from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.features.conversations import repository
from reservas.features.conversations.ports import BatchReader
from reservas.features.conversations.schemas import (
    ACKNOWLEDGE,
    SEND,
    STATUS_RANK,
    TURN,
    InboundMessage,
    Pace,
    StatusUpdate,
)
from reservas.features.guests import service as guests
from reservas.features.inbox import service as inbox
from reservas.infra.database import Database
from reservas.infra.metrics import inbound_messages, messages_sent
from reservas.infra.queue import enqueue
from reservas.kit.clock import Clock
from reservas.models import Conversation, Message

log = structlog.get_logger(__name__)
WINDOW = timedelta(hours=24)


class Receiver:
    """Reads WhatsApp calls out of the inbox."""

    def __init__(self, database: Database, clock: Clock, read_batch: BatchReader, pace: Pace, account: str) -> None:
        self._database = database
        self._clock = clock
        self._read_batch = read_batch
        self._pace = pace
        self._account = account

    async def receive(self, event_id: int) -> None:
        """Store every message and status of one call, in one transaction; a second run finds it handled."""

        async def work(session: AsyncSession) -> None:
            event = await inbox.load(session, event_id)
            if event is None:
                return
            batch = self._read_batch(event.body)
            # By guest, so that two calls with the same guests lock their conversations in one order.
            for message in sorted(batch.messages, key=lambda one: one.recipient):
                if message.account == self._account:
                    await self._store(session, message)
                else:
                    # Another number of the same app: answering would come from ours.
                    inbound_messages.labels("other_account").inc()
            for status in sorted(batch.statuses, key=lambda one: one.provider_id):
                await self._note_status(session, status)
            error = "; ".join(batch.unreadable) or None
            if error:
                log.warning("inbox.items_unreadable", event_id=event_id, items=len(batch.unreadable))
            await inbox.mark_handled(session, event_id, self._clock.now(), error)

        await self._database.transaction(work)

    async def _store(self, session: AsyncSession, message: InboundMessage) -> None:
        now = self._clock.now()
        guest = await guests.identify(session, message.identifiers, message.name, now)
        conversation = await repository.open_conversation(
            session, guest.id, message.account, message.recipient, guest.language, now
        )
        handled = now if message.is_silent else None
        message_id = await repository.add_inbound(
            session,
            conversation.id,
            kind=message.kind,
            content=dict(message.content),
            provider_id=message.provider_id,
            provider_at=message.at,
            created_at=now,
            handled_at=handled,
        )
        if message_id is None:
            return
        inbound_messages.labels(message.kind).inc()
        _refresh_window(conversation, message)
        if await repository.release_parked(session, conversation.id):
            await enqueue(session, SEND, {"conversation_id": conversation.id})
        if message.is_silent:
            return
        log.info("message.received", message_id=message_id, conversation_id=conversation.id, kind=message.kind)
        delay = timedelta(0) if message.is_tap else await self._quiet(session, conversation.id, now)
        await enqueue(session, TURN, {"conversation_id": conversation.id}, delay=delay)
        if conversation.driver == repository.BOT:
            await enqueue(session, ACKNOWLEDGE, {"provider_id": message.provider_id})

    async def _quiet(self, session: AsyncSession, conversation_id: int, now: datetime) -> timedelta:
        """Return how long text waits for more: some quiet, but never past the cap from the first message."""
        waiting = await repository.unhandled(session, conversation_id)
        first = min((message.created_at for message in waiting), default=now)
        left = timedelta(seconds=self._pace.cap_seconds) - (now - first)
        return max(timedelta(0), min(timedelta(seconds=self._pace.quiet_seconds), left))

    async def _note_status(self, session: AsyncSession, update: StatusUpdate) -> None:
        message = await repository.outbound_of(session, update.provider_id, _as_uuid(update.callback_id))
        if message is None:
            log.info("status.unknown_message", status=update.status)
            return
        was_in_doubt = message.status == "sending"
        _move(message, update)
        if was_in_doubt:
            # The messages behind it were waiting for its outcome.
            await enqueue(session, SEND, {"conversation_id": message.conversation_id})


def _refresh_window(conversation: Conversation, message: InboundMessage) -> None:
    """The 24 hours run from the guest's own timestamp: a webhook may be days late."""
    closes_at = message.at + WINDOW
    if conversation.window_closes_at is None or conversation.window_closes_at < closes_at:
        conversation.window_closes_at = closes_at
    conversation.recipient = message.recipient


def _move(message: Message, update: StatusUpdate) -> None:
    message.provider_id = message.provider_id or update.provider_id
    rank = STATUS_RANK.get(message.status, 0)
    if update.status == "failed":
        if rank < STATUS_RANK["delivered"]:
            message.status, message.error = "failed", dict(update.error or {})
            messages_sent.labels("failed").inc()
            log.error("message.failed", message_id=message.id, code=message.error.get("code"))
    elif message.status != "failed" and STATUS_RANK.get(update.status, -1) > rank:
        message.status = update.status


def _as_uuid(value: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(value) if value else None
    except ValueError:
        return None
