"""All the days and periods of a message are joined into the one stay it asks for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from reservas.domain.nlu.dates.joining import is_replaced, joiner_between, role_of, second_day_at
from reservas.domain.nlu.dates.lengths import read_nights
from reservas.domain.nlu.dates.periods import PeriodReader
from reservas.domain.nlu.dates.placing import UnclearDatesError, place_day, place_nights_of, place_range
from reservas.domain.nlu.dates.points import PointReader
from reservas.domain.nlu.dates.spoken import Joiner, Period, Point, Role, SpokenStay
from reservas.domain.nlu.frame import Ambiguity
from reservas.domain.nlu.normalize import Token

_LONGEST_CHAIN = 8
"""Days joined in one breath; more is no stay."""


@dataclass(frozen=True, slots=True)
class _Group:
    """Days that belong together: one alone, two as a range, several in a row, or alternatives."""

    joiner: Joiner
    points: tuple[Point, ...]


def read_stay(tokens: Sequence[Token], *, today: date, language: str, is_change: bool) -> SpokenStay:
    """The stay ``tokens`` speak of; in a change of dates the new one, which is said last.

    ``today`` is the guest's local day. Never raises: what cannot be placed comes back as an ambiguity.
    """
    if not any(token.text.isalpha() for token in tokens):
        language = ""
    points, periods = _scan(PointReader(tokens, today, language))
    nights = read_nights(tokens)
    groups = _inherit_months(_groups_of(tokens, points), _month_around(periods))
    groups = [group for group in groups if not is_replaced(tokens, group.points[0])] or groups
    try:
        if groups:
            stay = _stay_of_groups(groups, tokens, periods, nights, today, language, is_change=is_change)
        else:
            stay = _stay_of_periods(periods, nights, is_change=is_change)
        return _checked(stay, today)
    except UnclearDatesError as error:
        return SpokenStay(nights=nights, ambiguity=error.ambiguity)


def _scan(reader: PointReader) -> tuple[list[Point], list[Period]]:
    """One pass over the tokens; a named period claims its words first, then days, then bare months."""
    period_reader = PeriodReader(reader)
    points: list[Point] = []
    periods: list[Period] = []
    index = 0
    while index < len(reader.tokens):
        if period := period_reader.named(index):
            periods.append(period)
            index = period.end
        elif found := _days_at(reader, index):
            points.extend(found)
            index = found[-1].end
        elif period := period_reader.month(index):
            periods.append(period)
            index = period.end
        else:
            index += 1
    return points, [period for period in periods if period.check_in or period.ambiguity]


def _days_at(reader: PointReader, index: int) -> list[Point]:
    """The day at ``index`` and those joined to it; a bare number opens a range only where its end proves it."""
    first = reader.read(index)
    is_cued = first is not None
    first = first or reader.read(index, is_bare_welcome=True)
    if first is None:
        return []
    found = [first]
    # The chain is bounded, or a message of nothing but numbers would be walked again from each of them.
    while len(found) < _LONGEST_CHAIN and (second_at := second_day_at(reader.tokens, found[-1].end)) is not None:
        second = reader.read(second_at, is_bare_welcome=True)
        if second is None:
            break
        found.append(second)
    if is_cued or (len(found) > 1 and _is_proven_range(reader.tokens, found[0], found[1])):
        return found
    return []


def _is_proven_range(tokens: Sequence[Token], first: Point, second: Point) -> bool:
    joiner = joiner_between(tokens, first, second)
    if joiner is Joiner.RANGE:
        is_strict = any(token.text in {"al", "ao", "hasta"} for token in tokens[first.end : second.start])
        return is_strict or second.month is not None
    return joiner is Joiner.BOTH and second.month is not None


def _groups_of(tokens: Sequence[Token], points: list[Point]) -> list[_Group]:
    groups: list[_Group] = []
    index = 0
    while index < len(points):
        last, joiner = index, Joiner.NOTHING
        while last + 1 < len(points):
            following = joiner_between(tokens, points[last], points[last + 1])
            if following is Joiner.NOTHING or (joiner is Joiner.RANGE):
                break
            joiner = following if joiner in {Joiner.NOTHING, following} else Joiner.EITHER
            last += 1
        groups.append(_Group(joiner, tuple(points[index : last + 1])))
        index = last + 1
    return [group for group in groups if not _is_errand(tokens, group, points)]


def _is_errand(tokens: Sequence[Token], group: _Group, points: list[Point]) -> bool:
    return group.joiner is not Joiner.RANGE and _role(tokens, group, points) is Role.ERRAND


def _role(tokens: Sequence[Token], group: _Group, points: list[Point]) -> Role:
    position = points.index(group.points[0])
    return role_of(tokens, group.points[0], after=points[position - 1].end if position else 0)


def _month_around(periods: list[Period]) -> tuple[int | None, int | None]:
    """Month and year that the message's only period lends to days said without: "en enero, del 5 al 9"."""
    months = {period.month for period in periods if period.month}
    if len(months) == 1:
        return months.pop()
    if len(periods) == 1 and periods[0].check_in:
        return periods[0].check_in.month, None
    return None, None


