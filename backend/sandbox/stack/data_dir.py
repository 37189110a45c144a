"""The folder that keeps a stack's data, secrets and logs, and the lock that lets one stack at a time use it."""

import contextlib
import fcntl
import json
import os
import pwd
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sandbox.stack.postgres import PostgresServer
from sandbox.stack.process import ProcessRecord, StackError, stop_recorded

_OWN_ENTRIES = ("postgres", "postgres-home", "valkey", "media", "logs", "clock-offset", "secrets.json", "stack.env")


@dataclass(frozen=True)
class Link:
    """An address worth knowing, for the table and for the phone page."""

    label: str
    url: str
    note: str = ""


class AlreadyRunningError(StackError):
    """Another stack uses the folder."""

    def __init__(self, notice: "RunningNotice") -> None:
        super().__init__("a stack already runs in this folder")
        self.notice = notice


@dataclass
class RunningNotice:
    """What a running stack tells others: who it is, its children, and once it is up, where it answers."""

    pid: int = 0
    children: list[ProcessRecord] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    @classmethod
    def read(cls, path: Path) -> "RunningNotice":
        """The notice kept in a file; an empty one when the file is missing or not whole."""
        try:
            content = json.loads(path.read_text())
            return cls(
                pid=int(content["pid"]),
                children=[ProcessRecord(**child) for child in content["children"]],
                links=[Link(**link) for link in content["links"]],
            )
        except (OSError, ValueError, KeyError, TypeError):
            return cls()

    def write(self, path: Path) -> None:
        """Keep the notice in a file, whole or not at all."""
        content = {
            "pid": self.pid,
            "children": [vars(child) for child in self.children],
            "links": [vars(link) for link in self.links],
        }
        write_privately(path, json.dumps(content))


@dataclass(frozen=True)
class DataDir:
    """A stack's folder."""

    path: Path

    @property
    def logs(self) -> Path:
        """Where each process's log is."""
        return self.path / "logs"

    @property
    def notice_path(self) -> Path:
        """Where a running stack tells others about itself."""
        return self.path / "stack.json"

    def prepare(self) -> None:
        """Create the folder.

        Raises: StackError when it is not ours to write to.
        """
        try:
            self.path.mkdir(mode=0o755, parents=True, exist_ok=True)
            owner = self.path.stat().st_uid
        except OSError as error:
            raise StackError(f"{self.path} cannot be used: {error.strerror}. Choose another with --data-dir") from error
        if owner != os.geteuid():
            raise StackError(
                f"{self.path} belongs to {_user_name(owner)} and you are {_user_name(os.geteuid())}: "
                "run as that user, remove the folder, or choose another with --data-dir"
            )

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the folder for this process alone.

        Raises: AlreadyRunningError when another process holds it.
        """
        with (self.path / "stack.lock").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise AlreadyRunningError(RunningNotice.read(self.notice_path)) from error
            yield

    def stop_leftovers(self) -> int:
        """Stop what a killed stack left running here, and return how many processes that were."""
        left = [child for child in RunningNotice.read(self.notice_path).children if child.is_running()]
        for child in left:
            stop_recorded(child)
        for name in ("stack.json", "stack.env"):
            (self.path / name).unlink(missing_ok=True)
        return len(left)

    def start_logs_afresh(self) -> None:
        """Delete the logs of the last run."""
        shutil.rmtree(self.logs, ignore_errors=True)
        self.logs.mkdir()

    def empty(self) -> None:
        """Delete everything a stack keeps, a database outside the folder included."""
        self.stop_leftovers()
        PostgresServer(self.path).destroy()
        for name in _OWN_ENTRIES:
            entry = self.path / name
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry, ignore_errors=True)
            else:
                entry.unlink(missing_ok=True)


def write_privately(path: Path, text: str) -> None:
    """Write a file for this user's eyes only, whole or not at all."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with contextlib.suppress(FileNotFoundError):
        draft.unlink()
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    draft.replace(path)


def _user_name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"
