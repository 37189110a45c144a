"""What comes in from a chat channel and what goes out to it, in our words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

TURN = "conversation.turn"
SEND = "conversation.send"
ACKNOWLEDGE = "conversation.acknowledge"
FETCH_MEDIA = "media.fetch"

HANDOVER_HOURS = 12.0
"""How long a person keeps a conversation, unless the settings say otherwise."""

SILENT_KINDS = frozenset({"reaction", "system", "request_welcome", "edit", "revoke", "ephemeral"})
"""Kept, but never answered."""

STATUS_RANK: Mapping[str, int] = {"pending": 0, "sending": 1, "sent": 2, "delivered": 3, "read": 4, "played": 5}
"""A status only ever moves a message up; `failed` stands apart and is final unless it was delivered before."""


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """One message of a guest. `identifiers` are kind → value; `at` is the provider's instant in UTC."""

    provider_id: str
    account: str
    identifiers: Mapping[str, str]
    recipient: str
    name: str | None
    at: datetime
    kind: str
    content: Mapping[str, Any]

    @property
    def is_tap(self) -> bool:
        """Tell whether it is a button or a list row, which is answered at once."""
        return self.kind == "tap"

    @property
    def is_silent(self) -> bool:
        """Tell whether it is kept without an answer."""
        return self.kind in SILENT_KINDS


@dataclass(frozen=True, slots=True)
class StatusUpdate:
    """What became of a message of ours; `callback_id` is our own id when the provider carried it back."""

    provider_id: str
    callback_id: str | None
    status: str
    error: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class InboundBatch:
    """All that one webhook call held; `unreadable` names each item that could not be understood."""

    messages: tuple[InboundMessage, ...] = ()
    statuses: tuple[StatusUpdate, ...] = ()
    unreadable: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class MediaTerms:
    """Which files of guests are taken, and for how many days they are kept."""

    types: frozenset[str]
    max_bytes: int
    keep_days: float


@dataclass(frozen=True, slots=True)
class FetchedMedia:
    """What a file is: its MIME type without parameters, its SHA-256 in hex, its size in bytes."""

    mime_type: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Handover:
    """A conversation that a person drives: since when, until when (None: until released), and what came since."""

    code: str
    since: datetime
    until: datetime | None
    unread: int


@dataclass(frozen=True, slots=True)
class Pace:
    """How long text waits for more of it and a lost answer is waited for; how long a person keeps a chat (None: on)."""

    quiet_seconds: float
    cap_seconds: float
    unknown_outcome_seconds: float
    lease_seconds: float
    handover_hours: float | None = HANDOVER_HOURS