def _inherit_months(groups: list[_Group], around: tuple[int | None, int | None]) -> list[_Group]:
    """Days without a month take the one said before them, or the month ``around`` them.

    Only the first day of a group takes it: the others follow from there, also into the next month.
    """
    inherited: list[_Group] = []
    month, year = around
    for group in groups:
        first = group.points[0]
        said = next((point.month for point in reversed(group.points) if point.month), None)
        if said is None and first.day is not None:
            first = replace(first, month=month, year=year)
        inherited.append(_Group(group.joiner, (first, *group.points[1:])))
        month, year = (said, None) if said else (month, year)
    return inherited


def _stay_of_groups(
    groups: list[_Group],
    tokens: Sequence[Token],
    periods: list[Period],
    nights: int | None,
    today: date,
    language: str,
    *,
    is_change: bool,
) -> SpokenStay:
    points = [point for group in groups for point in group.points]
    roles = [_role(tokens, group, points) for group in groups]
    if len(groups) > 1 and all(group.joiner is Joiner.NOTHING for group in groups[-2:]):
        first, last = groups[-2].points[0], groups[-1].points[0]
        if roles[-1] is Role.DEPARTURE and roles[-2] is not Role.DEPARTURE:
            return _between(place_range(first, last, today, language))
        if roles[-2] is Role.DEPARTURE and roles[-1] is Role.ARRIVAL:
            return _between(place_range(last, first, today, language))
    if is_change or len(groups) == 1:
        within = _weekday_within(groups[-1], periods)
        return within or _stay_of_group(groups[-1], roles[-1], nights, today, language)
    stays = {_stay_of_group(group, role, nights, today, language) for group, role in zip(groups, roles, strict=True)}
    ranges = [stay for stay in stays if stay.check_in and stay.check_out]
    if len(stays) == 1:
        return stays.pop()
    if len(ranges) == 1 and all(_is_within(stay, ranges[0]) for stay in stays):
        return ranges[0]
    raise UnclearDatesError(Ambiguity.ALTERNATIVES)


def _weekday_within(group: _Group, periods: list[Period]) -> SpokenStay | None:
    """Place a weekday in the weekend named beside it: "el finde que viene, llegando el sábado"."""
    point = group.points[0]
    if group.joiner is not Joiner.NOTHING or not point.is_weekday_only or len(periods) != 1:
        return None
    period = periods[0]
    if period.check_in is None or period.check_out is None:
        return None
    arrival = period.check_in
    while arrival < period.check_out and arrival.weekday() != point.weekday:
        arrival += timedelta(days=1)
    return _between((arrival, period.check_out)) if arrival < period.check_out else None


def _stay_of_group(group: _Group, role: Role, nights: int | None, today: date, language: str) -> SpokenStay:
    if group.joiner is Joiner.EITHER:
        raise UnclearDatesError(Ambiguity.ALTERNATIVES)
    if group.joiner is Joiner.RANGE:
        return _between(place_range(group.points[0], group.points[1], today, language))
    if group.joiner is Joiner.BOTH:
        return _between(place_nights_of(list(group.points), today, language))
    point = group.points[0]
    day = place_day(point, today, language)
    if role is Role.DEPARTURE:
        return _between((day - timedelta(days=nights), day)) if nights else SpokenStay(check_out=day)
    nights = nights or (1 if point.is_one_night else None)
    return _between((day, day + timedelta(days=nights))) if nights else SpokenStay(check_in=day)


def _stay_of_periods(periods: list[Period], nights: int | None, *, is_change: bool) -> SpokenStay:
    placed = [period for period in periods if not period.month or period.check_in] or periods
    if not placed:
        return SpokenStay(nights=nights)
    distinct = {(period.check_in, period.check_out, period.ambiguity) for period in placed}
    if len(distinct) > 1 and not is_change:
        raise UnclearDatesError(Ambiguity.ALTERNATIVES)
    period = placed[-1]
    if period.ambiguity or period.check_in is None:
        raise UnclearDatesError(period.ambiguity or Ambiguity.VAGUE_PERIOD)
    if period.check_out is None:
        check_out = period.check_in + timedelta(days=nights) if nights else None
        return SpokenStay(period.check_in, check_out, nights)
    stay = _between((period.check_in, period.check_out))
    if nights and nights != stay.nights:
        raise UnclearDatesError(Ambiguity.VAGUE_PERIOD)
    return stay


def _between(dates: tuple[date, date]) -> SpokenStay:
    check_in, check_out = dates
    return SpokenStay(check_in, check_out, (check_out - check_in).days)


def _is_within(stay: SpokenStay, around: SpokenStay) -> bool:
    days = [day for day in (stay.check_in, stay.check_out) if day]
    assert around.check_in is not None
    assert around.check_out is not None
    return all(around.check_in <= day <= around.check_out for day in days)


def _checked(stay: SpokenStay, today: date) -> SpokenStay:
    """The last gate: nothing that begins before today or ends before it begins leaves as certain."""
    if stay.check_in and stay.check_in < today:
        raise UnclearDatesError(Ambiguity.PAST)
    if stay.check_in and stay.check_out and stay.check_out <= stay.check_in:
        raise UnclearDatesError(Ambiguity.REVERSED_RANGE)
    return stay
