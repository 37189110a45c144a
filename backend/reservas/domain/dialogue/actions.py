"""A tap carries all it needs in its id, so a button of last week still knows what it meant."""

from dataclasses import dataclass
from enum import StrEnum

SEPARATOR = "|"
MAXIMUM_LENGTH = 200  # WhatsApp: a list row's id; a button's may have 256


class ActionKind(StrEnum):
    """Everything a guest can tap."""

    MENU = "menu"
    BACK = "back"
    RESTART = "restart"
    PERSON = "person"
    # looking for a stay
    SEARCH = "search"
    OTHER_DATES = "dates"
    STAY = "stay"  # check-in, check-out
    NIGHTS = "nights"  # how many
    PEOPLE = "people"  # how many
    OFFERS = "offers"  # check-in, check-out, adults, children, pets
    CABIN = "cabin"  # code, check-in, check-out, adults, children, pets
    BOOK = "book"  # quote id
    WAIT = "wait"  # check-in, check-out, adults, children, pets, and the cabin's code unless any will do
    WAIT_NO = "wait-no"  # check-in, check-out
    # seeing a cabin: each carries its code
    CABINS = "cabins"
    ABOUT = "about"
    QUOTE = "quote"
    PHOTOS = "photos"
    SERVICES = "services"
    BEDS = "beds"
    RULES = "rules"
    PLACE = "place"
    ROUTE = "route"
    FAQ = "faq"  # code, and the question's key once one is chosen
    # my reservation: each carries its code
    MINE = "mine"
    PAY = "pay"
    MEANS = "means"
    MORE_TIME = "more-time"
    BALANCE = "balance"
    RECEIPT = "receipt"
    HOURS = "hours"
    ARRIVE = "arrive"
    CHANGE = "change"
    CHANGE_DATES = "change-dates"
    CHANGE_PEOPLE = "change-people"
    CHANGE_CABIN = "change-cabin"
    CHANGE_TO = "change-to"  # code, cabin, check-in, check-out, adults, children, pets
    CHANGE_YES = "change-yes"  # as CHANGE_TO, and the total that was told (cents)
    CHANGE_NO = "change-no"
    CANCEL = "cancel"
    CANCEL_YES = "cancel-yes"
    CANCEL_NO = "cancel-no"
    CANCEL_STAY = "cancel-stay"  # reservation code, the refund that was told (cents), what it follows from


ABOUT_A_CABIN = (
    ActionKind.PHOTOS,
    ActionKind.SERVICES,
    ActionKind.BEDS,
    ActionKind.RULES,
    ActionKind.PLACE,
    ActionKind.ROUTE,
)
"""What can be told of a cabin, each an answer of its own."""


@dataclass(frozen=True, slots=True)
class Action:
    """What a tap means: a kind and its arguments."""

    kind: ActionKind
    arguments: tuple[str, ...] = ()

    def as_id(self) -> str:
        """Return the id a button or list row carries."""
        identifier = SEPARATOR.join((self.kind, *self.arguments))
        assert len(identifier) <= MAXIMUM_LENGTH, identifier
        return identifier

    @classmethod
    def from_id(cls, identifier: str) -> "Action | None":
        """Return the action behind an id, or None when it is none of ours (an old version's, somebody's invention)."""
        kind, *arguments = identifier.split(SEPARATOR)
        try:
            return cls(ActionKind(kind), tuple(arguments))
        except ValueError:
            return None
