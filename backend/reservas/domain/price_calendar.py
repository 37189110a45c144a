"""An owner's rules laid out night by night: what each costs and why, and which stays may begin or end there."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from reservas.domain.pricing import Dates, PriceLine, Rates, Season, night_price, season_of
from reservas.domain.restrictions import Reason, Refusal, Restrictions, refusals
from reservas.domain.stays import MAXIMUM_NIGHTS, Party, Stay

A_DAY = timedelta(days=1)
ONE_GUEST = Party(1)
LONGER_THAN_ANY = (MAXIMUM_NIGHTS + 1) * A_DAY


@dataclass(frozen=True, slots=True)
class CalendarNight:
    """One night: its price line, in cents of the list currency, and the rules for stays around it.

    `minimum_nights` is the shortest stay that arrives on that day, `maximum_nights` the owner's longest; on a day
    closed to departure nobody leaves.
    """

    night: date
    price: PriceLine
    minimum_nights: int
    maximum_nights: int | None
    is_closed_to_arrival: bool
    is_closed_to_departure: bool


def price_calendar(rates: Rates, rules: Restrictions, dates: Dates) -> Iterator[CalendarNight]:
    """Yield each night of `dates` as it is priced and judged today; what is taken is not looked at."""
    days = _SeasonsAlone(rules)
    before = days.rules_of(dates.first - A_DAY)
    for offset in range(dates.length):
        night = dates.first + offset * A_DAY
        own = days.rules_of(night)
        # A stay too long for any owner shows all that arriving on that day is subject to.
        arriving = _broken(replace(own, holidays=()), Stay(night, night + LONGER_THAN_ANY))
        longest = arriving.get(Reason.MAXIMUM_NIGHTS)
        yield CalendarNight(
            night=night,
            price=night_price(rates, night),
            minimum_nights=_minimum_nights(own, night),
            maximum_nights=None if longest is None else longest.limit,
            is_closed_to_arrival=Reason.CLOSED_TO_ARRIVAL in arriving,
            is_closed_to_departure=Reason.CLOSED_TO_DEPARTURE in _broken(before, Stay(night - A_DAY, night)),
        )
        before = own


class _SeasonsAlone:
    """The restrictions with no season but the one that rules a day: looking it up once a day is what costs."""

    def __init__(self, rules: Restrictions) -> None:
        self._rules = rules
        self._by_season: dict[Season | None, Restrictions] = {}

    def rules_of(self, day: date) -> Restrictions:
        """Return the restrictions for whoever arrives on `day`, or leaves after its night."""
        season = season_of(day, self._rules.seasons)
        if season not in self._by_season:
            self._by_season[season] = replace(self._rules, seasons=() if season is None else (season,))
        return self._by_season[season]


def _minimum_nights(rules: Restrictions, night: date) -> int:
    """Return the fewest nights that no minimum refuses: a longer stay may reach a holiday with a longer one."""
    nights = 1
    while (refusal := _broken(rules, Stay(night, night + nights * A_DAY)).get(Reason.MINIMUM_NIGHTS)) is not None:
        assert refusal.limit is not None
        nights = refusal.limit
    return nights


def _broken(rules: Restrictions, stay: Stay) -> dict[Reason, Refusal]:
    """Return the rules that the stay breaks, as if it were booked on the day it begins."""
    return {one.reason: one for one in refusals(rules, stay, ONE_GUEST, stay.check_in)}
