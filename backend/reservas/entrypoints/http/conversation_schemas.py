"""The JSON shapes of a chat as operators read it: who wrote what, how it stands, and how long free text may be sent."""

import re
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, Field

from reservas.domain.delivery import units
from reservas.entrypoints.http.schemas import Strict
from reservas.features.conversations.desk import OPERATOR, ConversationView
from reservas.models import Media, Message

LONGEST_TEXT = 4096  # WhatsApp: a text's body, in UTF-16 units
LONGEST_CAPTION = 1024  # WhatsApp: what stands below a picture or a document
TEXT_KEYS = ("body", "title", "caption", "fallback_text", "text")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
Author = Literal["guest", "bot", "operator", "owner", "other"]


def _writable(text: str) -> str:
    text = text.strip()
    if not text:
        raise ValueError("must not be blank")
    if CONTROL.search(text):
        raise ValueError("must not hold control characters")
    return text


def _sendable(text: str) -> str:
    """A person's words are sent whole or not at all: what is queued here is never cut on its way."""
    text = _writable(text)
    if units(text) > LONGEST_TEXT:
        raise ValueError(f"must have at most {LONGEST_TEXT} characters, of which an emoji is two or more")
    return text


def _on_one_line(text: str) -> str:
    """WhatsApp, error 132007: a value holds no line break, no tab, and no four spaces in a row."""
    text = _writable(text)
    if re.search(r"[\n\t]| {4}", text):
        raise ValueError("must be one line")
    return text


def _fits_below(text: str) -> str:
    text = text.strip()
    if CONTROL.search(text):
        raise ValueError("must not hold control characters")
    if units(text) > LONGEST_CAPTION:
        raise ValueError(f"must have at most {LONGEST_CAPTION} characters, of which an emoji is two or more")
    return text


Caption = Annotated[
    str, Field(max_length=LONGEST_CAPTION, description="What stands below it."), AfterValidator(_fits_below)
]
ValueName = Annotated[str, Field(pattern=r"^[a-z_]{1,40}$")]
TemplateValue = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_on_one_line)]


class ReplyIn(Strict):
    """What an operator writes to a guest."""

    text: Annotated[
        str,
        Field(min_length=1, max_length=LONGEST_TEXT, examples=["¡Hola! ¿En qué te ayudo?"]),
        AfterValidator(_sendable),
    ]


class FileAsked(BaseModel):
    """What makes two requests for sending a file the same one."""

    sha256: str
    filename: str
    caption: str


class TemplateIn(Strict):
    """A registered template with its values, and what you will say once the guest writes back."""

    template: Annotated[str, Field(pattern=r"^[a-z0-9_]{1,512}$", examples=["answer_ready"])]
    values: Annotated[dict[ValueName, TemplateValue], Field(max_length=20, default_factory=dict, examples=[{}])]
    text: Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT), AfterValidator(_sendable)] | None = None


class ContactOut(BaseModel):
    """The guest of a conversation, with the phones they are known by (E.164)."""

    name: str | None
    phones: list[str]


class MediaOut(BaseModel):
    """A file of the chat: `url` gives it once it is `stored`; `error` says why it is not to be had."""

    id: uuid.UUID
    state: Literal["pending", "stored", "failed", "deleted"]
    mime_type: str | None
    size_bytes: int | None
    url: str | None
    error: str | None


