"""What the dialogue is told: a guest's turn, or what the booking engine answered to a command."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time

from reservas.domain.cancellation import Policy
from reservas.domain.dialogue.actions import Action, ActionKind
from reservas.domain.dialogue.controls import asks_of_pets_alone, topics_in
from reservas.domain.dialogue.state import NO_MORE, FindAnswers, More
from reservas.domain.nlu import Intent, Understanding
from reservas.domain.pricing import Price
from reservas.domain.stays import Party, Stay


@dataclass(frozen=True, slots=True)
class GuestSaid:
    """Words, and what they were understood as."""

    text: str
    understanding: Understanding
    # A request beside the message's first one, which has been answered.
    is_further: bool = False
    # The owner wrote no answer to it.
    is_looked_up: bool = False


SEARCHING = frozenset({Intent.AVAILABILITY, Intent.PRICE, Intent.BOOK})
_OF_RESERVATION = {Intent.CANCEL: 0, Intent.CHANGE_DATES: 0, Intent.PAYMENT: 1, Intent.STATUS: 2}
ABOUT_THE_PLACE = frozenset({Intent.AMENITIES, Intent.PHOTOS, Intent.LOCATION})


def names_dates(understanding: Understanding) -> bool:
    """Tell whether the message said something about when."""
    when = (understanding.check_in, understanding.check_out, understanding.nights, understanding.ambiguity)
    return any(value is not None for value in when)


def names_people(understanding: Understanding) -> bool:
    """Tell whether the message said how many come, pets apart."""
    return any(value is not None for value in (understanding.guests, understanding.adults, understanding.children))


def requests_of(said: GuestSaid) -> tuple[GuestSaid, ...]:
    """Return the message's requests one by one, in the order in which they are answered.

    Dates and people are the first one's. A question about the place that also names them is a search and a question.
    A reservation is spoken of once, though a message wants several things of it: each ends in a question.
    """
    understanding = said.understanding
    intents = _of_one_matter([understanding.intent, *understanding.also])
    if intents[0] in ABOUT_THE_PLACE and (names_dates(understanding) or names_people(understanding)):
        intents.insert(0, Intent.AVAILABILITY)
    first, *rest = intents
    if first in SEARCHING and understanding.pets and asks_of_pets_alone(said.text):
        # What is offered then is what takes them.
        rest = [one for one in rest if one is not Intent.AMENITIES]
    if Intent.PHOTOS in intents and {*topics_in(said.text)} - {ActionKind.PHOTOS} == {ActionKind.BEDS}:
        # "¿Me mostrás los dormitorios?": the pictures are what is wanted of them.
        rest = [one for one in rest if one is not Intent.AMENITIES]
    further = [one for one in dict.fromkeys(rest) if one is not first and not {first, one} <= SEARCHING]
    bare = Understanding(first, cabin=understanding.cabin, code=understanding.code)
    return (
        replace(said, understanding=replace(understanding, intent=first, also=())),
        *(GuestSaid(said.text, replace(bare, intent=one), is_further=True) for one in further),
    )


def _of_one_matter(intents: list[Intent]) -> list[Intent]:
    """Return the intents without those that the weightiest about a reservation answers: cancelling tells its money."""
    ranked = [one for one in intents if one in _OF_RESERVATION]
    if not ranked:
        return intents
    weightiest = min(ranked, key=_OF_RESERVATION.__getitem__)
    answered = {*ranked} - {weightiest} | (SEARCHING if weightiest is Intent.CHANGE_DATES else frozenset())
    return [one for one in intents if one not in answered]


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
    rules: tuple[str, ...] = ()
    takes_pets: bool = True


@dataclass(frozen=True, slots=True)
class CabinsFound:
    """The cabins that were asked about, one or all, and how it was asked."""

    about: ActionKind
    cabins: tuple[CabinFact, ...]
    words: str = ""
    resumes: bool = False


@dataclass(frozen=True, slots=True)
class OwnersAnswer:
    """What the owner of a cabin answers to a question; of a list of questions, ''."""

    cabin: str
    name: str
    key: int
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class AnswersFound:
    """The owner's answers, for each thing that was asked those of the `cabins` (how many) that have one.

    `rest` is what else was asked; `is_whole` says that there was nothing else.
    """

    asked: FindAnswers
    cabins: int
    answers: tuple[tuple[OwnersAnswer, ...], ...] = ()
    rest: str = ""
    is_whole: bool = False


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
    """The guest's reservation, if there is one, what it was looked up for, and what shall be different."""

    purpose: str
    reservation: ReservationFact | None
    said: Understanding | None = None
    more: More = NO_MORE


@dataclass(frozen=True, slots=True)
class HoldExtended:
    """The hold lasts `minutes` longer."""

    reservation: ReservationFact
    minutes: int


@dataclass(frozen=True, slots=True)
class ChangeQuoted:
    """What the reservation `before` would become, with its price; nothing has changed yet."""

    before: ReservationFact
    after: ReservationFact


@dataclass(frozen=True, slots=True)
class ChangeLost:
    """The nights of a change are taken; `instead` is what can be had: a cabin's code and name, and its dates."""

    code: str
    party: Party
    instead: tuple[tuple[str, str, Stay], ...]


@dataclass(frozen=True, slots=True)
class ReservationChanged:
    """The reservation as it is now."""

    reservation: ReservationFact


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
class WaitingJoined:
    """The guest is told when that stay can be had, in the cabin of that name or, with None, in any."""

    stay: Stay
    party: Party
    name: str | None


@dataclass(frozen=True, slots=True)
class WaitingLeft:
    """The stays that the guest waited for until now."""

    stays: tuple[Stay, ...]


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
    | CabinsFound
    | AnswersFound
    | HoldExtended
    | ChangeQuoted
    | ChangeLost
    | ReservationChanged
    | Cancelled
    | StayCancelled
    | WaitingJoined
    | WaitingLeft
    | CommandRefused
)
