"""One guest's chat with the bot, on a real database and a channel in memory."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlalchemy import select

from reservas.features.conversations.schemas import Pace, Receipt
from reservas.features.conversations.service import Receipts, Receiver, Sender, Ticks, Turns
from reservas.features.inbox import service as inbox
from reservas.features.inbox.schemas import InboundCall, Provider, WaitingLetter
from reservas.features.reservations.schemas import HoldTerms
from reservas.infra.database import Database
from reservas.integrations.whatsapp import read_batch
from reservas.kit.clock import FixedClock
from reservas.models import Conversation, InboxEvent, Message
from tests.factories.conversations import ACCOUNT, add_conversation, add_inbound, add_outbound
from tests.fakes.locks import NO_LOCKS
from tests.fakes.messenger import FakeMessenger
from tests.fakes.rates import FakeRates
from tests.integration.queued import QueuedJob, queued_jobs

QUIET, CAP, UNKNOWN, LEASE = 0.8, 2.0, 30.0, 20.0
PACE = Pace(quiet_seconds=QUIET, cap_seconds=CAP, unknown_outcome_seconds=UNKNOWN, lease_seconds=LEASE)
TERMS = HoldTerms(minutes=30, grace_minutes=5)
MEDIA_URL = "https://cabins.example/media"


@dataclass
class Chat:
    """A conversation, and everything that reads and writes it."""

    database: Database
    clock: FixedClock
    messenger: FakeMessenger
    conversation_id: int
    rates: FakeRates = field(default_factory=FakeRates)
    receipts: Receipts = field(init=False)

    def __post_init__(self) -> None:
        self.receipts = Receipts(self.messenger)

    @property
    def receiver(self) -> Receiver:
        return Receiver(self.database, self.clock, read_batch, PACE, ACCOUNT, self.receipts)

    @property
    def sender(self) -> Sender:
        return Sender(self.database, self.clock, self.messenger, PACE, self.rates)

    @property
    def turns(self) -> Turns:
        return Turns(self.database, self.clock, PACE, TERMS, MEDIA_URL, NO_LOCKS, receipts=self.receipts)

    @property
    def ticks(self) -> Ticks:
        return Ticks(self.database, self.clock, read_batch)

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.clock.instant += timedelta(seconds=seconds)

    async def store(self, body: bytes, *, in_bulk: bool = False) -> int:
        """Put a call into the inbox, as the webhook does, and return its key; 0 when it was there."""
        external_id = hashlib.sha256(body).hexdigest()
        call = InboundCall(Provider.WHATSAPP, external_id, body, in_bulk=in_bulk)
        async with self.database.unit_of_work() as session:
            if not await inbox.store(session, call, self.clock.now()):
                return 0
            query = select(InboxEvent.id).where(InboxEvent.external_id == call.external_id)
            return (await session.execute(query)).scalar_one()

    async def shown(self) -> list[Receipt]:
        """What the guest was shown as read, in order."""
        await self.receipts.close()
        return self.messenger.receipts

    async def receive(self, body: bytes) -> None:
        """Store a call and run its job."""
        await self.receiver.receive(await self.store(body))

    async def write(self, *bodies: str) -> None:
        """Let the guest write texts, now."""
        async with self.database.unit_of_work() as session:
            conversation = await session.get_one(Conversation, self.conversation_id)
            for body in bodies:
                now = self.clock.now()
                await add_inbound(session, conversation, body, created_at=now, provider_at=now)

    async def tap(self, action: str) -> None:
        """Let the guest tap a button and have it answered."""
        async with self.database.unit_of_work() as session:
            conversation = await session.get_one(Conversation, self.conversation_id)
            content, now = {"id": action, "title": action}, self.clock.now()
            await add_inbound(session, conversation, kind="tap", content=content, created_at=now, provider_at=now)
        await self.turns.handle(self.conversation_id)

    async def say(self, *bodies: str) -> None:
        """Let the guest write, fall quiet and be answered."""
        await self.write(*bodies)
        self.wait(QUIET)
        await self.turns.handle(self.conversation_id)

    async def queue(self, *bodies: str, **values: object) -> list[int]:
        """Let the bot queue replies and return their keys."""
        async with self.database.unit_of_work() as session:
            conversation = await session.get_one(Conversation, self.conversation_id)
            return [(await add_outbound(session, conversation, body, **values)).id for body in bodies]

    async def send(self) -> None:
        """Run the sending job once."""
        await self.sender.send(self.conversation_id)

    async def conversation(self) -> Conversation:
        async with self.database.unit_of_work() as session:
            return await session.get_one(Conversation, self.conversation_id)

    async def message(self, message_id: int) -> Message:
        async with self.database.unit_of_work() as session:
            return await session.get_one(Message, message_id)

    async def messages(self, direction: str) -> Sequence[Message]:
        async with self.database.unit_of_work() as session:
            query = select(Message).where(Message.direction == direction).order_by(Message.id)
            return (await session.execute(query)).scalars().all()

    async def letters(self) -> list[WaitingLetter]:
        """What waits for an operator to replay it."""
        async with self.database.unit_of_work() as session:
            return await inbox.waiting_letters(session)

    async def replies(self) -> list[str]:
        """The words of everything the bot has queued or sent."""
        return [str(message.content.get("body", "")) for message in await self.messages("out")]

    async def jobs(self, name: str) -> list[QueuedJob]:
        return await queued_jobs(self.database, name)


@pytest.fixture
async def chat(database: Database, clock: FixedClock) -> Chat:
    async with database.unit_of_work() as session:
        conversation = await add_conversation(session)
    return Chat(database, clock, FakeMessenger(), conversation.id)
