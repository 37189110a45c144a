"""A chat channel in memory that does with each message what it is told to."""

import asyncio
from collections import deque
from dataclasses import dataclass, field

from reservas.domain.dialogue import Reply
from reservas.features.conversations.schemas import Receipt


@dataclass(frozen=True, slots=True)
class SentMessage:
    recipient: str
    reply: Reply
    callback_id: str


@dataclass
class FakeMessenger:
    """`calls` is every attempt, in order. `outcomes` are the errors of the next calls, None for success.

    While `gate` is an unset event, a call says that it has come by `arrived` and waits.
    """

    calls: list[SentMessage] = field(default_factory=list)
    outcomes: deque[Exception | None] = field(default_factory=deque)
    probes: deque[Exception | None] = field(default_factory=deque)
    receipts: list[Receipt] = field(default_factory=list)
    gate: asyncio.Event | None = None
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def bodies(self) -> list[str]:
        """The words of every attempt."""
        return [str(getattr(call.reply, "body", "")) for call in self.calls]

    async def send(self, recipient: str, reply: Reply, callback_id: str) -> str:
        self.calls.append(SentMessage(recipient, reply, callback_id))
        number = len(self.calls)
        if self.gate is not None:
            self.arrived.set()
            await self.gate.wait()
        outcome = self.outcomes.popleft() if self.outcomes else None
        if outcome is not None:
            raise outcome
        return f"wamid.out-{number}"

    async def acknowledge(self, provider_id: str, *, is_typing: bool) -> None:
        self.receipts.append(Receipt(provider_id, is_typing=is_typing))

    async def probe(self) -> None:
        """Answer with the next of `probes`, None for a number that may send."""
        answer = self.probes.popleft() if self.probes else None
        if answer is not None:
            raise answer
