"""A language's catalogue and Babel's calendars turn values into what a guest reads."""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from types import ModuleType
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_decimal, get_currency_symbol

from reservas.domain.stays import Party, Stay
from reservas.domain.wording import en, es_ar, pt_br

MINUTES_AN_HOUR = 60


@dataclass(frozen=True, slots=True)
class Words:
    """One language: `locale` for Babel, and the catalogue of its sentences."""

    locale: str
    catalogue: ModuleType

    @property
    def language(self) -> str:
        """The language's code, without its country: "es", "pt", "en"."""
        return self.locale.partition("_")[0]

    def say(self, key: str, **values: object) -> str:
        """Return the sentence `key` with its values filled in. Raises KeyError when the catalogue lacks it."""
        return str(self.catalogue.TEXTS[key]).format(**values)

    def has(self, key: str) -> bool:
        """Tell whether the catalogue has the sentence."""
        return key in self.catalogue.TEXTS

    def count(self, noun: str, number: int) -> str:
        """Return "1 noche", "4 noches" and the like."""
        one, many = self.catalogue.PLURALS[noun]
        return str(one if number == 1 else many).format(n=number)

    def day(self, day: date, today: date) -> str:
        """Return "domingo 10 de enero": always with the weekday, with the year only when it is not the next one due."""
        far = (day - today).days > 300 or day < today  # noqa: PLR2004 - about ten months
        pattern = self.catalogue.DAY_WITH_YEAR if far else self.catalogue.DAY
        return str(format_date(day, pattern, locale=self.locale))

    def stay(self, stay: Stay, today: date) -> str:
        """Return "domingo 10 al jueves 14 de enero (4 noches)"; both months are said when they differ."""
        same_month = (stay.check_in.year, stay.check_in.month) == (stay.check_out.year, stay.check_out.month)
        alone = str(format_date(stay.check_in, self.catalogue.DAY_ALONE, locale=self.locale))
        first = alone if same_month else self.day(stay.check_in, today)
        span = self.catalogue.JOIN.format(first=first, last=self.day(stay.check_out, today))
        return f"{span} ({self.count('nights', stay.nights)})"

    def short_stay(self, stay: Stay) -> str:
        """Return "dom 10/1 al jue 14/1": what fits a list's row."""
        first, last = (
            str(format_date(day, self.catalogue.SHORT_DAY, locale=self.locale))
            for day in (stay.check_in, stay.check_out)
        )
        return str(self.catalogue.JOIN.format(first=first, last=last))

    def stay_line(self, stay: Stay, today: date, check_in_time: time, check_out_time: time) -> str:
        """Return arrival and departure with their hours, on lines of their own."""
        return str(
            self.catalogue.STAY_LINE.format(
                check_in=self.day(stay.check_in, today),
                check_out=self.day(stay.check_out, today),
                check_in_time=f"{check_in_time:%H:%M}",
                check_out_time=f"{check_out_time:%H:%M}",
            )
        )

    def party(self, party: Party) -> str:
        """Return "4 personas y 1 mascota"."""
        people = self.count("guests", party.guests)
        return people + (self.catalogue.AND + self.count("pets", party.pets) if party.pets else "")

    def length_and_party(self, stay: Stay, party: Party) -> str:
        """Return "4 noches · 4 personas y 1 mascota"."""
        return f"{self.count('nights', stay.nights)} · {self.party(party)}"

    def money(self, amount_cents: int, currency: str) -> str:
        """Return "$ 340.000", without cents when there are none; the space inside never breaks a line."""
        pattern = "#,##0.00" if amount_cents % 100 else "#,##0"
        number = _number(abs(amount_cents), pattern, self.locale)
        symbol = self.catalogue.SYMBOLS.get(currency) or get_currency_symbol(currency, locale=self.locale)
        return f"{'-' if amount_cents < 0 else ''}{symbol}\u00a0{number}"

    def duration(self, minutes: int) -> str:
        """Return "30 minutos", "1 hora y 15 minutos"."""
        hours, rest = divmod(minutes, MINUTES_AN_HOUR)
        parts = ([self.count("hours", hours)] if hours else []) + ([self.count("minutes", rest)] if rest else [])
        return str(self.catalogue.AND).join(parts) or self.count("minutes", 0)

    def hour(self, instant: datetime, time_zone: str) -> str:
        """Return "18:45", by the accommodation's clock."""
        return f"{instant.astimezone(ZoneInfo(time_zone)):%H:%M}"


@lru_cache(maxsize=1024)
def _number(cents: int, pattern: str, locale: str) -> str:
    # Babel reads the pattern anew each time, and the same prices are said again and again.
    return format_decimal(Decimal(cents).scaleb(-2), pattern, locale=locale)


LANGUAGES = {"es": Words("es_AR", es_ar), "pt": Words("pt_BR", pt_br), "en": Words("en", en)}
"""What we speak, by the code that a conversation's language is stored as."""
SPANISH = "es"


def words_for(language: str) -> Words:
    """Return the words of `language`; Spanish when we do not speak it yet."""
    return LANGUAGES.get(language, LANGUAGES[SPANISH])
