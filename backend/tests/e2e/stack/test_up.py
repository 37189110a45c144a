"""`python -m sandbox up`: the whole stack comes up, says where it is, and leaves nothing behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from sandbox.stack.data_dir import DataDir, RunningNotice
from sandbox.stack.ports import LOOPBACK, free_port, taken_in_block

_BACKEND = Path(__file__).parents[3]
_START_SECONDS = 90
_PROVIDERS = {
    "WHATSAPP_API_BASE_URL": "http://127.0.0.1:9",
    "WHATSAPP_APP_SECRET": "from-outside-app-secret",
    "MERCADOPAGO_API_BASE_URL": "http://127.0.0.1:9",
    "MERCADOPAGO_WEBHOOK_SECRET": "from-outside-webhook-secret",
}


class _Up:
    """A runner started by a test, and what it printed."""

    def __init__(self, data_dir: Path, port: int, *arguments: str, env: dict[str, str] | None = None) -> None:
        self.data_dir = DataDir(data_dir)
        self.port = port
        command = [sys.executable, "-m", "sandbox", "up", "--port", str(port), "--data-dir", str(data_dir), *arguments]
        self._output_path = data_dir.parent / f"{data_dir.name}-{port}.out"
        with self._output_path.open("w") as output:
            self.process = subprocess.Popen(
                command,
                cwd=_BACKEND,
                env={"PATH": os.environ["PATH"], **(env or {})},
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def output(self) -> str:
        return self._output_path.read_text()

    def wait_until(self, is_reached: Path | str) -> None:
        deadline = time.monotonic() + _START_SECONDS
        while not (is_reached.exists() if isinstance(is_reached, Path) else is_reached in self.output()):
            assert self.process.poll() is None, self.output()
            assert time.monotonic() < deadline, self.output()
            time.sleep(0.1)

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(40)
        self.data_dir.empty()  # as root the database is outside pytest's folder
        return code


def _free_block() -> int:
    while taken_in_block(port := min(free_port(), 65_000), 4):
        pass
    return port


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Up]:
    up = _Up(tmp_path_factory.mktemp("up") / "data", _free_block())
    up.wait_until("Ctrl-C")
    yield up
    if up.process.poll() is None:
        up.stop()


def test_everything_answers(running: _Up) -> None:
    for port, path in ((0, "/api/v1/healthz"), (0, "/api/docs"), (1, "/"), (2, "/")):
        assert httpx.get(f"http://{LOOPBACK}:{running.port + port}{path}").status_code == 200


def test_a_second_start_says_where_the_first_is(running: _Up) -> None:
    second = _Up(running.data_dir.path, _free_block())

    assert second.process.wait(20) == 0
    assert "already runs" in second.output()
    assert f"http://{LOOPBACK}:{running.port + 1}" in second.output()


def test_reset_refuses_while_it_runs(running: _Up) -> None:
    command = [sys.executable, "-m", "sandbox", "reset", "--data-dir", str(running.data_dir.path)]

    done = subprocess.run(command, cwd=_BACKEND, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "stop it first" in done.stderr


def test_killed_worker_is_started_again(running: _Up) -> None:
    worker = next(
        process for process in psutil.Process(running.process.pid).children() if "worker" in process.cmdline()
    )
    worker.kill()

    running.wait_until("worker ended with code -9")
    deadline = time.monotonic() + _START_SECONDS
    while httpx.get(f"http://{LOOPBACK}:{running.port}/api/v1/healthz").status_code != 200:
        assert time.monotonic() < deadline
        time.sleep(0.2)


def test_stops_all_it_started(running: _Up) -> None:
    children = RunningNotice.read(running.data_dir.notice_path).children

    assert running.stop() == 0
    assert len(children) == 6
    assert not any(child.is_running() for child in children)
    assert taken_in_block(running.port, 4) == []
    assert not running.data_dir.notice_path.exists()


def test_taken_port_is_named(tmp_path: Path) -> None:
    with socket.create_server((LOOPBACK, 0)) as server:
        port = server.getsockname()[1]
        up = _Up(tmp_path / "data", port)

        assert up.process.wait(20) == 1
        assert f"port {port} is taken by" in up.output()


def test_without_providers_writes_the_environment_last(tmp_path: Path) -> None:
    up = _Up(tmp_path / "data", _free_block(), "--without-providers", env=_PROVIDERS)
    stack_env = tmp_path / "data" / "stack.env"
    try:
        up.wait_until(stack_env)

        assert httpx.get(f"http://{LOOPBACK}:{up.port}/api/v1/healthz").status_code == 200
        written = dict(line.split("=", 1) for line in stack_env.read_text().splitlines())
        assert written.items() >= _PROVIDERS.items()
        assert {"DATABASE_URL", "REDIS_URL", "JWT_SECRET_KEY", "PUBLIC_BASE_URL"} <= written.keys()
    finally:
        assert up.stop() == 0
    assert not stack_env.exists()


def test_without_providers_and_without_their_addresses_says_what_to_set(tmp_path: Path) -> None:
    up = _Up(tmp_path / "data", _free_block(), "--without-providers")

    assert up.process.wait(20) == 1
    assert "set WHATSAPP_API_BASE_URL" in up.output()
