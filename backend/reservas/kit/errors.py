"""The root of every error that carries a stable code to an API answer, a chat sentence or a retry decision."""

from enum import StrEnum


class ErrorKind(StrEnum):
    """What sort of refusal it is; only `entrypoints/problems.py` turns it into an HTTP status."""

    NOT_FOUND = "not_found"
    CONFLICT = "conflict"
    INVALID = "invalid"
    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    LIMITED = "limited"
    UNAVAILABLE = "unavailable"


class ReservasError(Exception):
    """A refusal with a `code` that never changes, a `kind`, and the `field` at fault when there is one."""

    code = "error"
    kind = ErrorKind.INVALID

    def __init__(self, detail: str, *, field: str | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.field = field
