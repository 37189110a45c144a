"""Named stretches of time on the calendar: feasts, halves and wholes of a month, and what is too vague to place."""

from datetime import date, timedelta

from reservas.domain.nlu.dates.calendar import last_day, monday_after
from reservas.domain.nlu.dates.feasts import Feast, feast_stay
from reservas.domain.nlu.dates.joining import second_day_at
from reservas.domain.nlu.dates.placing import SLIP_WINDOW, UnclearDatesError, place_day
from reservas.domain.nlu.dates.points import MonthRead, PointReader
from reservas.domain.nlu.dates.spoken import Period
from reservas.domain.nlu.dates.weekends import WeekendReader
from reservas.domain.nlu.frame import Ambiguity
from reservas.domain.nlu.lexicon import word_set

_FEASTS: tuple[tuple[tuple[str, ...], Feast], ...] = (
    (("semana", "santa"), Feast.HOLY_WEEK),
    (("holy", "week"), Feast.HOLY_WEEK),
    (("pascua",), Feast.HOLY_WEEK),
    (("pascuas",), Feast.HOLY_WEEK),
    (("pascoa",), Feast.HOLY_WEEK),
    (("easter",), Feast.HOLY_WEEK),
    (("carnaval",), Feast.CARNIVAL),
    (("carnavales",), Feast.CARNIVAL),
    (("carnival",), Feast.CARNIVAL),
    (("navidad",), Feast.CHRISTMAS),
    (("navidades",), Feast.CHRISTMAS),
    (("nochebuena",), Feast.CHRISTMAS),
    (("natal",), Feast.CHRISTMAS),
    (("christmas",), Feast.CHRISTMAS),
    (("xmas",), Feast.CHRISTMAS),
    (("fin", "de", "ano"), Feast.NEW_YEAR),
    (("fim", "de", "ano"), Feast.NEW_YEAR),
    (("ano", "nuevo"), Feast.NEW_YEAR),
    (("ano", "novo"), Feast.NEW_YEAR),
    (("reveillon",), Feast.NEW_YEAR),
    (("virada", "do", "ano"), Feast.NEW_YEAR),
    (("virada", "de", "ano"), Feast.NEW_YEAR),
    (("na", "virada"), Feast.NEW_YEAR),
    (("new", "year", "s", "eve"), Feast.NEW_YEAR),
    (("new", "year", "s"), Feast.NEW_YEAR),
    (("new", "years"), Feast.NEW_YEAR),
    (("new", "year"), Feast.NEW_YEAR),
)
_FIRST = word_set("primera primeira primer 1ra 1era 1a first")
_SECOND = word_set("segunda 2da 2a second ultima")
_QUINCENAS = word_set("quincena quinzena fortnight half mitad metade")
_COUNTS_ONE = frozenset({"a", "una", "uma", "one", "2"})
_NOUN_ONLY = word_set("primer first second ultima")
"""Ordinals that need their noun: "first of March" is a day, "la última de abril" may be a week."""
_VAGUE: tuple[tuple[str, ...], ...] = (
    ("semana", "que", "viene"),
    ("semana", "que", "vem"),
    ("semana", "siguiente"),
    ("semana", "proxima"),
    ("proxima", "semana"),
    ("otra", "semana"),
    ("esta", "semana"),
    ("next", "week"),
    ("this", "week"),
    ("semana", "de", "navidad"),
    ("semana", "de", "ano", "nuevo"),
    ("semana", "de", "fin", "de", "ano"),
    ("vacaciones", "de", "invierno"),
    ("vacaciones", "de", "julio"),
    ("vacaciones", "de", "verano"),
    ("ferias", "de", "julho"),
    ("ferias", "de", "inverno"),
    ("ferias", "de", "verao"),
    ("receso", "invernal"),
    ("dentro", "de", "un", "mes"),
    ("in", "a", "month"),
    ("daqui", "a", "um", "mes"),
    ("school", "holidays"),
    ("winter", "holidays"),
    ("summer", "holidays"),
    ("the", "holidays"),
    ("las", "fiestas"),
    ("as", "festas"),
    ("nas", "festas"),
)
_VAGUE_HEADS = frozenset(words[0] for words in _VAGUE)
_FEAST_HEADS = frozenset(words[0] for words, _ in _FEASTS)
_ORDINAL_WEEKS = word_set(
    "primera segunda tercera cuarta ultima 1ra 2da 3ra 1era primeira terceira first second third last"
)
_SHORT_MONTHS_ALONE = frozenset({"ene", "feb", "abr", "jun", "jul", "sept", "oct", "nov", "dic", "fev", "aug", "dec"})
"""Short names that are no word of their own; "may", "jan" and "ago" (hago) need a preposition before them."""
_SHORT_MONTHS_LED = frozenset({"may", "jan", "dez", "sep", "mai", "ago"})
_BEFORE_MONTH = word_set("in en em de of mid late early ou o or para")
_SEASONS = word_set("verano invierno otono primavera verao inverno summer winter vacaciones ferias")
_SEASON_CUES = word_set("en este esta para neste in this em durante proximo next las")
_WHOLE_AFTER = word_set("completo entero inteiro")
_WEEK_LEADS = word_set("del de do of beginning starting commencing")
_WHOLE_BEFORE = word_set("whole all completo entero inteiro")
_JANUARY = 1
_MONTH_REACH = 4


