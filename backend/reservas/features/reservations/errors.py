"""Refusals of the booking engine, each also a chat sentence and an API answer."""

from reservas.domain.alternatives import Alternative, AlternativeKind, Wanted
from reservas.kit.errors import ErrorKind, ReservasError


class DatesUnavailable(ReservasError):  # noqa: N818 - reads as what happened
    """Somebody else has one of those nights.

    `wanted` is what was asked for in vain. `nearest` is everything that can be had instead, `alternatives` the codes of
    the accommodations free on the same dates, once `tell_alternatives` has looked: nobody looks while a row is locked.
    """

    code = "dates_unavailable"
    kind = ErrorKind.CONFLICT

    def __init__(self, detail: str, *, wanted: Wanted | None = None, nearest: tuple[Alternative, ...] = ()) -> None:
        super().__init__(detail, field="check_in")
        self.wanted = wanted
        self.nearest = nearest

    @property
    def alternatives(self) -> tuple[str, ...]:
        """Codes of accommodations free on the same dates."""
        return tuple(one.accommodation for one in self.nearest if one.kind is AlternativeKind.SAME_DATES)


class QuoteNotFound(ReservasError):  # noqa: N818 - reads as what happened
    """No quote has that id."""

    code = "quote_not_found"
    kind = ErrorKind.NOT_FOUND


class QuoteExpired(ReservasError):  # noqa: N818 - reads as what happened
    """The price was valid until a moment that has passed: ask for a new one."""

    code = "quote_expired"
    kind = ErrorKind.CONFLICT


class QuoteMismatch(ReservasError):  # noqa: N818 - reads as what happened
    """The quote prices another stay than the one asked for."""

    code = "quote_mismatch"
    kind = ErrorKind.INVALID


class CurrencyDiffers(ReservasError):  # noqa: N818 - reads as what happened
    """What was agreed, and perhaps paid, is in another currency than the new cabin charges."""

    code = "currency_differs"
    kind = ErrorKind.CONFLICT


class CapacityExceeded(ReservasError):  # noqa: N818 - reads as what happened
    """More people than beds."""

    code = "capacity_exceeded"
    kind = ErrorKind.INVALID


class PetsNotAllowed(ReservasError):  # noqa: N818 - reads as what happened
    """The owner takes no pets there."""

    code = "pets_not_allowed"
    kind = ErrorKind.INVALID


class StayRefused(ReservasError):  # noqa: N818 - reads as what happened
    """The dates make no stay that can be booked, for `reason`: past, too_long, too_far, or one of the owner's rules.

    `limit` is that rule's own number, such as the nights a stay must have.
    """

    code = "stay_refused"
    kind = ErrorKind.INVALID

    def __init__(self, detail: str, *, field: str, reason: str, limit: int | None = None) -> None:
        super().__init__(detail, field=field)
        self.reason = reason
        self.limit = limit


class ReservationNotFound(ReservasError):  # noqa: N818 - reads as what happened
    """No reservation has that code."""

    code = "reservation_not_found"
    kind = ErrorKind.NOT_FOUND


class BlockNotFound(ReservasError):  # noqa: N818 - reads as what happened
    """No owner's block begins there on that day."""

    code = "block_not_found"
    kind = ErrorKind.NOT_FOUND


class InvalidTransition(ReservasError):  # noqa: N818 - reads as what happened
    """The reservation's `status` does not allow it."""

    code = "invalid_transition"
    kind = ErrorKind.CONFLICT

    def __init__(self, detail: str, *, status: str) -> None:
        super().__init__(detail)
        self.status = status
