"""Each night finds its one price, and nights that found the same become a line."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from reservas.domain.pricing.calendar import holiday_of, is_weekend, override_of, season_of
from reservas.domain.pricing.lines import PriceLine
from reservas.domain.pricing.rates import Rates
from reservas.domain.stays import Party, Stay

ALL = 100


def night_rule(night: date) -> str:
    """Return the rule of a night without any dated price: Friday's and Saturday's are the weekend's."""
    return "night.weekend" if is_weekend(night) else "night.base"


def night_price(rates: Rates, night: date) -> PriceLine:
    """Return the line for the night beginning on `night`.

    Agreed > override > holiday > season > base. What was agreed on stays; what an owner set by hand for a date is the
    last word on new nights. A holiday that the owner priced comes before the season around it, because it is the
    narrower wish: Easter inside the low season is dear, and a holiday without a price changes nothing. Seasons:
    priority, then the shortest, then the newest.
    """
    known = rates.known_nights
    return known.by_night.get(night) or known.keep(night, _find_price(rates, night))


def nightly_cents(rates: Rates, stay: Stay) -> dict[str, int]:
    """Return what each night costs by its date, in cents of the list currency: a frozen quote keeps it."""
    return {night.isoformat(): night_price(rates, night).unit_cents for night in stay.each_night()}


def _find_price(rates: Rates, night: date) -> PriceLine:
    line, agreed = _ruled_price(rates, night), rates.agreed.get(night)
    return line if agreed is None or agreed == line.unit_cents else PriceLine("night.agreed", 1, agreed)


def _ruled_price(rates: Rates, night: date) -> PriceLine:
    override = override_of(night, rates.overrides)
    if override is not None:
        return PriceLine("night.override", 1, override.night_cents, override.label, f"override:{override.id}")
    holiday = holiday_of(night, rates.holidays)
    if holiday is not None and holiday.night_cents is not None:
        return PriceLine("night.holiday", 1, holiday.night_cents, holiday.name, f"holiday:{holiday.id}")
    season = season_of(night, rates.seasons)
    if season is not None:
        rule, cents = (
            ("night.season_weekend", season.weekend_cents)
            if is_weekend(night)
            else ("night.season", season.weekday_cents)
        )
        return PriceLine(rule, 1, cents, season.name, f"season:{season.id}")
    return PriceLine(night_rule(night), 1, rates.weekend_cents if is_weekend(night) else rates.base_cents)


def night_lines(rates: Rates, stay: Stay) -> Iterator[PriceLine]:
    """Yield the lines of the nights: base before weekend, then the dated ones by their first night."""
    counted = Counter(night_price(rates, night) for night in stay.each_night())
    plain = {"night.base": 0, "night.weekend": 1}
    for line in sorted(counted, key=lambda one: plain.get(one.rule, len(plain))):
        yield PriceLine(line.rule, counted[line], line.unit_cents, line.label, line.source)


def guest_lines(rates: Rates, stay: Stay, party: Party, child_ages: tuple[int, ...]) -> Iterator[PriceLine]:
    """Yield what guests above the included number add, per night.

    The included places go to whoever would pay most, so one more person never lowers the sum. A child whose age
    nobody told (the chat does not ask) pays as any guest; one in a band pays the band's share.
    """
    if rates.included_guests is None or not rates.extra_guest_cents:
        return
    known = [_share(rates, age) for age in child_ages[: party.children]]
    shares = sorted([ALL] * (party.guests - len(known)) + known, reverse=True)
    extra = Counter(shares[rates.included_guests :])
    for share in sorted(extra, reverse=True):
        if share:
            rule = "guest.extra" if share == ALL else "guest.child"
            # Cents are whole per guest and night: a half rounds up.
            unit = (rates.extra_guest_cents * share + ALL // 2) // ALL
            yield PriceLine(rule, extra[share] * stay.nights, unit)


def _share(rates: Rates, age: int) -> int:
    return next((band.percent for band in rates.child_bands if band.first_age <= age <= band.last_age), ALL)
