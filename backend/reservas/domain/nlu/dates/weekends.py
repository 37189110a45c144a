"""Weekends and long weekends as guests name them become Friday-to-Sunday stays or a holiday's stretch."""

from dataclasses import replace
from datetime import timedelta

from reservas.domain.nlu.dates.calendar import (
    DAYS_IN_WEEK,
    FRIDAY,
    SATURDAY,
    SUNDAY,
    last_yearly,
    make_date,
    next_weekday,
    saturdays,
    weekend_holding,
)
from reservas.domain.nlu.dates.feasts import (
    LongWeekend,
    carnival,
    long_weekend_of_day,
    long_weekend_of_month,
    long_weekends_from,
)
from reservas.domain.nlu.dates.placing import UnclearDatesError, place_day
from reservas.domain.nlu.dates.points import MonthRead, PointReader
from reservas.domain.nlu.dates.spoken import Period, Point, Which
from reservas.domain.nlu.frame import Ambiguity
from reservas.domain.nlu.lexicon import word_set

_HOLIDAY_NOUNS = word_set("feriado feriadao puente")
_RATE_CUES = word_set("por los cada per fines")
_GONE = word_set("pasado passado anterior last")
_THIS = word_set("este esse neste nesse this")
_NEXT = word_set("proximo next siguiente")
_ORDINALS = {
    "primer": 0,
    "primero": 0,
    "primeiro": 0,
    "first": 0,
    "segundo": 1,
    "second": 1,
    "tercer": 2,
    "tercero": 2,
    "terceiro": 2,
    "third": 2,
    "cuarto": 3,
    "ultimo": -1,
    "last": -1,
}
_RANGE_WORDS = frozenset({"al", "a", "-", "ao", "hasta", "to", "y", "e", "and", "o"})
_OF = word_set("de del do da of in en em")
_LONG = word_set("largo longo prolongado extendido xl")
_INDEFINITE = word_set("un um a algun ese aquel aquele that any cualquier qualquer entre")
_TELLS_WEEK = word_set("la que esta this next the")
_FEAST_HEADS = word_set(
    "semana pascua pascuas pascoa easter carnaval carnavales navidad natal christmas fin ano reveillon"
)
_FEASTS_BEFORE = word_set("easter carnival pascua pascuas pascoa")
_FEASTS_BEHIND = word_set("carnaval carnavales pascua pascuas pascoa")
_AFTER_THAT = word_set("siguiente posterior following")
_OR = word_set("o u ou or")
_THE = word_set("el o the al no")
_OTHER_ONE = word_set("otro outro other next siguiente proximo que following")
_HOLIDAY_NAMES = {
    ("malvinas",): 4,
    ("guemes",): 6,
    ("independencia",): 7,
    ("san", "martin"): 8,
    ("diversidad",): 10,
    ("raza",): 10,
    ("soberania",): 11,
    ("inmaculada",): 12,
}
"""Holidays guests name instead of a day, and the month of their long weekend."""
_BEFORE_LONG = word_set("long holiday el o the ,")
_MONTH_REACH = 4
_DAY_FILLERS = word_set("dia the o el")


