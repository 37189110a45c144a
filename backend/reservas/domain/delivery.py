"""What a channel takes: how long a text is to it, and what went wrong by its error code, at once or in a status."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Problem(StrEnum):
    """What kept a message from its guest; what is done about it hangs on this alone."""

    # It was not sent, and later it will be:
    GUEST_RATE = "guest_rate"
    NUMBER_RATE = "number_rate"
    ACCOUNT_RATE = "account_rate"
    # It may have been sent all the same:
    OUTCOME_UNKNOWN = "outcome_unknown"
    # The number cannot send anything now; the message has nothing to do with it:
    TOKEN = "token"  # noqa: S105 - a kind of problem, no secret
    BLOCKED = "blocked"
    PERMISSION = "permission"
    # Only this guest, for a long time or for ever:
    COUNTRY_BLOCKED = "country_blocked"
    SPAM = "spam"
    WINDOW_CLOSED = "window_closed"
    UNDELIVERABLE = "undeliverable"
    MARKETING_CAP = "marketing_cap"
    OPTED_OUT = "opted_out"
    NEEDS_PHONE = "needs_phone"
    # This message, as it is:
    TEMPLATE_MISSING = "template_missing"
    TEMPLATE_STOPPED = "template_stopped"
    TEMPLATE_TEXT = "template_text"
    FLOW = "flow"
    MEDIA = "media"
    BAD_REQUEST = "bad_request"
    # The owner's account:
    UNPAID = "unpaid"
    CONFIGURATION = "configuration"
    OTHER = "other"


TEMPLATE_PROBLEMS = frozenset({Problem.TEMPLATE_MISSING, Problem.TEMPLATE_STOPPED, Problem.TEMPLATE_TEXT})
RATE_PROBLEMS = frozenset({Problem.GUEST_RATE, Problem.NUMBER_RATE, Problem.ACCOUNT_RATE})
STOPPING_PROBLEMS = frozenset({Problem.TOKEN, Problem.BLOCKED, Problem.PERMISSION})
"""Those that stop a whole number: what is queued stays, in order.

A permission that was taken away refuses every message alike: giving up one after the other would lose them all.
"""

_CODES: Mapping[Problem, tuple[int, ...]] = {
    Problem.GUEST_RATE: (131056,),
    Problem.NUMBER_RATE: (130429,),
    Problem.ACCOUNT_RATE: (4, 80007),
    Problem.OUTCOME_UNKNOWN: (1, 2, 131000, 131016, 131057, 133004),
    Problem.TOKEN: (0, 190),
    Problem.BLOCKED: (368, 131031, 133010),
    Problem.COUNTRY_BLOCKED: (130497,),
    Problem.SPAM: (131048,),
    Problem.WINDOW_CLOSED: (131047,),
    Problem.UNDELIVERABLE: (131026,),
    Problem.MARKETING_CAP: (131049, 130472),
    Problem.OPTED_OUT: (131050,),
    Problem.NEEDS_PHONE: (131062,),
    Problem.TEMPLATE_MISSING: (132001,),
    Problem.TEMPLATE_STOPPED: (132015, 132016),
    Problem.TEMPLATE_TEXT: (132000, 132005, 132007, 132012, 132018),
    Problem.FLOW: (132068, 132069),
    Problem.MEDIA: (131052, 131053),
    Problem.BAD_REQUEST: (33, 100, 131008, 131009, 131021, 131051, 135000),
    Problem.PERMISSION: (3, 10, *range(200, 300), 131005),
    Problem.UNPAID: (131042,),
    Problem.CONFIGURATION: (131030,),
}
PROBLEMS: Mapping[int, Problem] = MappingProxyType(
    {code: problem for problem, codes in _CODES.items() for code in codes}
)
"""Meta, "Cloud API error codes": the number decides, never the title or the HTTP status."""


def units(text: str) -> int:
    """Return the length in UTF-16 units, the strictest way to count; a lone surrogate counts as one."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def problem_of(code: int | None) -> Problem:
    """Return what `code` means; what Meta has not told us is OTHER, which is final."""
    return Problem.OTHER if code is None else PROBLEMS.get(code, Problem.OTHER)
