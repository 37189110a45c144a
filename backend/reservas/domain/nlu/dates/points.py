"""Tokens become single days as spoken: "10 de enero", "15/1", "viernes 8", "mañana", "Dec 26"."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from reservas.domain.nlu.counted import is_counting
from reservas.domain.nlu.dates.calendar import DAYS_IN_WEEK, SUNDAY, easter_sunday, next_month
from reservas.domain.nlu.dates.spoken import Point, Which
from reservas.domain.nlu.lexicon import MONTHS, ORDINAL_DAYS, PORTUGUESE_WEEKDAYS, SHORT_MONTHS, WEEKDAYS, word_set
from reservas.domain.nlu.normalize import Token

_LAST_DAY, _LAST_MONTH, _CENTURY, _LAST_YEAR = 31, 12, 2000, 2099
_LONGEST_DAY_DIGITS = 2

_DAY_CUES = word_set(
    "el del dia dias the do fecha fechas al ao mismo perdon sorry digo pera llego llegamos entro entramos ingreso "
    "ingresamos salgo salimos chego "
    "chegamos chegando entrando saindo saio saimos arrive arriving leave leaving entrada salida llegada ingreso egreso "
    "chegada saida depart departing"
)
_OF = word_set("de del of do")
_ORDINAL_ENDS = word_set("st nd rd th ro er o °")
_ENGLISH_ORDINAL_ENDS = word_set("st nd rd th")
_BEFORE_NUMBER = frozenset({",", "el", "dia", "the"})
_NOT_TOMORROW_AFTER = word_set("la esta buena")
_GONE = word_set("pasado pasada ultimo ultima last passado passada anterior")
_ANY = word_set("un algun um algum some any cualquier qualquer")
_THIS = word_set("este esta this esse essa neste nesta nesse nessa")
_NEXT_BEFORE = word_set("proximo proxima next otro")
_NIGHT_TAILS = (
    ("a", "la", "noche"),
    ("por", "la", "noche"),
    ("de", "noche"),
    ("a", "noite"),
    ("de", "noite"),
    ("night",),
)
_DAY_TAILS = (
    ("a", "la", "tarde"), ("a", "la", "manana"), ("por", "la", "tarde"), ("por", "la", "manana"), ("al", "mediodia"),
    ("a", "tarde"), ("de", "tarde"), ("de", "manha"), ("morning",), ("afternoon",),
)  # fmt: skip
"""Hours that tell nothing of the nights: "del 18 a la tarde al 21"."""
_DAY_TAIL_HEADS = frozenset(words[0] for words in _DAY_TAILS)
_MONTH_TAILS = {
    ("mes", "que", "viene"): 1,
    ("mes", "que", "entra"): 1,
    ("proximo", "mes"): 1,
    ("mes", "proximo"): 1,
    ("next", "month"): 1,
    ("mes", "que", "vem"): 1,
    ("este", "mes"): 0,
    ("this", "month"): 0,
    ("corriente",): 0,
}
_MONTHS_BY_LANGUAGE = {("pt", "out"): 10, ("pt", "set"): 9, ("es", "set"): 9}
"""Short months that are everyday words in another language."""
_MONTH_TAIL_HEADS = frozenset(words[0] for words in _MONTH_TAILS)
_AHEAD = (
    ("de", "aca", "a"),
    ("de", "aqui", "a"),
    ("dentro", "de"),
    ("daqui", "a"),
    ("daqui",),
    ("en",),
    ("em",),
    ("in",),
)
_AHEAD_HEADS = frozenset(words[0] for words in _AHEAD)
_RELATIVE_HEADS = word_set("pasado depois day hoy hoje today esta tonight amanha tomorrow manana")
"""What a relative day begins with: most words need no closer look."""
_AHEAD_BLOCKS = word_set("por para las los for")
_AHEAD_UNITS = {
    **dict.fromkeys(("dia", "dias", "day", "days"), 1),
    **dict.fromkeys(("semana", "semanas", "week", "weeks"), 7),
}
_AHEAD_TAILS = (
    ("from", "today"),
    ("from", "now"),
    ("desde", "hoy"),
    ("a", "partir", "de", "hoy"),
    ("time",),
    ("s", "time"),
)
_FURTHEST_AHEAD = 366
_HOLY_DAYS = {"holythursday": 3, "goodfriday": 2, "eastersunday": 0}
_ORDINAL_NOUNS = word_set("finde night day week time one half fortnight floor cabin person of")
_BEFORE_THE = word_set("on to until till from through of") | set(WEEKDAYS)
_FIRST_TEEN = 10
_RANGE_WORDS = word_set("to till until through and or if is would and")
_RANGE_SIGNS = word_set("al a ao ate hasta - to till until el")
_SUN_DAYS = frozenset(str(day) for day in range(1, 32)) | {"the"}
"""What makes a Sunday of "sun"."""
_NUMBERED = word_set("somos seriamos seremos sumos")
_DAYTIMES = (("de", "la", "tarde"), ("de", "la", "manana"), ("da", "tarde"), ("da", "manha"))
_SPOKEN_ONES = frozenset({"uno", "um", "primero", "primeiro"})


@dataclass(frozen=True, slots=True)
class MonthRead:
    """A month met in the tokens, and where it ends."""

    end: int
    month: int
    year: int | None


class PointReader:
    """Reads the days of one message, given its language and the day it was sent."""

    def __init__(self, tokens: Sequence[Token], today: date, language: str) -> None:
        self.tokens = tokens
        self.today = today
        self.language = language

    def read(self, start: int, *, is_bare_welcome: bool = False) -> Point | None:
        """The day that begins at token ``start``; a lone number only where ``is_bare_welcome`` or a cue precedes."""
        point = self._ahead(start) or self._relative(start) or self._feast_day(start) or self._weekday_led(start)
        point = point or self._dated(start, is_bare=is_bare_welcome)
        return self._with_night(point) if point else None

    def matches(self, start: int, *words: str) -> bool:
        """Whether exactly ``words`` stand from token ``start`` on."""
        if self.text(start) != words[0]:
            return False
        return all(self.text(start + offset) == word for offset, word in enumerate(words))

    def text(self, index: int) -> str:
        """The token's text, empty outside the message."""
        return self.tokens[index].text if 0 <= index < len(self.tokens) else ""

    def month(self, start: int, *, is_short_welcome: bool) -> MonthRead | None:
        """The month at ``start`` ("enero de 2027", "mes que viene"), without the preposition before it."""
        for words, ahead in _MONTH_TAILS.items() if self.text(start) in _MONTH_TAIL_HEADS else ():
            if self.matches(start, *words):
                year, month = self.today.year, self.today.month
                if ahead:
                    year, month = next_month(year, month)
                return MonthRead(start + len(words), month, year)
        known = SHORT_MONTHS if is_short_welcome else MONTHS
        month_number = known.get(self.text(start))
        if is_short_welcome and month_number is None:
            month_number = _MONTHS_BY_LANGUAGE.get((self.language, self.text(start)))
        if month_number is None:
            return None
        end = start + 1
        if self.text(end) == "." and is_short_welcome:
            end += 1
        return self._with_year(end, month_number)

    def weekday(self, index: int) -> int | None:
        """The weekday named at ``index``, Monday being 0."""
        text = self.text(index)
        if self.language == "pt" and text in PORTUGUESE_WEEKDAYS:
            return PORTUGUESE_WEEKDAYS[text]
        if text == "sun" and (self.text(index - 1) in _RANGE_SIGNS or self.text(index + 1) in _SUN_DAYS):
            return SUNDAY
        return WEEKDAYS.get(text)

    def _with_year(self, end: int, month: int) -> MonthRead:
        year_at = end + 1 if self.text(end) in {"de", "del", ","} else end
        token = self.tokens[year_at] if year_at < len(self.tokens) else None
        if token and token.is_digits and token.number is not None and _CENTURY < token.number <= _LAST_YEAR:
            return MonthRead(year_at + 1, month, token.number)
        return MonthRead(end, month, None)

    def _relative(self, start: int) -> Point | None:
        if self.text(start) not in _RELATIVE_HEADS:
            return None
        before = self.text(start - 1)
        tomorrow = self.today + timedelta(days=1)
        fixed: tuple[tuple[tuple[str, ...], date, bool], ...] = (
            (("pasado", "manana"), tomorrow + timedelta(days=1), False),
            (("depois", "de", "amanha"), tomorrow + timedelta(days=1), False),
            (("day", "after", "tomorrow"), tomorrow + timedelta(days=1), False),
            (("hoy",), self.today, False),
            (("hoje",), self.today, False),
            (("today",), self.today, False),
            (("esta", "noche"), self.today, True),
            (("esta", "noite"), self.today, True),
            (("tonight",), self.today, True),
            (("hoje", "a", "noite"), self.today, True),
            (("amanha",), tomorrow, False),
            (("tomorrow",), tomorrow, False),
            (("manana",), tomorrow, False),
        )
        for words, day, is_night in fixed:
            is_morning = words == ("manana",) and before in _NOT_TOMORROW_AFTER
            if not is_morning and self.matches(start, *words):
                end = start + len(words)
                # "hoy sábado"
                end += self.weekday(end) == day.weekday()
                return Point(start, end, fixed=day, is_one_night=is_night)
        if self.text(start) == "pasado" and before in {"y", "o"} and self.text(start - 2) == "manana":
            return Point(start, start + 1, fixed=tomorrow + timedelta(days=1))
        return None

    def _ahead(self, start: int) -> Point | None:
        """Read "en diez días", "de acá a dos semanas", "daqui a 10 dias", "in ten days", "two weeks from today"."""
        if start >= len(self.tokens):
            return None
        if self.text(start) not in _AHEAD_HEADS and self.tokens[start].number is None:
            return None
        lead = next((len(words) for words in _AHEAD if self.matches(start, *words)), 0)
        if not lead and self.text(start - 1) in _AHEAD_BLOCKS:
            return None
        count_at = start + lead
        count = self.tokens[count_at].number if count_at < len(self.tokens) else None
        unit = _AHEAD_UNITS.get(self.text(count_at + 1))
        if not count or not unit or count * unit > _FURTHEST_AHEAD:
            return None
        end = count_at + 2
        tail = next((len(words) for words in _AHEAD_TAILS if self.matches(end, *words)), 0)
        if not lead and not tail:
            return None
        return Point(start, end + tail, fixed=self.today + timedelta(days=count * unit), is_week=unit == DAYS_IN_WEEK)

    def _feast_day(self, start: int) -> Point | None:
        """Read a day of Holy Week by its name."""
        days_before_easter = _HOLY_DAYS.get(self.text(start))
        if days_before_easter is None:
            return None
        dated = self._dated(start + 1, is_bare=False)
        if dated and dated.is_day_of_month:
            return replace(dated, start=start)
        easter = easter_sunday(self.today.year)
        if easter < self.today:
            easter = easter_sunday(self.today.year + 1)
        return Point(start, start + 1, fixed=max(easter - timedelta(days=days_before_easter), self.today))

    def _weekday_led(self, start: int) -> Point | None:
        weekday = self.weekday(start)
        if weekday is None:
            return None
        number_at = start + 1
        while self.text(number_at) in _BEFORE_NUMBER and number_at - start <= _LONGEST_DAY_DIGITS:
            number_at += 1
        dated = self._dated(number_at, is_bare=True)
        if dated and (dated.month or self.text(number_at - 1) != ","):
            return replace(dated, start=start, weekday=weekday)
        return self._plain_weekday(start, weekday)

    def _plain_weekday(self, start: int, weekday: int) -> Point | None:
        before, end = self.text(start - 1), start + 1
        is_any = before in _ANY or (before == "a" and self.language == "en")
        if self.text(end) in _GONE or before in _GONE or (is_any and self.text(end) != "que"):
            return None
        which = Which.PLAIN
        if before in _NEXT_BEFORE:
            which = Which.NEXT
        elif before in _THIS:
            which = Which.THIS
        for words, meaning in (
            (("de", "la", "semana", "que", "viene"), Which.NEXT_WEEK),
            (("de", "la", "proxima", "semana"), Which.NEXT_WEEK),
            (("da", "semana", "que", "vem"), Which.NEXT_WEEK),
            (("que", "viene"), Which.NEXT),
            (("que", "vem"), Which.NEXT),
            (("proximo",), Which.NEXT),
            (("siguiente",), Which.NEXT),
        ):
            if self.matches(end, *words):
                return Point(start, end + len(words), weekday=weekday, which=meaning)
        return Point(start, end, weekday=weekday, which=which)

    def _dated(self, start: int, *, is_bare: bool) -> Point | None:
        if start >= len(self.tokens):
            return None
        token = self.tokens[start]
        if token.text in ORDINAL_DAYS and token.number is None:
            return self._spelled_ordinal(start)
        if token.number is None:
            return self._month_first(start)
        if not 1 <= token.number <= _LAST_DAY or (len(token.text) > _LONGEST_DAY_DIGITS and token.is_digits):
            return None
        return self._slashed(start, is_bare=is_bare) or self._worded(start, is_bare=is_bare)

    def _slashed(self, start: int, *, is_bare: bool) -> Point | None:
        """5/1, 05/01/27, 5/1/2027."""
        month = self._slash_number(start + 1)
        day = self.tokens[start]
        if month is None or not day.is_digits:
            return None
        # "3/4 camas" counts; "del 10/2 al 15/2 cabaña grande" does not.
        if is_counting(self.tokens, start + 2) and not (is_bare and self.text(start - 1) in _RANGE_SIGNS):
            return None
        is_fraction = self.language in {"es", "pt"} and self.text(start - 1) not in _DAY_CUES
        if month > _LAST_DAY or (month > _LAST_MONTH and is_fraction):
            return None
        if self.text(start - 1) in _NUMBERED or any(self.matches(start + 3, *words) for words in _DAYTIMES):
            # "somos 3/4", "llegamos 3/4 de la tarde"
            return None
        year = self._slash_number(start + 3)
        if year is None:
            return Point(start, start + 3, day=day.number, month=month, is_numeric=True)
        year = year + _CENTURY if year < 100 else year  # noqa: PLR2004 - two digits
        if not _CENTURY < year <= _LAST_YEAR:
            return None
        return Point(start, start + 5, day=day.number, month=month, year=year, is_numeric=True)

    def _slash_number(self, slash_at: int) -> int | None:
        is_there = self.text(slash_at) == "/" and slash_at + 1 < len(self.tokens)
        token = self.tokens[slash_at + 1] if is_there else None
        return token.number if token and token.is_digits else None

    def _worded(self, start: int, *, is_bare: bool) -> Point | None:
        """Read "10 de enero", "5th of March", "20 ene", or a lone day where one may stand."""
        token, end = self.tokens[start], start + 1
        if self.text(end) in _ORDINAL_ENDS and end < len(self.tokens) and self.tokens[end].is_glued:
            end += 1
        if self.text(end) == "/" and self._slash_number(end) is not None:
            # A year too long ago ("nací el 12/3/1985") or a fraction: no day of a stay.
            return None
        is_dashed = self.text(end) in {"-", "/"} and self._is_month_name(end + 1)
        month_at = end + 1 if self.text(end) in _OF or is_dashed else end
        if month_at > end and self.text(month_at) == "mes" and self.text(month_at + 1) in _OF:
            month_at += 2
        month = self.month(month_at, is_short_welcome=True)
        if month:
            return Point(start, month.end, day=token.number, month=month.month, year=month.year)
        is_article = token.text in {"un", "una", "um", "uma", "one", "uno"}
        if token.text in _SPOKEN_ONES and self.text(start - 1) in {"del", "el", "dia", "al", "do"}:
            is_article = False
        if is_article or is_counting(self.tokens, start) or self._is_part_of_something(start, end):
            return None
        is_ordinal = end > start + 1 and self.text(start + 1) in _ENGLISH_ORDINAL_ENDS
        if is_ordinal and self.text(end) in _ORDINAL_NOUNS:
            return None
        if is_bare or is_ordinal or self.text(start - 1) in _DAY_CUES:
            return Point(start, end, day=token.number)
        return None

    def _spelled_ordinal(self, start: int) -> Point | None:
        """Read "the tenth", "seventeenth of may", "sixth"; only a month or "the" makes a day of it."""
        month_at = start + 2 if self.text(start + 1) == "of" else start + 1
        day = ORDINAL_DAYS[self.text(start)]
        month = self.month(month_at, is_short_welcome=True)
        if month:
            return Point(start, month.end, day=day, month=month.month, year=month.year)
        if self.text(start + 1) in _ORDINAL_NOUNS:
            return None
        is_led = self.text(start - 1) == "the" and self.text(start - 2) in _BEFORE_THE
        is_alone = day >= _FIRST_TEEN or not self.text(start + 1).isalpha() or self.text(start + 1) in _RANGE_WORDS
        is_led = is_led or (day >= _FIRST_TEEN and self.text(start + 1) in _RANGE_SIGNS)
        if is_led or (is_alone and self.text(start - 1) in {"the", "to", *WEEKDAYS}):
            return Point(start, start + 1, day=day)
        return None

    def _is_part_of_something(self, start: int, end: int) -> bool:
        """Whether the number goes on: "2 of us", "4x4", "1.5"."""
        following = self.tokens[end] if end < len(self.tokens) else None
        if following is None:
            return False
        if following.text in {"of", "%"} or self.text(start - 1) in {"#", "$"}:
            return True
        if following.text in {"al", "a"} and self._number_at(end + 1) is not None:
            # "20al27"
            return False
        return following.is_glued and following.text not in {",", ".", "-", "?", "!", ")", ";", ":", "/"}

    def _is_month_name(self, index: int) -> bool:
        return self.text(index) in SHORT_MONTHS or (self.language, self.text(index)) in _MONTHS_BY_LANGUAGE

    def _number_at(self, index: int) -> int | None:
        return self.tokens[index].number if index < len(self.tokens) else None

    def _month_first(self, start: int) -> Point | None:
        """Read "Dec 26" or "January 5th, 2027"."""
        month = SHORT_MONTHS.get(self.text(start))
        number_at = start + 2 if self.text(start + 1) in {"the", "."} else start + 1
        if month is None or number_at >= len(self.tokens):
            return None
        token = self.tokens[number_at]
        if token.text in ORDINAL_DAYS and token.number is None:
            read = self._with_year(number_at + 1, month)
            return Point(start, read.end, day=ORDINAL_DAYS[token.text], month=month, year=read.year)
        is_digits = token.is_digits or (token.number is not None and self.language == "en")
        is_day = is_digits and token.number is not None and 1 <= token.number <= _LAST_DAY
        if not is_day or is_counting(self.tokens, number_at) or self.text(number_at + 1) == "/":
            return None
        end = number_at + 1
        if self.text(end) in _ORDINAL_ENDS and self.tokens[end].is_glued:
            end += 1
        read = self._with_year(end, month)
        return Point(start, read.end, day=token.number, month=month, year=read.year)

    def _with_night(self, point: Point) -> Point:
        for words in _NIGHT_TAILS:
            if self.matches(point.end, *words):
                return replace(point, end=point.end + len(words), is_one_night=True)
        for words in _DAY_TAILS if self.text(point.end) in _DAY_TAIL_HEADS else ():
            if self.matches(point.end, *words):
                point = replace(point, end=point.end + len(words))
                break
        before = tuple(self.text(index) for index in range(point.start - 3, point.start))
        is_night_of = before[-1:] in {("noche",), ("noite",)} or before[-2:] in {
            ("noche", "del"),
            ("noche", "de"),
            ("noite", "do"),
            ("night", "of"),
        }
        return replace(point, is_one_night=True) if is_night_of or before == ("night", "of", "the") else point
