"""The JSON shapes of an accommodation: its public face, what an owner writes, and what the office reads."""

from datetime import time
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from reservas.domain.stays import BOOKING_WINDOW_DAYS, MAXIMUM_PEOPLE
from reservas.entrypoints.http.rate_schemas import (
    Currency,
    FeeCents,
    LocalTime,
    Nights,
    Partial,
    PriceCents,
    Prose,
    TimeZone,
)
from reservas.entrypoints.http.reservation_schemas import Name, Words
from reservas.entrypoints.http.schemas import AccommodationOut, Code, Strict
from reservas.models import Accommodation

LONGEST_HOLD_MINUTES = 14 * 24 * 60
Days = Annotated[int, Field(ge=0, le=BOOKING_WINDOW_DAYS)]
People = Annotated[int, Field(ge=1, le=MAXIMUM_PEOPLE)]
Phrases = Annotated[list[Words], Field(max_length=50)]
MADE: JsonDict = {
    "code": "lenga",
    "name": "Lenga",
    "capacity": 4,
    "address": "Ruta 40, km 2100",
    "latitude": -40.16,
    "longitude": -71.35,
    "base_price_cents": 8_000_000,
    "weekend_price_cents": 10_000_000,
    "deposit_percent": 30,
}


ReviewUrl = Annotated[
    str, Field(max_length=300, pattern=r"^(https://[^\s]+)?$", description="Where guests may write what they thought.")
]


class TierIn(Strict):
    """Whoever cancels at least `days_before` arrival gets `percent` % of what they paid back."""

    days_before: Days
    percent: Annotated[int, Field(ge=1, le=100)]


class AccommodationEdit(Strict):
    """All that an owner says about an accommodation but its code.

    Prices are in cents of `list_currency`, or of `currency`, the one charged, when that is null.
    """

    name: Name
    description: Prose = ""
    capacity: People
    beds: Annotated[Prose, Field(max_length=500)] = ""
    amenities: Phrases = Field(default_factory=list)
    house_rules: Phrases = Field(default_factory=list)
    address: Words
    latitude: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
    longitude: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
    how_to_arrive: Prose = ""
    wifi: Annotated[Prose, Field(max_length=200, description="What a guest reads the day before: name, key.")] = ""
    door_code: Annotated[Prose, Field(max_length=100, description="How to get in, told the day before.")] = ""
    review_url: ReviewUrl = ""
    check_in_time: LocalTime = time(15)
    check_out_time: LocalTime = time(10)
    time_zone: TimeZone = "America/Argentina/Buenos_Aires"
    currency: Currency = "ARS"
    list_currency: Currency | None = None
    base_price_cents: PriceCents
    weekend_price_cents: PriceCents
    included_guests: People | None = None
    extra_guest_cents: Annotated[FeeCents, Field(ge=0)] = 0
    round_up_to_cents: Annotated[FeeCents, Field(ge=2)] | None = None
    deposit_kind: Literal["percent", "fixed", "first_night"] = "percent"
    deposit_percent: Annotated[int, Field(ge=1, le=100)]
    deposit_fixed_cents: PriceCents | None = None
    deposit_floor_cents: PriceCents | None = None
    deposit_cap_cents: PriceCents | None = None
    full_payment_days: Days | None = None
    balance_days: Days | None = None
    hold_minutes: Annotated[int, Field(ge=1, le=LONGEST_HOLD_MINUTES)] | None = None
    minimum_nights: Nights = 1
    maximum_nights: Nights | None = None
    lead_days: Days = 0
    booking_window_days: Days | None = None
    turnover_days: Annotated[int, Field(ge=0, le=30)] = 0
    cancellation_policy: Literal["flexible", "moderate", "strict", "own"] = "moderate"
    cancellation_tiers: Annotated[list[TierIn], Field(max_length=10)] | None = None
    pets_allowed: bool = False
    active: bool = True
    position: Annotated[int, Field(ge=0, le=9999)] = 0


class AccommodationIn(AccommodationEdit):
    """A new accommodation; its pictures come later."""

    model_config = ConfigDict(json_schema_extra={"examples": [MADE]})

    code: Code


class AccommodationPatchIn(AccommodationEdit, Partial):
    """What shall be different about an accommodation; what is left out stays as it is."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"base_price_cents": 9_000_000, "minimum_nights": 2}]})


class AccommodationTermsOut(BaseModel):
    """What only the office sees: prices, deposit, restrictions, and what guests read once they have booked."""

    latitude: float
    longitude: float
    how_to_arrive: str
    wifi: str
    door_code: str
    review_url: str
    time_zone: str
    currency: str
    list_currency: str | None
    base_price_cents: int
    weekend_price_cents: int
    included_guests: int | None
    extra_guest_cents: int
    round_up_to_cents: int | None
    deposit_kind: str
    deposit_percent: int
    deposit_fixed_cents: int | None
    deposit_floor_cents: int | None
    deposit_cap_cents: int | None
    full_payment_days: int | None
    balance_days: int | None
    hold_minutes: int | None
    minimum_nights: int
    maximum_nights: int | None
    lead_days: int
    booking_window_days: int | None
    turnover_days: int
    cancellation_policy: str
    cancellation_tiers: list[dict[str, int]] | None
    active: bool
    position: int


class AccommodationDetailOut(AccommodationOut):
    """An accommodation; `terms` is null for whoever is not of the office."""

    terms: AccommodationTermsOut | None

    @classmethod
    def of_office(cls, one: Accommodation, media_url: str, *, with_terms: bool) -> Self:
        """Return the accommodation as it is shown to the public, with its terms to the office."""
        told: dict[str, Any] = AccommodationOut.of(one, media_url).model_dump()
        return cls(
            **told, terms=AccommodationTermsOut.model_validate(one, from_attributes=True) if with_terms else None
        )
