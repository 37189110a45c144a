"""The people who stay, and every name a channel knows them by."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from reservas.models.base import Base, Key


class Guest(Base):
    """A person; the name is what their channel shows and may be missing."""

    __tablename__ = "guests"

    id: Mapped[Key]
    name: Mapped[str | None]
    email: Mapped[str | None]
    language: Mapped[str]
    # Since when they want no offers of ours (WhatsApp: 131050, user_preferences); news of their own booking are none.
    offers_refused_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class GuestIdentifier(Base):
    """One identifier of a guest: a phone (digits, no `+`), a business-scoped user id, or its parent id."""

    __tablename__ = "guest_identifiers"
    __table_args__ = (
        UniqueConstraint("kind", "value"),
        CheckConstraint("kind IN ('phone', 'whatsapp_user', 'whatsapp_parent')", name="kind"),
    )

    id: Mapped[Key]
    guest_id: Mapped[int] = mapped_column(ForeignKey("guests.id"), index=True)
    kind: Mapped[str]
    value: Mapped[str]
    created_at: Mapped[datetime]


class IdentityConflict(Base):
    """An identifier of one guest that another one came with; both stay who they are until a person decides."""

    __tablename__ = "identity_conflicts"
    __table_args__ = (UniqueConstraint("kind", "value", "claimed_by"),)

    id: Mapped[Key]
    kind: Mapped[str]
    value: Mapped[str]
    guest_id: Mapped[int] = mapped_column(ForeignKey("guests.id"), index=True)
    claimed_by: Mapped[int] = mapped_column(ForeignKey("guests.id"), index=True)
    reason: Mapped[str]
    created_at: Mapped[datetime]
