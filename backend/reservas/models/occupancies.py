"""The one truth about taken nights: a row exists exactly when those nights are taken."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.dialects.postgresql import DATERANGE, ExcludeConstraint, Range
from sqlalchemy.orm import Mapped, mapped_column

from reservas.models.base import Base, Key

NO_OVERLAP = "occupancies_no_overlap_excl"


class Occupancy(Base):
    """Taken nights `[check_in, check_out)`, whatever took them; the exclusion constraint has no predicate."""

    __tablename__ = "occupancies"
    __table_args__ = (
        ExcludeConstraint(("accommodation_id", "="), ("nights", "&&"), name=NO_OVERLAP, using="gist"),
        # What a live reservation's composite foreign key points at.
        UniqueConstraint("id", "accommodation_id", "nights"),
        CheckConstraint("kind IN ('hold', 'stay', 'owner_block', 'external')", name="kind"),
        CheckConstraint(
            "NOT isempty(nights) AND lower(nights) IS NOT NULL AND upper(nights) IS NOT NULL", name="nights"
        ),
    )

    id: Mapped[Key]
    accommodation_id: Mapped[int] = mapped_column(ForeignKey("accommodations.id"))
    nights: Mapped[Range[date]] = mapped_column(DATERANGE)
    kind: Mapped[str]
    created_at: Mapped[datetime]
