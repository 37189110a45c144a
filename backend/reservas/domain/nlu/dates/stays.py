"""All the days and periods of a message are joined into the one stay it asks for."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from reservas.domain.nlu.dates.asides import is_bound, is_denied, is_small_talk, is_window, was_there
from reservas.domain.nlu.dates.calendar import SATURDAY, SUNDAY, next_weekday
from reservas.domain.nlu.dates.groups import Group, group_days
from reservas.domain.nlu.dates.joining import are_alternatives, joiner_between, second_day_at
from reservas.domain.nlu.dates.lengths import read_nights
from reservas.domain.nlu.dates.periods import PeriodReader
from reservas.domain.nlu.dates.placing import UnclearDatesError, place_day, place_nights_of, place_range
from reservas.domain.nlu.dates.points import PointReader
from reservas.domain.nlu.dates.spoken import Joiner, Period, Point, Role, SpokenStay, Which
from reservas.domain.nlu.frame import Ambiguity
from reservas.domain.nlu.normalize import Token

_BESIDE_PERIOD = timedelta(days=3)
"""How far from a weekend or holiday a day may lie and still be a part of it."""

_LONGEST_CHAIN = 8
"""Days joined in one breath; more is no stay."""


def read_stay(tokens: Sequence[Token], *, today: date, language: str, is_change: bool) -> SpokenStay:
    """The stay ``tokens`` speak of; in a change of dates the new one, which is said last.

    ``today`` is the guest's local day. Never raises: what cannot be placed comes back as an ambiguity.
    """
    if not any(token.text.isalpha() for token in tokens):
        language = ""
    points, periods = _scan(PointReader(tokens, today, language))
    nights = read_nights(tokens, {at for point in points if point.fixed for at in range(point.start, point.end)})
    periods = [period for period in periods if not is_small_talk(tokens, period.start, period.end)]
    periods = [period for period in periods if not was_there(tokens, period.start)]
    periods = [period for period in periods if not is_denied(tokens, period.start, period.end, language)] or [
        replace(period, check_in=None, check_out=None, ambiguity=Ambiguity.VAGUE_PERIOD) for period in periods
    ]
    groups = group_days(tokens, points, periods, language)
    dated = _in_week([group for group in groups if not is_bound(tokens, group.points[0])], periods)
    if groups and not dated and not periods:
        # "antes del 15": only the edge of a time was named.
        return SpokenStay(nights=nights, ambiguity=Ambiguity.VAGUE_PERIOD)
    if dated and all(_is_weekday(group) for group in dated) and any(p.month and p.ambiguity for p in periods):
        # "de sábado a sábado, en enero"
        return SpokenStay(nights=nights, ambiguity=Ambiguity.VAGUE_PERIOD)
    is_period_new = is_change and dated and any(p.start > dated[-1].end and not p.month for p in periods)
    try:
        if dated and is_period_new:
            stay = _combined(dated[-1:], periods, today, language) or _stay_of_periods(periods, nights, is_change=True)
        elif dated:
            stay = _combined(dated, periods, today, language) or _stay_of_groups(
                dated, tokens, nights, today, language, is_change=is_change
            )
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
    is_month_known = False
    while index < len(reader.tokens):
        if period := period_reader.named(index):
            periods.append(period)
            index = period.end
        elif found := _days_at(reader, index, is_month_known=is_month_known):
            # The first of "el 24, 25 y 26" has been met already.
            points.extend(found[1:] if points and points[-1].start == found[0].start else found)
            is_month_known = is_month_known or any(point.month for point in found)
            index = found[-1].end
        elif period := period_reader.month(index):
            periods.append(period)
            index = period.end
        else:
            index += 1
    return points, [period for period in periods if period.check_in or period.ambiguity]


def _days_at(reader: PointReader, index: int, *, is_month_known: bool) -> list[Point]:
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
    if len(found) == 1 and first.is_bare_day and (second := reader.read(first.end)) and second.is_day_of_month:
        found.append(second)
    before = reader.read(index - 1, is_bare_welcome=True) if len(found) > 1 and index else None
    if before and before.is_bare_day and before.end == index and first.is_bare_day:
        found.insert(0, before)
    elif len(found) > 1 and reader.text(index - 1) == ",":
        # "9, 10 y 11 de julio"
        before = reader.read(index - 2, is_bare_welcome=True) if index > 1 else None
        if before and before.is_bare_day and before.end == index - 1 and before.day == (first.day or 0) - 1:
            found.insert(0, before)
    if is_cued or (len(found) > 1 and _is_proven_range(reader, found[-2], found[-1], is_month_known=is_month_known)):
        return found
    return []


def _is_proven_range(reader: PointReader, first: Point, second: Point, *, is_month_known: bool) -> bool:
    tokens = reader.tokens
    joiner = joiner_between(tokens, first, second)
    if joiner is Joiner.RANGE:
        is_strict = any(token.text in {"al", "ao", "hasta"} for token in tokens[first.end : second.start])
        # "de 3 a 8": in Spanish that may be the hours of an office.
        is_led = reader.language in {"pt", "en"} and reader.text(first.start - 1) in {"de", "from", "entre", "between"}
        is_strict = is_strict or is_led or is_month_known
        return is_strict or second.month is not None
    return joiner in {Joiner.BOTH, Joiner.EITHER} and second.month is not None


def _stay_of_groups(
    groups: list[Group],
    tokens: Sequence[Token],
    nights: int | None,
    today: date,
    language: str,
    *,
    is_change: bool,
) -> SpokenStay:
    if len(groups) > 1:
        # "salimos mañana, llegamos el martes": leaving today or tomorrow is leaving home.
        groups = [
            g for g in groups if not (g.role is Role.DEPARTURE and g.points[0].fixed and g.points[0].month is None)
        ] or groups
    if any(group.joiner is Joiner.RANGE and is_window(tokens, group.start) for group in groups):
        raise UnclearDatesError(Ambiguity.VAGUE_PERIOD)
    if pair := _arrival_and_departure(groups, today, language):
        return _between(pair)
    if is_change or len(groups) == 1:
        return _stay_of_group(groups[-1], nights, today, language)
    if any(group.joiner is Joiner.EITHER for group in groups):
        raise UnclearDatesError(Ambiguity.ALTERNATIVES)
    ranges = [group for group in groups if group.joiner is Joiner.RANGE]
    named = [group for group in ranges if not _is_weekday(group)]
    if len(named) == 1 and all(_is_weekday(group) for group in groups if group is not named[0]):
        # "sábado a sábado, del 9 al 16 de enero"
        stay = _stay_of_group(named[0], nights, today, language)
        ends = {day.weekday() for day in (stay.check_in, stay.check_out) if day}
        if all(point.weekday in ends for group in groups if group is not named[0] for point in group.points):
            return stay
        raise UnclearDatesError(Ambiguity.WEEKDAY_MISMATCH)
    if len(ranges) == 1 and not _has_alternatives(tokens, groups):
        # Days named beside the one range belong to it or to something else: "25 de Mayo" in a name, a birthday.
        return _stay_of_group(ranges[0], nights, today, language)
    stays = {_stay_of_group(group, nights, today, language) for group in groups}
    if len(stays) == 1:
        return stays.pop()
    raise UnclearDatesError(Ambiguity.ALTERNATIVES)


def _is_weekday(group: Group) -> bool:
    return all(point.is_weekday_only and point.fixed is None for point in group.points)


def _has_alternatives(tokens: Sequence[Token], groups: list[Group]) -> bool:
    return any(are_alternatives(tokens, first.end, second.start) for first, second in pairwise(groups))


def _arrival_and_departure(groups: list[Group], today: date, language: str) -> tuple[date, date] | None:
    """The two ends when they were said apart: "entramos el 5 ... nos vamos el 8", in either order."""
    singles = [group for group in groups if group.joiner is Joiner.NOTHING]
    departures = [group for group in singles if group.role is Role.DEPARTURE]
    if not departures:
        return None
    departure = departures[-1]
    arrivals = [group for group in singles if group.role is Role.ARRIVAL]
    plain = [group for group in singles if group.role is Role.DAY and group.start < departure.start]
    if not (arrivals or plain):
        return None
    arrival = (arrivals or plain)[-1]
    first, last = arrival.points[0], departure.points[0]
    if (
        first.is_weekday_only
        and first.which is Which.PLAIN
        and last.day is not None
        and departure.start < arrival.start
    ):
        return None
    return place_range(first, last, today, language)


def _in_week(groups: list[Group], periods: list[Period]) -> list[Group]:
    """Place weekdays in the one week named beside them: "la semana que viene, de lunes a viernes"."""
    weeks = {period.week for period in periods if period.week}
    if any(group.points[0].is_weekday_only for group in groups):
        ahead = [group for group in groups if group.points[0].is_week]
        weeks |= {day - timedelta(days=day.weekday()) for group in ahead if (day := group.points[0].fixed)}
        groups = [group for group in groups if group not in ahead]
    if len(weeks) != 1:
        return groups
    monday = weeks.pop()
    return [replace(group, points=_on_week(group, monday)) for group in groups]


def _on_week(group: Group, monday: date) -> tuple[Point, ...]:
    placed = tuple(
        point if not point.is_weekday_only else replace(point, fixed=monday + timedelta(days=point.weekday or 0))
        for point in group.points
    )
    if group.joiner is Joiner.RANGE and placed[0].fixed and group.points[-1].is_weekday_only:
        # The departure follows from the arrival, also into the next week.
        return (*placed[:-1], group.points[-1])
    return placed


def _stay_within(group: Group, periods: list[Period], today: date, language: str) -> SpokenStay | None:
    """Settle a day named beside one weekend or holiday: its arrival, its departure, or just its name.

    "el finde que viene, llegando el sábado"; "finde largo de junio, el del 20".
    """
    point = group.points[0]
    if len(periods) != 1:
        return None
    period = periods[0]
    if period.check_in is None or period.check_out is None:
        return None
    if group.joiner is not Joiner.NOTHING:
        return _days_within(group, period.check_in, period.check_out)
    day = _day_near(point, period.check_in, period.check_out, today, language)
    if day is None:
        return None
    if group.role is Role.DEPARTURE:
        return _between((period.check_in, day)) if day > period.check_in else None
    is_new_arrival = group.role is Role.ARRIVAL or point.is_weekday_only
    if is_new_arrival and day < period.check_out:
        return _between((day, period.check_out))
    return None if is_new_arrival else _between((period.check_in, period.check_out))


def _days_within(group: Group, check_in: date, check_out: date) -> SpokenStay | None:
    """Settle two days beside a weekend or feast: "semana santa, de miércoles a domingo", "este finde, 19 y 20"."""
    first, last = group.points[0], group.points[-1]
    if group.joiner is Joiner.RANGE and first.is_weekday_only and last.is_weekday_only:
        near = (check_in + timedelta(days=shift) for shift in (0, -1, 1, -2, 2, -3, 3))
        arrival = next(day for day in near if day.weekday() == first.weekday)
        assert last.weekday is not None
        return _between((arrival, next_weekday(last.weekday, after=arrival)))
    weekend = [check_out - timedelta(days=1), check_out]
    is_named = [point.day for point in group.points] == [day.day for day in weekend]
    is_named |= [point.weekday for point in group.points if point.is_weekday_only] == [SATURDAY, SUNDAY]
    is_named &= check_out.weekday() == SUNDAY
    return _between((check_in, check_out)) if group.joiner is Joiner.BOTH and is_named else None


def _day_near(point: Point, check_in: date, check_out: date, today: date, language: str) -> date | None:
    """Where ``point`` falls in or right beside the period; ``None`` when it is another time."""
    first, last = max(today, check_in - _BESIDE_PERIOD), check_out + _BESIDE_PERIOD
    if point.is_weekday_only:
        days = [check_in + timedelta(days=ahead) for ahead in range((check_out - check_in).days + 1)]
        days += [check_in - timedelta(days=1), check_in - timedelta(days=2)]
        days += [check_out + timedelta(days=ahead) for ahead in range(1, (last - check_out).days + 1)]
        return next((day for day in days if day.weekday() == point.weekday and day >= today), None)
    try:
        bare = replace(point, weekday=None, month=point.month or check_in.month)
        day = place_day(bare, today, language)
    except UnclearDatesError:
        return None
    return day if first <= day <= last else None


def _combined(groups: list[Group], periods: list[Period], today: date, language: str) -> SpokenStay | None:
    """The stay of a period and the days that trim it, when every day belongs to it."""
    placed = [period for period in periods if period.check_in or not period.month]
    stays = [_stay_within(group, placed, today, language) for group in groups]
    if not stays or any(stay is None for stay in stays):
        return None
    arrivals = [stay for stay, group in zip(stays, groups, strict=True) if stay and group.role is not Role.DEPARTURE]
    departures = [stay for stay, group in zip(stays, groups, strict=True) if stay and group.role is Role.DEPARTURE]
    ends = (arrivals or departures)[-1], (departures or arrivals)[-1]
    assert ends[0].check_in is not None
    assert ends[1].check_out is not None
    return _between((ends[0].check_in, ends[1].check_out))


def _stay_of_group(group: Group, nights: int | None, today: date, language: str) -> SpokenStay:
    if group.joiner is Joiner.EITHER:
        raise UnclearDatesError(Ambiguity.ALTERNATIVES)
    if group.joiner is Joiner.RANGE:
        stay = _between(place_range(group.points[0], group.points[1], today, language))
        if nights and stay.nights and nights not in {stay.nights, stay.nights + 1}:
            # "2 noches, del 20 al 25": which of the two is right? Days may count the last one too.
            raise UnclearDatesError(Ambiguity.VAGUE_PERIOD)
        return stay
    if group.joiner is Joiner.BOTH:
        return _between(place_nights_of(list(group.points), today, language))
    point = group.points[0]
    day = place_day(point, today, language)
    if group.role is Role.DEPARTURE:
        return _between((day - timedelta(days=nights), day)) if nights else SpokenStay(check_out=day)
    # "llegamos el 30 a la noche" tells an hour, not a length.
    is_one_night = point.is_one_night and (group.role is not Role.ARRIVAL or point.fixed == today)
    nights = nights or (1 if is_one_night else None)
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


def _checked(stay: SpokenStay, today: date) -> SpokenStay:
    """The last gate: nothing that begins before today or ends before it begins leaves as certain."""
    if stay.check_in and stay.check_in < today:
        raise UnclearDatesError(Ambiguity.PAST)
    if stay.check_in and stay.check_out and stay.check_out <= stay.check_in:
        raise UnclearDatesError(Ambiguity.REVERSED_RANGE)
    return stay
