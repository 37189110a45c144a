"""Who may read which accommodation's taken nights as iCal."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from reservas.models.base import Base, Key


class CalendarExport(Base):
    """A secret address for one destination (Airbnb, Booking.com, …); only the token's SHA-256 is kept."""

    __tablename__ = "calendar_exports"
    __table_args__ = (
        Index(
            "calendar_exports_live_key",
            "accommodation_id",
            "destination",
            unique=True,
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    accommodation_id: Mapped[int] = mapped_column(ForeignKey("accommodations.id"))
    destination: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
