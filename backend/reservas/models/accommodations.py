"""What an owner lets: capacity, place, rules, prices."""

from datetime import datetime, time

from sqlalchemy import CheckConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from reservas.models.base import Base, Cents, JsonList, Key


class Accommodation(Base):
    """One cabin. `code` is its public name in addresses and the API; prices are per night.

    Money is in cents of `list_currency`, or of `currency`, the one charged, when that is None.
    """

    __tablename__ = "accommodations"
    __table_args__ = (
        CheckConstraint("capacity > 0", name="capacity"),
        CheckConstraint("base_price_cents > 0 AND weekend_price_cents > 0", name="prices"),
        CheckConstraint("deposit_percent BETWEEN 1 AND 100", name="deposit"),
        CheckConstraint("hold_minutes IS NULL OR hold_minutes > 0", name="hold_minutes"),
        CheckConstraint("included_guests > 0 AND extra_guest_cents >= 0", name="extra_guests"),
        CheckConstraint(
            "deposit_kind = 'percent' OR deposit_kind = 'first_night' "
            "OR (deposit_kind = 'fixed' AND deposit_fixed_cents IS NOT NULL)",
            name="deposit_kind",
        ),
        CheckConstraint(
            "(deposit_fixed_cents IS NULL OR deposit_fixed_cents > 0) "
            "AND (deposit_floor_cents IS NULL OR deposit_floor_cents > 0) "
            "AND (deposit_cap_cents IS NULL OR deposit_cap_cents >= coalesce(deposit_floor_cents, 1)) "
            "AND (full_payment_days IS NULL OR full_payment_days >= 0) "
            "AND (balance_days IS NULL OR balance_days >= 0)",
            name="deposit_limits",
        ),
        CheckConstraint("round_up_to_cents > 1", name="round_up_to"),
        CheckConstraint("list_currency <> currency", name="list_currency"),
        CheckConstraint(
            "minimum_nights > 0 AND (maximum_nights IS NULL OR maximum_nights >= minimum_nights) "
            "AND lead_days >= 0 AND turnover_days >= 0 "
            "AND (booking_window_days IS NULL OR booking_window_days >= lead_days)",
            name="restrictions",
        ),
        CheckConstraint(
            "cancellation_policy IN ('flexible', 'moderate', 'strict', 'own') "
            "AND (cancellation_policy = 'own') = (cancellation_tiers IS NOT NULL)",
            name="cancellation",
        ),
        CheckConstraint("code ~ '^[a-z0-9-]{1,40}$'", name="code"),
    )

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    description: Mapped[str]
    capacity: Mapped[int]
    beds: Mapped[str]
    amenities: Mapped[JsonList]
    house_rules: Mapped[JsonList]
    # [{"file": name below the media folder, "caption": text}]
    photos: Mapped[JsonList]
    address: Mapped[str]
    latitude: Mapped[float]
    longitude: Mapped[float]
    how_to_arrive: Mapped[str]
    # Told the day before arriving, and where to write what they thought; '' where the owner said nothing.
    wifi: Mapped[str] = mapped_column(server_default=text("''"))
    door_code: Mapped[str] = mapped_column(server_default=text("''"))
    review_url: Mapped[str] = mapped_column(server_default=text("''"))
    check_in_time: Mapped[time]
    check_out_time: Mapped[time]
    time_zone: Mapped[str]
    currency: Mapped[str]
    base_price_cents: Mapped[Cents]
    weekend_price_cents: Mapped[Cents]
    deposit_percent: Mapped[int]
    hold_minutes: Mapped[int | None]
    list_currency: Mapped[str | None]
    # Guests above this number pay extra, each night; None: nobody does.
    included_guests: Mapped[int | None]
    extra_guest_cents: Mapped[Cents] = mapped_column(server_default=text("0"))
    round_up_to_cents: Mapped[Cents | None]
    deposit_kind: Mapped[str] = mapped_column(server_default=text("'percent'"))
    deposit_fixed_cents: Mapped[Cents | None]
    deposit_floor_cents: Mapped[Cents | None]
    deposit_cap_cents: Mapped[Cents | None]
    # The deposit is everything when arrival is this near; the rest is due this long before it, else on arrival.
    full_payment_days: Mapped[int | None]
    balance_days: Mapped[int | None]
    minimum_nights: Mapped[int] = mapped_column(server_default=text("1"))
    maximum_nights: Mapped[int | None]
    lead_days: Mapped[int] = mapped_column(server_default=text("0"))
    booking_window_days: Mapped[int | None]
    turnover_days: Mapped[int] = mapped_column(server_default=text("0"))
    # A policy of domain/cancellation.py by its name; the owner's own is [{"days_before": 14, "percent": 100}, …]
    cancellation_policy: Mapped[str] = mapped_column(server_default=text("'moderate'"))
    cancellation_tiers: Mapped[JsonList | None] = mapped_column(JSONB(none_as_null=True))
    pets_allowed: Mapped[bool]
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    position: Mapped[int] = mapped_column(server_default=text("0"))
    created_at: Mapped[datetime]
