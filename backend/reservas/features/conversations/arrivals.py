"""What one call of a chat channel brings, item by item, in our words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

OWNER, OTHER_APP = "owner", "other_app"
"""Who writes as the business besides us: the owner from their own phone, and another application on the number."""

MEDIA_KINDS = frozenset({"image", "video", "audio", "voice", "document", "sticker"})
ANNOTATIONS: Mapping[str, str] = {"edit": "edited", "revoke": "revoked"}
"""Kinds that say something about an earlier message, and the note they leave on it."""

SILENT_KINDS = frozenset({"reaction", "system", "ephemeral", *ANNOTATIONS})
"""Kept, but never answered."""

KNOWN_KINDS = (
    SILENT_KINDS
    | MEDIA_KINDS
    | {"text", "tap", "location", "contacts", "interactive", "order", "unsupported", "request_welcome"}
)

FIRST_MESSAGE_UNAVAILABLE = 131060
"""Meta's code for a guest's first message to a number that shares its app: it cannot be had, and wants a greeting."""


def opens_chat(kind: str, content: Mapping[str, Any]) -> bool:
    """Tell whether a message only says that a guest is there."""
    codes = [error.get("code") for error in content.get("errors") or () if isinstance(error, dict)]
    return kind == "request_welcome" or (kind == "unsupported" and FIRST_MESSAGE_UNAVAILABLE in codes)


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """One message of a guest. `identifiers` are kind → value; `at` is the provider's instant in UTC.

    `is_standby`: another application has the thread, and answering would take it away. `own_phone` is a number
    (digits) that the guest shared as theirs.
    """

    provider_id: str
    account: str
    identifiers: Mapping[str, str]
    recipient: str
    name: str | None
    at: datetime
    kind: str
    content: Mapping[str, Any]
    is_standby: bool = False
    own_phone: str | None = None

    @property
    def is_tap(self) -> bool:
        """Tell whether it is a button or a list row, which is answered at once."""
        return self.kind == "tap"

    @property
    def is_silent(self) -> bool:
        """Tell whether it is kept without an answer."""
        return self.is_standby or self.kind in SILENT_KINDS

    @property
    def opens_window(self) -> bool:
        """Tell whether the 24 hours run anew from it: changing an old message is not writing one."""
        return self.kind not in ANNOTATIONS


@dataclass(frozen=True, slots=True)
class OwnMessage:
    """A message to a guest that we did not send: `author` is OWNER or OTHER_APP."""

    provider_id: str
    account: str
    identifiers: Mapping[str, str]
    recipient: str
    at: datetime
    kind: str
    content: Mapping[str, Any]
    author: str


@dataclass(frozen=True, slots=True)
class IdentityChange:
    """A guest's phone or id is another one now: `old` and `new` are kind → value, `kind` the provider's word for it."""

    provider_id: str
    account: str
    at: datetime
    kind: str
    old: Mapping[str, str]
    new: Mapping[str, str]
    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ThreadHandover:
    """The channel gave the thread with a guest to somebody else, or away from them."""

    account: str
    identifiers: Mapping[str, str]
    recipient: str
    at: datetime


@dataclass(frozen=True, slots=True)
class StatusUpdate:
    """What became of a message of ours; `callback_id` is our own id when the provider carried it back."""

    provider_id: str
    callback_id: str | None
    status: str
    error: Mapping[str, Any] | None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OffersPreference:
    """A guest told the channel whether they want a business's offers."""

    account: str
    identifiers: Mapping[str, str]
    at: datetime
    wants_offers: bool


@dataclass(frozen=True, slots=True)
class ChannelNews:
    """News that nobody is answered about: stored with the call, and counted under `field`."""

    field: str
    code: str | None = None


News = InboundMessage | OwnMessage | IdentityChange | ThreadHandover | StatusUpdate | OffersPreference | ChannelNews


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of news and where in the call it stands, like `entry[0].changes[0].value.messages[3]`."""

    path: str
    news: News
    raw: Any


@dataclass(frozen=True, slots=True)
class Unread:
    """An item that could not be read, or not be taken in, and why. The whole call has the path ""."""

    path: str
    raw: Any
    why: str


@dataclass(frozen=True, slots=True)
class InboundBatch:
    """All that one webhook call held."""

    items: tuple[Item, ...] = ()
    unread: tuple[Unread, ...] = field(default=())

    @property
    def messages(self) -> tuple[InboundMessage, ...]:
        """Return the guests' messages."""
        return tuple(item.news for item in self.items if isinstance(item.news, InboundMessage))

    @property
    def statuses(self) -> tuple[StatusUpdate, ...]:
        """Return the statuses of ours."""
        return tuple(item.news for item in self.items if isinstance(item.news, StatusUpdate))
