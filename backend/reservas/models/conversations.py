"""A guest's chat: where the dialogue stands, who drives it, and every message in order."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from reservas.kit.ids import new_conversation_code
from reservas.models.base import Base, JsonList, JsonObject, Key


class Conversation(Base):
    """One guest on one number. `send_lease_*` name the worker that is sending and until when it is trusted to."""

    __tablename__ = "conversations"
    __table_args__ = (
        UniqueConstraint("channel", "account", "guest_id"),
        CheckConstraint("driver IN ('bot', 'human')", name="driver"),
        Index("conversations_bot_returns_idx", "bot_returns_at", postgresql_where=text("bot_returns_at IS NOT NULL")),
    )

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(unique=True, default=new_conversation_code)
    guest_id: Mapped[int] = mapped_column(ForeignKey("guests.id"), index=True)
    channel: Mapped[str]
    account: Mapped[str]
    recipient: Mapped[str]
    # What is spoken, and the language of the guest's last clear message: see domain/wording/languages.py.
    language: Mapped[str]
    heard_language: Mapped[str | None]
    state: Mapped[JsonObject]
    driver: Mapped[str]
    driver_since: Mapped[datetime]
    # The person who drives: an operator's email, or who called for one. The bot comes back by itself at that instant.
    driver_by: Mapped[str | None]
    bot_returns_at: Mapped[datetime | None]
    # Since when a person is wanted and none has come: somebody asked, nobody answered, or a message did not arrive.
    awaits_person_since: Mapped[datetime | None]
    window_closes_at: Mapped[datetime | None]
    send_lease_token: Mapped[uuid.UUID | None]
    send_lease_until: Mapped[datetime | None]
    created_at: Mapped[datetime]


class Message(Base):
    """One message. Inbound: unique by the provider's id, `handled_at` once a turn has read it.

    Outbound: unique by its `cause`, which makes a fact told twice a message sent once.
    """

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("provider_id"),
        UniqueConstraint("conversation_id", "cause"),
        CheckConstraint("direction IN ('in', 'out')", name="direction"),
        CheckConstraint(
            "status IN ('received', 'pending', 'sending', 'sent', 'delivered', 'read', 'played', 'failed', 'withheld')",
            name="status",
        ),
        Index("messages_conversation_idx", "conversation_id", "id"),
        Index(
            "messages_unhandled_idx",
            "conversation_id",
            "id",
            postgresql_where=text("direction = 'in' AND handled_at IS NULL"),
        ),
        Index("messages_turn_idx", "handled_at", postgresql_where=text("turn IS NOT NULL")),
        Index(
            "messages_unsent_idx",
            "conversation_id",
            "id",
            postgresql_where=text("status IN ('pending', 'sending')"),
        ),
    )

    id: Mapped[Key]
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"))
    direction: Mapped[str]
    kind: Mapped[str]
    content: Mapped[JsonObject]
    provider_id: Mapped[str | None]
    # Our id inside the provider (`biz_opaque_callback_data`): a status that carries it settles an unknown outcome.
    callback_id: Mapped[uuid.UUID] = mapped_column(unique=True)
    cause: Mapped[str | None]
    status: Mapped[str]
    attempts: Mapped[int] = mapped_column(server_default=text("0"))
    # How often it was sent again because nobody could say whether it had left.
    doubts: Mapped[int] = mapped_column(server_default=text("0"))
    sending_since: Mapped[datetime | None]
    # Not sent again before this, after the provider asked for patience.
    not_before: Mapped[datetime | None]
    # When the guest wrote it, by the provider's clock; when we stored it, by ours.
    provider_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    handled_at: Mapped[datetime | None]
    # Of the last message that a turn read: how the dialogue stood before, and what the engine answered it.
    turn: Mapped[JsonObject | None] = mapped_column(JSONB(none_as_null=True))
    # When it reached the guest's phone and was read there, by the provider's clock.
    delivered_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    # Who wrote an outgoing message that is not the bot's: `owner` from their own phone, another application.
    author: Mapped[str | None]
    error: Mapped[JsonObject | None]
    # What may be sent instead while the 24-hour window is closed, the best first: `Template` and whether it says all.
    stand_ins: Mapped[JsonList | None] = mapped_column(JSONB(none_as_null=True))
