"""Amounts beside the nights."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from reservas.models.base import Base, Cents, Key


class Fee(Base):
    """One fee of one accommodation, in cents of its list currency, counted by `basis`."""

    __tablename__ = "fees"
    __table_args__ = (
        UniqueConstraint("accommodation_id", "label"),
        CheckConstraint("kind IN ('cleaning', 'pets', 'linen', 'other')", name="kind"),
        CheckConstraint("basis IN ('stay', 'night', 'guest', 'pet', 'guest_night', 'pet_night')", name="basis"),
        CheckConstraint("amount_cents > 0", name="amount"),
        CheckConstraint("label <> ''", name="label"),
    )

    id: Mapped[Key]
    accommodation_id: Mapped[int] = mapped_column(ForeignKey("accommodations.id"))
    kind: Mapped[str]
    label: Mapped[str]
    basis: Mapped[str]
    amount_cents: Mapped[Cents]
    created_at: Mapped[datetime]
