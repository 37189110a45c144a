"""The JSON shapes of the API: dates are local to the accommodation, money is in cents."""

import re
from datetime import date, datetime
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator

from reservas.domain.alternatives import AlternativeKind
from reservas.domain.cancellation import Policy, PolicyName, RefundReason
from reservas.domain.dialogue.cancelling import policy_text
from reservas.domain.pricing import Price
from reservas.domain.reservation_states import LIVE, Status
from reservas.domain.stays import MAXIMUM_PEOPLE, Party
from reservas.domain.wording import words_for
from reservas.features.payments.schemas import Ending, RefundMethod, RefundStatus, RefundView
from reservas.features.reservations.schemas import Offer, QuoteView, ReservationView
from reservas.models import Accommodation

Code = Annotated[str, Field(pattern=r"^[a-z0-9-]{1,40}$", examples=["arrayan"])]
NO_ENDING = Ending()
OWING = LIVE | {Status.COMPLETED}
"""The states of a reservation whose rest is still owed: nobody pays for a stay that was called off."""
ChildAges = Annotated[
    list[Annotated[int, Field(ge=0, le=17)]],
    Field(max_length=MAXIMUM_PEOPLE, description="Ages of children, as far as they are known.", examples=[[4]]),
]
QuoteId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _read_date(value: object) -> date:
    """Pydantic alone would also read a number, as seconds since 1970, and a midnight."""
    if isinstance(value, str) and ISO_DATE.fullmatch(value):
        return date.fromisoformat(value)
    raise ValueError("a date is written like 2027-01-10")


LocalDate = Annotated[date, BeforeValidator(_read_date)]


def require_order(check_out: date, check_in: date | None) -> date:
    """Return `check_out`. Raises ValueError unless it comes after `check_in`."""
    if check_in is not None and check_out <= check_in:
        raise ValueError("check_out must be after check_in")
    return check_out


class Strict(BaseModel):
    """A body that takes exactly what it names: a boolean is no number, an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", strict=True)


class MoneyOut(BaseModel):
    """An amount in cents of an ISO 4217 currency."""

    amount_cents: int = Field(examples=[34000000])
    currency: str = Field(examples=["ARS"])


class AccommodationOut(BaseModel):
    """A cabin."""

    code: str
    name: str
    description: str
    capacity: int
    beds: str
    amenities: list[str]
    house_rules: list[str]
    photos: list[str]
    address: str
    check_in_time: str
    check_out_time: str
    pets_allowed: bool

    @classmethod
    def of(cls, one: Accommodation, media_url: str) -> Self:
        """Return the public face of an accommodation."""
        return cls(
            code=one.code,
            name=one.name,
            description=one.description,
            capacity=one.capacity,
            beds=one.beds,
            amenities=one.amenities,
            house_rules=one.house_rules,
            photos=[f"{media_url}/{photo['file']}" for photo in one.photos],
            address=one.address,
            check_in_time=f"{one.check_in_time:%H:%M}",
            check_out_time=f"{one.check_out_time:%H:%M}",
            pets_allowed=one.pets_allowed,
        )


class OfferOut(BaseModel):
    """A free accommodation with the total for the stay asked."""

    accommodation: str
    name: str
    capacity: int
    total: MoneyOut

    @classmethod
    def of(cls, offer: Offer) -> Self:
        """Return an offer as JSON shows it."""
        total = MoneyOut(amount_cents=offer.price.total_cents, currency=offer.price.currency)
        return cls(accommodation=offer.accommodation, name=offer.name, capacity=offer.capacity, total=total)


class AvailabilityOut(BaseModel):
    """What is free for the whole stay."""

    check_in: date
    check_out: date
    guests: int
    available: list[OfferOut]


class QuoteIn(Strict):
    """A stay to be priced."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "accommodation": "arrayan",
                    "check_in": "2027-01-10",
                    "check_out": "2027-01-14",
                    "adults": 2,
                    "children": 1,
                    "child_ages": [4],
                    "pets": 0,
                }
            ]
        }
    )

    accommodation: Code
    check_in: LocalDate
    check_out: LocalDate
    adults: int = Field(ge=1, le=MAXIMUM_PEOPLE)
    children: int = Field(0, ge=0, le=MAXIMUM_PEOPLE)
    child_ages: ChildAges = Field(default_factory=list)
    pets: int = Field(0, ge=0, le=MAXIMUM_PEOPLE)

    @field_validator("check_out")
    @classmethod
    def _in_order(cls, check_out: date, info: ValidationInfo) -> date:
        return require_order(check_out, info.data.get("check_in"))

    @field_validator("child_ages")
    @classmethod
    def _of_children(cls, ages: list[int], info: ValidationInfo) -> list[int]:
        """Where no children are counted, those with an age are all of them."""
        children = info.data.get("children")
        if children and len(ages) > children:
            raise ValueError("tells more ages than there are children")
        return sorted(ages)

    def party(self) -> Party:
        """Return who comes."""
        return Party(self.adults, self.children or len(self.child_ages), self.pets, tuple(self.child_ages))


