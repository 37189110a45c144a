"""The JSON shapes of price rules: each kind asks for exactly its own values."""

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    RootModel,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from reservas.entrypoints.http.pages import LARGEST_KEY
from reservas.entrypoints.http.rate_schemas import DiscountPercent, Nights, OwnersDate, PriceCents
from reservas.entrypoints.http.reservation_schemas import Name
from reservas.entrypoints.http.schemas import Strict
from reservas.features.accommodations.service.dated import first_night, last_night
from reservas.models import PriceRule

Age = Annotated[int, Field(ge=0, le=17)]
RowNumber = Annotated[int, Field(ge=1, le=LARGEST_KEY)]


class RuleIn(Strict):
    """What every kind has."""

    def columns(self) -> dict[str, Any]:
        """Return the rule's columns, with its first and last night by these names."""
        return self.model_dump()


class OverrideIn(RuleIn):
    """The price of certain nights, set by hand: the last word about them."""

    kind: Literal["override"]
    first_night: OwnersDate
    last_night: OwnersDate
    price_cents: PriceCents
    label: Name | None = None

    @field_validator("last_night")
    @classmethod
    def _in_order(cls, last: date, info: ValidationInfo) -> date:
        return _not_before(last, info.data.get("first_night"))


class HolidayRuleIn(RuleIn):
    """What one holiday costs or its shortest stay; without `holiday`, what every other one does."""

    kind: Literal["holiday"]
    holiday: RowNumber | None = None
    price_cents: PriceCents | None = None
    minimum_nights: Nights | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.price_cents is None and self.minimum_nights is None:
            raise ValueError("needs price_cents or minimum_nights")
        return self

    def columns(self) -> dict[str, Any]:
        """Return the rule's columns."""
        columns = self.model_dump()
        return columns | {"holiday_id": columns.pop("holiday")}


class LengthDiscountIn(RuleIn):
    """A percentage off the nights of a long stay; of all discounts a stay earned only the largest counts."""

    kind: Literal["length_discount"]
    percent: DiscountPercent
    minimum_nights: Nights
    label: Name | None = None


class ReturningDiscountIn(RuleIn):
    """A percentage off the nights for guests who have stayed before."""

    kind: Literal["returning_discount"]
    percent: DiscountPercent
    minimum_nights: Nights | None = None
    label: Name | None = None


class ChildBandIn(RuleIn):
    """The percentage of an extra guest's price that children of these ages pay, both included."""

    kind: Literal["child_band"]
    first_age: Age
    last_age: Age
    percent: Annotated[int, Field(ge=0, le=100)]

    @field_validator("last_age")
    @classmethod
    def _in_order(cls, last: int, info: ValidationInfo) -> int:
        if last < info.data.get("first_age", 0):
            raise ValueError("must not be below first_age")
        return last


class ClosedIn(RuleIn):
    """Days on which nobody arrives, or leaves; both included."""

    first_day: OwnersDate
    last_day: OwnersDate
    label: Name | None = None

    @field_validator("last_day")
    @classmethod
    def _in_order(cls, last: date, info: ValidationInfo) -> date:
        return _not_before(last, info.data.get("first_day"))

    def columns(self) -> dict[str, Any]:
        """Return the rule's columns."""
        columns = self.model_dump()
        return columns | {"first_night": columns.pop("first_day"), "last_night": columns.pop("last_day")}


class ClosedToArrivalIn(ClosedIn):
    """Days on which nobody arrives."""

    kind: Literal["closed_to_arrival"]


class ClosedToDepartureIn(ClosedIn):
    """Days on which nobody leaves."""

    kind: Literal["closed_to_departure"]


class PriceRuleIn(
    RootModel[
        Annotated[
            OverrideIn
            | HolidayRuleIn
            | LengthDiscountIn
            | ReturningDiscountIn
            | ChildBandIn
            | ClosedToArrivalIn
            | ClosedToDepartureIn,
            Field(discriminator="kind"),
        ]
    ]
):
    """A price rule of one kind."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "kind": "override",
                    "first_night": "2027-01-10",
                    "last_night": "2027-01-12",
                    "price_cents": 12_000_000,
                    "label": "Fiesta del lago",
                },
                {"kind": "length_discount", "percent": 10, "minimum_nights": 7, "label": "Una semana o más"},
            ]
        }
    )

    @model_validator(mode="wrap")
    @classmethod
    def _name_fields_as_sent(cls, value: Any, read: ModelWrapValidatorHandler[Self]) -> Self:  # noqa: ANN401 - JSON
        """Pydantic puts the kind before the field at fault, where no body has it."""
        try:
            return read(value)
        except ValidationError as error:
            details = [
                InitErrorDetails(
                    type=PydanticCustomError("price_rule", "{message}", {"message": one["msg"]}),
                    loc=one["loc"][1:] if one["loc"] else ("kind",),
                    input=one["input"],
                )
                for one in error.errors()
            ]
            raise ValidationError.from_exception_data(error.title, details) from error


class PriceRuleOut(BaseModel):
    """A price rule; what its kind does not have is null, and the dates of a closed one are days."""

    id: int
    kind: str
    label: str | None
    first_night: date | None = None
    last_night: date | None = None
    first_day: date | None = None
    last_day: date | None = None
    holiday: int | None
    price_cents: int | None
    percent: int | None
    minimum_nights: int | None
    first_age: int | None
    last_age: int | None

    @classmethod
    def of(cls, rule: PriceRule) -> Self:
        """Return the rule as JSON shows it."""
        names = ("id", "kind", "label", "price_cents", "percent", "minimum_nights", "first_age", "last_age")
        told: dict[str, Any] = {name: getattr(rule, name) for name in names} | {"holiday": rule.holiday_id}
        if rule.nights is not None:
            unit = "day" if rule.kind.startswith("closed_") else "night"
            told |= {f"first_{unit}": first_night(rule.nights), f"last_{unit}": last_night(rule.nights)}
        return cls(**told)


def _not_before(last: date, first: date | None) -> date:
    if first is not None and last < first:
        raise ValueError("must not come before the first")
    return last
