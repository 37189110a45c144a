"""What can become of a message that was handed to the channel without success."""

from reservas.kit.errors import ErrorKind, ReservasError


class SendRefused(ReservasError):  # noqa: N818 - reads as what happened
    """The channel refused the message for good; `provider_code` is its own number."""

    code = "send_refused"
    kind = ErrorKind.CONFLICT

    def __init__(self, detail: str, provider_code: int | None = None) -> None:
        super().__init__(detail)
        self.provider_code = provider_code


class SendLater(ReservasError):  # noqa: N818 - reads as what happened
    """The channel did not take the message now, and certainly did not send it: try again after `seconds`."""

    code = "send_later"
    kind = ErrorKind.UNAVAILABLE

    def __init__(self, detail: str, seconds: float | None = None) -> None:
        super().__init__(detail)
        self.seconds = seconds


class SendOutcomeUnknown(ReservasError):  # noqa: N818 - reads as what happened
    """No usable answer came: the message may have been sent. Look for a status before sending it again."""

    code = "send_outcome_unknown"
    kind = ErrorKind.UNAVAILABLE
