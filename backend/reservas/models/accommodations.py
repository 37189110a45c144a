"""What an owner lets: capacity, place, rules, prices."""

from datetime import datetime, time

from sqlalchemy import CheckConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from reservas.models.base import Base, Cents, JsonList, Key


class Accommodation(Base):
    """One cabin. `code` is its public name in addresses and the API; prices are per night, in cents of `currency`."""

    __tablename__ = "accommodations"
    __table_args__ = (
        CheckConstraint("capacity > 0", name="capacity"),
        CheckConstraint("base_price_cents > 0 AND weekend_price_cents > 0", name="prices"),
        CheckConstraint("deposit_percent BETWEEN 1 AND 100", name="deposit"),
        CheckConstraint("hold_minutes IS NULL OR hold_minutes > 0", name="hold_minutes"),
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
    check_in_time: Mapped[time]
    check_out_time: Mapped[time]
    time_zone: Mapped[str]
    currency: Mapped[str]
    base_price_cents: Mapped[Cents]
    weekend_price_cents: Mapped[Cents]
    deposit_percent: Mapped[int]
    hold_minutes: Mapped[int | None]
    pets_allowed: Mapped[bool]
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    position: Mapped[int] = mapped_column(server_default=text("0"))
    created_at: Mapped[datetime]
