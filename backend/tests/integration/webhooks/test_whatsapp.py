"""Meta's calls: proven, stored with their job, and only then answered."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.requests import ClientDisconnect

from reservas.infra.database import Database
from tests.factories.moments import NOW
from tests.factories.whatsapp import make_body, make_value, text_item
from tests.integration.queued import queued_jobs
from tests.integration.serving import APP_SECRETS, VERIFY_TOKEN, assert_problem
from tests.integration.stored_events import stored_events

PATH = "/api/v1/webhooks/whatsapp"
BODY = make_body(make_value(messages=[text_item("wamid.1", "hola")]))


def signed(body: bytes, secret: str = APP_SECRETS[0]) -> dict[str, str]:
    digest = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return {"x-hub-signature-256": f"sha256={digest}", "content-type": "application/json"}


async def deliver(api: httpx.AsyncClient, body: bytes = BODY, secret: str = APP_SECRETS[0]) -> httpx.Response:
    return await api.post(PATH, content=body, headers=signed(body, secret))


async def test_metas_handshake_gets_the_plain_challenge(api_without_database: httpx.AsyncClient) -> None:
    query = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": VERIFY_TOKEN}
    answer = await api_without_database.get(PATH, params=query)
    assert (answer.status_code, answer.text) == (200, "1158201444")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"

    for changes in (
        {"hub.verify_token": "another"},
        {"hub.verify_token": ""},
        {"hub.verify_token": "ñandú"},
        {"hub.mode": "unsubscribe"},
    ):
        answer = await api_without_database.get(PATH, params=query | changes)
        assert_problem(answer, 403, "wrong_verify_token")
        assert "1158201444" not in answer.text
    assert (await api_without_database.get(PATH)).status_code == 403


@pytest.mark.parametrize("secret", APP_SECRETS)
async def test_a_signed_call_is_a_row_and_a_job_by_the_time_it_is_answered(
    api: httpx.AsyncClient, database: Database, secret: str
) -> None:
    answer = await deliver(api, secret=secret)

    assert (answer.status_code, answer.content) == (200, b"")
    (event,) = await stored_events(database)
    assert (event.provider, event.external_id) == ("whatsapp", hashlib.sha256(BODY).hexdigest())
    assert event.body == BODY
    assert (event.received_at, event.handled_at) == (NOW, None)
    (job,) = await queued_jobs(database)
    assert (job.name, job.payload) == ("whatsapp.received", {"event_id": event.id})
    assert job.headers["trace_id"] == event.trace_id == answer.headers["x-trace-id"]


async def test_a_call_that_is_not_signed_leaves_nothing(api: httpx.AsyncClient, database: Database) -> None:
    bad: list[dict[str, str | bytes]] = [
        {},
        {"x-hub-signature-256": ""},
        {"x-hub-signature-256": "sha256=" + "0" * 64},
        {"x-hub-signature-256": "sha256=ñ".encode("latin-1")},
        {**signed(BODY, "somebody else's secret")},
        {**signed(BODY + b" ")},
        {"x-hub-signature": signed(BODY)["x-hub-signature-256"]},
    ]
    for headers in bad:
        answer = await api.post(PATH, content=BODY, headers=headers)  # type: ignore[arg-type]  # headers as raw bytes
        assert_problem(answer, 401, "wrong_signature")
    assert await stored_events(database) == []
    assert await queued_jobs(database) == []


async def test_the_same_call_at_once_and_again_is_one_row_and_one_job(
    api: httpx.AsyncClient, database: Database
) -> None:
    answers = await asyncio.gather(*(deliver(api) for _ in range(8)))
    answers.append(await deliver(api, secret=APP_SECRETS[1]))

    assert {answer.status_code for answer in answers} == {200}
    assert len(await stored_events(database)) == 1
    assert len(await queued_jobs(database)) == 1


async def test_different_calls_are_all_stored(api: httpx.AsyncClient, database: Database) -> None:
    bodies = [make_body(make_value(messages=[text_item(f"wamid.{number}", "hola")])) for number in range(8)]
    answers = await asyncio.gather(*(deliver(api, body) for body in bodies))
    assert {answer.status_code for answer in answers} == {200}
    assert {event.body for event in await stored_events(database)} == set(bodies)
    assert len(await queued_jobs(database)) == 8


@pytest.mark.parametrize(
    "body", [b"", b"not json", b"\xff\x00\xfe", b"[]", b"{}", json.dumps({"entry": "\x00"}).encode(), b"[" * 50_000]
)
async def test_whatever_is_signed_is_stored_as_it_came(api: httpx.AsyncClient, database: Database, body: bytes) -> None:
    assert (await deliver(api, body)).status_code == 200
    (event,) = await stored_events(database)
    assert event.body == body


async def test_a_body_no_provider_sends_is_refused(api: httpx.AsyncClient, database: Database) -> None:
    largest = b"x" * (4 * 1024 * 1024)
    assert_problem(await deliver(api, largest + b"x"), 413, "too_large")
    assert_problem(await deliver(api, b"x" * 5_000_000), 413, "too_large")
    assert await stored_events(database) == []

    assert (await deliver(api, largest)).status_code == 200


async def test_without_the_database_meta_is_told_to_come_back(api_without_database: httpx.AsyncClient) -> None:
    answer = await deliver(api_without_database)
    assert_problem(answer, 503, "unavailable")
    assert int(answer.headers["retry-after"]) > 0
    assert_problem(
        await api_without_database.post(PATH, content=BODY, headers=signed(BODY, "wrong")), 401, "wrong_signature"
    )


async def test_a_job_that_cannot_be_stored_leaves_no_row(api: httpx.AsyncClient, database: Database) -> None:
    async with database.unit_of_work() as session:
        await (await session.connection()).exec_driver_sql("ALTER TABLE pgqueuer RENAME TO gone")
    assert_problem(await deliver(api), 500, "internal_error")
    assert await stored_events(database) == []
    async with database.unit_of_work() as session:
        await (await session.connection()).exec_driver_sql("ALTER TABLE gone RENAME TO pgqueuer")
    assert (await deliver(api)).status_code == 200
    assert len(await stored_events(database)) == len(await queued_jobs(database)) == 1


async def test_whoever_hangs_up_in_the_middle_is_no_error_of_ours(
    api: httpx.AsyncClient, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    async def half() -> AsyncIterator[bytes]:
        yield BODY[:10]
        raise ClientDisconnect

    answer = await api.post(PATH, content=half(), headers=signed(BODY))

    assert_problem(answer, 400, "cut_off")
    assert await stored_events(database) == []
    assert "request.failed" not in capsys.readouterr().out


async def test_a_disk_that_is_full_is_told_as_being_away(api: httpx.AsyncClient, database: Database) -> None:
    async with database.unit_of_work() as session:
        connection = await session.connection()
        await connection.exec_driver_sql("""
            CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$
        """)
        await connection.exec_driver_sql(
            "CREATE TRIGGER full_disk BEFORE INSERT ON inbox_events EXECUTE FUNCTION full_disk()"
        )

    assert_problem(await deliver(api), 503, "unavailable")
    assert await stored_events(database) == []
