"""A tap carries all it needs in its id, so a button of last week still knows what it meant."""

from dataclasses import dataclass
from enum import StrEnum

SEPARATOR = "|"
MAXIMUM_LENGTH = 200  # WhatsApp: a list row's id; a button's may have 256


class ActionKind(StrEnum):
    """Everything a guest can tap."""

    MENU = "menu"
    SEARCH = "search"
    OTHER_DATES = "dates"
    MINE = "mine"
    PERSON = "person"
    CABIN = "cabin"  # code, check-in, check-out, adults, children, pets
    OFFERS = "offers"  # check-in, check-out, adults, children, pets
    BOOK = "book"  # quote id
    PAY = "pay"  # reservation code
    ARRIVE = "arrive"  # reservation code
    CANCEL = "cancel"  # reservation code
    CANCEL_YES = "cancel-yes"  # reservation code
    CANCEL_NO = "cancel-no"
    CANCEL_STAY = "cancel-stay"  # reservation code, the refund that was told (cents), what it follows from


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
