"""Refusals about idempotency keys."""

from reservas.kit.errors import ErrorKind, ReservasError


class IdempotencyKeyReused(ReservasError):  # noqa: N818 - reads as what happened
    """The key came before with another request."""

    code = "idempotency_key_reused"
    kind = ErrorKind.INVALID
