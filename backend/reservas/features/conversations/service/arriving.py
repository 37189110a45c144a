"""One item of a call takes effect: a guest's message, the owner's own, another identity, a thread passed on."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import bindparam, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.features.conversations import repository
from reservas.features.conversations.arrivals import (
    ANNOTATIONS,
    KNOWN_KINDS,
    MEDIA_KINDS,
    OWNER,
    ChannelNews,
    IdentityChange,
    InboundMessage,
    News,
    OffersPreference,
    OwnMessage,
    StatusUpdate,
    ThreadHandover,
)
from reservas.features.conversations.schemas import SEND, TURN, Pace, Receipt
from reservas.features.conversations.service import driving, media, statuses, unsaid
from reservas.features.guests import service as guests
from reservas.infra.metrics import channel_news, inbound_messages
from reservas.infra.queue import enqueue
from reservas.models import Conversation, Guest, Message

log = structlog.get_logger(__name__)
WINDOW = timedelta(hours=24)
SECOND = timedelta(seconds=1)  # what the channel's timestamps are rounded down to
# What our messages are to the channel, where that is another word than ours.
ECHOED_AS = dict.fromkeys(("buttons", "list", "link"), "interactive")


# Built once: every message that comes asks it.
_TOLD_BEFORE = (
    select(Message)
    .where(
        Message.conversation_id.in_(bindparam("conversations", expanding=True)),
        Message.kind.in_(tuple(ANNOTATIONS)),
        Message.content["to"].astext.in_(bindparam("stored", expanding=True)),
    )
    .order_by(Message.provider_at, Message.id)
)


@dataclass
class Arrival:
    """Items taken in by one transaction, and what must follow once for each of their conversations."""

    session: AsyncSession
    now: datetime
    pace: Pace
    account: str
    # What to show once all of it is committed.
    receipts: list[Receipt] = field(default_factory=list)
    # Of people met in this transaction, whose conversations are locked: a call may bring hundreds of one guest.
    _met: dict[frozenset[tuple[str, str]], Conversation] = field(default_factory=dict)
    _released: set[int] = field(default_factory=set)
    _sends: set[int] = field(default_factory=set)
    # Whether a tap is among what a turn must read; the newest message, which stands for those before it.
    _turns: dict[int, bool] = field(default_factory=dict)
    _newest: dict[int, InboundMessage] = field(default_factory=dict)
    # Conversations by the provider's ids of what was stored in them.
    _stored: dict[str, int] = field(default_factory=dict)

    async def take(self, news: News) -> None:
        """Let one item take effect; a second time it has none."""
        match news:
            case StatusUpdate():
                await statuses.note(self.session, news, self.now)
            case ChannelNews():
                channel_news.labels(news.field).inc()
                if news.code:
                    log.warning("channel.error", code=news.code)
            case _ if news.account != self.account:
                # Another number of the same app: answering would come from ours.
                inbound_messages.labels("other_account").inc()
            case InboundMessage():
                await self._store(news)
            case OwnMessage():
                await self._store_own(news)
            case IdentityChange():
                await self._change_identity(news)
            case ThreadHandover():
                await self._hand_over(news)
            case OffersPreference():
                await self._note_preference(news)

    async def follow_up(self) -> None:
        """Enqueue what the items taken ask for."""
        await self._annotate_late_comers()
        for conversation_id in sorted(self._sends):
            await enqueue(self.session, SEND, {"conversation_id": conversation_id})
        for conversation_id, has_tap in self._turns.items():
            delay = timedelta(0) if has_tap else await self._quiet(conversation_id)
            await enqueue(self.session, TURN, {"conversation_id": conversation_id}, delay=delay)
            newest = self._newest.get(conversation_id)
            if newest is not None:
                # The blue ticks of one message are those of all before it. A tap is answered before anybody types.
                self.receipts.append(Receipt(newest.provider_id, is_typing=not has_tap))

    async def _quiet(self, conversation_id: int) -> timedelta:
        """Return how long text waits for more: some quiet, but never past the cap from the first message."""
        waiting = await repository.waiting_since(self.session, conversation_id)
        if any(provider_id not in self._stored for provider_id in waiting):
            # In the middle of a burst: "typing…" is shown already, and its turn shows what it has read.
            self._newest.pop(conversation_id, None)
        first = min(waiting.values(), default=self.now)
        left = timedelta(seconds=self.pace.cap_seconds) - (self.now - first)
        return max(timedelta(0), min(timedelta(seconds=self.pace.quiet_seconds), left))

    async def _store(self, message: InboundMessage) -> None:
        conversation = await self._meet(message, message.name)
        if message.own_phone is not None:
            guest = await self.session.get_one(Guest, conversation.guest_id)
            await guests.attach(self.session, guest, {"phone": message.own_phone}, guests.SHARED, self.now)
        message_id = await repository.add_inbound(
            self.session,
            conversation.id,
            kind=message.kind,
            content={**message.content, **({"standby": True} if message.is_standby else {})},
            provider_id=message.provider_id,
            provider_at=message.at,
            created_at=self.now,
            handled_at=self.now if message.is_silent else None,
        )
        if message_id is None:
            return
        self._stored[message.provider_id] = conversation.id
        inbound_messages.labels(message.kind if message.kind in KNOWN_KINDS else "other").inc()
        await self._annotate(conversation.id, message.kind, message.content, message.at)
        conversation.recipient = message.recipient
        if message.opens_window:
            self._refresh_window(conversation, message.at)
            # Nothing of ours may enter a thread that is another application's.
            if not message.is_standby:
                await self._release_parked(conversation)
        if message.is_silent:
            if message.kind in MEDIA_KINDS:
                # No turn will read it, but operators do.
                await media.expect(self.session, await self.session.get_one(Message, message_id))
            return
        log.info("message.received", message_id=message_id, conversation_id=conversation.id, kind=message.kind)
        self._turns[conversation.id] = self._turns.get(conversation.id, False) or message.is_tap
        newest = self._newest.get(conversation.id)
        if conversation.driver == repository.BOT and (newest is None or newest.at <= message.at):
            self._newest[conversation.id] = message

    async def _release_parked(self, conversation: Conversation) -> None:
        if conversation.id not in self._released:
            self._released.add(conversation.id)
            if await unsaid.release(self.session, conversation):
                self._sends.add(conversation.id)

    def _refresh_window(self, conversation: Conversation, at: datetime) -> None:
        """The 24 hours run from the guest's own timestamp: a webhook may be days late, and none is ahead of us."""
        closes_at = min(at, self.now) + WINDOW
        if conversation.window_closes_at is None or conversation.window_closes_at < closes_at:
            conversation.window_closes_at = closes_at

    async def _store_own(self, message: OwnMessage) -> None:
        """Keep what the owner, or another application, wrote to a guest; the bot falls silent."""
        conversation = await self._meet(message, None)
        if await self._is_our_own(conversation, message):
            return
        statement = insert(Message).values(
            conversation_id=conversation.id,
            direction="out",
            kind=message.kind,
            content={"kind": message.kind, **message.content},
            provider_id=message.provider_id,
            callback_id=uuid.uuid4(),
            status="sent",
            author=message.author,
            provider_at=message.at,
            created_at=self.now,
        )
        statement = statement.on_conflict_do_nothing(index_elements=["provider_id"])
        if (await self.session.execute(statement.returning(Message.id))).scalar_one_or_none() is None:
            return
        self._stored[message.provider_id] = conversation.id
        await self._annotate(conversation.id, message.kind, message.content, message.at)
        by = driving.OWNER if message.author == OWNER else driving.OTHER_APP
        await self._let_drive(conversation, message.at, by)

    async def _is_our_own(self, conversation: Conversation, echo: OwnMessage) -> bool:
        """Settle a message of ours that is on its way, when the channel's echo of it is faster than its answer."""
        candidates = await repository.in_doubt(self.session, conversation.id)
        ours = next((one for one in candidates if _is_echo(echo, one)), None)
        if ours is None or await repository.is_known(self.session, echo.provider_id):
            return False
        told = StatusUpdate(echo.provider_id, str(ours.callback_id), "sent", None, echo.at)
        await statuses.note(self.session, told, self.now)
        return True

    async def _let_drive(self, conversation: Conversation, at: datetime, by: str) -> None:
        """Let whoever wrote at that instant drive, unless they have long finished or gave the chat back since."""
        hours = self.pace.handover_hours
        if hours is not None and at <= self.now - timedelta(hours=hours):
            return
        came_back = conversation.driver == repository.BOT and conversation.driver_since > conversation.created_at
        if came_back and at <= conversation.driver_since - SECOND:
            return
        await driving.take(self.session, conversation, self.now, by=by, hours=hours)

    async def _annotate(self, conversation_id: int, kind: str, content: Mapping[str, Any], at: datetime) -> None:
        """Note on an earlier message of the conversation that it was changed or taken back."""
        note = ANNOTATIONS.get(kind)
        original = content.get("to")
        if note is None or not original:
            return
        said = {note: {"at": at.isoformat(), **({"now": content["now"]} if "now" in content else {})}}
        known = (Message.conversation_id == conversation_id, Message.provider_id == original)
        # An older change may be told after a newer one.
        is_newer = func.coalesce(Message.content[note]["at"].astext, "") <= at.isoformat()
        noted = update(Message).where(*known, is_newer).values(content=Message.content.concat(said))
        await self.session.execute(noted)

    async def _annotate_late_comers(self) -> None:
        """Note on what was stored now what had been told of it before: the channel keeps no order."""
        if not self._stored:
            return
        values = {"conversations": sorted(set(self._stored.values())), "stored": tuple(self._stored)}
        for one in await self.session.scalars(_TOLD_BEFORE, values):
            await self._annotate(one.conversation_id, one.kind, one.content, one.provider_at or one.created_at)

    async def _change_identity(self, change: IdentityChange) -> None:
        """Keep the channel's word for it in the guest's conversation, and move what they are known by."""
        guest = await guests.find(self.session, {**change.old, **change.new} if not change.old else change.old)
        if guest is None:
            # Nobody we know: whoever it is will be met with their new identifiers.
            channel_news.labels("system_of_nobody").inc()
            return
        query = select(Conversation.id).where(Conversation.guest_id == guest.id, Conversation.account == self.account)
        conversation_id = (await self.session.execute(query)).scalar_one_or_none()
        if conversation_id is None:
            await guests.move(self.session, guest, change.old, change.new, self.now)
            return
        conversation = await repository.lock(self.session, conversation_id)
        stored = await repository.add_inbound(
            self.session,
            conversation.id,
            kind="system",
            content=dict(change.content),
            provider_id=change.provider_id,
            provider_at=change.at,
            created_at=self.now,
            handled_at=self.now,
        )
        if stored is None:
            return
        inbound_messages.labels("system").inc()
        log.info("guest.identity_changed", guest_id=guest.id, how=change.kind[:32])
        moved = await guests.move(self.session, guest, change.old, change.new, self.now)
        # Whoever comes next with what was given up is somebody else.
        self._met.clear()
        reached_by = next((change.new[kind] for kind in ("phone", "whatsapp_user") if kind in moved), None)
        conversation.recipient = reached_by or conversation.recipient

    async def _hand_over(self, handover: ThreadHandover) -> None:
        conversation = await self._meet(handover, None)
        channel_news.labels("messaging_handovers").inc()
        await self._let_drive(conversation, handover.at, driving.OTHER_APP)

    async def _note_preference(self, preference: OffersPreference) -> None:
        channel_news.labels("user_preferences").inc()
        guest = await guests.find(self.session, preference.identifiers)
        if guest is None:
            return
        refused_at = guest.offers_refused_at
        if not preference.wants_offers:
            guest.offers_refused_at = refused_at or min(preference.at, self.now)
        elif refused_at is not None and refused_at <= preference.at:
            guest.offers_refused_at = None

    async def _meet(self, news: InboundMessage | OwnMessage | ThreadHandover, name: str | None) -> Conversation:
        """Return the conversation, locked, with whom the news is from or to, both made on first sight."""
        who = frozenset(news.identifiers.items())
        conversation = self._met.get(who)
        if conversation is None:
            guest = await guests.identify(self.session, news.identifiers, name, self.now)
            conversation = await repository.open_conversation(
                self.session, guest.id, news.account, news.recipient, guest.language, self.now
            )
            self._met[who] = conversation
        return conversation


def _is_echo(echo: OwnMessage, ours: Message) -> bool:
    if echo.kind == "text":
        return ours.kind == "text" and str(ours.content.get("body")).strip() == str(echo.content.get("body")).strip()
    return echo.kind == ECHOED_AS.get(ours.kind, ours.kind)
