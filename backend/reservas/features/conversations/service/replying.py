"""A guest is answered by one job: the turn decides, and what it queued leaves at once."""

import asyncio
import uuid

from sqlalchemy.ext.asyncio import AsyncSession

from reservas.features.conversations.schemas import SEND
from reservas.features.conversations.service.sending import Sender
from reservas.features.conversations.service.turns import Turns
from reservas.infra.database import Database
from reservas.infra.queue import enqueue
from reservas.models import Conversation

SENDING_AT_ONCE = 8


class Replies:
    """Runs a turn and sends what it says. The job ends when all of it has left, or has a job of its own to leave by."""

    def __init__(self, database: Database, turns: Turns, sender: Sender, at_once: int = SENDING_AT_ONCE) -> None:
        self._database = database
        self._turns = turns
        self._sender = sender
        self._sending = asyncio.Semaphore(at_once)

    async def answer(self, conversation_id: int) -> None:
        """Answer the guest, and send whatever waits to be sent, also what a job before this one left when it died.

        While a channel hangs messages wait in the queue, and turns go on.
        """
        if self._sending.locked():
            await self._turns.handle(conversation_id)
            async with self._database.unit_of_work() as session:
                await enqueue(session, SEND, {"conversation_id": conversation_id})
            return
        async with self._sending:
            token, claimed = uuid.uuid4(), None

            async def claim(session: AsyncSession, conversation: Conversation) -> None:
                nonlocal claimed
                claimed = await self._sender.claim_next(session, conversation, token)

            await self._turns.handle(conversation_id, claim)
            await self._sender.send_claimed(claimed, token)