class PeriodReader:
    """Reads the named stretches of one message."""

    def __init__(self, points: PointReader) -> None:
        self.points = points
        self.today = points.today
        self.weekends = WeekendReader(points)

    def named(self, start: int) -> Period | None:
        """The period that begins at token ``start`` and is worth more than a bare month."""
        return self._vague(start) or self._feast(start) or self.weekends.read(start) or self._quincena(start)

    def month(self, start: int) -> Period | None:
        """A bare month ("en enero") or a whole one ("todo enero"), once no day claimed it."""
        text = self.points.text
        is_led = text(start - 1) in _BEFORE_MONTH or text(start + 1) in {"ou", "or"}
        is_short = text(start) in _SHORT_MONTHS_ALONE or (text(start) in _SHORT_MONTHS_LED and is_led)
        # In English "3 weeks ago" is no month.
        is_short = is_short and not (self.points.language == "en" and text(start) == "ago")
        read = self.points.month(start, is_short_welcome=is_short)
        if read is None:
            return None
        year = read.year or self._year_of(read.month)
        is_whole = text(start - 1) in {"todo", "whole"} or text(read.end) in _WHOLE_AFTER
        is_whole = is_whole or [text(start - 4), text(start - 1)] == ["todo", "de"]
        is_whole = is_whole or (text(start - 3), text(start - 2)) == ("whole", "month")
        is_whole = is_whole or (text(start - 2) in _WHOLE_BEFORE and text(start - 1) in {"of", "de"})
        if is_whole:
            return self._unless_running(start, read.end, date(year, read.month, 1), last_day(year, read.month))
        return Period(start, read.end, month=(read.month, read.year), ambiguity=Ambiguity.VAGUE_PERIOD)

    def _vague(self, start: int) -> Period | None:
        for words in _VAGUE if self.points.text(start) in _VAGUE_HEADS else ():
            if self.points.matches(start, *words):
                week = self._monday_of(words)
                return Period(start, start + len(words), ambiguity=Ambiguity.VAGUE_PERIOD, week=week)
        text = self.points.text
        if text(start) in _ORDINAL_WEEKS and text(start + 1) in {"semana", "week"} and text(start + 2) != "santa":
            return Period(start, start + 2, ambiguity=Ambiguity.VAGUE_PERIOD)
        if text(start) == "reyes":
            # The sixth of January: vague alone, but it tells the month of the days beside it.
            return Period(start, start + 1, ambiguity=Ambiguity.VAGUE_PERIOD, month=(_JANUARY, None))
        if text(start) in _SEASONS and text(start - 1) in _SEASON_CUES:
            return Period(start, start + 1, ambiguity=Ambiguity.VAGUE_PERIOD)
        return self._week_of(start)

    def _week_of(self, start: int) -> Period | None:
        """Read "la semana del 10 de enero"; with two days it is left to them, and "una semana" is a length."""
        text = self.points.text
        if text(start) not in {"semana", "week"} or text(start + 1) not in _WEEK_LEADS:
            return None
        if text(start - 1) in {"una", "uma", "a", "1", "por"} or self.points.tokens[start - 1].number:
            return None
        point = self.points.read(start + 2, is_bare_welcome=True)
        if point is None or second_day_at(self.points.tokens, point.end) is not None:
            return None
        month = (point.month, point.year) if point.month else None
        try:
            day = place_day(point, self.today, self.points.language)
        except UnclearDatesError as error:
            return Period(start, point.end, month=month, ambiguity=error.ambiguity)
        week = day - timedelta(days=day.weekday())
        return Period(start, point.end, month=month, week=week, ambiguity=Ambiguity.VAGUE_PERIOD)

    def _monday_of(self, words: tuple[str, ...]) -> date | None:
        if not {"semana", "week"}.intersection(words) or "de" in words:
            return None
        if {"esta", "this"}.intersection(words):
            return self.today - timedelta(days=self.today.weekday())
        return monday_after(self.today)

    def _feast(self, start: int) -> Period | None:
        for words, feast in _FEASTS if self.points.text(start) in _FEAST_HEADS else ():
            if self.points.matches(start, *words):
                return self._next_feast(start, start + len(words), feast)
        return None

    def _next_feast(self, start: int, end: int, feast: Feast) -> Period:
        year = self._year_at(end)
        if year is not None:
            check_in, check_out = feast_stay(feast, year)
            ambiguity = Ambiguity.PAST if check_in < self.today else None
            return _period(start, end + 1, check_in, check_out, ambiguity)
        for candidate in (self.today.year - 1, self.today.year):
            gone, _ = feast_stay(feast, candidate)
            if timedelta(0) < self.today - gone <= SLIP_WINDOW:
                return Period(start, end, ambiguity=Ambiguity.RECENT_PAST)
        check_in, check_out = feast_stay(feast, self.today.year)
        if check_in < self.today:
            check_in, check_out = feast_stay(feast, self.today.year + 1)
        return _period(start, end, check_in, check_out)

    def _year_at(self, index: int) -> int | None:
        token = self.points.tokens[index] if index < len(self.points.tokens) else None
        is_year = token is not None and token.is_digits and token.number in range(2000, 2100)
        return token.number if token and is_year else None

    def _quincena(self, start: int) -> Period | None:
        """Read "primera quincena de enero" or "la segunda de marzo"; without its number it is vague."""
        text = self.points.text
        if text(start) in {"quincena", "quinzena", "fortnight"} and text(start - 1) not in _COUNTS_ONE:
            read = self.points.month(start + 2, is_short_welcome=False)
            # In brackets it only explains: "1ra de enero (quincena)".
            vague = None if text(start - 1) == "(" else Ambiguity.VAGUE_PERIOD
            return Period(start, read.end if read else start + 1, ambiguity=vague)
        ordinal_end = self._ordinal_end(start)
        if ordinal_end is None:
            return None
        has_noun = text(ordinal_end) in _QUINCENAS
        if not has_noun and text(start) in _NOUN_ONLY:
            return None
        if not has_noun and self.points.language == "pt" and text(start) == "segunda":
            return None
        read = self._month_of_half(start, ordinal_end, has_noun=has_noun)
        if read is None:
            return Period(start, ordinal_end + 1, ambiguity=Ambiguity.VAGUE_PERIOD) if has_noun else None
        if text(ordinal_end) in {"mitad", "metade", "half"}:
            # Half a month is no half a stay: from which day?
            return Period(start, read.end, month=(read.month, read.year), ambiguity=Ambiguity.VAGUE_PERIOD)
        year = read.year or self._year_of(read.month)
        if text(start) in _FIRST or text(start) == "1":
            return self._unless_running(start, read.end, date(year, read.month, 1), date(year, read.month, 15))
        return self._unless_running(start, read.end, date(year, read.month, 16), last_day(year, read.month))

    def _month_of_half(self, start: int, ordinal_end: int, *, has_noun: bool) -> MonthRead | None:
        month_at = ordinal_end + has_noun
        if self.points.text(month_at) in {"de", "del", "of", "in", "en", "em"}:
            month_at += 1
        elif not has_noun:
            return None
        read = self.points.month(month_at, is_short_welcome=has_noun)
        return read or (self._month_beside(start, ordinal_end + 1) if has_noun else None)

    def _month_beside(self, start: int, end: int) -> MonthRead | None:
        """The month of "en enero, segunda quincena" or "la primera quincena, enero"."""
        if self.points.text(end) == "," and (read := self.points.month(end + 1, is_short_welcome=True)):
            return read
        at = start - 1
        while at > start - _MONTH_REACH and self.points.text(at) in {",", "la", "a"}:
            at -= 1
        read = self.points.month(at, is_short_welcome=True)
        return MonthRead(end, read.month, read.year) if read else None

    def _ordinal_end(self, start: int) -> int | None:
        text = self.points.text
        if text(start) in _FIRST | _SECOND:
            return start + 1
        if text(start) in {"1", "2"} and text(start + 1) in {"a", "ra", "da", "era", "ª"}:
            return start + 2
        if text(start) in {"1", "2"} and text(start + 1) in {"quincena", "quinzena"}:
            return start + 1
        return None

    def _year_of(self, month: int) -> int:
        return self.today.year + (month < self.today.month)

    def _unless_running(self, start: int, end: int, check_in: date, check_out: date) -> Period:
        if check_in < self.today:
            ambiguity = Ambiguity.RECENT_PAST if self.today - check_in <= SLIP_WINDOW else Ambiguity.PAST
            return Period(start, end, ambiguity=ambiguity)
        return _period(start, end, check_in, check_out)


def _period(
    start: int,
    end: int,
    check_in: date,
    check_out: date | None,
    ambiguity: Ambiguity | None = None,
) -> Period:
    if ambiguity:
        return Period(start, end, ambiguity=ambiguity)
    return Period(start, end, check_in=check_in, check_out=check_out)
