"""Who wants to hear when nights that are taken can be had after all."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import DATERANGE, Range
from sqlalchemy.orm import Mapped, mapped_column

from reservas.models.base import Base, Key


class WaitingEntry(Base):
    """One guest's wish for one stay, in one accommodation or, with None, in any; it holds nothing for them.

    `tellings` counts how often a message was queued for it: one that could not be said counts, and is said by another.
    """

    __tablename__ = "waiting_list"
    __table_args__ = (
        CheckConstraint(
            "NOT isempty(nights) AND lower(nights) IS NOT NULL AND upper(nights) IS NOT NULL", name="nights"
        ),
        CheckConstraint("adults > 0 AND children >= 0 AND pets >= 0", name="people"),
        CheckConstraint("(ended_at IS NULL) = (ended_reason IS NULL)", name="ended"),
        CheckConstraint("ended_reason IN ('told', 'left', 'booked', 'passed')", name="ended_reason"),
        CheckConstraint(
            "(told_at IS NULL) = (told_accommodation_id IS NULL) AND (told_at IS NULL OR ended_at IS NOT NULL)",
            name="told",
        ),
        Index("waiting_list_open_key", "guest_id", "nights", unique=True, postgresql_where=text("ended_at IS NULL")),
        Index("waiting_list_told_at_idx", "told_accommodation_id", "told_at"),
    )

    id: Mapped[Key]
    guest_id: Mapped[int] = mapped_column(ForeignKey("guests.id"))
    accommodation_id: Mapped[int | None] = mapped_column(ForeignKey("accommodations.id"))
    nights: Mapped[Range[date]] = mapped_column(DATERANGE)
    adults: Mapped[int]
    children: Mapped[int]
    pets: Mapped[int]
    created_at: Mapped[datetime]
    tellings: Mapped[int] = mapped_column(server_default=text("0"))
    told_at: Mapped[datetime | None]
    told_accommodation_id: Mapped[int | None] = mapped_column(ForeignKey("accommodations.id"))
    ended_at: Mapped[datetime | None]
    ended_reason: Mapped[str | None]
