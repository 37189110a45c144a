"""What the dialogue is told: a guest's turn, or what the booking engine answered to a command."""

from dataclasses import dataclass
from datetime import date, datetime, time

from reservas.domain.cancellation import Policy
from reservas.domain.dialogue.actions import Action
from reservas.domain.nlu import Understanding
from reservas.domain.pricing import Price
from reservas.domain.stays import Party, Stay


@dataclass(frozen=True, slots=True)
class GuestSaid:
    """Words, and what they were understood as."""

    text: str
    understanding: Understanding


@dataclass(frozen=True, slots=True)
class GuestTapped:
    """A button or a list row; `action` is None when the id is none of ours."""

    action: Action | None


@dataclass(frozen=True, slots=True)
class GuestSentMedia:
    """Something that is not words; `is_missing` when the channel lost it, `is_paying` while a hold waits for money."""

    kind: str
    is_missing: bool = False
    is_paying: bool = False


@dataclass(frozen=True, slots=True)
class OfferFact:
    """One free cabin with its total for the stay."""

    code: str
    name: str
    capacity: int
    price: Price


@dataclass(frozen=True, slots=True)
class NearbyFact:
    """Other dates that can be had for the same people, and the cabin that is free then."""

    stay: Stay
    name: str


@dataclass(frozen=True, slots=True)
class OffersFound:
    """What is free; `largest` is the biggest cabin's capacity, `nearby` the dates to offer when nothing is."""

    stay: Stay
    party: Party
    offers: tuple[OfferFact, ...]
    largest: int
    nearby: tuple[NearbyFact, ...] = ()


@dataclass(frozen=True, slots=True)
class CabinFact:
    """A cabin as its owner describes it; photos are public addresses with captions."""

    code: str
    name: str
    capacity: int
    description: str
    beds: str
    amenities: tuple[str, ...]
    photos: tuple[tuple[str, str], ...]
    address: str
    how_to_arrive: str
    latitude: float
    longitude: float
    check_in_time: time
    check_out_time: time


@dataclass(frozen=True, slots=True)
class QuoteMade:
    """A frozen price for one cabin."""

    quote: str
    cabin: CabinFact
    stay: Stay
    party: Party
    price: Price
    policy: Policy


@dataclass(frozen=True, slots=True)
class CancellationFact:
    """What cancelling a confirmed stay now gives back, in cents, by the policy and by the right of withdrawal.

    `until` is the last day of the policy's present tier, None when it gives nothing back any more; the law's refund is
    None once the right has ended.
    """

    policy: Policy
    by_policy_cents: int
    percent: int
    until: date | None
    by_law_cents: int | None


@dataclass(frozen=True, slots=True)
class RefundFact:
    """Money that goes back to a guest, in cents of `currency`; `method` says how it went once it has."""

    amount_cents: int
    currency: str
    method: str | None = None


@dataclass(frozen=True, slots=True)
class ReservationFact:
    """A reservation with its money, in cents of `currency`."""

    code: str
    status: str
    cabin: CabinFact
    stay: Stay
    party: Party
    currency: str
    total_cents: int
    deposit_cents: int
    paid_cents: int
    expires_at: datetime | None
    # There is still time to pay the deposit; some money is in, or on its way.
    is_held: bool
    has_money: bool
    # What cancelling a confirmed stay gives back; None for any other.
    cancellation: CancellationFact | None = None
    # It was confirmed by hand and none of its money is known here: only a person can say what was paid.
    is_paid_elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class HoldPlaced:
    """The nights are the guest's for `minutes`; not `is_new` when they already were."""

    reservation: ReservationFact
    minutes: int
    is_new: bool


@dataclass(frozen=True, slots=True)
class HoldLost:
    """Somebody else was faster; `offers` is what else is free on the same dates."""

    cabin_name: str
    offers: OffersFound


@dataclass(frozen=True, slots=True)
class ReservationFound:
    """The guest's reservation, if there is one, and what it was looked up for."""

    purpose: str
    reservation: ReservationFact | None


@dataclass(frozen=True, slots=True)
class LinkFound:
    """The open link of a reservation; without `url` it is being made or there is nothing to pay."""

    code: str
    name: str
    url: str | None
    amount_cents: int
    currency: str
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Cancelled:
    """A hold's nights were given back."""

    code: str


@dataclass(frozen=True, slots=True)
class StayCancelled:
    """A confirmed stay was cancelled; `withdrawal` is the code of the guest's withdrawal, if it was one."""

    code: str
    refund: RefundFact | None
    withdrawal: str | None


@dataclass(frozen=True, slots=True)
class CommandRefused:
    """The engine refused: its stable code, and the values its sentence needs."""

    code: str
    name: str = ""
    capacity: int = 0
    status: str = ""
    # The owner's number when a rule of theirs refused: nights or days.
    limit: int = 0


Event = (
    GuestSaid
    | GuestTapped
    | GuestSentMedia
    | OffersFound
    | QuoteMade
    | HoldPlaced
    | HoldLost
    | ReservationFound
    | LinkFound
    | Cancelled
    | StayCancelled
    | CommandRefused
)
