"""Calendar arithmetic behind spoken dates: the next such day, weekends, Easter, halves of a month."""

from calendar import monthrange
from datetime import date, timedelta

FRIDAY, SATURDAY, SUNDAY = 4, 5, 6
DECEMBER = 12
DAYS_IN_WEEK = 7
_LEAP_CYCLE = 2


def make_date(year: int, month: int, day: int) -> date | None:
    """The date, or ``None`` where no calendar has it."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def next_day_of_month(day: int, *, not_before: date) -> date | None:
    """The first date on or after ``not_before`` that falls on ``day``; months without that day are passed over."""
    year, month = not_before.year, not_before.month
    for _ in range(3):
        found = make_date(year, month, day)
        if found and found >= not_before:
            return found
        year, month = next_month(year, month)
    return None


def next_yearly(month: int, day: int, *, not_before: date) -> date | None:
    """The first ``day``/``month`` on or after ``not_before``; ``None`` if this year and the next have no such day."""
    for year in range(not_before.year, not_before.year + _LEAP_CYCLE):
        found = make_date(year, month, day)
        if found and found >= not_before:
            return found
    return None


def last_yearly(month: int, day: int, *, before: date) -> date | None:
    """The latest ``day``/``month`` that went by before ``before``."""
    for year in (before.year, before.year - 1):
        found = make_date(year, month, day)
        if found and found < before:
            return found
    return None


def next_weekday(weekday: int, *, after: date) -> date:
    """The first such weekday strictly after ``after``; Monday is 0."""
    return after + timedelta(days=(weekday - after.weekday() - 1) % DAYS_IN_WEEK + 1)


def monday_after(day: date) -> date:
    """The Monday that opens the calendar week after the one of ``day``."""
    return day + timedelta(days=DAYS_IN_WEEK - day.weekday())


def weekend_holding(day: date) -> tuple[date, date] | None:
    """Friday and Sunday of the weekend ``day`` belongs to; ``None`` for Monday to Thursday."""
    if day.weekday() < FRIDAY:
        return None
    friday = day - timedelta(days=day.weekday() - FRIDAY)
    return friday, friday + timedelta(days=2)


def saturdays(year: int, month: int) -> list[date]:
    """The Saturdays of a month."""
    days = (date(year, month, day) for day in range(1, monthrange(year, month)[1] + 1))
    return [day for day in days if day.weekday() == SATURDAY]


def next_month(year: int, month: int) -> tuple[int, int]:
    """The month after, as year and month."""
    return (year + 1, 1) if month == DECEMBER else (year, month + 1)


def last_day(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def easter_sunday(year: int) -> date:
    """Western Easter by Gauss's rule, with the two exceptions of the Gregorian calendar (valid 1900 to 2099)."""
    moon = (19 * (year % 19) + 24) % 30
    week = (2 * (year % 4) + 4 * (year % 7) + 6 * moon + 5) % 7
    days_after_march_22 = moon + week
    if (moon == 29 and week == 6) or (moon == 28 and week == 6 and year % 19 > 10):  # noqa: PLR2004 - the exceptions
        days_after_march_22 -= DAYS_IN_WEEK
    return date(year, 3, 22) + timedelta(days=days_after_march_22)
