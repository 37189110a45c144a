"""The embedded servers start and stop as this user, heal after a kill, and leave other people's folders alone."""

import os
import signal
import stat
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import psutil
import pytest
from redis.asyncio import Redis

from sandbox.stack.postgres import FAST_AND_FORGETFUL, PostgresServer, StopMode
from sandbox.stack.process import ProcessRecord, StackError
from sandbox.stack.valkey import ValkeyServer


@pytest.fixture
def postgres(tmp_path: Path) -> Iterator[PostgresServer]:
    server = PostgresServer(tmp_path / "closed", options=FAST_AND_FORGETFUL)
    yield server
    server.destroy()


@pytest.fixture
def valkey(tmp_path: Path) -> Iterator[ValkeyServer]:
    server = ValkeyServer(tmp_path)
    yield server
    server.stop()


async def _answer(server: PostgresServer, query: str) -> object:
    connection = await asyncpg.connect(server.dsn())
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()


def _modes_above(path: Path) -> dict[Path, int]:
    return {folder: stat.S_IMODE(folder.stat().st_mode) for folder in [path, *path.parents]}


class TestPostgres:
    async def test_keeps_its_data_and_its_port_over_restarts(self, postgres: PostgresServer) -> None:
        postgres.start()
        port = postgres.port
        await _answer(postgres, "CREATE TABLE kept AS SELECT 7 AS number")

        for mode in (StopMode.FAST, StopMode.IMMEDIATE):
            postgres.restart(mode)

            assert postgres.port == port
            assert await _answer(postgres, "SELECT number FROM kept") == 7

    async def test_stop_leaves_no_process(self, postgres: PostgresServer) -> None:
        postgres.start()
        record = ProcessRecord.of(postgres.pid)

        postgres.stop()

        assert not record.is_running()

    async def test_started_in_a_closed_folder_opens_no_folder(self, tmp_path: Path) -> None:
        closed = tmp_path / "closed"
        closed.mkdir(mode=0o700)
        data = closed / "data"
        data.mkdir(mode=0o700)
        programs = Path(sys.prefix)
        before = _modes_above(data) | _modes_above(programs)
        server = PostgresServer(data, options=FAST_AND_FORGETFUL)

        server.start()
        try:
            assert await _answer(server, "SELECT 1") == 1
            assert _modes_above(data) | _modes_above(programs) == before
        finally:
            server.destroy()

    async def test_never_runs_as_root(self, postgres: PostgresServer) -> None:
        postgres.start()

        assert psutil.Process(postgres.pid).uids().effective != 0

    async def test_password_is_for_this_user_alone(self, postgres: PostgresServer) -> None:
        postgres.start()
        found = postgres.home.password_file.stat()
        without_password = postgres.dsn().replace(postgres.home.password_file.read_text(), "wrong")

        assert stat.S_IMODE(found.st_mode) == 0o600
        assert found.st_uid == os.geteuid()
        with pytest.raises(asyncpg.InvalidPasswordError):
            await asyncpg.connect(without_password)

    async def test_server_left_by_a_killed_runner_is_replaced(self, postgres: PostgresServer) -> None:
        """Without the bond of Linux, too: the server is found by its data directory."""
        postgres.start()
        left = ProcessRecord.of(postgres.pid)
        successor = PostgresServer(postgres._data_dir, options=FAST_AND_FORGETFUL)

        successor.start()
        try:
            assert not left.is_running()
            assert await _answer(successor, "SELECT 1") == 1
        finally:
            successor.stop()

    async def test_id_file_of_a_dead_server_does_not_matter(self, postgres: PostgresServer) -> None:
        postgres.start()
        id_file = postgres.home.data / "postmaster.pid"
        written = id_file.read_text().splitlines()
        postgres.stop(StopMode.IMMEDIATE)
        id_file.write_text("\n".join([str(os.getpid()), *written[1:]]))

        postgres.start()

        assert await _answer(postgres, "SELECT 1") == 1

    async def test_half_made_data_directory_is_made_again(self, postgres: PostgresServer) -> None:
        postgres.start()
        postgres.stop()
        postgres.home.password_file.unlink()

        postgres.start()

        assert await _answer(postgres, "SELECT 1") == 1

    async def test_taken_port_is_an_error_that_shows_the_log(self, postgres: PostgresServer, tmp_path: Path) -> None:
        postgres.start()
        other = PostgresServer(tmp_path / "other", options=FAST_AND_FORGETFUL)

        try:
            with pytest.raises(StackError, match="could not bind"):
                other.start(postgres.port)
        finally:
            other.destroy()

    async def test_spanish_letters_have_cases_and_time_is_utc(self, postgres: PostgresServer) -> None:
        postgres.start()

        assert await _answer(postgres, "SELECT lower('ÑIRE Á')") == "ñire á"
        assert await _answer(postgres, "SHOW timezone") in {"UTC", "Etc/UTC"}


class TestValkey:
    async def test_answers_and_forgets_on_restart(self, valkey: ValkeyServer) -> None:
        valkey.start()
        async with Redis.from_url(valkey.url) as client:
            await client.set("key", "value")

        valkey.restart()

        async with Redis.from_url(valkey.url) as client:
            assert await client.get("key") is None

    async def test_server_left_by_a_killed_runner_is_replaced(self, valkey: ValkeyServer, tmp_path: Path) -> None:
        valkey.start()
        left = ProcessRecord.of(valkey.pid)
        successor = ValkeyServer(tmp_path)

        successor.start()
        try:
            assert not left.is_running()
        finally:
            successor.stop()


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's bond between parent and child is Linux's")
def test_servers_end_with_a_killed_runner(tmp_path: Path) -> None:
    program = textwrap.dedent(
        """
        import sys, time
        from pathlib import Path
        from sandbox.stack.postgres import FAST_AND_FORGETFUL, PostgresServer
        from sandbox.stack.valkey import ValkeyServer

        postgres = PostgresServer(Path(sys.argv[1]), options=FAST_AND_FORGETFUL)
        postgres.start()
        valkey = ValkeyServer(Path(sys.argv[1]))
        valkey.start()
        print(postgres.pid, valkey.pid, flush=True)
        time.sleep(60)
        """
    )
    with subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE, text=True) as runner:
        assert runner.stdout is not None
        records = [ProcessRecord.of(int(pid)) for pid in runner.stdout.readline().split()]

        runner.send_signal(signal.SIGKILL)

    assert len(records) == 2
    deadline = time.monotonic() + 10
    while any(record.is_running() for record in records) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(record.is_running() for record in records)
    PostgresServer(tmp_path, options=FAST_AND_FORGETFUL).destroy()
