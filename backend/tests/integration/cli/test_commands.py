"""What the commands do, and how they refuse: exit code 2 and one line that says what is missing."""

import json
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from reservas.infra.database import Database
from reservas.kit.clock import FixedClock
from tests.factories.conversations import add_conversation
from tests.fixtures.servers import Valkey
from tests.integration.cli.conftest import Command
from tests.integration.serving import assert_problem, serve, settings_for

# Production reads no backend/.env: what a developer has there cannot change these tests.
BARE = {"ENVIRONMENT": "production"}
EMAIL, PASSWORD = "ana@cabanas.example", "cabañas del lago"


@pytest.mark.parametrize(
    ("arguments", "environment", "named"),
    [
        (("migrate",), BARE, "DATABASE_URL"),
        (("operator", "create", "--email", EMAIL, "--password", PASSWORD), BARE, "DATABASE_URL"),
        (("conversations", "list"), BARE, "DATABASE_URL"),
        (("serve",), BARE, "MERCADOPAGO_WEBHOOK_SECRET"),
        (("worker",), BARE, "WHATSAPP_APP_SECRET"),
        (("demo", "load"), BARE | {"DATABASE_URL": "postgresql://127.0.0.1:1/x"}, "production"),
        (("migrate",), {"ENVIRONMENT": "staging"}, "ENVIRONMENT"),
        (("migrate",), BARE | {"HOLD_MINUTES": "soon"}, "HOLD_MINUTES"),
    ],
)
async def test_a_refusal_is_one_line_and_exit_code_2(
    reservas: Command, arguments: tuple[str, ...], environment: dict[str, str], named: str
) -> None:
    done = await reservas(*arguments, **environment)

    assert done.code == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("reservas: ")
    assert named in done.stderr


def test_the_command_itself_refuses_so() -> None:
    command = [str(Path(sys.executable).with_name("reservas")), "migrate"]
    done = subprocess.run(command, env=BARE, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "reservas: Set these environment variables first: DATABASE_URL.\n"


@pytest.mark.parametrize("arguments", [("nothing",), ("operator", "create"), ("migrate", "--sideways")])
async def test_misuse_is_exit_code_2_without_a_stack_trace(reservas: Command, arguments: tuple[str, ...]) -> None:
    done = await reservas(*arguments)
    assert done.code == 2
    assert "Traceback" not in done.stderr


async def test_migrating_goes_forwards_twice_and_back(reservas: Command, empty_database_url: str) -> None:
    for arguments in ((), (), ("--to", "base"), ()):
        done = await reservas("migrate", *arguments, DATABASE_URL=empty_database_url)
        assert done.code == 0, done.stderr


async def test_a_new_operator_can_sign_in_and_an_old_one_gets_a_new_password(
    reservas: Command, database_url: str, valkey_server: Valkey, clock: FixedClock, tmp_path: Path
) -> None:
    async with serve(settings_for(database_url, valkey_server.url, tmp_path), clock) as client:

        async def signs_in(password: str) -> httpx.Response:
            return await client.post("/api/v1/auth/token", data={"username": EMAIL, "password": password})

        assert_problem(await signs_in(PASSWORD), 401, "wrong_credentials")

        for password, told in ((PASSWORD, "created"), ("another password", "updated")):
            command = ("operator", "create", "--email", EMAIL, "--password", password, "--role", "owner")
            done = await reservas(*command, DATABASE_URL=database_url)
            assert (done.code, done.stdout) == (0, f"{EMAIL}: {told}.\n"), done.stderr
            assert (await signs_in(password)).status_code == 200
        assert_problem(await signs_in(PASSWORD), 401, "wrong_credentials")


@pytest.mark.parametrize(("email", "password", "named"), [(EMAIL, "short", "password"), ("ana", PASSWORD, "e-mail")])
async def test_an_operator_that_cannot_be_is_refused(
    reservas: Command, database_url: str, email: str, password: str, named: str
) -> None:
    done = await reservas("operator", "create", "--email", email, "--password", password, DATABASE_URL=database_url)
    assert (done.code, done.stderr.count("\n")) == (2, 1)
    assert named in done.stderr


async def test_the_demo_can_be_loaded_twice_and_is_the_same(
    reservas: Command, database_url: str, database: Database
) -> None:
    environment = {"DATABASE_URL": database_url, "JWT_SECRET_KEY": "0123456789abcdef"}
    first = await reservas("demo", "load", **environment)
    second = await reservas("demo", "load", **environment)

    assert first.code == second.code == 0, first.stderr + second.stderr
    assert first.stdout == second.stdout
    shown = [json.loads(line) for line in first.stdout.splitlines()]
    assert len([line for line in shown if "/api/v1/ical/export/" in line.get("url", "")]) == 6
    async with database.unit_of_work() as session:
        connection = await session.connection()
        count = await connection.exec_driver_sql("SELECT count(*) FROM accommodations")
        assert count.scalar_one() == 6


async def test_a_conversation_is_taken_listed_and_given_back_to_the_bot(
    reservas: Command, database_url: str, database: Database, clock: FixedClock
) -> None:
    async with database.unit_of_work() as session:
        waiting = await add_conversation(session, driver="human", driver_since=clock.now(), code="C-AAAAAA")

    listed = await reservas("conversations", "list", DATABASE_URL=database_url)
    assert listed.stdout == "C-AAAAAA\tsince 2026-11-21 15:00 UTC\tuntil released\t0 messages since\n"
    released = await reservas("conversations", "release", waiting.code, DATABASE_URL=database_url)
    assert (released.code, released.stdout) == (0, "Conversation C-AAAAAA is the bot's again.\n")
    again = await reservas("conversations", "list", DATABASE_URL=database_url)
    assert again.stdout == "No conversation waits for a person.\n"
    taken = await reservas("conversations", "take", waiting.code, DATABASE_URL=database_url)
    assert (taken.code, taken.stdout) == (0, "Conversation C-AAAAAA is yours.\n")
    assert "C-AAAAAA" in (await reservas("conversations", "list", DATABASE_URL=database_url)).stdout
    unknown = await reservas("conversations", "release", "C-999999", DATABASE_URL=database_url)
    assert (unknown.code, unknown.stderr) == (2, "reservas: There is no conversation C-999999.\n")
