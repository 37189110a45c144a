"""Refusals about calendars."""

from reservas.kit.errors import ErrorKind, ReservasError


class CalendarNotFound(ReservasError):  # noqa: N818 - reads as what happened
    """No live export has that token; unknown and malformed ones are told the same."""

    code = "calendar_not_found"
    kind = ErrorKind.NOT_FOUND
