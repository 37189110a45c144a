"""The feasts guests name instead of dates, and Argentina's long weekends year by year."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from reservas.domain.nlu.dates.calendar import easter_sunday


@dataclass(frozen=True, slots=True)
class LongWeekend:
    """From the evening of the last working day to the last day off."""

    check_in: date
    check_out: date


ARGENTINE_LONG_WEEKENDS: tuple[LongWeekend, ...] = (
    LongWeekend(date(2026, 2, 13), date(2026, 2, 17)),  # carnaval
    LongWeekend(date(2026, 3, 20), date(2026, 3, 24)),  # Día de la Memoria, with a bridge day
    LongWeekend(date(2026, 4, 1), date(2026, 4, 5)),  # Malvinas and Semana Santa together
    LongWeekend(date(2026, 4, 30), date(2026, 5, 3)),  # Día del Trabajador
    LongWeekend(date(2026, 5, 22), date(2026, 5, 25)),  # 25 de Mayo
    LongWeekend(date(2026, 6, 12), date(2026, 6, 15)),  # Güemes, observed on Monday
    LongWeekend(date(2026, 7, 8), date(2026, 7, 12)),  # Independencia, with a bridge day
    LongWeekend(date(2026, 8, 14), date(2026, 8, 17)),  # San Martín
    LongWeekend(date(2026, 10, 9), date(2026, 10, 12)),  # Diversidad Cultural
    LongWeekend(date(2026, 11, 20), date(2026, 11, 23)),  # Soberanía, observed on Monday
    LongWeekend(date(2026, 12, 4), date(2026, 12, 8)),  # Inmaculada, with a bridge day
    LongWeekend(date(2027, 2, 5), date(2027, 2, 9)),  # carnaval
    LongWeekend(date(2027, 4, 1), date(2027, 4, 4)),  # Malvinas
    LongWeekend(date(2027, 6, 18), date(2027, 6, 21)),  # Güemes, observed on Monday
    LongWeekend(date(2027, 7, 8), date(2027, 7, 11)),  # Independencia
    LongWeekend(date(2027, 8, 13), date(2027, 8, 16)),  # San Martín, observed on Monday
    LongWeekend(date(2027, 10, 8), date(2027, 10, 11)),  # Diversidad Cultural, observed on Monday
)
"""Long weekends that are known today, in order. The one table to replace when the owner keeps holidays elsewhere."""

_OBSERVANCE_SHIFT = timedelta(days=3)


def long_weekends_from(today: date) -> list[LongWeekend]:
    """Those that have not ended, in order; one that is running starts today."""
    return [
        LongWeekend(max(weekend.check_in, today), weekend.check_out)
        for weekend in ARGENTINE_LONG_WEEKENDS
        if weekend.check_out > today
    ]


def long_weekend_of_month(month: int, today: date) -> LongWeekend | None:
    """The one of the next ``month`` there is; ``None`` when that month has none, or several."""
    coming = long_weekends_from(today)
    ending = [weekend for weekend in coming if weekend.check_out.month == month]
    found = ending or [weekend for weekend in coming if weekend.check_in.month == month]
    same_year = [weekend for weekend in found if weekend.check_out.year == found[0].check_out.year]
    return same_year[0] if len(same_year) == 1 else None


def long_weekend_of_day(day: date, today: date) -> LongWeekend | None:
    """The one whose holiday is ``day``, also when the day off was moved to the nearest Monday."""
    for weekend in long_weekends_from(today):
        # A Thursday is moved to the Monday after, a Tuesday to the one before.
        if weekend.check_in - timedelta(days=1) <= day <= weekend.check_out + _OBSERVANCE_SHIFT:
            return weekend
    return None


def holy_week(year: int) -> tuple[date, date]:
    """Holy Thursday and Easter Sunday."""
    easter = easter_sunday(year)
    return easter - timedelta(days=3), easter


def carnival(year: int) -> tuple[date, date]:
    """The Friday before carnival and its Tuesday."""
    easter = easter_sunday(year)
    return easter - timedelta(days=51), easter - timedelta(days=47)


class Feast(StrEnum):
    """The feasts with a rule of their own."""

    HOLY_WEEK = "holy_week"
    CARNIVAL = "carnival"
    CHRISTMAS = "christmas"
    NEW_YEAR = "new_year"


def feast_stay(feast: Feast, year: int) -> tuple[date, date | None]:
    """Arrival and departure at ``feast`` in ``year``; Christmas and New Year have no departure of their own."""
    if feast is Feast.HOLY_WEEK:
        return holy_week(year)
    if feast is Feast.CARNIVAL:
        return carnival(year)
    return date(year, 12, 24 if feast is Feast.CHRISTMAS else 31), None