class WeekendReader:
    """Reads the weekends of one message."""

    def __init__(self, points: PointReader) -> None:
        self.points = points
        self.today = points.today

    def read(self, start: int) -> Period | None:
        """The weekend or long weekend whose noun is token ``start``; an empty period for one that is over."""
        text = self.points.text
        noun = text(start)
        if noun in {"el", "o"} and text(start + 1) in {"del", "do"} and self._is_weekend_told(start):
            # "... el finde del 5 no, el del 12"
            return self._of_day(start)
        if noun in _HOLIDAY_NOUNS and text(start + 1) in _LONG:
            return self._long(start, start + 2)
        if noun in _HOLIDAY_NOUNS:
            return self._long(start, start + 1, is_holiday_noun=True)
        if noun != "finde":
            return None
        if text(start + 1) in _LONG:
            return self._long(start, start + 2)
        if text(start - 1) in {"long", "holiday"}:
            return self._long(start, start + 1)
        return self._plain(start)

    def _is_weekend_told(self, start: int) -> bool:
        text = self.points.text
        return any(text(at) == "finde" and text(at + 1) not in _LONG for at in range(start))

    def _plain(self, start: int) -> Period:
        """A weekend that is not said to be long."""
        text = self.points.text
        before, after = text(start - 1), text(start + 1)
        if before in _RATE_CUES or after in _GONE:
            return Period(start, start + 1)
        if before in {"otro", "outro"} or (after == "que" and text(start + 2) in {"no", "nao"}):
            return Period(start, start + 1, ambiguity=Ambiguity.VAGUE_PERIOD)
        if before in _FEASTS_BEFORE or after in _FEASTS_BEHIND:
            # "Easter weekend", "finde carnaval": the feast is read by itself.
            return Period(start, start + 1)
        if named := self._of_day(start) or self._of_month(start):
            return named
        if before in _INDEFINITE and after not in {"que", "proximo"}:
            # Any weekend, or one spoken of before: no date is said.
            return Period(start, start + 1)
        if after in {"de", "del", "of"} and text(start + 2) not in _TELLS_WEEK:
            # A feast is read by itself ("finde de pascua"); any other name would have to be explained.
            is_feast = text(start + 2) in _FEAST_HEADS
            return Period(start, start + 1, ambiguity=None if is_feast else Ambiguity.VAGUE_PERIOD)
        return self._from_today(start)

    def _which(self, start: int, end: int) -> tuple[Which, int]:
        text = self.points.text
        is_led = text(start - 1) in {"long", "holiday"}
        before = {text(start - 1), text(start - 2)} if is_led else {text(start - 1)}
        if text(end) == "que" and text(end + 1) in {"viene", "vem", "entra", "sigue"}:
            return Which.NEXT, end + 2
        if before & _NEXT or text(end) in _NEXT:
            return Which.NEXT, end + (text(end) in _NEXT)
        return (Which.THIS if before & _THIS else Which.PLAIN), end

    def _from_today(self, start: int) -> Period:
        which, end = self._which(start, start + 1)
        text = self.points.text
        if text(end - 1) in _AFTER_THAT and any(token.is_digits for token in self.points.tokens[:start]):
            # The one after some other day.
            return Period(start, end, ambiguity=Ambiguity.VAGUE_PERIOD)
        if text(end) in _OR and text(end + 1) in _THE and text(end + 2) in _OTHER_ONE:
            return Period(start, end, ambiguity=Ambiguity.ALTERNATIVES)
        weekday = self.today.weekday()
        if which is Which.NEXT or weekday < FRIDAY:
            friday = next_weekday(FRIDAY, after=self.today)
            return Period(start, end, check_in=friday, check_out=friday + timedelta(days=2))
        is_clear = weekday == FRIDAY or (which is Which.THIS and weekday == SATURDAY)
        if not is_clear:
            return Period(start, end, ambiguity=Ambiguity.BARE_WEEKEND)
        sunday = self.today + timedelta(days=SUNDAY - weekday)
        return Period(start, end, check_in=self.today, check_out=sunday)

    def _of_month(self, start: int) -> Period | None:
        """Read "el primer finde de diciembre", by its Saturday."""
        text = self.points.text
        ordinal = _ORDINALS.get(text(start - 1))
        month_at = start + 2 if text(start + 1) in _OF else start + 1
        read = self.points.month(month_at, is_short_welcome=month_at > start + 1)
        if read is None:
            return None
        if ordinal is None:
            return Period(start, read.end, ambiguity=Ambiguity.VAGUE_PERIOD)
        year = read.year or self.today.year
        friday = saturdays(year, read.month)[ordinal] - timedelta(days=1)
        if friday < self.today:
            is_slip = self.today - friday < timedelta(days=30)
            if read.year or is_slip:
                return Period(start, read.end, ambiguity=Ambiguity.PAST if read.year else Ambiguity.RECENT_PAST)
            friday = saturdays(year + 1, read.month)[ordinal] - timedelta(days=1)
        return Period(start, read.end, check_in=friday, check_out=friday + timedelta(days=2))

    def _of_day(self, start: int) -> Period | None:
        """Read "el finde del 12", the weekend holding that day; "el finde del 11 al 13" is left to its days."""
        text = self.points.text
        day_at = start + 2 if text(start + 1) in _OF else start + 1
        is_led = day_at > start + 1
        while is_led and text(day_at) in _DAY_FILLERS:
            day_at += 1
        point = self.points.read(day_at, is_bare_welcome=is_led)
        if point is None or point.day is None or not (is_led or point.month):
            return None
        following = text(point.end)
        if following == "," and text(point.end + 1).isdigit() and text(point.end + 2) in {"y", "e", "and"}:
            # "el finde del 24, 25 y 26": the nights are named.
            return Period(start, start + 1)
        if following in {"y", "e", "and"} and (second := self.points.read(point.end + 1, is_bare_welcome=True)):
            # "el finde del 7 y 8": the weekend, named by both its days.
            is_weekend = second.day is not None and second.day - point.day == 1
            point = replace(point, month=second.month or point.month, end=second.end) if is_weekend else point
        elif following in _RANGE_WORDS and self.points.read(point.end + 1, is_bare_welcome=True):
            return Period(start, start + 1)
        try:
            weekend = weekend_holding(place_day(point, self.today, self.points.language))
        except UnclearDatesError as error:
            return Period(start, point.end, ambiguity=error.ambiguity)
        if weekend is None:
            return Period(start, point.end, ambiguity=Ambiguity.VAGUE_PERIOD)
        return Period(start, point.end, check_in=max(weekend[0], self.today), check_out=weekend[1])

    def _long(self, start: int, end: int, *, is_holiday_noun: bool = False) -> Period | None:
        text = self.points.text
        if text(end) in _OF and text(end + 1) == "carnaval":
            check_in, check_out = carnival(self.today.year)
            if check_in < self.today:
                check_in, check_out = carnival(self.today.year + 1)
            return Period(start, end + 2, check_in=check_in, check_out=check_out)
        month_at = end + 1 if text(end) in _OF else end
        name_at = month_at + 1 if text(month_at) == "la" else month_at
        for words, month in _HOLIDAY_NAMES.items():
            if self.points.matches(name_at, *words):
                return self._placed(start, name_at + len(words), long_weekend_of_month(month, self.today))
        read = self.points.month(month_at, is_short_welcome=month_at > end)
        read = read or self._month_before(start)
        if (holiday := self._day_before(start)) and holiday.day is not None:
            return self._placed(start, end, self._holding(holiday.day, holiday.month))
        if read:
            return self._placed(start, max(end, read.end), long_weekend_of_month(read.month, self.today))
        point = self.points.read(month_at, is_bare_welcome=True) if month_at > end else None
        if point and point.day is not None and text(point.end) not in _RANGE_WORDS:
            return self._placed(start, point.end, self._holding(point.day, point.month))
        if is_holiday_noun and not self._is_pointed_at(start, end):
            return None
        return self._next_long(start, end)

    def _month_before(self, start: int) -> MonthRead | None:
        """The month of "july long weekend" or "para agosto, el feriado largo"."""
        at = start - 1
        while at > start - _MONTH_REACH and self.points.text(at) in _BEFORE_LONG:
            at -= 1
        return self.points.month(at, is_short_welcome=False)

    def _day_before(self, start: int) -> Point | None:
        """The holiday said right before: "el 1 de mayo, finde largo"."""
        last = start
        while last > 0 and self.points.text(last - 1) in _BEFORE_LONG:
            last -= 1
        point = self.points.read(last - 3) if last > 2 else None  # noqa: PLR2004 - "1 de mayo"
        return point if point and point.end == last and point.is_day_of_month else None

    def _is_pointed_at(self, start: int, end: int) -> bool:
        return self._which(start, end)[0] is not Which.PLAIN or self.points.text(start) == "feriadao"

    def _next_long(self, start: int, end: int) -> Period:
        which, end = self._which(start, end)
        coming = long_weekends_from(self.today)
        is_running = bool(coming) and coming[0].check_in <= self.today + timedelta(days=SUNDAY - self.today.weekday())
        is_running = is_running and self.today.weekday() >= FRIDAY
        if is_running and which is Which.PLAIN:
            return Period(start, end, ambiguity=Ambiguity.BARE_WEEKEND)
        if is_running and which is Which.NEXT:
            coming = coming[1:]
        return self._placed(start, end, coming[0] if coming else None)

    def _holding(self, day: int, month: int | None) -> LongWeekend | None:
        """The long weekend of a holiday; its date may have gone by this year, then next year's is meant."""
        candidates = [
            weekend
            for year in (self.today.year, self.today.year + 1)
            if (holiday := make_date(year, month or self.today.month, day)) and holiday >= self.today
            for weekend in [long_weekend_of_day(holiday, self.today)]
            if weekend
        ]
        gone = last_yearly(month, day, before=self.today) if month else None
        if gone and self.today - gone <= timedelta(days=DAYS_IN_WEEK * 4):
            return None
        return candidates[0] if candidates else None

    def _placed(self, start: int, end: int, weekend: LongWeekend | None) -> Period:
        if weekend is None:
            return Period(start, end, ambiguity=Ambiguity.VAGUE_PERIOD)
        return Period(start, end, check_in=weekend.check_in, check_out=weekend.check_out)
