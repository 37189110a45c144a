"""What one guest message says, as typed values: the frame that leaves the language layer for the dialogue."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any


class Intent(StrEnum):
    """What must be answered first."""

    GREETING = "greeting"
    AVAILABILITY = "availability"
    PRICE = "price"
    BOOK = "book"
    AMENITIES = "amenities"
    PHOTOS = "photos"
    LOCATION = "location"
    PAYMENT = "payment"
    STATUS = "status"
    CANCEL = "cancel"
    CHANGE_DATES = "change_dates"
    HUMAN = "human"
    YES = "yes"
    NO = "no"
    THANKS_BYE = "thanks_bye"
    COMPLAINT = "complaint"
    OTHER = "other"


class Ambiguity(StrEnum):
    """Why the dates must be asked for again instead of guessed."""

    VAGUE_PERIOD = "vague_period"
    """A bare month, week or season; a named period whose length was contradicted."""
    IMPOSSIBLE_DATE = "impossible_date"
    """No calendar has that day."""
    REVERSED_RANGE = "reversed_range"
    """The departure comes before the arrival."""
    PAST = "past"
    """A year was said and the day is gone."""
    RECENT_PAST = "recent_past"
    """No year was said and the day went by less than a month ago: likely a slip."""
    WEEKDAY_MISMATCH = "weekday_mismatch"
    """The weekday and the date do not belong together."""
    ALTERNATIVES = "alternatives"
    """Several stays were named."""
    TODAY_WEEKDAY = "today_weekday"
    """Today's own weekday: today, or in a week?"""
    BARE_WEEKEND = "bare_weekend"
    """"The weekend", said while one is running."""
    DAY_MONTH_ORDER = "day_month_order"
    """Both 10 December and 12 October fit."""


@dataclass(frozen=True, slots=True)
class Understanding:
    """One message understood; ``None`` means the guest did not say it.

    Dates are local calendar days, ``check_out`` being the day of departure. When ``ambiguity`` is set both are
    ``None``: nothing uncertain can be quoted by mistake. ``pets`` is 0 when the guest denies bringing any.
    """

    intent: Intent
    also: tuple[Intent, ...] = ()
    check_in: date | None = None
    check_out: date | None = None
    nights: int | None = None
    adults: int | None = None
    children: int | None = None
    guests: int | None = None
    pets: int | None = None
    code: str | None = None
    cabin: str | None = None
    ambiguity: Ambiguity | None = None
    is_sure: bool = True
    """Whether the intent is more than the likeliest guess: what cannot be undone should be asked for again first."""

    def as_labels(self) -> dict[str, Any]:
        """The frame in the keys and values that labelled messages are written in: ISO days, plain strings."""
        return {
            "intent": str(self.intent),
            "also": [str(intent) for intent in self.also],
            "check_in": self.check_in and self.check_in.isoformat(),
            "check_out": self.check_out and self.check_out.isoformat(),
            "nights": self.nights,
            "adults": self.adults,
            "children": self.children,
            "guests": self.guests,
            "pets": self.pets,
            "code": self.code,
            "cabin": self.cabin,
            "ambiguous": self.ambiguity is not None,
        }
