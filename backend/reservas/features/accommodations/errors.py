"""Refusals about accommodations."""

from reservas.kit.errors import ErrorKind, ReservasError


class AccommodationNotFound(ReservasError):  # noqa: N818 - reads as what happened
    """No active accommodation has that code."""

    code = "accommodation_not_found"
    kind = ErrorKind.NOT_FOUND


class ExchangeRateMissing(ReservasError):  # noqa: N818 - reads as what happened
    """Its prices are in a currency that no stored rate turns into the one charged."""

    code = "exchange_rate_missing"
    kind = ErrorKind.UNAVAILABLE
