"""The days of a message are gathered into those said in one breath, and those that are no part of the stay leave."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reservas.domain.nlu.dates.asides import is_corrected, is_denied, is_occasion, is_replaced, was_there
from reservas.domain.nlu.dates.joining import joiner_between, role_after, role_of
from reservas.domain.nlu.dates.spoken import Joiner, Period, Point, Role
from reservas.domain.nlu.normalize import Token


@dataclass(frozen=True, slots=True)
class Group:
    """Days that belong together: one alone, two as a range, several in a row, or alternatives."""

    joiner: Joiner
    points: tuple[Point, ...]
    role: Role = Role.DAY

    @property
    def start(self) -> int:
        """The first token."""
        return self.points[0].start

    @property
    def end(self) -> int:
        """The token behind the last."""
        return self.points[-1].end


def group_days(
    tokens: Sequence[Token],
    points: list[Point],
    periods: list[Period],
    language: str,
) -> list[Group]:
    """The groups of days the stay is made of; months said once are lent to the days beside them."""
    groups = _with_roles(tokens, _joined(tokens, points))
    groups = [group for group in groups if group.role is not Role.ERRAND and not was_there(tokens, group.start)]
    groups = _inherit_months(groups, _month_around(periods))
    return _kept(tokens, groups, language, has_period=bool(periods))


def _joined(tokens: Sequence[Token], points: list[Point]) -> list[Group]:
    groups: list[Group] = []
    index = 0
    while index < len(points):
        last, joiner = index, Joiner.NOTHING
        while last + 1 < len(points):
            following = joiner_between(tokens, points[last], points[last + 1])
            if following is Joiner.NOTHING or (joiner is Joiner.RANGE):
                break
            joiner = following if joiner in {Joiner.NOTHING, following} else Joiner.EITHER
            last += 1
        groups.append(Group(joiner, tuple(points[index : last + 1])))
        index = last + 1
    return groups


def _with_roles(tokens: Sequence[Token], groups: list[Group]) -> list[Group]:
    """Each group with its role; a range is never an errand."""
    placed: list[Group] = []
    after = 0
    for group in groups:
        role = role_of(tokens, group.points[0], after=after)
        is_range = group.joiner is Joiner.RANGE
        placed.append(replace(group, role=Role.DAY if is_range and role is Role.ERRAND else role))
        after = group.end
    ends = [*(group.start for group in placed[1:]), len(tokens)]
    if len(placed) < 2 or placed[0].role is not Role.DAY:  # noqa: PLR2004 - arrival and departure
        return placed
    named_after = [role_after(tokens, group.points[-1], until=end) for group, end in zip(placed, ends, strict=True)]
    if all(named_after):
        return [replace(group, role=role or group.role) for group, role in zip(placed, named_after, strict=True)]
    return placed


def _month_around(periods: list[Period]) -> tuple[int | None, int | None]:
    """Month and year that the message's only period lends to days said without: "en enero, del 5 al 9"."""
    months = {period.month for period in periods if period.month}
    if len(months) == 1:
        return months.pop()
    if len(periods) == 1 and periods[0].check_in:
        return periods[0].check_in.month, None
    return None, None


def _inherit_months(groups: list[Group], around: tuple[int | None, int | None]) -> list[Group]:
    """Days without a month take the one said before them, or the month ``around`` them.

    Only the first day of a group takes it: the others follow from there, also into the next month.
    """
    inherited: list[Group] = []
    month, year = around
    for group in groups:
        first = group.points[0]
        said = next((point.month for point in reversed(group.points) if point.month), None)
        if said is None and first.day is not None:
            first = replace(first, month=month, year=year)
        inherited.append(replace(group, points=(first, *group.points[1:])))
        month, year = (said, None) if said else (month, year)
    return inherited


def _kept(tokens: Sequence[Token], groups: list[Group], language: str, *, has_period: bool) -> list[Group]:
    """Without the days given up, refused, taken back or busy with something else, as long as others remain."""
    groups = [group for group in groups if not is_replaced(tokens, group.points[0])] or groups
    asked = [group for group in groups if not is_denied(tokens, group.start, group.end, language)]
    is_nothing_left = not (asked or has_period or all(group.points[0].fixed for group in groups))
    groups = groups if is_nothing_left else asked
    for index in range(len(groups) - 1, 0, -1):
        if is_corrected(tokens, groups[index - 1].end, groups[index].start):
            groups = [*_corrected(groups[:index], groups[index]), *groups[index + 1 :]]
            break
    if len(groups) > 1 or (groups and has_period):
        starts = [0, *(group.end for group in groups[:-1])]
        pairs = zip(groups, starts, strict=True)
        dated = [g for g, after in pairs if not is_occasion(tokens, g.points[0], after=after)]
        groups = dated if dated or has_period else groups
    return groups


def _corrected(before: list[Group], new: Group) -> list[Group]:
    """What a correction leaves: "del 5 al 10, no, perdón, hasta el 12" keeps the arrival."""
    last = before[-1]
    if new.role is Role.DEPARTURE and new.joiner is Joiner.NOTHING and last.joiner is Joiner.RANGE:
        return [Group(Joiner.RANGE, (last.points[0], new.points[0]))]
    return [new]
