"""Prices that were told to somebody, frozen as they were told."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import DATERANGE, Range
from sqlalchemy.orm import Mapped, mapped_column

from reservas.models.base import Base, Cents, JsonObject, Key


class Quote(Base):
    """An itemised price for one stay. `snapshot` holds its lines and rule names; rows are never updated."""

    __tablename__ = "quotes"
    __table_args__ = (
        CheckConstraint("total_cents >= 0 AND deposit_cents BETWEEN 0 AND total_cents", name="amounts"),
        CheckConstraint("adults > 0 AND children >= 0 AND pets >= 0", name="people"),
        Index("quotes_guest_id_idx", "guest_id", "id"),
        Index("quotes_told_idx", "created_at", postgresql_where=text("guest_id IS NOT NULL")),
        Index(
            "quotes_balance_due_on_idx",
            text("(snapshot ->> 'balance_due_on')"),
            postgresql_where=text("(snapshot ->> 'balance_due_on') IS NOT NULL"),
        ),
    )

    id: Mapped[Key]
    public_id: Mapped[str] = mapped_column(unique=True)
    accommodation_id: Mapped[int] = mapped_column(ForeignKey("accommodations.id"), index=True)
    # Who was told, when that is known.
    guest_id: Mapped[int | None] = mapped_column(ForeignKey("guests.id"))
    nights: Mapped[Range[date]] = mapped_column(DATERANGE)
    adults: Mapped[int]
    children: Mapped[int]
    pets: Mapped[int]
    currency: Mapped[str]
    total_cents: Mapped[Cents]
    deposit_cents: Mapped[Cents]
    snapshot: Mapped[JsonObject]
    snapshot_hash: Mapped[str]
    valid_until: Mapped[datetime]
    created_at: Mapped[datetime]
