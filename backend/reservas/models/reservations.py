"""A guest's claim on nights, from hold to departure."""

import uuid
from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, text
from sqlalchemy.dialects.postgresql import DATERANGE, Range
from sqlalchemy.orm import Mapped, mapped_column

from reservas.models.base import Base, Cents, Key

LIVE_STATUSES = "'pre_reserved', 'confirmed', 'checked_in'"


class Reservation(Base):
    """One stay. A live status needs its occupancy, of the same accommodation and nights: the database insists."""

    __tablename__ = "reservations"
    __table_args__ = (
        CheckConstraint(
            "status IN ('pre_reserved', 'confirmed', 'checked_in', 'completed', 'cancelled', 'expired', 'no_show')",
            name="status",
        ),
        CheckConstraint(f"(status IN ({LIVE_STATUSES})) = (occupancy_id IS NOT NULL)", name="live_needs_occupancy"),
        CheckConstraint(
            "status <> 'pre_reserved' OR (expires_at IS NOT NULL AND release_at >= expires_at)", name="hold_ends"
        ),
        CheckConstraint("source IN ('whatsapp', 'api', 'panel')", name="source"),
        CheckConstraint("adults > 0 AND children >= 0 AND pets >= 0", name="people"),
        # Moving dates updates the occupancy, which cascades here; a freed occupancy is detached first.
        ForeignKeyConstraint(
            ["occupancy_id", "accommodation_id", "nights"],
            ["occupancies.id", "occupancies.accommodation_id", "occupancies.nights"],
            name="reservations_occupancy_fkey",
            onupdate="CASCADE",
        ),
        Index("reservations_occupancy_id_key", "occupancy_id", unique=True),
        Index("reservations_hold_expires_at_idx", "expires_at", postgresql_where=text("status = 'pre_reserved'")),
        Index("reservations_arrival_idx", text("lower(nights)"), postgresql_where=text("status = 'confirmed'")),
        Index(
            "reservations_departure_idx",
            text("upper(nights)"),
            postgresql_where=text("status IN ('confirmed', 'checked_in', 'completed')"),
        ),
    )

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(unique=True)
    # Names the stay in exported calendars for life; opens nothing.
    calendar_uid: Mapped[uuid.UUID] = mapped_column(unique=True)
    accommodation_id: Mapped[int] = mapped_column(ForeignKey("accommodations.id"), index=True)
    occupancy_id: Mapped[int | None] = mapped_column(BigInteger)
    guest_id: Mapped[int] = mapped_column(ForeignKey("guests.id"), index=True)
    quote_id: Mapped[int] = mapped_column(ForeignKey("quotes.id"))
    nights: Mapped[Range[date]] = mapped_column(DATERANGE)
    adults: Mapped[int]
    children: Mapped[int]
    pets: Mapped[int]
    status: Mapped[str]
    source: Mapped[str]
    currency: Mapped[str]
    total_cents: Mapped[Cents]
    deposit_cents: Mapped[Cents]
    # What the guest reads: the link dies then. The nights are freed at `release_at`, after Mercado Pago was asked.
    expires_at: Mapped[datetime | None]
    release_at: Mapped[datetime | None]
    # When an ended hold whose money is on its way is looked at again.
    next_check_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
