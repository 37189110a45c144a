"""The states a reservation passes through, and what they mean for its nights."""

from enum import StrEnum


class Status(StrEnum):
    """Where a reservation stands; a live one holds its nights."""

    PRE_RESERVED = "pre_reserved"
    CONFIRMED = "confirmed"
    CHECKED_IN = "checked_in"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    NO_SHOW = "no_show"


LIVE = frozenset({Status.PRE_RESERVED, Status.CONFIRMED, Status.CHECKED_IN})
"""Those that hold their nights."""

PAID_FOR = LIVE - {Status.PRE_RESERVED}
"""Those whose deposit made the nights the guest's."""

CANCELLABLE = frozenset({Status.PRE_RESERVED, Status.CONFIRMED})
"""Those that can be called off: the guest is not there yet."""
