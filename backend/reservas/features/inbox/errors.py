"""What an operator can ask of the inbox in vain."""

from reservas.kit.errors import ErrorKind, ReservasError


class LetterNotFound(ReservasError):  # noqa: N818 - reads as what happened
    """There is no such dead letter, or it was replayed before."""

    code = "letter_not_found"
    kind = ErrorKind.NOT_FOUND
