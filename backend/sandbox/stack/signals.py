"""The signals that end a program become one exception, so that what was started is stopped in order."""

import signal

_ENDING_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StopRequested(BaseException):
    """A signal asked the stack to stop; no error, so nothing that handles errors may swallow it."""


def raise_on_ending_signals() -> None:
    """Raise StopRequested at the first ending signal; later ones are ignored."""

    def request(_number: int, _frame: object) -> None:
        ignore_ending_signals()
        raise StopRequested

    for sign in _ENDING_SIGNALS:
        signal.signal(sign, request)


def ignore_ending_signals() -> None:
    """Let the way down take its time."""
    for sign in _ENDING_SIGNALS:
        signal.signal(sign, signal.SIG_IGN)
