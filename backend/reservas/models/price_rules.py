"""What changes a price or closes a date beside the seasons: a kind, and the few values that kind needs."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.dialects.postgresql import DATERANGE, ExcludeConstraint, Range
from sqlalchemy.orm import Mapped, mapped_column

from reservas.models.base import Base, Cents, Key

# NULL passes a CHECK, so each kind says which values it must have.
VALUES_BY_KIND = """\
CASE kind
    WHEN 'override' THEN nights IS NOT NULL AND price_cents IS NOT NULL
    WHEN 'holiday' THEN price_cents IS NOT NULL OR minimum_nights IS NOT NULL
    WHEN 'length_discount' THEN percent IS NOT NULL AND minimum_nights IS NOT NULL
    WHEN 'returning_discount' THEN percent IS NOT NULL
    WHEN 'child_band' THEN percent IS NOT NULL AND first_age IS NOT NULL AND last_age IS NOT NULL
    WHEN 'closed_to_arrival' THEN nights IS NOT NULL
    WHEN 'closed_to_departure' THEN nights IS NOT NULL
    ELSE false
END"""


class PriceRule(Base):
    """One rule of one accommodation. A holiday rule without `holiday_id` is for every holiday of the owner's table."""

    __tablename__ = "price_rules"
    __table_args__ = (
        CheckConstraint(VALUES_BY_KIND, name="values"),
        CheckConstraint("price_cents > 0", name="price"),
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent"),
        CheckConstraint("minimum_nights > 0", name="minimum_nights"),
        CheckConstraint("first_age >= 0 AND last_age BETWEEN first_age AND 17", name="ages"),
        CheckConstraint(
            "nights IS NULL OR (NOT isempty(nights) AND lower(nights) IS NOT NULL AND upper(nights) IS NOT NULL)",
            name="nights",
        ),
        CheckConstraint("holiday_id IS NULL OR kind = 'holiday'", name="holiday"),
        ExcludeConstraint(
            ("accommodation_id", "="),
            ("nights", "&&"),
            name="price_rules_overrides_no_overlap_excl",
            using="gist",
            where="kind = 'override'",
        ),
        Index(
            "price_rules_holiday_idx",
            "accommodation_id",
            "holiday_id",
            unique=True,
            postgresql_where="kind = 'holiday'",
            postgresql_nulls_not_distinct=True,
        ),
    )

    id: Mapped[Key]
    accommodation_id: Mapped[int] = mapped_column(ForeignKey("accommodations.id"), index=True)
    kind: Mapped[str]
    # The owner's own words for it, shown in the quote.
    label: Mapped[str | None]
    nights: Mapped[Range[date] | None] = mapped_column(DATERANGE)
    holiday_id: Mapped[int | None] = mapped_column(ForeignKey("holidays.id"))
    price_cents: Mapped[Cents | None]
    percent: Mapped[int | None]
    minimum_nights: Mapped[int | None]
    first_age: Mapped[int | None]
    last_age: Mapped[int | None]
    created_at: Mapped[datetime]