class MessageOut(BaseModel):
    """One message. `about` is the one it answers, edits, revokes or reacts to; `error` says why it did not arrive."""

    id: uuid.UUID
    author: Author
    written_by: str | None = Field(description="The operator's email, when one wrote it.")
    kind: str
    text: str | None
    at: datetime
    status: str
    delivered_at: datetime | None
    read_at: datetime | None
    about: uuid.UUID | None
    is_edited: bool
    is_revoked: bool
    media: MediaOut | None
    error: dict[str, Any] | None

    @classmethod
    def of(cls, message: Message, media: Media | None, names: Mapping[str, uuid.UUID], code: str) -> Self:
        """Return a message; `names` are our ids by the channel's, `code` names its conversation."""
        author, written_by = _author(message)
        pointer = pointer_of(message)
        return cls(
            id=message.callback_id,
            author=author,
            written_by=written_by,
            kind=message.kind,
            text=text_of(message),
            at=message.provider_at or message.created_at,
            status=message.status,
            delivered_at=message.delivered_at,
            read_at=message.read_at,
            about=names.get(pointer) if pointer else None,
            is_edited="edited" in message.content,
            is_revoked="revoked" in message.content,
            media=None if media is None else _media(media, code),
            error=message.error,
        )


class ConversationOut(BaseModel):
    """A conversation. Outside its 24-hour window (`window_seconds` is 0) only templates can be sent."""

    code: str = Field(examples=["C-7K3QXM"])
    guest: ContactOut
    language: str
    driver: Literal["bot", "human"]
    driven_by: str | None = Field(description="An operator's email, or `owner`, or who called for a person.")
    driven_since: datetime
    bot_returns_at: datetime | None
    waiting_since: datetime | None = Field(
        description="Since when a person is wanted and none has come: the guest asked, nobody answered them before the "
        "bot came back, or something we wrote did not arrive."
    )
    window_closes_at: datetime | None
    window_seconds: int
    unread: int = Field(description="What the guest wrote since a person drives and last wrote.")
    latest: MessageOut | None

    @classmethod
    def of(cls, view: ConversationView, now: datetime) -> Self:
        """Return a conversation as JSON shows it at the instant `now`."""
        one = view.conversation
        closes_at = one.window_closes_at
        left = 0 if closes_at is None else max(0, int((closes_at - now).total_seconds()))
        return cls(
            code=one.code,
            guest=ContactOut(name=view.guest_name, phones=[f"+{phone}" for phone in view.phones]),
            language=one.language,
            driver="human" if one.driver == "human" else "bot",
            driven_by=one.driver_by,
            driven_since=one.driver_since,
            bot_returns_at=one.bot_returns_at,
            waiting_since=one.awaits_person_since,
            window_closes_at=closes_at,
            window_seconds=left,
            unread=view.unread,
            latest=None if view.latest is None else MessageOut.of(view.latest, None, {}, one.code),
        )


class ChatOut(ConversationOut):
    """A conversation with a page of its messages, oldest first; `older` is the cursor of the page before it."""

    messages: list[MessageOut]
    older: str | None


def text_of(message: Message) -> str | None:
    """Return the words of a message, whatever its kind; of an edit, the new ones."""
    changed = message.content.get("now")
    content: Mapping[str, Any] = changed if isinstance(changed, dict) else message.content
    for key in TEXT_KEYS:
        if isinstance(content.get(key), str) and content[key]:
            return str(content[key])
    emoji = content.get("emoji")
    return emoji if isinstance(emoji, str) else None


def pointer_of(message: Message) -> str | None:
    """Return the channel's id of the message that this one answers, edits, revokes or reacts to."""
    context = message.content.get("context")
    inner = context if isinstance(context, dict) else {}
    found = message.content.get("to") or inner.get("reply_to")
    return found if isinstance(found, str) else None


def _author(message: Message) -> tuple[Author, str | None]:
    if message.direction == "in":
        return "guest", None
    if message.author is not None:
        return ("owner" if message.author == "owner" else "other"), None
    cause = message.cause or ""
    if cause.startswith(OPERATOR):
        return "operator", cause.removeprefix(OPERATOR).rpartition(":")[0]
    return "bot", None


def _media(media: Media, code: str) -> MediaOut:
    path = f"/api/v1/conversations/{code}/media/{media.public_id}"
    return MediaOut.model_validate(
        {
            "id": media.public_id,
            "state": media.state,
            "mime_type": media.mime_type,
            "size_bytes": media.size_bytes,
            "url": path if media.state == "stored" else None,
            "error": media.error,
        }
    )
