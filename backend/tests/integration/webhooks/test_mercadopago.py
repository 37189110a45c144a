"""Mercado Pago's calls: a signed hint about a payment is stored, every other call is told apart."""

import asyncio
import hashlib
import hmac
from urllib.parse import urlencode

import httpx
import pytest

from reservas.infra.database import Database
from tests.integration.queued import queued_jobs
from tests.integration.serving import WEBHOOK_SECRET, assert_problem
from tests.integration.stored_events import stored_events

PATH = "/api/v1/mercadopago/webhook"
PAYMENT = "143845427326"
BODY = b'{"action":"payment.created","data":{"id":"143845427326"},"type":"payment"}'


def headers_of(
    data_id: str | None, request_id: str | None = "req-1", ts: str = "1795262400", secret: str = WEBHOOK_SECRET
) -> dict[str, str]:
    manifest = f"id:{data_id};" if data_id else ""
    manifest += f"request-id:{request_id};" if request_id else ""
    digest = hmac.new(secret.encode(), f"{manifest}ts:{ts};".encode(), hashlib.sha256).hexdigest()
    return {"x-signature": f"ts={ts},v1={digest}"} | ({"x-request-id": request_id} if request_id else {})


async def deliver(api: httpx.AsyncClient, query: dict[str, str], headers: dict[str, str]) -> httpx.Response:
    return await api.post(f"{PATH}?{urlencode(query)}", content=BODY, headers=headers)


def payment(data_id: str = PAYMENT) -> dict[str, str]:
    return {"data.id": data_id, "type": "payment"}


async def assert_nothing_stored(database: Database) -> None:
    assert await stored_events(database) == []
    assert await queued_jobs(database) == []


async def test_a_signed_payment_is_a_row_and_a_job_by_the_time_it_is_answered(
    api: httpx.AsyncClient, database: Database
) -> None:
    answer = await deliver(api, payment(), headers_of(PAYMENT))

    assert (answer.status_code, answer.content) == (200, b"")
    (event,) = await stored_events(database)
    assert (event.provider, event.external_id) == ("mercadopago", f"req-1:payment:{PAYMENT}")
    assert event.headers == {"payment_id": PAYMENT, "x-request-id": "req-1"}
    assert (event.body, event.query) == (BODY, f"data.id={PAYMENT}&type=payment")
    (job,) = await queued_jobs(database)
    assert (job.name, job.payload) == ("mercadopago.received", {"event_id": event.id})


async def test_the_same_delivery_at_once_and_again_is_one_row(api: httpx.AsyncClient, database: Database) -> None:
    answers = await asyncio.gather(*(deliver(api, payment(), headers_of(PAYMENT)) for _ in range(8)))
    answers.append(await deliver(api, payment(), headers_of(PAYMENT, ts="1795263300")))

    assert {answer.status_code for answer in answers} == {200}
    assert len(await stored_events(database)) == 1
    assert len(await queued_jobs(database)) == 1


async def test_each_delivery_about_a_payment_is_a_reason_to_look_again(
    api: httpx.AsyncClient, database: Database
) -> None:
    for request_id in ("req-1", "req-2"):
        assert (await deliver(api, payment(), headers_of(PAYMENT, request_id))).status_code == 200
    for ts in ("1795262400", "1795263300"):
        assert (await deliver(api, payment(), headers_of(PAYMENT, None, ts))).status_code == 200
    assert len({event.external_id for event in await stored_events(database)}) == 4


async def test_what_cannot_be_verified_or_is_not_ours_is_answered_and_forgotten(
    api: httpx.AsyncClient, database: Database
) -> None:
    calls: list[tuple[dict[str, str], dict[str, str]]] = [
        ({"id": PAYMENT, "topic": "payment"}, {"x-signature": f"ts=1795262400,v1={'0' * 64}", "x-request-id": "req-1"}),
        ({"id": "77", "topic": "merchant_order"}, {}),
        ({"data.id": "77", "type": "topic_merchant_order_wh"}, headers_of("77")),
        ({"data.id": "ORD01J", "type": "order"}, headers_of("ord01j")),
        ({"type": "stop_delivery_op_wh"}, headers_of(None)),
        ({"data.id": "12a", "type": "payment"}, headers_of("12a")),
    ]
    for query, headers in calls:
        answer = await deliver(api, query, headers)
        assert (answer.status_code, answer.content) == (200, b""), query
    await assert_nothing_stored(database)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-request-id": "req-1"},
        headers_of(PAYMENT, secret="somebody else's"),
        headers_of("143845427327"),
        headers_of(PAYMENT) | {"x-request-id": "req-2"},
        {"x-signature": "ts=1795262400,v1=" + "0" * 64, "x-request-id": "req-1"},
    ],
)
async def test_a_wrong_signature_leaves_nothing(
    api: httpx.AsyncClient, database: Database, headers: dict[str, str]
) -> None:
    assert_problem(await deliver(api, payment(), headers), 401, "wrong_signature")
    await assert_nothing_stored(database)


async def test_the_body_is_never_believed(api: httpx.AsyncClient, database: Database) -> None:
    answer = await api.post(f"{PATH}?data.id=1&type=payment", content=BODY, headers=headers_of("1"))
    assert answer.status_code == 200
    (event,) = await stored_events(database)
    assert event.headers["payment_id"] == "1"


async def test_a_body_no_provider_sends_is_refused(api: httpx.AsyncClient, database: Database) -> None:
    answer = await api.post(f"{PATH}?data.id=1&type=payment", content=b"x" * 5_000_000, headers=headers_of("1"))
    assert_problem(answer, 413, "too_large")
    await assert_nothing_stored(database)


async def test_without_the_database_they_are_told_to_come_back(api_without_database: httpx.AsyncClient) -> None:
    answer = await deliver(api_without_database, payment(), headers_of(PAYMENT))
    assert_problem(answer, 503, "unavailable")
    assert int(answer.headers["retry-after"]) > 0
