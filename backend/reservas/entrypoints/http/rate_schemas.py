"""The values an owner writes over HTTP, each bounded so that what is stored can be priced, told and added up."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Self
from zoneinfo import available_timezones

from fastapi import Path
from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticUndefined

from reservas.domain.money import CURRENCIES, LARGEST_FEE_CENTS, LARGEST_PRICE_CENTS, LARGEST_RATE
from reservas.domain.stays import MAXIMUM_NIGHTS
from reservas.entrypoints.http.documented import problems
from reservas.entrypoints.http.pages import LARGEST_KEY
from reservas.entrypoints.http.reservation_schemas import UNPRINTABLE
from reservas.entrypoints.http.schemas import LocalDate, Strict
from reservas.features.accommodations.service.dated import first_night, last_night
from reservas.models.base import Base

CLOCK_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
INSTANT = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})")
RATE = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6})?")
READ: dict[str, Any] = {"responses": problems(401, 403, 404, 422, 503)}
CHANGED: dict[str, Any] = {"responses": problems(400, 401, 403, 404, 409, 422, 503)}


def _prose(text: str) -> str:
    """Return `text` composed and trimmed, its lines kept; what no person types is refused."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip()
    if any(unicodedata.category(sign) in UNPRINTABLE for sign in text if sign != "\n"):
        raise ValueError("must not hold control characters")
    return text


def _known_currency(code: str) -> str:
    if code not in CURRENCIES:
        raise ValueError(f"must be one of {', '.join(sorted(CURRENCIES))}")
    return code


@cache
def _time_zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _known_time_zone(name: str) -> str:
    if name not in _time_zones():
        raise ValueError("must be a time zone of the IANA's, like America/Argentina/Buenos_Aires")
    return name


def _read_time(value: object) -> time:
    if isinstance(value, str) and CLOCK_TIME.fullmatch(value):
        return time.fromisoformat(value)
    raise ValueError("a time is written like 15:00")


def _read_instant(value: object) -> datetime:
    if isinstance(value, str) and INSTANT.fullmatch(value):
        return datetime.fromisoformat(value).astimezone(UTC)
    raise ValueError("an instant is written like 2027-01-10T12:00:00-03:00")


def _read_rate(value: object) -> Decimal:
    """No JSON number: a reader of JSON may make a float of it, and money is never one."""
    if not isinstance(value, str) or not RATE.fullmatch(value):
        raise ValueError('a rate is written like "1450.50", with six decimals at most')
    return Decimal(value)


def _each_once(days: list[int]) -> list[int]:
    if len(set(days)) != len(days):
        raise ValueError("names a day twice")
    return sorted(days)


Prose = Annotated[str, Field(max_length=5000), AfterValidator(_prose)]
PriceCents = Annotated[int, Field(ge=1, le=LARGEST_PRICE_CENTS, examples=[9_000_000])]
FeeCents = Annotated[int, Field(ge=1, le=LARGEST_FEE_CENTS, examples=[2_500_000])]
Nights = Annotated[int, Field(ge=1, le=MAXIMUM_NIGHTS, examples=[3])]
DiscountPercent = Annotated[int, Field(ge=1, le=90, examples=[10])]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$", examples=["ARS"]), AfterValidator(_known_currency)]
TimeZone = Annotated[
    str, Field(max_length=64, examples=["America/Argentina/Buenos_Aires"]), AfterValidator(_known_time_zone)
]
TIME_SCHEMA = {"type": "string", "pattern": f"^{CLOCK_TIME.pattern}$", "examples": ["15:00"]}
LocalTime = Annotated[time, BeforeValidator(_read_time), WithJsonSchema(TIME_SCHEMA)]
Instant = Annotated[datetime, BeforeValidator(_read_instant)]
RATE_SCHEMA = {"type": "string", "pattern": f"^{RATE.pattern}$", "examples": ["1450.50"]}
Rate = Annotated[Decimal, BeforeValidator(_read_rate), Field(gt=0, le=LARGEST_RATE), WithJsonSchema(RATE_SCHEMA)]
OwnersDate = Annotated[LocalDate, Field(ge=date(2020, 1, 1), le=date(2100, 12, 31))]
Year = Annotated[int, Field(ge=2020, le=2099, examples=[2027])]
Weekdays = Annotated[
    list[Annotated[int, Field(ge=0, le=6)]],
    Field(max_length=7, description="Days of the week from Monday, 0.", examples=[[0, 1]]),
    AfterValidator(_each_once),
]
RowKey = Annotated[int, Path(ge=1, le=LARGEST_KEY, examples=[12])]


class Partial(Strict):
    """A body of which everything may be left out, and then stays as it is; null only where null means something."""

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:  # noqa: ANN401 - Pydantic's own signature
        super().__pydantic_init_subclass__(**kwargs)
        for field in cls.model_fields.values():
            field.default, field.default_factory = PydanticUndefined, _left_out
        cls.model_rebuild(force=True)

    def values(self) -> Mapping[str, Any]:
        """Return what was sent."""
        return self.model_dump(exclude_unset=True)


def _left_out() -> Any:  # noqa: ANN401 - never read: `values` tells only what was sent
    return None


class DatesIn(Strict):
    """From one night to another, both included; the night of the 10th is slept until the 11th."""

    first_night: OwnersDate
    last_night: OwnersDate


class RowOut(BaseModel):
    """A row of an owner's tables, with the key by which it is edited."""

    id: int

    @classmethod
    def of(cls, row: Base) -> Self:
        """Return the row as JSON shows it: its columns, and in place of a range the first and last night."""
        nights = getattr(row, "nights", None)
        told = {} if nights is None else {"first_night": first_night(nights), "last_night": last_night(nights)}
        columns = {name: getattr(row, name) for name in cls.model_fields if hasattr(row, name)}
        return cls.model_validate(columns | told)
