"""One moment for all workers, in whatever process: it stands still until one of them moves it."""

import fcntl
from datetime import datetime, timedelta
from pathlib import Path

from tests.factories.moments import NOW


class SharedClock:
    """`NOW` and the seconds in a file, as the product's offset file; but no test may depend on the machine's clock."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def now(self) -> datetime:
        return NOW + timedelta(seconds=self._seconds())

    def advance(self, by: timedelta) -> None:
        with self._path.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            fresh = self._path.with_suffix(".new")
            fresh.write_text(str(self._seconds() + by.total_seconds()))
            fresh.replace(self._path)

    def _seconds(self) -> float:
        try:
            return float(self._path.read_text())
        except FileNotFoundError:
            return 0.0
