"""Child processes: started in a session of their own, asked to stop, and only then killed."""

import contextlib
import ctypes
import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

_POLL_SECONDS = 0.03
_LOG_TAIL_LINES = 15
_START_TIME_SLACK_SECONDS = 1.0
_PR_SET_PDEATHSIG = 1


class StackError(Exception):
    """Something the stack needs is not to be had; the text says what to do about it."""


@dataclass(frozen=True)
class ProcessRecord:
    """A process as it is remembered in a file: its id, and its start, since ids are used again."""

    pid: int
    started_at: float

    @classmethod
    def of(cls, pid: int) -> "ProcessRecord":
        """Describe a running process.

        Raises: StackError when there is none.
        """
        try:
            return cls(pid, psutil.Process(pid).create_time())
        except psutil.Error as error:
            raise StackError(f"process {pid} is gone") from error

    @classmethod
    def read(cls, path: Path) -> "ProcessRecord | None":
        """The record kept in a file; none when the file is missing or not whole."""
        try:
            content = json.loads(path.read_text())
            return cls(int(content["pid"]), float(content["started_at"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def write(self, path: Path) -> None:
        """Keep the record in a file."""
        path.write_text(json.dumps({"pid": self.pid, "started_at": self.started_at}))

    def is_running(self) -> bool:
        """Whether this very process still runs."""
        try:
            process = psutil.Process(self.pid)
            is_same = abs(process.create_time() - self.started_at) < _START_TIME_SLACK_SECONDS
            return is_same and bool(process.status() != psutil.STATUS_ZOMBIE)
        except psutil.Error:
            return False


def stop_recorded(record: ProcessRecord, *, ask: signal.Signals = signal.SIGTERM, grace_seconds: float = 10.0) -> None:
    """Stop a process that an earlier run left behind; does nothing when it is gone."""
    for sign in (ask, signal.SIGKILL):
        if not record.is_running():
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(record.pid, sign)
        deadline = time.monotonic() + grace_seconds
        while record.is_running() and time.monotonic() < deadline:
            time.sleep(_POLL_SECONDS)


@dataclass(frozen=True)
class Account:
    """The system account that a child runs as when we are root."""

    name: str
    uid: int
    gid: int


def _death_bond(sign: signal.Signals) -> Callable[[], None] | None:
    """What makes the kernel send the sign to a child when its parent is killed (Linux only).

    The bond is to the starting *thread*, so it is made in the main one alone. Elsewhere the next start finds the
    leftover by its record.
    """
    if sys.platform != "linux" or threading.current_thread() is not threading.main_thread():
        return None
    call = ctypes.CDLL(None).prctl  # looked up before the fork: the child makes one system call and nothing else
    number = int(sign)
    return lambda: call(_PR_SET_PDEATHSIG, number, 0, 0, 0)


class Child:
    """One child process and its log file.

    It leads a session of its own, so Ctrl-C in the terminal reaches the runner alone, which stops the
    children in order.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        env: Mapping[str, str],
        log_path: Path,
        cwd: Path,
        account: Account | None = None,
        stop_signal: signal.Signals = signal.SIGTERM,
    ) -> None:
        self.name = name
        self.command = [*command]
        self.log_path = log_path
        self.stop_signal = stop_signal
        self.started_at = 0.0
        self._env = {**env}
        self._cwd = cwd
        self._account = account
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The process id; the child must have been started."""
        assert self._process is not None
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        """None while the child runs or was never started."""
        return None if self._process is None else self._process.poll()

    def is_running(self) -> bool:
        """Whether the child was started and has not ended."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start the child; what it prints goes to the end of its log.

        Raises: StackError when it cannot be started.
        """
        account = self._account
        self.log_path.parent.mkdir(parents=True, exist_ok=True)
        with self.log_path.open("ab") as log:
            try:
                self._process = subprocess.Popen(  # noqa: S603 - the commands are our own
                    self.command,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    env=self._env,
                    cwd=self._cwd,
                    start_new_session=True,
                    user=None if account is None else account.uid,
                    group=None if account is None else account.gid,
                    extra_groups=None if account is None else [],
                    preexec_fn=_death_bond(self.stop_signal),  # noqa: PLW1509 - one system call, see there
                )
            except OSError as error:
                raise StackError(f"{self.name} cannot be started: {error}") from error
        self.started_at = time.monotonic()

    def wait(self, timeout_seconds: float) -> int:
        """Wait for the child to end by itself and return its exit code.

        Raises: StackError when it still runs then.
        """
        assert self._process is not None
        try:
            return self._process.wait(timeout_seconds)
        except subprocess.TimeoutExpired as error:
            raise StackError(f"{self.name} did not end in {timeout_seconds:.0f} s; its log: {self.log_path}") from error

    def ask_to_stop(self, sign: signal.Signals | None = None) -> None:
        """Send the stop signal without waiting."""
        if self._process is not None and self.is_running():
            self._process.send_signal(sign or self.stop_signal)

    def stop(self, *, sign: signal.Signals | None = None, grace_seconds: float = 10.0) -> int | None:
        """Ask the child to stop, kill it and whatever it started when it does not, and return its exit code."""
        if self._process is None:
            return None
        self.ask_to_stop(sign)
        try:
            return self._process.wait(grace_seconds)
        except subprocess.TimeoutExpired:
            self._kill_session()
            return self._process.wait()

    def log_tail(self) -> str:
        """The last lines of the log, for an error message."""
        return tail_of(self.log_path)

    def _kill_session(self) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)


def tail_of(path: Path, lines: int = _LOG_TAIL_LINES) -> str:
    """The last lines of a text file; empty when it cannot be read."""
    try:
        return "\n".join(path.read_text(errors="replace").splitlines()[-lines:])
    except OSError:
        return ""


def is_answering(url: str) -> bool:
    """Whether a GET is answered with 200."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=5) as answer:
            return bool(answer.status == 200)  # noqa: PLR2004 - HTTP's own number
    except (OSError, ValueError):
        return False


def wait_until_answering(url: str, child: Child, *, timeout_seconds: float = 60.0) -> None:
    """Wait until a GET is answered with 200.

    Raises: StackError when the child ends before, or the time is over.
    """
    deadline = time.monotonic() + timeout_seconds
    while not is_answering(url):
        if not child.is_running():
            raise StackError(
                f"{child.name} ended with code {child.returncode}; its log ({child.log_path}) ends:\n{child.log_tail()}"
            )
        if time.monotonic() > deadline:
            raise StackError(
                f"{child.name} does not answer 200 at {url} after {timeout_seconds:.0f} s; "
                f"its log ({child.log_path}) ends:\n{child.log_tail()}"
            )
        time.sleep(0.1)
