"""What holds for the whole of a turn: its transaction, its conversation, the moment it happens at."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.dialogue import Setting
from reservas.features.reservations.ports import NightLocks
from reservas.features.reservations.schemas import HoldTerms
from reservas.models import Conversation


@dataclass(frozen=True, slots=True)
class Turn:
    """The transaction a turn runs in, and what holds for all of it."""

    session: AsyncSession
    conversation: Conversation
    setting: Setting
    terms: HoldTerms
    media_url: str
    locks: NightLocks
    now: datetime
    handover_hours: float | None

    @property
    def actor(self) -> str:
        """How the audit log names the guest: by key, so that they can be forgotten."""
        return f"guest:{self.conversation.guest_id}"
