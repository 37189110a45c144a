"""Why a conversation cannot be had, and what can become of a message that was handed to the channel."""

from reservas.domain.delivery import problem_of
from reservas.kit.errors import ErrorKind, ReservasError


class ConversationNotFound(ReservasError):  # noqa: N818 - reads as what happened
    """No conversation has that code."""

    code = "conversation_not_found"
    kind = ErrorKind.NOT_FOUND


class WindowClosed(ReservasError):  # noqa: N818 - reads as what happened
    """The guest has been silent for 24 hours: the channel takes templates only."""

    code = "window_closed"
    kind = ErrorKind.CONFLICT


class TemplateNotFound(ReservasError):  # noqa: N818 - reads as what happened
    """No template has that name."""

    code = "template_not_found"
    kind = ErrorKind.INVALID


class TemplateValuesWrong(ReservasError):  # noqa: N818 - reads as what happened
    """The template takes other values, or shorter ones."""

    code = "template_values_wrong"
    kind = ErrorKind.INVALID


class MediaNotFound(ReservasError):  # noqa: N818 - reads as what happened
    """The conversation holds no such file."""

    code = "media_not_found"
    kind = ErrorKind.NOT_FOUND


class MediaNotAvailable(ReservasError):  # noqa: N818 - reads as what happened
    """The file is still on its way, could not be downloaded, or was deleted."""

    code = "media_not_available"
    kind = ErrorKind.CONFLICT


class FileNotTaken(ReservasError):  # noqa: N818 - reads as what happened
    """The channel takes other files, or smaller ones."""

    code = "file_not_taken"
    kind = ErrorKind.INVALID


class SendRefused(ReservasError):  # noqa: N818 - reads as what happened
    """The channel refused the message for good; `provider_code` is its own number."""

    code = "send_refused"
    kind = ErrorKind.CONFLICT

    def __init__(self, detail: str, provider_code: int | None = None) -> None:
        super().__init__(detail)
        self.provider_code = provider_code
        self.problem = problem_of(provider_code)


class ChannelStopped(SendRefused):
    """The channel takes nothing from this number, whatever the message: it was not sent, and the queue must wait."""

    code = "channel_stopped"
    kind = ErrorKind.UNAVAILABLE


class SendLater(ReservasError):  # noqa: N818 - reads as what happened
    """The channel did not take the message now, and certainly did not send it: try again after `seconds`.

    `problem` tells whose rate was exceeded, when it was one.
    """

    code = "send_later"
    kind = ErrorKind.UNAVAILABLE

    def __init__(self, detail: str, seconds: float | None = None, provider_code: int | None = None) -> None:
        super().__init__(detail)
        self.seconds = seconds
        self.provider_code = provider_code
        self.problem = problem_of(provider_code)


class SendOutcomeUnknown(ReservasError):  # noqa: N818 - reads as what happened
    """No usable answer came: the message may have been sent. Look for a status before sending it again."""

    code = "send_outcome_unknown"
    kind = ErrorKind.UNAVAILABLE

    def __init__(self, detail: str, provider_code: int | None = None) -> None:
        super().__init__(detail)
        self.provider_code = provider_code


class MediaGone(ReservasError):  # noqa: N818 - reads as what happened
    """The channel does not have the file any more: only its guest can send it again."""

    code = "media_gone"
    kind = ErrorKind.NOT_FOUND


class MediaRefused(ReservasError):  # noqa: N818 - reads as what happened
    """The file is too large, of a type that is not taken, or not where the channel's files are."""

    code = "media_refused"
    kind = ErrorKind.CONFLICT


class MediaLater(ReservasError):  # noqa: N818 - reads as what happened
    """The file did not come now; the next attempt may bring it."""

    code = "media_later"
    kind = ErrorKind.UNAVAILABLE


class MediaDamaged(ReservasError):  # noqa: N818 - reads as what happened
    """What came is not the file that was announced; a few attempts show whether it stays so."""

    code = "media_damaged"
    kind = ErrorKind.CONFLICT
