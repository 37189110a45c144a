"""What the conversation remembers between turns, and what it may ask of the booking engine."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from reservas.domain.dialogue.actions import ActionKind
from reservas.domain.dialogue.replies import Reply
from reservas.domain.nlu import Understanding
from reservas.domain.stays import Party, Stay
from reservas.domain.wording import Words


class Awaiting(StrEnum):
    """The question that is open."""

    DATES = "dates"
    LENGTH = "length"
    GUESTS = "guests"
    CABIN = "cabin"
    BOOK = "book"
    CANCEL = "cancel"
    CANCEL_STAY = "cancel-stay"
    CHANGE = "change"
    CHANGE_CABIN = "change-cabin"
    CHANGE_YES = "change-yes"
    SEARCH = "search"


@dataclass(frozen=True, slots=True)
class DialogueState:
    """The slots gathered so far; it is stored as JSON on the conversation and survives restarts."""

    check_in: date | None = None
    check_out: date | None = None
    # How many nights, said before the arrival was.
    nights: int | None = None
    # The first day of the month that was named without days.
    around: date | None = None
    adults: int | None = None
    children: int = 0
    pets: int = 0
    awaiting: Awaiting | None = None
    cabin: str | None = None
    quote: str | None = None
    reservation: str | None = None
    misses: int = 0
    # How often in a row the open question was put.
    asks: int = 0
    # The local day of the guest's last turn.
    seen: date | None = None
    # The slots say what `reservation` shall become, and which total was told for it.
    is_changing: bool = False
    told_cents: int = 0
    # The refund that was told, while the question is whether to cancel for it.
    refund_cents: int = 0
    is_withdrawal: bool = False
    # The cabin that somebody else was faster to take.
    lost_cabin: str | None = None
    # The cabin whose pictures and description came last: they are not shown again with the next price of it.
    pictured: str | None = None

    @property
    def stay(self) -> Stay | None:
        """The stay asked for, when both dates are known."""
        return Stay(self.check_in, self.check_out) if self.check_in and self.check_out else None

    @property
    def party(self) -> Party | None:
        """Who comes, when it was said."""
        return None if self.adults is None else Party(self.adults, self.children, self.pets)

    def with_(self, **changes: Any) -> "DialogueState":  # noqa: ANN401 - any slot
        """Return a copy with some slots changed."""
        return replace(self, **changes)

    def to_json(self) -> dict[str, Any]:
        """Return the slots that are set, in JSON's own types."""
        values = {name: getattr(self, name) for name in self.__slots__}
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in values.items()
            if value not in (None, 0)
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "DialogueState":
        """Return the state stored by `to_json`; slots and questions this version does not know are dropped."""
        known = {name: value for name, value in stored.items() if name in cls.__slots__}
        for name in ("check_in", "check_out", "seen", "around"):
            if name in known:
                known[name] = date.fromisoformat(known[name])
        if "awaiting" in known:
            known["awaiting"] = Awaiting(known["awaiting"]) if known["awaiting"] in list(Awaiting) else None
        return cls(**known)


@dataclass(frozen=True, slots=True)
class SearchOffers:
    """Find what is free."""

    stay: Stay
    party: Party


@dataclass(frozen=True, slots=True)
class MakeQuote:
    """Freeze the price of one accommodation."""

    accommodation: str
    stay: Stay
    party: Party


@dataclass(frozen=True, slots=True)
class PlaceHold:
    """Take the quoted nights."""

    quote: str


@dataclass(frozen=True, slots=True)
class More:
    """What is added to a reservation: nights at its end, adults."""

    nights: int = 0
    people: int = 0


NO_MORE = More()


@dataclass(frozen=True, slots=True)
class FindReservation:
    """Look up the guest's reservation, for the purpose named: `mine`, `cancel`, `pay`, `arrive` and the like.

    The one with `code` if a button named it, else the one that matters now. `said` and `more` are what shall be
    different.
    """

    purpose: str
    code: str | None = None
    said: Understanding | None = None
    more: More = NO_MORE


@dataclass(frozen=True, slots=True)
class FindLink:
    """Look up the open payment link of a reservation."""

    code: str


@dataclass(frozen=True, slots=True)
class ExtendHold:
    """Give the guest of a hold more time to pay, once."""

    code: str


@dataclass(frozen=True, slots=True)
class FindCabins:
    """Look up what is to be told `about` the cabin named by its code, or about each; `words` is how it was asked.

    With `resumes` the open question is put again after the answer.
    """

    about: ActionKind
    cabin: str | None = None
    words: str = ""
    resumes: bool = False


@dataclass(frozen=True, slots=True)
class FindAnswers:
    """Look up what the owner wrote: in answer to `words`, under the entry's `key`, or all questions of `cabin`.

    Without a `cabin` that of the guest's stay is meant if `is_of_stay`, else every one. `said` is what the words were
    understood as.
    """

    cabin: str | None
    words: str = ""
    said: Understanding | None = None
    is_further: bool = False
    is_of_stay: bool = False
    key: int | None = None


@dataclass(frozen=True, slots=True)
class QuoteChange:
    """Find out what the reservation would cost at `cabin`, on those dates, with those people; nothing changes."""

    code: str
    cabin: str
    stay: Stay
    party: Party


@dataclass(frozen=True, slots=True)
class ChangeReservation:
    """Change the reservation at the total that was told, in cents."""

    code: str
    cabin: str
    stay: Stay
    party: Party
    told_cents: int


@dataclass(frozen=True, slots=True)
class CancelHold:
    """Give a hold's nights back."""

    code: str


@dataclass(frozen=True, slots=True)
class CancelStay:
    """Cancel a confirmed stay for the refund that was told, in cents, by the policy or by the right of withdrawal."""

    code: str
    refund_cents: int
    is_withdrawal: bool


@dataclass(frozen=True, slots=True)
class JoinWaitingList:
    """Have the guest told when `cabin`, or with None any, can be had for the stay after all."""

    stay: Stay
    party: Party
    cabin: str | None = None


@dataclass(frozen=True, slots=True)
class LeaveWaitingList:
    """Have the guest told no more when that stay can be had, or with None any."""

    stay: Stay | None = None


@dataclass(frozen=True, slots=True)
class CallPerson:
    """Hand the conversation to a person; the bot falls silent."""


@dataclass(frozen=True, slots=True)
class AskPerson:
    """Put the conversation on the list of those who wait for a person; the bot goes on talking."""


Command = (
    SearchOffers
    | MakeQuote
    | PlaceHold
    | FindReservation
    | FindLink
    | ExtendHold
    | FindCabins
    | FindAnswers
    | QuoteChange
    | ChangeReservation
    | CancelHold
    | CancelStay
    | JoinWaitingList
    | LeaveWaitingList
    | CallPerson
    | AskPerson
)


@dataclass(frozen=True, slots=True)
class CabinName:
    """A cabin as guests may name it."""

    code: str
    name: str
    capacity: int


@dataclass(frozen=True, slots=True)
class Setting:
    """What does not change during a step: the local day, the language, the guest's name, the cabins there are."""

    today: date
    time_zone: str
    words: Words
    guest_name: str | None = None
    cabins: tuple[CabinName, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """What a step decided."""

    state: DialogueState
    replies: tuple[Reply, ...] = ()
    commands: tuple[Command, ...] = field(default=())
