"""The one source of the present moment, which a development file may shift for every process at once."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol


class Clock(Protocol):
    """Whoever needs the present is handed one of these."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock plus the seconds written in `offset_file`, read at each call (development only)."""

    def __init__(self, offset_file: Path | None = None) -> None:
        self._offset_file = offset_file

    def now(self) -> datetime:
        """Return the present instant in UTC, shifted by the offset file when there is one."""
        return datetime.now(UTC) + self._offset()

    def _offset(self) -> timedelta:
        if self._offset_file is None:
            return timedelta()
        try:
            return timedelta(seconds=float(self._offset_file.read_text().strip() or 0))
        except (FileNotFoundError, ValueError, OverflowError):
            # Absent or half-written: nobody has asked for another time yet.
            return timedelta()


class FixedClock:
    """A clock that stands still until it is moved: for tests and for replaying conversations."""

    def __init__(self, instant: datetime) -> None:
        self.instant = instant

    def now(self) -> datetime:
        """Return the instant it was set to."""
        return self.instant
