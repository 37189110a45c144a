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


class TooManyAttempts(ReservasError):  # noqa: N818 - reads as what happened
    """Somebody has tried too often to sign in to that account, right or wrong."""

    code = "too_many_attempts"
    kind = ErrorKind.LIMITED


class RefreshTokenInvalid(ReservasError):  # noqa: N818 - reads as what happened
    """The refresh token is none of ours, has expired, was used before, or its operator is gone."""

    code = "refresh_token_invalid"
    kind = ErrorKind.UNAUTHENTICATED
