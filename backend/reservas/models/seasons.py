"""Stretches of the year with prices and rules of their own."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Integer, text
from sqlalchemy.dialects.postgresql import ARRAY, DATERANGE, ExcludeConstraint, Range
from sqlalchemy.orm import Mapped, mapped_column

from reservas.models.base import Base, Cents, Key

WEEKDAYS = "ARRAY[0, 1, 2, 3, 4, 5, 6]"
BOUNDED = "NOT isempty(nights) AND lower(nights) IS NOT NULL AND upper(nights) IS NOT NULL"


class Season(Base):
    """A named season of one accommodation; nights `[first, last + 1)`, prices in cents of its list currency.

    Those of one priority never overlap as written. A recurring one's later years may meet a dated one: then the
    shortest rules, then the newest (`domain/pricing/calendar.py`). Days of the week count from Monday, 0.
    """

    __tablename__ = "seasons"
    __table_args__ = (
        ExcludeConstraint(
            ("accommodation_id", "="), ("priority", "="), ("nights", "&&"), name="seasons_no_overlap_excl", using="gist"
        ),
        CheckConstraint(f"{BOUNDED} AND (NOT recurs_yearly OR upper(nights) - lower(nights) <= 365)", name="nights"),
        CheckConstraint("weekday_price_cents > 0 AND weekend_price_cents > 0", name="prices"),
        CheckConstraint(
            "(minimum_nights IS NULL OR minimum_nights > 0) AND "
            "(maximum_nights IS NULL OR maximum_nights >= coalesce(minimum_nights, 1))",
            name="length",
        ),
        CheckConstraint(
            f"closed_arrival_days <@ {WEEKDAYS} AND closed_departure_days <@ {WEEKDAYS}", name="closed_days"
        ),
        CheckConstraint("name <> ''", name="name"),
    )

    id: Mapped[Key]
    accommodation_id: Mapped[int] = mapped_column(ForeignKey("accommodations.id"))
    name: Mapped[str]
    nights: Mapped[Range[date]] = mapped_column(DATERANGE)
    recurs_yearly: Mapped[bool] = mapped_column(server_default=text("false"))
    priority: Mapped[int] = mapped_column(server_default=text("0"))
    weekday_price_cents: Mapped[Cents]
    weekend_price_cents: Mapped[Cents]
    minimum_nights: Mapped[int | None]
    maximum_nights: Mapped[int | None]
    closed_arrival_days: Mapped[list[int]] = mapped_column(ARRAY(Integer), server_default=text("'{}'"))
    closed_departure_days: Mapped[list[int]] = mapped_column(ARRAY(Integer), server_default=text("'{}'"))
    created_at: Mapped[datetime]
