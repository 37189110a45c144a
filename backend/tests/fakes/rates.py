"""Sending rates that let everything go, unless told to wait."""

from collections import deque
from dataclasses import dataclass, field


@dataclass
class FakeRates:
    """`waits` are the seconds of the next answers, 0 after them; `pauses` is what was paused."""

    waits: deque[float] = field(default_factory=deque)
    pauses: list[tuple[str, float]] = field(default_factory=list)

    async def take(self, account: str, conversation_id: int) -> float:
        return self.waits.popleft() if self.waits else 0.0

    async def pause(self, account: str, seconds: float) -> None:
        self.pauses.append((account, seconds))
