"""An embedded PostgreSQL on a loopback port: created, started, restarted and stopped as any user, root included."""

import contextlib
import os
import secrets
import signal
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import Enum
from pathlib import Path

import psutil

from sandbox.stack.ports import LOOPBACK, free_port
from sandbox.stack.postgres_home import PostgresHome, prepare_home, remove_forgotten_homes
from sandbox.stack.process import Child, ProcessRecord, StackError, stop_recorded

_SUPERUSER = "postgres"
_START_ATTEMPTS = 3
_START_SECONDS = 60.0
_STOP_SECONDS = 30.0
_STATUS_LINE = 7  # postmaster.pid: id, data, start time, port, socket folder, address, memory key, status

DURABLE: Mapping[str, str] = {}
"""Data survive a power cut, as in production."""

FAST_AND_FORGETFUL: Mapping[str, str] = {"fsync": "off", "full_page_writes": "off"}
"""For tests: survives killed processes and PostgreSQL's own crash, but not a power cut.

`synchronous_commit` stays on: without it a crash forgets transactions that were reported as committed.
"""


class StopMode(Enum):
    """How PostgreSQL is asked to stop, by the names of `pg_ctl --mode`."""

    SMART = signal.SIGTERM
    FAST = signal.SIGINT
    IMMEDIATE = signal.SIGQUIT


class PostgresServer:
    """An embedded PostgreSQL whose home belongs to one data directory."""

    def __init__(self, data_dir: Path, *, log_path: Path | None = None, options: Mapping[str, str] = DURABLE) -> None:
        self.log_path = log_path or data_dir / "logs" / "postgres.log"
        self.port = 0
        self._data_dir = data_dir.resolve()
        self._options = {"max_connections": "300", "unix_socket_directories": "", **options}
        self._home: PostgresHome | None = None
        self._child: Child | None = None

    @property
    def child(self) -> Child:
        """The server's process; the server must have been started."""
        assert self._child is not None
        return self._child

    @property
    def pid(self) -> int:
        """The process id of the postmaster."""
        return self.child.pid

    @property
    def home(self) -> PostgresHome:
        """Where the server's files are; the server must have been started once."""
        assert self._home is not None
        return self._home

    def is_running(self) -> bool:
        """Whether the server's process lives."""
        return self._child is not None and self._child.is_running()

    def dsn(self, database: str = _SUPERUSER) -> str:
        """The address of a database, with the password in it."""
        password = self.home.password_file.read_text()
        return f"postgresql://{_SUPERUSER}:{password}@{LOOPBACK}:{self.port}/{database}"

    def start(self, port: int = 0) -> None:
        """Start the server on a port, or on one that is free; one left running by a killed runner is stopped first.

        Raises: StackError when it cannot be started.
        """
        self._claim_home()
        if not (self.home.data / "PG_VERSION").exists() or not self.home.password_file.exists():
            self._create()
        for attempt in range(_START_ATTEMPTS):
            self.port = port or free_port()
            if self._is_ready_after_start():
                return
            if port and attempt + 1 < _START_ATTEMPTS:
                time.sleep(0.5)
        raise StackError(f"PostgreSQL does not start; its log ({self.log_path}) ends:\n{self.child.log_tail()}")

    def stop(self, mode: StopMode = StopMode.FAST) -> None:
        """Stop the server; does nothing when it does not run."""
        if self._child is not None:
            self._child.stop(sign=mode.value, grace_seconds=_STOP_SECONDS)

    def restart(self, mode: StopMode = StopMode.FAST) -> None:
        """Stop the server and start it on the same port, as a restart of the real one would."""
        self.stop(mode)
        self.start(self.port)

    def destroy(self) -> None:
        """Stop the server at once and delete its data."""
        self.stop(StopMode.IMMEDIATE)
        self._claim_home()
        self.home.remove()

    def _claim_home(self) -> None:
        """Find or make the home, and make sure that no server runs in it."""
        self._data_dir.mkdir(parents=True, exist_ok=True)
        if self._home is None:
            remove_forgotten_homes()
            self._home = prepare_home(self._data_dir)
        self._stop_leftover()

    def _is_ready_after_start(self) -> bool:
        settings = {"listen_addresses": LOOPBACK, "port": str(self.port), **self._options}
        arguments = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        self._child = self._program("postgres", "-D", str(self.home.data), *arguments, stop_signal=StopMode.FAST.value)
        self._child.start()
        deadline = time.monotonic() + _START_SECONDS
        while self._child.is_running() and time.monotonic() < deadline:
            if self._reports_ready(self._child.pid):
                return True
            time.sleep(0.02)
        self._child.stop(sign=StopMode.IMMEDIATE.value)
        return False

    def _reports_ready(self, pid: int) -> bool:
        lines = _lines_of(self.home.data / "postmaster.pid")
        return len(lines) > _STATUS_LINE and int(lines[0]) == pid and lines[_STATUS_LINE].strip() == "ready"

    def _stop_leftover(self) -> None:
        """Stop a server of this data directory that outlived its runner, and remove the id file of a dead one."""
        id_file = self.home.data / "postmaster.pid"
        lines = _lines_of(id_file)
        if not lines:
            return
        with contextlib.suppress(ValueError, StackError, psutil.Error):
            pid = int(lines[0])
            record = ProcessRecord.of(pid)
            if str(self.home.data) in psutil.Process(pid).cmdline():
                stop_recorded(record, ask=StopMode.FAST.value, grace_seconds=_STOP_SECONDS)
                return
        id_file.unlink(missing_ok=True)  # else a stranger that was given the same id keeps PostgreSQL from starting

    def _create(self) -> None:
        """Create the data directory; half a one, left by an interruption, is replaced."""
        self.home.empty()
        password = secrets.token_hex(24)
        with self._password_for_initdb(password) as password_path:
            child = self._program(
                "initdb",
                *("-D", str(self.home.data), "-U", _SUPERUSER, "--auth=scram-sha-256", f"--pwfile={password_path}"),
                *("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
                *("-c", "scram_iterations=64"),  # a long random password needs no slow hash, and tests connect often
                *(["--no-sync"] if self._options.get("fsync") == "off" else []),
                "--no-instructions",
            )
            child.start()
            code = child.wait(_START_SECONDS)
        if code != 0:
            raise StackError(f"initdb failed; its log ({self.log_path}) ends:\n{child.log_tail()}")
        descriptor = os.open(self.home.password_file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(password)

    @contextmanager
    def _password_for_initdb(self, password: str) -> Iterator[Path]:
        """A file with the password that the account of PostgreSQL can read, for as long as initdb runs."""
        path = self.home.cluster / "initial-password"
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(password)
        if self.home.account is not None:
            os.chown(path, self.home.account.uid, self.home.account.gid)
        try:
            yield path
        finally:
            path.unlink(missing_ok=True)

    def _program(self, name: str, *arguments: str, stop_signal: signal.Signals = signal.SIGTERM) -> Child:
        return Child(
            "PostgreSQL" if name == "postgres" else name,
            [str(self.home.programs / name), *arguments],
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            log_path=self.log_path,
            cwd=self.home.cluster,
            account=self.home.account,
            stop_signal=stop_signal,
        )


def _lines_of(path: Path) -> list[str]:
    try:
        return path.read_text().splitlines()
    except OSError:
        return []
