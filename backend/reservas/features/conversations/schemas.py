"""What the use cases of a chat are named, given and told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

TURN = "conversation.turn"
SEND = "conversation.send"
FETCH_MEDIA = "media.fetch"

HANDOVER_HOURS = 12.0
"""How long a person keeps a conversation, unless the settings say otherwise."""

STATUS_RANK: Mapping[str, int] = {"pending": 0, "sending": 1, "sent": 2, "delivered": 3, "read": 4, "played": 5}
"""A status only ever moves a message up; `failed` stands apart and is final unless it was delivered before."""


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
class OutgoingFile:
    """A file that an operator sends: its bytes, what they are, and the name the guest saves it by."""

    content: bytes
    mime_type: str
    filename: str


@dataclass(frozen=True, slots=True)
class Handover:
    """A conversation that a person drives: since when, until when (None: until released), and what came since."""

    code: str
    since: datetime
    until: datetime | None
    unread: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """A guest's message, by the channel's id, that is shown as read, perhaps with "typing…"."""

    provider_id: str
    is_typing: bool


@dataclass(frozen=True, slots=True)
class Pace:
    """How long text waits for more of it and a lost answer is waited for; how long a person keeps a chat (None: on)."""

    quiet_seconds: float
    cap_seconds: float
    unknown_outcome_seconds: float
    lease_seconds: float
    handover_hours: float | None = HANDOVER_HOURS