class PriceLineOut(BaseModel):
    """One line of a price: the kind of rule that set it, the owner's own name for that rule, the row it stands in."""

    rule: str = Field(examples=["night.season"])
    label: str | None = Field(examples=["Verano"])
    source: str | None = Field(examples=["season:12"])
    quantity: int
    unit: MoneyOut
    amount: MoneyOut


class TierOut(BaseModel):
    """Whoever cancels at least `days_before` arrival, so until the end of `last_day`, gets `percent` % back."""

    days_before: int
    percent: int
    last_day: date


class PolicyOut(BaseModel):
    """What cancelling gives back of what was paid; after the last tier nothing. `words` is what guests read."""

    name: PolicyName
    tiers: list[TierOut]
    words: str

    @classmethod
    def of(cls, policy: Policy, check_in: date, today: date) -> Self:
        """Return the policy of a stay from `check_in`, as told on `today`, with its days."""
        tiers = [
            TierOut(days_before=one.days_before, percent=one.percent, last_day=one.last_day(check_in))
            for one in policy.tiers
        ]
        return cls(name=policy.name, tiers=tiers, words=policy_text(policy, check_in, today, words_for("es")))


class ExchangeOut(BaseModel):
    """The stored rate that turned list prices into what is charged: `rate` units charged for one listed."""

    list_total: MoneyOut
    rate: str = Field(examples=["1450.5"])
    source: str = Field(examples=["BNA, venta"])

    @classmethod
    def of(cls, price: Price) -> Self | None:
        """Return the exchange of a price, if its list currency is another than the one charged."""
        if price.exchange is None:
            return None
        list_total = MoneyOut(amount_cents=price.list_total_cents or 0, currency=price.exchange.list_currency)
        return cls(list_total=list_total, rate=price.exchange.rate, source=price.exchange.source)


class QuoteOut(BaseModel):
    """A frozen, itemised price: what was quoted is what is charged, until `valid_until`, under its policy."""

    quote: str
    accommodation: str
    check_in: date
    check_out: date
    adults: int
    children: int
    child_ages: list[int]
    pets: int
    lines: list[PriceLineOut]
    total: MoneyOut
    deposit: MoneyOut
    balance_due_on: date | None = Field(description="On arrival when it is null.")
    exchange: ExchangeOut | None
    cancellation: PolicyOut
    valid_until: datetime
    is_valid: bool
    snapshot_hash: str

    @classmethod
    def of(cls, view: QuoteView, now: datetime) -> Self:
        """Return a quote as JSON shows it at `now`."""

        def money(cents: int) -> MoneyOut:
            return MoneyOut(amount_cents=cents, currency=view.price.currency)

        return cls(
            quote=view.id,
            accommodation=view.accommodation,
            check_in=view.stay.check_in,
            check_out=view.stay.check_out,
            adults=view.party.adults,
            children=view.party.children,
            child_ages=list(view.party.child_ages),
            pets=view.party.pets,
            lines=[
                PriceLineOut(
                    rule=line.rule,
                    label=line.label,
                    source=line.source,
                    quantity=line.quantity,
                    unit=money(line.unit_cents),
                    amount=money(line.amount_cents),
                )
                for line in view.price.lines
            ],
            total=money(view.price.total_cents),
            deposit=money(view.price.deposit_cents),
            balance_due_on=view.price.balance_due_on,
            exchange=ExchangeOut.of(view.price),
            cancellation=PolicyOut.of(view.policy, view.stay.check_in, view.made_on),
            valid_until=view.valid_until,
            is_valid=now < view.valid_until,
            snapshot_hash=view.snapshot_hash,
        )


