"""A conversation's messages leave one by one, in order, under a lease; no transaction is open during a call."""

import random
import uuid
from datetime import timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.dialogue.replies import from_content
from reservas.features.conversations import repository
from reservas.features.conversations.errors import SendLater, SendOutcomeUnknown, SendRefused
from reservas.features.conversations.ports import Messenger
from reservas.features.conversations.schemas import SEND, STATUS_RANK, Pace
from reservas.infra.database import Database
from reservas.infra.metrics import messages_sent
from reservas.infra.queue import enqueue
from reservas.kit.clock import Clock
from reservas.models import Conversation, Message

log = structlog.get_logger(__name__)
# Each may be one more copy on the guest's phone.
MAXIMUM_DOUBTS = 3
MAXIMUM_ATTEMPTS = 60  # with the longest backoff, about four hours
MAXIMUM_BACKOFF_SECONDS = 300


class Sender:
    """Empties a conversation's queue of outgoing messages."""

    def __init__(self, database: Database, clock: Clock, messenger: Messenger, pace: Pace) -> None:
        self._database = database
        self._clock = clock
        self._messenger = messenger
        self._pace = pace

    async def send(self, conversation_id: int) -> None:
        """Send what is due. Whoever holds the lease sends; who finds it taken comes back when it ends."""
        token = uuid.uuid4()
        while (claimed := await self._claim(conversation_id, token)) is not None:
            conversation, message = claimed
            await self._deliver(conversation, message)

    async def _claim(self, conversation_id: int, token: uuid.UUID) -> tuple[Conversation, Message] | None:
        """Take or keep the lease and mark the next message as `sending`; None when there is nothing to do now."""
        async with self._database.unit_of_work() as session:
            now = self._clock.now()
            conversation = await repository.lock(session, conversation_id)
            lease_until = conversation.send_lease_until
            if conversation.send_lease_token not in (None, token) and lease_until and lease_until > now:
                await self._come_back(session, conversation_id, lease_until - now)
                return None
            conversation.send_lease_token = token
            conversation.send_lease_until = now + timedelta(seconds=self._pace.lease_seconds)
            while (message := await repository.next_to_send(session, conversation_id)) is not None:
                if self._is_withheld(conversation, message):
                    continue
                wait = self._wait_for(message)
                if wait > timedelta(0):
                    await self._come_back(session, conversation_id, wait)
                    break
                # Found `sending` although the wait is over: no status came, so it is sent again, but not for ever.
                message.doubts += message.status == "sending"
                message.status, message.sending_since = "sending", now
                message.attempts += 1
                return conversation, message
            conversation.send_lease_token = conversation.send_lease_until = None
            return None

    def _is_withheld(self, conversation: Conversation, message: Message) -> bool:
        """Keep back what a person who took the chat would not want said, and what the channel would refuse."""
        now = self._clock.now()
        from_dialogue = (message.cause or "").startswith("turn:")
        taken_over = conversation.driver == repository.HUMAN and message.created_at < conversation.driver_since
        window_closed = conversation.window_closes_at is None or conversation.window_closes_at <= now
        if message.status == "pending" and ((from_dialogue and taken_over) or window_closed):
            message.status = "withheld"
            message.error = {"reason": "window_closed" if window_closed else "person_took_over"}
            messages_sent.labels("withheld").inc()
            log.warning("message.withheld", message_id=message.id, reason=message.error["reason"])
            return True
        if message.attempts >= MAXIMUM_ATTEMPTS or (self._is_doubt_over(message) and message.doubts >= MAXIMUM_DOUBTS):
            message.status, message.error = "failed", {"reason": "too_many_attempts"}
            messages_sent.labels("failed").inc()
            log.error("message.given_up", message_id=message.id, attempts=message.attempts, doubts=message.doubts)
            return True
        return False

    def _is_doubt_over(self, message: Message) -> bool:
        return message.status == "sending" and self._wait_for(message) <= timedelta(0)

    def _wait_for(self, message: Message) -> timedelta:
        """Return how long the next message must wait: for patience asked, or for a status to settle a doubt."""
        now = self._clock.now()
        if message.status == "sending" and message.sending_since is not None:
            return message.sending_since + timedelta(seconds=self._pace.unknown_outcome_seconds) - now
        return message.not_before - now if message.not_before else timedelta(0)

    async def _deliver(self, conversation: Conversation, message: Message) -> None:
        reply = from_content(message.content)
        try:
            provider_id = await self._messenger.send(conversation.recipient, reply, str(message.callback_id))
        except SendOutcomeUnknown as error:
            # It stays `sending`: a status carrying our id settles it, or it is sent again after the wait.
            log.warning("message.outcome_unknown", message_id=message.id, error=error.detail)
            messages_sent.labels("unknown").inc()
        except SendLater as error:
            await self._postpone(message, error)
        except SendRefused as error:
            log.error("message.refused", message_id=message.id, code=error.provider_code, error=error.detail)
            failure = {"reason": "refused", "code": error.provider_code, "detail": error.detail}
            await self._settle(message, status="failed", error=failure)
        else:
            await self._settle(message, status="sent", provider_id=provider_id)

    async def _postpone(self, message: Message, error: SendLater) -> None:
        backoff = min(MAXIMUM_BACKOFF_SECONDS, 2 ** (message.attempts - 1)) * random.uniform(0.8, 1.2)  # noqa: S311
        seconds = backoff if error.seconds is None else error.seconds
        log.warning("message.postponed", message_id=message.id, seconds=round(seconds, 1), error=error.detail)
        not_before = self._clock.now() + timedelta(seconds=seconds)
        await self._settle(message, status="pending", not_before=not_before)

    async def _settle(self, message: Message, *, status: str, **values: object) -> None:
        async def work(session: AsyncSession) -> None:
            stored = await session.get_one(Message, message.id, with_for_update=True)
            # A status webhook may have been faster than the answer, and knows better.
            if STATUS_RANK.get(stored.status, 9) <= STATUS_RANK["sending"]:
                stored.status = status
            for name, value in values.items():
                setattr(stored, name, value)

        # What the channel answered is known only here: a database that restarts is waited for, under the lease.
        await self._database.insist(work, seconds=self._pace.lease_seconds)
        messages_sent.labels(status).inc()
        log.info("message.settled", message_id=message.id, status=status, attempts=message.attempts)

    async def _come_back(self, session: AsyncSession, conversation_id: int, wait: timedelta) -> None:
        await enqueue(session, SEND, {"conversation_id": conversation_id}, delay=wait + timedelta(milliseconds=50))
