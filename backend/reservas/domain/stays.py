"""The dates a guest asks for become a stay: nights from check-in up to, not including, check-out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

MAXIMUM_NIGHTS = 60
MAXIMUM_PEOPLE = 99
BOOKING_WINDOW_DAYS = 730


class StayError(ValueError):
    """The dates make no stay; `field` names the one at fault, `reason` why (order, past, too_long, too_far)."""

    def __init__(self, detail: str, field: str, reason: str) -> None:
        super().__init__(detail)
        self.detail = detail
        self.field = field
        self.reason = reason


@dataclass(frozen=True, slots=True, order=True)
class Stay:
    """Local dates at the accommodation: arrival on `check_in`, departure on `check_out`."""

    check_in: date
    check_out: date

    def __post_init__(self) -> None:
        if self.check_out <= self.check_in:
            raise StayError("check_out must be after check_in.", "check_out", "order")

    @property
    def nights(self) -> int:
        """How many nights are slept."""
        return (self.check_out - self.check_in).days

    def each_night(self) -> Iterator[date]:
        """Return the date each night begins on, in order."""
        return map(date.fromordinal, range(self.check_in.toordinal(), self.check_out.toordinal()))

    def widened(self, days: int) -> "Stay":
        """Return the stay with `days` more on either side."""
        return Stay(self.check_in - timedelta(days=days), self.check_out + timedelta(days=days))

    def require_bookable(self, today: date) -> None:
        """Raise StayError when the stay begins before `today` (local), lasts too long or lies too far ahead."""
        if self.check_in < today:
            raise StayError("check_in is in the past.", "check_in", "past")
        if self.nights > MAXIMUM_NIGHTS:
            raise StayError(f"A stay lasts at most {MAXIMUM_NIGHTS} nights.", "check_out", "too_long")
        if self.check_in > today + timedelta(days=BOOKING_WINDOW_DAYS):
            raise StayError(f"check_in is more than {BOOKING_WINDOW_DAYS} days ahead.", "check_in", "too_far")


@dataclass(frozen=True, slots=True)
class Party:
    """Who comes; `child_ages` are those that were told, of as many children at most."""

    adults: int
    children: int = 0
    pets: int = 0
    child_ages: tuple[int, ...] = ()

    @property
    def guests(self) -> int:
        """People in all, pets apart."""
        return self.adults + self.children