class RefundPartOut(BaseModel):
    """How much of a refund comes out of which payment."""

    payment: str
    amount: MoneyOut


class RefundOut(BaseModel):
    """Money that goes back to a guest: why, and whether it has."""

    refund: str = Field(examples=["D-7K3QXM"])
    reservation: str
    amount: MoneyOut
    reason: RefundReason
    why: str
    status: RefundStatus
    payments: list[RefundPartOut]
    created_at: datetime
    method: RefundMethod | None
    reference: str | None
    settled_at: datetime | None
    settled_by: str | None

    @classmethod
    def of(cls, view: RefundView) -> Self:
        """Return a refund as JSON shows it."""

        def money(cents: int) -> MoneyOut:
            return MoneyOut(amount_cents=cents, currency=view.amount.currency)

        return cls(
            refund=view.code,
            reservation=view.reservation,
            amount=money(view.amount.amount_cents),
            reason=RefundReason(view.reason),
            why=view.why,
            status=RefundStatus(view.status),
            payments=[
                RefundPartOut(payment=part.provider_payment_id, amount=money(part.amount_cents)) for part in view.parts
            ],
            created_at=view.created_at,
            method=None if view.method is None else RefundMethod(view.method),
            reference=view.reference,
            settled_at=view.settled_at,
            settled_by=view.settled_by,
        )


class ReservationOut(BaseModel):
    """A reservation for operators; its money is null for those who are not to see it."""

    code: str
    accommodation: str
    check_in: date
    check_out: date
    adults: int
    children: int
    pets: int
    status: str
    source: str
    total: MoneyOut | None
    deposit: MoneyOut | None
    paid: MoneyOut | None
    balance: MoneyOut | None
    expires_at: datetime | None
    created_at: datetime
    confirmed_at: datetime | None
    refund: RefundOut | None
    withdrawal: str | None = Field(examples=["A-7K3QXM"])

    @classmethod
    def of(cls, view: ReservationView, paid_cents: int, ending: Ending = NO_ENDING) -> Self:
        """Return a reservation as JSON shows it, with what its end left behind."""

        def money(cents: int) -> MoneyOut:
            return MoneyOut(amount_cents=cents, currency=view.currency)

        return cls(
            code=view.code,
            accommodation=view.accommodation,
            check_in=view.stay.check_in,
            check_out=view.stay.check_out,
            adults=view.party.adults,
            children=view.party.children,
            pets=view.party.pets,
            status=view.status,
            source=view.source,
            total=money(view.total_cents),
            deposit=money(view.deposit_cents),
            paid=money(paid_cents),
            balance=money(max(0, view.total_cents - paid_cents) if view.status in OWING else 0),
            expires_at=view.expires_at,
            created_at=view.created_at,
            confirmed_at=view.confirmed_at,
            refund=None if ending.refund is None else RefundOut.of(ending.refund),
            withdrawal=ending.withdrawal,
        )

    def without_money(self) -> Self:
        """Return the same reservation without its amounts."""
        return self.model_copy(update=dict.fromkeys(("total", "deposit", "paid", "balance", "refund")))


class TokenOut(BaseModel):
    """An operator's bearer token, and what gets them the next one."""

    access_token: str
    token_type: str = "bearer"  # noqa: S105 - OAuth2's own word
    expires_in: int
    refresh_token: str


class RefreshIn(Strict):
    """The refresh token that came with the last bearer token; it is good once."""

    refresh_token: str = Field(pattern=r"^[A-Za-z0-9_-]{32}$")


class AlternativeOut(BaseModel):
    """A stay that can be booked instead: `same_dates` elsewhere, `before`, `after`, `shorter` or `longer`."""

    kind: AlternativeKind
    accommodation: str
    check_in: date
    check_out: date


class Problem(BaseModel):
    """What every refusal looks like (`application/problem+json`)."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str
    field: str | None = None
    alternatives: list[AlternativeOut] | None = None
    errors: list[dict[str, str]] | None = None
