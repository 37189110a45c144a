"""Whether a stay may be booked at all, apart from its price: each rule an owner set answers with its reason."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from reservas.domain.pricing.calendar import Dates, Holiday, Season, season_of
from reservas.domain.stays import Party, Stay


class Reason(StrEnum):
    """Why a stay is refused."""

    CAPACITY = "capacity"
    PETS = "pets"
    LEAD_TIME = "lead_time"
    BOOKING_WINDOW = "booking_window"
    CLOSED_TO_ARRIVAL = "closed_to_arrival"
    CLOSED_TO_DEPARTURE = "closed_to_departure"
    MINIMUM_NIGHTS = "minimum_nights"
    MAXIMUM_NIGHTS = "maximum_nights"
    TURNOVER = "turnover"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One rule a stay breaks: the request's `field` at fault, the rule's own number, the owner's name for it."""

    reason: Reason
    field: str
    detail: str
    limit: int | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Restrictions:
    """What an owner allows in one cabin. Without a number there is no limit of that kind."""

    capacity: int
    pets_allowed: bool = True
    minimum_nights: int = 1
    maximum_nights: int | None = None
    lead_days: int = 0
    booking_window_days: int | None = None
    turnover_days: int = 0
    seasons: tuple[Season, ...] = ()
    holidays: tuple[Holiday, ...] = ()
    closed_to_arrival: tuple[Dates, ...] = ()
    closed_to_departure: tuple[Dates, ...] = ()


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Who stays around the dates asked: the last departure before and the first arrival after, when there are any."""

    departs: date | None = None
    arrives: date | None = None


ALONE = Neighbours()


def neighbours_of(stay: Stay, taken: Iterable[Stay]) -> Neighbours:
    """Return who stays last before `stay` and first after it; nights that overlap it are not its neighbours'."""
    around = list(taken)
    return Neighbours(
        max((one.check_out for one in around if one.check_out <= stay.check_in), default=None),
        min((one.check_in for one in around if one.check_in >= stay.check_out), default=None),
    )


def refusals(
    rules: Restrictions, stay: Stay, party: Party, today: date, neighbours: Neighbours = ALONE
) -> tuple[Refusal, ...]:
    """Return every rule the stay breaks, what matters most first; an empty answer is a stay that may be booked.

    The arrival date's season says how many nights and on which days; it comes before the cabin's own numbers.
    A holiday's minimum holds for whoever sleeps any night of it, and the largest minimum counts.
    """
    season = season_of(stay.check_in, rules.seasons)
    return (
        *_people(rules, party),
        *_ahead(rules, stay, today),
        *_closed_days(rules, stay, season),
        *_length(rules, stay, season),
        *_turnover(rules, stay, neighbours),
    )


def is_tight(turnover_days: int, stay: Stay, neighbours: Neighbours) -> bool:
    """Tell whether fewer than `turnover_days` would lie between `stay` and one of its neighbours."""
    buffer = timedelta(days=turnover_days)
    return (neighbours.departs is not None and stay.check_in < neighbours.departs + buffer) or (
        neighbours.arrives is not None and stay.check_out + buffer > neighbours.arrives
    )


def _people(rules: Restrictions, party: Party) -> Iterator[Refusal]:
    if party.guests > rules.capacity:
        yield Refusal(Reason.CAPACITY, "adults", f"It sleeps {rules.capacity}.", rules.capacity)
    if party.pets and not rules.pets_allowed:
        yield Refusal(Reason.PETS, "pets", "It takes no pets.")


def _ahead(rules: Restrictions, stay: Stay, today: date) -> Iterator[Refusal]:
    days = (stay.check_in - today).days
    if days < rules.lead_days:
        detail = f"Stays are booked at least {rules.lead_days} days before arrival."
        yield Refusal(Reason.LEAD_TIME, "check_in", detail, rules.lead_days)
    if rules.booking_window_days is not None and days > rules.booking_window_days:
        detail = f"Stays are booked at most {rules.booking_window_days} days ahead."
        yield Refusal(Reason.BOOKING_WINDOW, "check_in", detail, rules.booking_window_days)


def _closed_days(rules: Restrictions, stay: Stay, season: Season | None) -> Iterator[Refusal]:
    """Departure follows the season of the last night, so a summer's rule does not reach past the summer."""
    last_night = stay.check_out - timedelta(days=1)
    leaving = season_of(last_night, rules.seasons)
    if any(stay.check_in in dates for dates in rules.closed_to_arrival) or (
        season is not None and stay.check_in.weekday() in season.closed_arrival_days
    ):
        name = season.name if season else None
        yield Refusal(Reason.CLOSED_TO_ARRIVAL, "check_in", "Nobody arrives on that day.", label=name)
    if any(stay.check_out in dates for dates in rules.closed_to_departure) or (
        leaving is not None and stay.check_out.weekday() in leaving.closed_departure_days
    ):
        name = leaving.name if leaving else None
        yield Refusal(Reason.CLOSED_TO_DEPARTURE, "check_out", "Nobody leaves on that day.", label=name)


def _length(rules: Restrictions, stay: Stay, season: Season | None) -> Iterator[Refusal]:
    minimum, label = rules.minimum_nights, None
    if season is not None and season.minimum_nights is not None:
        minimum, label = season.minimum_nights, season.name
    for holiday in rules.holidays:
        wanted = holiday.minimum_nights or 0
        if wanted > minimum and any(night in holiday.dates for night in stay.each_night()):
            minimum, label = wanted, holiday.name
    if stay.nights < minimum:
        detail = f"The shortest stay on those dates is {minimum} nights."
        yield Refusal(Reason.MINIMUM_NIGHTS, "check_out", detail, minimum, label)
    maximum, label = rules.maximum_nights, None
    if season is not None and season.maximum_nights is not None:
        maximum, label = season.maximum_nights, season.name
    if maximum is not None and stay.nights > maximum:
        detail = f"The longest stay on those dates is {maximum} nights."
        yield Refusal(Reason.MAXIMUM_NIGHTS, "check_out", detail, maximum, label)


def _turnover(rules: Restrictions, stay: Stay, neighbours: Neighbours) -> Iterator[Refusal]:
    if is_tight(rules.turnover_days, stay, neighbours):
        detail = f"{rules.turnover_days} days are kept free between two stays."
        yield Refusal(Reason.TURNOVER, "check_in", detail, rules.turnover_days)
