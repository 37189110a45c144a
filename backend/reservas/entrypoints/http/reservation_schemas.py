"""The JSON shapes of a reservation asked for, and of who comes."""

import unicodedata
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field, ValidationInfo, field_validator
from pydantic.config import JsonDict

from reservas.domain.phones import PhoneError, e164_digits
from reservas.domain.stays import MAXIMUM_PEOPLE, Stay
from reservas.entrypoints.http.schemas import Code, LocalDate, QuoteId, QuoteIn, Strict, require_order
from reservas.features.payments.schemas import ManualMethod, ManualPayment, RefundMethod
from reservas.features.reservations.service import ReservationChange, ReservationRequest

MOST_CENTS = 10**12
LONGEST_EXTENSION_MINUTES = 14 * 24 * 60
UNPRINTABLE = ("Cc", "Cs", "Cn", "Co", "Zl", "Zp")


def _printable(text: str) -> str:
    """Return `text` composed and trimmed; what no person types (NUL, half a surrogate pair) is refused."""
    text = unicodedata.normalize("NFC", text).strip()
    if not text:
        raise ValueError("must not be blank")
    if any(unicodedata.category(sign) in UNPRINTABLE for sign in text):
        raise ValueError("must not hold control characters")
    return text


def _existing_phone(text: str) -> str:
    """Return the phone in its one E.164 spelling."""
    try:
        return f"+{e164_digits(text)}"
    except PhoneError as error:
        raise ValueError(str(error)) from error


Name = Annotated[str, Field(min_length=1, max_length=120, examples=["Ana Pérez"]), AfterValidator(_printable)]
Words = Annotated[str, Field(min_length=1, max_length=500), AfterValidator(_printable)]
Phone = Annotated[str, Field(min_length=5, max_length=40, examples=["+5492944123456"]), AfterValidator(_existing_phone)]
Email = Annotated[
    str,
    Field(max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", examples=["ana@example.com"]),
    AfterValidator(_printable),
]
ASKED: JsonDict = {
    "accommodation": "arrayan",
    "check_in": "2027-01-10",
    "check_out": "2027-01-14",
    "adults": 2,
    "children": 1,
    "pets": 0,
    "guest": {"name": "Ana Pérez", "phone": "+5492944123456", "email": None},
    "quote": None,
}


class GuestIn(Strict):
    """Who comes, and how to reach them."""

    name: Name
    phone: Phone
    email: Email | None = None


class ReservationIn(QuoteIn):
    """A stay to be held for somebody, at a quote's price or, without one, at today's."""

    model_config = ConfigDict(json_schema_extra={"examples": [ASKED]})

    guest: GuestIn
    quote: QuoteId | None = None

    def as_request(self) -> ReservationRequest:
        """Return what the booking engine is asked for."""
        return ReservationRequest(
            accommodation=self.accommodation,
            stay=Stay(self.check_in, self.check_out),
            party=self.party(),
            guest_name=self.guest.name,
            phone=self.guest.phone.removeprefix("+"),
            email=self.guest.email,
            quote=self.quote,
        )


class ReasonIn(Strict):
    """Why something is done, for the audit log: no names, no phones."""

    reason: Words | None = None


class ManualPaymentIn(Strict):
    """Money that came by another way than Mercado Pago, and what proves it: a transfer's number, a receipt's."""

    method: ManualMethod = Field(strict=False)
    amount_cents: int = Field(ge=1, le=MOST_CENTS)
    reference: Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_printable)]

    def as_payment(self) -> ManualPayment:
        """Return what the ledger is told."""
        return ManualPayment(self.method, self.amount_cents, self.reference)


class ConfirmationIn(ReasonIn):
    """A reservation is confirmed by hand, with the money that came for it, in its own currency."""

    payment: ManualPaymentIn | None = None


class CancellationIn(ReasonIn):
    """How a reservation is cancelled: for what is best for its guest, by the policy or by the law.

    The house gives everything back, and needs a reason; so does an owner who gives another amount.
    """

    by: Literal["guest", "house"] = Field("guest", description="Who calls the stay off.")
    withdrawal: bool = Field(False, description="The guest invokes the right of withdrawal (arrepentimiento).")
    refund_cents: int | None = Field(None, ge=0, le=MOST_CENTS, description="For owners, with its reason.")

    @field_validator("refund_cents")
    @classmethod
    def _not_both(cls, refund_cents: int | None, info: ValidationInfo) -> int | None:
        if refund_cents is not None and info.data.get("withdrawal"):
            raise ValueError("a withdrawal gives everything back: leave one of them out")
        return refund_cents

    @field_validator("withdrawal")
    @classmethod
    def _by_the_guest(cls, withdrawal: bool, info: ValidationInfo) -> bool:
        if withdrawal and info.data.get("by") == "house":
            raise ValueError("only a guest withdraws: leave one of them out")
        return withdrawal


class RefundIn(Strict):
    """What a guest gets back of money that is not in the ledger, in cents of the reservation's currency, and why."""

    refund_cents: int = Field(ge=1, le=MOST_CENTS)
    reason: Words


class WithdrawalIn(Strict):
    """A guest takes their contract back: their reservation, and the phone it was made with."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reservation": "R-7K3QXM", "phone": "+5492944123456"}]})

    reservation: Annotated[str, Field(pattern=r"^R-[0-9A-Z]{6}$")]
    phone: Phone


class SettlementIn(Strict):
    """How a refund was given back, and what proves it: a transfer's number, a receipt's."""

    method: RefundMethod = Field(strict=False)
    reference: Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_printable)]


class ExtensionIn(ReasonIn):
    """More time for a hold."""

    minutes: int = Field(ge=1, le=LONGEST_EXTENSION_MINUTES, examples=[60])


class NightsIn(ReasonIn):
    """From one day up to, not including, the other."""

    check_in: LocalDate
    check_out: LocalDate

    @field_validator("check_out")
    @classmethod
    def _in_order(cls, check_out: date, info: ValidationInfo) -> date:
        return require_order(check_out, info.data.get("check_in"))


class BlockIn(NightsIn):
    """Nights that the owner keeps."""

    accommodation: Code


class ReservationChangeIn(ReasonIn):
    """What shall be different; what is left out stays as it is."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"check_in": "2027-01-12", "check_out": "2027-01-16"}]})

    accommodation: Code | None = None
    check_in: LocalDate | None = None
    check_out: LocalDate | None = None
    adults: int | None = Field(None, ge=1, le=MAXIMUM_PEOPLE)
    children: int | None = Field(None, ge=0, le=MAXIMUM_PEOPLE)
    pets: int | None = Field(None, ge=0, le=MAXIMUM_PEOPLE)

    def as_change(self) -> ReservationChange:
        """Return what the booking engine is asked for."""
        return ReservationChange(**self.model_dump(exclude={"reason"}))
