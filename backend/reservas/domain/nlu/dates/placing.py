"""Days as spoken meet today's date and become calendar days, or the reason why they cannot."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

from reservas.domain.nlu.dates.calendar import (
    SUNDAY,
    last_yearly,
    make_date,
    monday_after,
    next_day_of_month,
    next_weekday,
    next_yearly,
)
from reservas.domain.nlu.dates.spoken import Point, Which
from reservas.domain.nlu.frame import Ambiguity

SLIP_WINDOW = timedelta(days=30)
"""A yearless date that went by this recently is more likely a slip than next year's."""

_LONGEST_SPAN_ACROSS_MONTHS = 15
"""Nights that "del 28 al 5" may span when the month is not said twice; more reads as a range turned round."""
_LONGEST_SPAN = 60
_ANY_YEAR, _DAYS_IN_YEAR = 2027, 365
_LONGEST_SPAN_IN_DOUBT = 30

_Placed = TypeVar("_Placed")


class UnclearDatesError(Exception):
    """The dates must be asked for again."""

    def __init__(self, ambiguity: Ambiguity) -> None:
        super().__init__(ambiguity.value)
        self.ambiguity = ambiguity


def place_day(point: Point, today: date, language: str) -> date:
    """Where a day named alone falls.

    Raises:
        UnclearDatesError: no such day, a day gone by, or two readings.
    """
    return _in_either_order((point,), language, lambda points: _arrival(points[0], today))


def place_range(first: Point, last: Point, today: date, language: str) -> tuple[date, date]:
    """Arrival and departure for two days said as a range; a month or a year said once covers both.

    Raises:
        UnclearDatesError: no such day, a day gone by, turned round, or two readings.
    """

    def place(points: tuple[Point, ...]) -> tuple[date, date]:
        return _range(points[0], points[1], today)

    arrival, departure = _in_either_order((first, last), language, place)
    is_in_doubt = language == "en" and (first.is_numeric or last.is_numeric)
    if is_in_doubt and (departure - arrival).days > _LONGEST_SPAN_IN_DOUBT:
        raise UnclearDatesError(Ambiguity.REVERSED_RANGE)
    return arrival, departure


def _in_either_order(
    points: tuple[Point, ...],
    language: str,
    place: Callable[[tuple[Point, ...]], _Placed],
) -> _Placed:
    """Spanish and Portuguese write day/month; English may mean either, so both are tried and must not both fit."""
    if language in {"es", "pt"} or not any(point.is_numeric for point in points):
        return place(points)
    if not language:
        return _day_first(points, place)
    readings: list[_Placed] = []
    failures: list[UnclearDatesError] = []
    for candidate in (points, tuple(_swapped(point) for point in points)):
        if _is_far_apart(candidate):
            continue
        try:
            placed = place(candidate)
        except UnclearDatesError as error:
            failures.append(error)
        else:
            if placed not in readings and not _is_too_long(placed):
                readings.append(placed)
    if len(readings) == 1 and all(failure.ambiguity in _NO_READING for failure in failures):
        return readings[0]
    if readings:
        raise UnclearDatesError(Ambiguity.DAY_MONTH_ORDER)
    raise failures[0] if failures else UnclearDatesError(Ambiguity.REVERSED_RANGE)


def _day_first(points: tuple[Point, ...], place: Callable[[tuple[Point, ...]], _Placed]) -> _Placed:
    """Figures without a word show no language: month/day is what they mean only when day/month makes no stay."""
    try:
        placed = place(points)
        if not _is_too_long(placed):
            return placed
    except UnclearDatesError as error:
        unclear = error
    else:
        unclear = UnclearDatesError(Ambiguity.REVERSED_RANGE)
    try:
        placed = place(tuple(_swapped(point) for point in points))
    except UnclearDatesError:
        raise unclear from None
    if _is_too_long(placed):
        raise unclear
    return placed


_NO_READING = frozenset({Ambiguity.IMPOSSIBLE_DATE, Ambiguity.REVERSED_RANGE})


def _is_far_apart(points: tuple[Point, ...]) -> bool:
    """Whether two days with their months are no stay, whatever the year."""
    days = [make_date(_ANY_YEAR, point.month or 0, point.day or 0) for point in points]
    if len(days) != 2 or days[0] is None or days[1] is None:  # noqa: PLR2004 - arrival and departure
        return False
    return (days[1] - days[0]).days % _DAYS_IN_YEAR > _LONGEST_SPAN_IN_DOUBT


def _is_too_long(placed: object) -> bool:
    return isinstance(placed, tuple) and (placed[1] - placed[0]).days > _LONGEST_SPAN_IN_DOUBT


