"""Long weekends and holidays that count for the owner: this table decides, whatever a calendar suggests."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.dialects.postgresql import DATERANGE, ExcludeConstraint, Range
from sqlalchemy.orm import Mapped, mapped_column

from reservas.models.base import Base, Key
from reservas.models.seasons import BOUNDED


class Holiday(Base):
    """The nights `[first, last + 1)` of one holiday, for all accommodations; price rules say what they cost."""

    __tablename__ = "holidays"
    __table_args__ = (
        ExcludeConstraint(("nights", "&&"), name="holidays_no_overlap_excl", using="gist"),
        CheckConstraint(BOUNDED, name="nights"),
        CheckConstraint("name <> ''", name="name"),
    )

    id: Mapped[Key]
    name: Mapped[str]
    nights: Mapped[Range[date]] = mapped_column(DATERANGE)
    created_at: Mapped[datetime]
