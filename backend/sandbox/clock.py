"""The simulators' time: the machine's, moved by the seconds written in the offset file that the product follows too."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path


@dataclass(frozen=True, slots=True)
class SandboxClock:
    """Tells the shared, movable time; without a file it is the machine's."""

    offset_file: Path | None = None

    def now(self) -> datetime:
        """The present instant in UTC, offset included."""
        return datetime.now(UTC) + timedelta(seconds=self.offset())

    def timestamp(self) -> float:
        """The present instant as unix seconds."""
        return self.now().timestamp()

    def offset(self) -> float:
        """How far the shared time is from the machine's, in seconds."""
        if self.offset_file is None:
            return 0.0
        # Read anew each time: a test moves the time while the simulator runs. Half-written is the same as unmoved.
        try:
            return float(self.offset_file.read_text(encoding="utf-8").strip() or 0)
        except (OSError, ValueError):
            return 0.0