def _swapped(point: Point) -> Point:
    return replace(point, day=point.month, month=point.day) if point.is_numeric else point


def _arrival(point: Point, today: date) -> date:
    if point.fixed:
        return point.fixed
    if point.is_weekday_only:
        return _weekday(point, today)
    found = _dated(point, today)
    _check_weekday(point, found)
    return found


def _weekday(point: Point, today: date) -> date:
    assert point.weekday is not None
    if point.which is Which.NEXT_WEEK:
        return monday_after(today) + timedelta(days=point.weekday)
    if point.weekday == today.weekday() and point.which is not Which.NEXT:
        raise UnclearDatesError(Ambiguity.TODAY_WEEKDAY)
    return next_weekday(point.weekday, after=today)


def _dated(point: Point, today: date) -> date:
    assert point.day is not None
    if point.month is None:
        return _found(next_day_of_month(point.day, not_before=today))
    if point.year is not None:
        found = _found(make_date(point.year, point.month, point.day))
        if found < today:
            raise UnclearDatesError(Ambiguity.PAST)
        return found
    found = _found(next_yearly(point.month, point.day, not_before=today))
    gone = last_yearly(point.month, point.day, before=today)
    if gone and today - gone <= SLIP_WINDOW:
        raise UnclearDatesError(Ambiguity.RECENT_PAST)
    return found


def _found(day: date | None) -> date:
    if day is None:
        raise UnclearDatesError(Ambiguity.IMPOSSIBLE_DATE)
    return day


def _check_weekday(point: Point, found: date) -> None:
    if point.weekday is not None and found.weekday() != point.weekday:
        raise UnclearDatesError(Ambiguity.WEEKDAY_MISMATCH)


def _range(first: Point, last: Point, today: date) -> tuple[date, date]:
    first, last = _share_month(first, last)
    arrival = _arrival(first, today)
    departure = _departure(last, arrival)
    _check_weekday(last, departure)
    nights = (departure - arrival).days
    are_months_said = first.month is not None and last.month is not None
    longest = _LONGEST_SPAN if are_months_said else _LONGEST_SPAN_ACROSS_MONTHS
    is_one_month = (arrival.year, arrival.month) == (departure.year, departure.month)
    if nights <= 0 or (nights > longest and last.year is None and not is_one_month):
        raise UnclearDatesError(Ambiguity.REVERSED_RANGE)
    return arrival, departure


def _share_month(first: Point, last: Point) -> tuple[Point, Point]:
    """Let a month said once cover both days: "del 28 al 3 de enero" arrives in December."""
    if first.day is None or last.day is None or last.month is None:
        return first, last
    if first.month is None:
        month = last.month if first.day < last.day else (last.month - 2) % 12 + 1
        first = replace(first, month=month)
        if _span(first, last) > _LONGEST_SPAN_ACROSS_MONTHS and month != last.month:
            raise UnclearDatesError(Ambiguity.REVERSED_RANGE)
    if first.year is None and last.year is not None:
        assert first.month is not None
        first = replace(first, year=last.year - (first.month > last.month))
    return first, last


def _span(first: Point, last: Point) -> int:
    """Nights between two day-months of neighbouring months, a month counted as 30."""
    assert first.day is not None
    assert last.day is not None
    return last.day + 30 - first.day


def _departure(point: Point, arrival: date) -> date:
    after = arrival + timedelta(days=1)
    if point.fixed:
        return point.fixed
    if point.is_weekday_only:
        assert point.weekday is not None
        return next_weekday(point.weekday, after=arrival)
    assert point.day is not None
    if point.month is None:
        return _found(next_day_of_month(point.day, not_before=after))
    if point.year is not None:
        return _found(make_date(point.year, point.month, point.day))
    return _found(next_yearly(point.month, point.day, not_before=after))


def place_nights_of(points: list[Point], today: date, language: str) -> tuple[date, date]:
    """Arrival and departure for "el 24 y 25": the nights of both, out the morning after the last.

    Raises:
        UnclearDatesError: also when the days are not neighbours, which makes them alternatives.
    """
    month = next((point.month for point in reversed(points) if point.month), None)
    shared = [replace(p, month=p.month or month) if p.day is not None else p for p in points]
    days = [place_day(shared[0], today, language)]
    for point in shared[1:]:
        day = _departure(point, days[-1])
        _check_weekday(point, day)
        if day - days[-1] != timedelta(days=1):
            raise UnclearDatesError(Ambiguity.ALTERNATIVES)
        days.append(day)
    # "sábado y domingo" may mean one night or two.
    if points[-1].is_weekday_only and days[-1].weekday() == SUNDAY:
        raise UnclearDatesError(Ambiguity.ALTERNATIVES)
    return days[0], days[-1] + timedelta(days=1)
