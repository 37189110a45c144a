"""Private files on disk, under random names that tell nothing and lead nowhere."""

import math
import os
import re
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

NAME_BYTES = 24
OURS = re.compile(r"[0-9a-f]{48}(\.half)?")


class PrivateFiles:
    """One folder that no web server shows; only the process's own user may read it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def create(self) -> Iterator[tuple[str, BinaryIO]]:
        """Yield a new file's name and the file; it is there whole once the block ends well, and else not at all."""
        name = secrets.token_hex(NAME_BYTES)
        path = self.path_of(name)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        half = path.with_suffix(".half")
        try:
            with half.open("xb") as file:
                half.chmod(0o600)
                yield name, file
                file.flush()
                os.fsync(file.fileno())
            half.replace(path)
        finally:
            half.unlink(missing_ok=True)

    def path_of(self, name: str) -> Path:
        """Return where a file is; by its first letters, so that no folder grows without end."""
        return self._folder / name[:2] / name

    def names_older_than(self, age: timedelta) -> Iterator[list[str]]:
        """Yield, folder by folder, the names of files that nobody has touched for `age`, halves of files too."""
        touched_before = time.time() - age.total_seconds()
        for folder in sorted(self._folder.glob("??")):
            yield [
                one.name for one in os.scandir(folder) if OURS.fullmatch(one.name) and _touched(one) < touched_before
            ]

    def delete(self, name: str) -> None:
        """Delete a file, if it is there."""
        self.path_of(name).unlink(missing_ok=True)


def _touched(file: os.DirEntry[str]) -> float:
    """Return when the file was last written, in seconds since 1970; the end of time when it has just been deleted."""
    try:
        return file.stat(follow_symlinks=False).st_mtime
    except FileNotFoundError:
        return math.inf
