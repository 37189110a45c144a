"""A conversation's messages leave one by one, in order, under a lease; no transaction is open during a call."""

import asyncio
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.delivery import Problem
from reservas.domain.dialogue.replies import Template, from_content
from reservas.features.conversations import channels, repository
from reservas.features.conversations.errors import ChannelStopped, SendLater, SendOutcomeUnknown, SendRefused
from reservas.features.conversations.ports import Messenger, SendingRates
from reservas.features.conversations.schemas import SEND, STATUS_RANK, Pace
from reservas.features.conversations.service import fallback, stopping, unsaid
from reservas.features.conversations.service.fallback import MAXIMUM_ATTEMPTS, backoff_seconds
from reservas.features.inbox import unread
from reservas.features.inbox.schemas import Provider
from reservas.infra.database import Database
from reservas.infra.metrics import messages_sent, send_seconds
from reservas.infra.queue import enqueue
from reservas.kit.clock import Clock
from reservas.models import Channel, Conversation, Message

log = structlog.get_logger(__name__)
# Each may be one more copy on the guest's phone.
MAXIMUM_DOUBTS = 3
UNREAD_WAIT = timedelta(seconds=1)
PATIENCE_SECONDS = 1.0  # far inside the lease
Work = Callable[[AsyncSession, Message], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that is being sent; on probation, its number was stopped and nothing has left since."""

    conversation: Conversation
    message: Message
    is_on_probation: bool


class Sender:
    """Empties a conversation's queue of outgoing messages.

    `heard_since` is when this process began. What ended the one before may have kept statuses from being heard too, so
    a doubt that is older waits anew from then.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        messenger: Messenger,
        pace: Pace,
        rates: SendingRates,
        *,
        heard_since: datetime | None = None,
    ) -> None:
        self._heard_since = heard_since
        self._database = database
        self._clock = clock
        self._messenger = messenger
        self._pace = pace
        self._rates = rates

    async def send(self, conversation_id: int) -> None:
        """Send what is due. Whoever holds the lease sends; who finds it taken comes back when it ends."""
        token = uuid.uuid4()
        await self.send_claimed(await self._claim(conversation_id, token), token)

    async def send_claimed(self, claimed: Claimed | None, token: uuid.UUID) -> None:
        """Send what `token` has claimed, and whatever is due after it."""
        while claimed is not None:
            conversation_id = claimed.conversation.id
            seconds = await self._wait_for_rates(claimed.conversation)
            if seconds > 0:
                await self._put_back(claimed.message, seconds)
            elif (provider_id := await self._deliver(claimed)) is not None:
                claimed = await self._go_on(claimed, provider_id, token)
                continue
            claimed = await self._claim(conversation_id, token)

    async def _wait_for_rates(self, conversation: Conversation) -> float:
        """Return 0 once a message may leave, or the seconds to come back after, when that is not soon.

        When a number's queues all wake at once each next token is milliseconds away: waiting for it here costs a call
        of Redis, coming back for it two transactions and a job, and all of them would come back together.
        """
        patience = PATIENCE_SECONDS
        while 0 < (seconds := await self._rates.take(conversation.account, conversation.id)) <= patience:
            patience -= seconds
            await asyncio.sleep(seconds)
        return seconds

    async def _claim(self, conversation_id: int, token: uuid.UUID) -> Claimed | None:
        """Take or keep the lease and mark the next message as `sending`; None when there is nothing to do now."""

        async def work(session: AsyncSession) -> Claimed | None:
            return await self.claim_next(session, await repository.lock(session, conversation_id), token)

        return await self._database.transaction(work)

    async def claim_next(self, session: AsyncSession, conversation: Conversation, token: uuid.UUID) -> Claimed | None:
        """Do so in a transaction that has locked the conversation; once it is committed, `send_claimed` must follow."""
        now = self._clock.now()
        lease_until = conversation.send_lease_until
        if conversation.send_lease_token not in (None, token) and lease_until and lease_until > now:
            await self._come_back(session, conversation.id, lease_until - now)
            return None
        conversation.send_lease_token = token
        conversation.send_lease_until = now + timedelta(seconds=self._pace.lease_seconds)
        message, channel = await repository.next_to_send(session, conversation)
        if channel is not None and channel.frozen_at is not None:
            channel = await channels.read_stopped(session, conversation.account)
            # Whoever thaws a frozen number calls every conversation that waits.
            message = None if channel and channel.frozen_at else message
        if message is not None:
            message = await self._next(session, conversation, message, channel)
        if message is None:
            conversation.send_lease_token = conversation.send_lease_until = None
            return None
        # Found `sending` although the wait is over: no status came, so it is sent again, but not for ever.
        message.doubts += message.status == "sending"
        message.status, message.sending_since = "sending", now
        message.attempts += 1
        return Claimed(conversation, message, is_on_probation=channel is not None and channel.rests > 0)

    async def _go_on(self, claimed: Claimed, provider_id: str, token: uuid.UUID) -> Claimed | None:
        """Note that a message left and claim the next one, in one transaction."""
        message = claimed.message

        async def work(session: AsyncSession) -> Claimed | None:
            conversation = await repository.lock(session, message.conversation_id)
            await repository.note_sent(session, message, provider_id)
            if claimed.is_on_probation:
                (await channels.lock(session, conversation.account)).rests = 0
            return await self.claim_next(session, conversation, token)

        # What the channel answered is known only here: a database that restarts is waited for, under the lease.
        following = await self._database.insist(work, seconds=self._pace.lease_seconds)
        _tell_settled(message, "sent")
        return following

    async def _next(
        self, session: AsyncSession, conversation: Conversation, first: Message, channel: Channel | None
    ) -> Message | None:
        """Return the message that may leave now, `first` or one behind it; when one must wait, this job comes back."""
        message: Message | None = first
        while message is not None:
            if await self._is_kept_back(session, conversation, message, channel):
                pass
            elif await self._is_settled_soon(session, message):
                await self._come_back(session, conversation.id, UNREAD_WAIT)
                return None
            elif self._is_given_up(message):
                fallback.call_person(conversation, message, self._clock.now())
            elif (wait := self._wait_for(message)) > timedelta(0):
                await self._come_back(session, conversation.id, wait)
                return None
            else:
                return message
            message, _ = await repository.next_to_send(session, conversation)
        return None

    async def _is_kept_back(
        self, session: AsyncSession, conversation: Conversation, message: Message, channel: Channel | None
    ) -> bool:
        """Keep back what a person who took the chat would not want said, and what the channel would refuse."""
        if message.status != "pending":
            return False
        now = self._clock.now()
        from_dialogue = (message.cause or "").startswith(unsaid.TURN_CAUSE)
        is_taken_over = conversation.driver == repository.HUMAN and message.created_at < conversation.driver_since
        is_closed = conversation.window_closes_at is None or conversation.window_closes_at <= now
        is_unasked = message.kind == Template.kind
        if is_unasked and channel and channel.unasked_after and channel.unasked_after > now:
            reason = str(Problem.SPAM)
        elif from_dialogue and is_taken_over:
            reason = "person_took_over"
        elif not await unsaid.is_still_true(session, message, now):
            reason = unsaid.NOT_TRUE
            await unsaid.on_untrue(session, message)
        elif is_closed and not is_unasked:
            await fallback.park(session, message, now)
            return True
        elif conversation.driver == repository.BOT and unsaid.is_old_answer(message, now):
            # It may name a time that is over, or what was free then.
            return await unsaid.answer_anew(session, message)
        else:
            return False
        message.status, message.error = "withheld", {"reason": reason}
        messages_sent.labels("withheld").inc()
        log.warning("message.withheld", message_id=message.id, reason=reason)
        return True

    async def _is_settled_soon(self, session: AsyncSession, message: Message) -> bool:
        """Tell whether the status that ends a doubt has come, and waits to be read behind whatever kept us from it."""
        is_doubt_over = message.status == "sending" and self._wait_for(message) <= timedelta(0)
        return is_doubt_over and await unread.holds(session, Provider.WHATSAPP, str(message.callback_id))

    def _is_given_up(self, message: Message) -> bool:
        """Give up what was tried too often."""
        is_doubt_over = message.status == "sending" and self._wait_for(message) <= timedelta(0)
        if message.attempts < MAXIMUM_ATTEMPTS and not (is_doubt_over and message.doubts >= MAXIMUM_DOUBTS):
            return False
        message.status, message.error = "failed", {"reason": "too_many_attempts"}
        messages_sent.labels("failed").inc()
        log.error("message.given_up", message_id=message.id, attempts=message.attempts, doubts=message.doubts)
        return True

    def _wait_for(self, message: Message) -> timedelta:
        """Return how long the next message must wait: for patience asked, or for a status to settle a doubt."""
        now = self._clock.now()
        if message.status == "sending" and message.sending_since is not None:
            since = max(message.sending_since, self._heard_since or message.sending_since)
            return since + timedelta(seconds=self._pace.unknown_outcome_seconds) - now
        return message.not_before - now if message.not_before else timedelta(0)

    async def _deliver(self, claimed: Claimed) -> str | None:
        """Call the channel and return its id of the message; what went wrong is noted, and None returned."""
        conversation, message = claimed.conversation, claimed.message
        reply = from_content(message.content)
        try:
            with send_seconds.labels(message.kind).time():
                return await self._messenger.send(conversation.recipient, reply, str(message.callback_id))
        except SendOutcomeUnknown as error:
            # It stays `sending`: a status carrying our id settles it, or it is sent again after the wait.
            # What Meta writes may quote a phone or a text: logs get its number only.
            log.warning("message.outcome_unknown", message_id=message.id, code=error.provider_code)
            messages_sent.labels("unknown").inc()
            fallback.count_problem(message.kind, Problem.OUTCOME_UNKNOWN, error.provider_code)
        except SendLater as error:
            await self._postpone(conversation, message, error)
        except ChannelStopped as error:
            await self._stop(claimed, error)
        except SendRefused as error:
            await self._refuse(message, error)
        return None

    async def _refuse(self, message: Message, error: SendRefused) -> None:
        async def fall_back(session: AsyncSession, stored: Message) -> None:
            if stored.status == "failed":
                await fallback.on_refused(session, stored, error.provider_code, self._clock.now())

        failure = {"reason": "refused", "code": error.provider_code, "detail": error.detail}
        await self._settle(message, status="failed", then=fall_back, error=failure)

    async def _stop(self, claimed: Claimed, error: ChannelStopped) -> None:
        """Put the message back where it was and freeze its number.

        It counts as tried only when it was sent to try the number: one that is at fault itself is given up in the end.
        """
        conversation, message = claimed.conversation, claimed.message

        async def freeze(session: AsyncSession, _: Message) -> None:
            await stopping.freeze(session, conversation.account, error.problem, error.provider_code, self._clock.now())

        fallback.count_problem(message.kind, error.problem, error.provider_code)
        attempts = message.attempts - (not claimed.is_on_probation)
        await self._settle(message, status="pending", then=freeze, attempts=attempts)

    async def _postpone(self, conversation: Conversation, message: Message, error: SendLater) -> None:
        seconds = backoff_seconds(error.problem, message.attempts) if error.seconds is None else error.seconds
        if error.problem in (Problem.NUMBER_RATE, Problem.ACCOUNT_RATE):
            await self._rates.pause(conversation.account, seconds)
        fallback.count_problem(message.kind, error.problem, error.provider_code)
        log.warning("message.postponed", message_id=message.id, seconds=round(seconds, 1), problem=error.problem)
        not_before = self._clock.now() + timedelta(seconds=seconds)
        await self._settle(message, status="pending", not_before=not_before)

    async def _put_back(self, message: Message, seconds: float) -> None:
        """Let the message wait for its turn among all that leave; it was not tried, so that does not count."""
        not_before = self._clock.now() + timedelta(seconds=seconds)
        await self._settle(message, status="pending", not_before=not_before, attempts=message.attempts - 1)

    async def _settle(self, message: Message, *, status: str, then: Work | None = None, **values: object) -> None:
        async def work(session: AsyncSession) -> None:
            if then is not None:
                await repository.lock(session, message.conversation_id)
            stored = await session.get_one(Message, message.id, with_for_update=True)
            if stored.callback_id != message.callback_id:
                # A failed status was faster, and it is queued as another one: this answer is about what has failed.
                return
            # A status webhook may have been faster than the answer, and knows better.
            if STATUS_RANK.get(stored.status, 9) <= STATUS_RANK["sending"]:
                stored.status = status
            for name, value in values.items():
                setattr(stored, name, value)
            if then is not None:
                await then(session, stored)

        # As in `_go_on`.
        await self._database.insist(work, seconds=self._pace.lease_seconds)
        _tell_settled(message, status)

    async def _come_back(self, session: AsyncSession, conversation_id: int, wait: timedelta) -> None:
        await enqueue(session, SEND, {"conversation_id": conversation_id}, delay=wait + timedelta(milliseconds=50))


def _tell_settled(message: Message, status: str) -> None:
    messages_sent.labels(status).inc()
    log.info("message.settled", message_id=message.id, status=status, attempts=message.attempts)
