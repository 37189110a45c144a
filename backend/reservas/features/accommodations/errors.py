"""Refusals about accommodations."""

from reservas.kit.errors import ErrorKind, ReservasError


class AccommodationNotFound(ReservasError):  # noqa: N818 - reads as what happened
    """No active accommodation has that code."""

    code = "accommodation_not_found"
    kind = ErrorKind.NOT_FOUND
