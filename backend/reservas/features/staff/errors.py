"""Refusals about operators."""

from reservas.kit.errors import ErrorKind, ReservasError


class WrongCredentials(ReservasError):  # noqa: N818 - reads as what happened
    """No active operator has that e-mail and password; it is never said which of the two was wrong."""

    code = "wrong_credentials"
    kind = ErrorKind.UNAUTHENTICATED


class OperatorInvalid(ReservasError):  # noqa: N818 - reads as what happened
    """The e-mail or the password is not fit for an account."""

    code = "operator_invalid"
    kind = ErrorKind.INVALID
