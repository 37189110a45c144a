"""Links out and payments back over Mercado Pago's API, whatever it answers."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from reservas.domain.money import Money
from reservas.features.payments.errors import PaymentProviderUnavailable, PaymentRequestRefused
from reservas.features.payments.schemas import LinkRequest, OpenedLink
from reservas.integrations.mercadopago import MercadoPagoClient
from reservas.kit.clock import FixedClock

NOW = datetime(2026, 11, 21, 14, 0, tzinfo=UTC)
HOOK = "https://cabanas.example/api/v1/mercadopago/webhook?source_news=webhooks"
REQUEST = LinkRequest(
    external_reference="rsv-0123456789abcdef",
    title="Seña de Arrayán",
    description="Del 10 al 14 de enero",
    amount=Money(17_000_050, "ARS"),
    expires_at=datetime(2026, 11, 21, 14, 30, 0, 500_000, tzinfo=UTC),
)
FULL = {
    "id": "239610915-abc",
    "init_point": "https://mp.example/checkout?pref=1",
    "external_reference": "rsv-0123456789abcdef",
}
PAYMENT = {
    "id": 143845427326,
    "status": "approved",
    "status_detail": "accredited",
    "external_reference": "rsv-0123456789abcdef",
    "currency_id": "ARS",
    "transaction_amount": 170000.5,
    "transaction_amount_refunded": 0,
    "payment_type_id": "credit_card",
    "date_created": "2026-11-21T10:00:00.000-04:00",
    "date_last_updated": "2026-11-21T10:00:05.123-04:00",
    "date_approved": "2026-11-21T10:00:04.000-04:00",
    "transaction_details": {"total_paid_amount": 199000.99, "net_received_amount": 150000.01},
}

Answer = httpx.Response | Exception


class Provider:
    """Answers by method and path; keeps the calls."""

    def __init__(self, **answers: Answer | Callable[[httpx.Request], Answer]) -> None:
        self.answers = answers
        self.calls: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.calls.append(request)
        name = "search" if request.url.path.endswith("/search") else request.method.lower()
        answer = self.answers[name]
        answer = answer if isinstance(answer, httpx.Response | Exception) else answer(request)
        if isinstance(answer, Exception):
            raise answer
        return answer

    @property
    def methods(self) -> list[str]:
        return [f"{call.method} {call.url.path}" for call in self.calls]

    def client(self) -> MercadoPagoClient:
        http = httpx.AsyncClient(transport=httpx.MockTransport(self), base_url="http://mp")
        return MercadoPagoClient(http, notification_url=HOOK, clock=FixedClock(NOW))


def ok(body: Any, status: int = 200) -> httpx.Response:
    return httpx.Response(status, json=body)


def nothing_found() -> httpx.Response:
    return ok({"elements": [], "total": 0})


async def test_a_link_is_asked_for_with_all_it_needs() -> None:
    provider = Provider(search=nothing_found(), post=ok(FULL, 201))

    assert await provider.client().open_link(REQUEST) == OpenedLink(FULL["id"], FULL["init_point"])
    search, create = provider.calls
    assert dict(search.url.params) == {"external_reference": REQUEST.external_reference}
    assert create.headers["x-idempotency-key"] == REQUEST.external_reference
    assert json.loads(create.content) == {
        "items": [
            {
                "id": REQUEST.external_reference,
                "title": "Seña de Arrayán",
                "description": "Del 10 al 14 de enero",
                "quantity": 1,
                "currency_id": "ARS",
                "unit_price": 170000.5,
            }
        ],
        "external_reference": REQUEST.external_reference,
        "notification_url": HOOK,
        "expires": True,
        "expiration_date_to": "2026-11-21T11:30:00.500-03:00",
        "payment_methods": {"excluded_payment_types": [{"id": "ticket"}, {"id": "atm"}]},
    }


async def test_an_end_on_the_second_still_has_its_milliseconds() -> None:
    provider = Provider(put=ok(FULL))
    await provider.client().close_link("239610915-abc")

    (call,) = provider.calls
    assert call.url.path == "/checkout/preferences/239610915-abc"
    assert json.loads(call.content) == {"expires": True, "expiration_date_to": "2026-11-21T10:59:00.000-03:00"}
    assert 1 <= len(call.headers["x-idempotency-key"]) <= 64


async def test_a_link_whose_answer_was_lost_is_found_and_not_made_again() -> None:
    made: list[dict[str, Any]] = []

    def create(_request: httpx.Request) -> Answer:
        made.append(FULL)
        return httpx.ReadTimeout("the answer got lost")

    provider = Provider(search=lambda _: ok({"elements": made}), get=ok(FULL), post=create)
    with pytest.raises(PaymentProviderUnavailable):
        await provider.client().open_link(REQUEST)

    assert await provider.client().open_link(REQUEST) == OpenedLink(FULL["id"], FULL["init_point"])
    assert len(made) == 1


async def test_a_thin_search_row_is_read_again() -> None:
    provider = Provider(search=ok({"elements": [{"id": FULL["id"]}]}), get=ok(FULL))

    assert await provider.client().open_link(REQUEST) == OpenedLink(FULL["id"], FULL["init_point"])
    assert provider.methods == ["GET /checkout/preferences/search", f"GET /checkout/preferences/{FULL['id']}"]


@pytest.mark.parametrize("row", [{"external_reference": "rsv-another"}, {}])
async def test_a_link_of_another_reservation_is_never_sent(row: dict[str, str]) -> None:
    another = FULL | {"id": "239610915-other", "external_reference": "rsv-another"}
    listed = ok({"elements": [{"id": another["id"], **row}]})
    provider = Provider(search=listed, get=ok(another), post=lambda _: ok(FULL))

    assert await provider.client().open_link(REQUEST) == OpenedLink(FULL["id"], FULL["init_point"])


@pytest.mark.parametrize(
    "answer", [ok([]), ok({}), ok({"message": "oops"}), ok({"results": None}), ok({"results": [{}]})]
)
async def test_a_search_without_a_list_is_no_answer(answer: httpx.Response) -> None:
    provider = Provider(search=answer)
    with pytest.raises(PaymentProviderUnavailable):
        await provider.client().find_payments("rsv-0123456789abcdef")


@pytest.mark.parametrize("again", [httpx.Response(404, json={}), ok({}), ok({"id": "x"}), ok([])])
async def test_a_link_that_is_listed_and_not_shown_is_tried_later(again: httpx.Response) -> None:
    provider = Provider(search=ok({"elements": [{"id": FULL["id"]}]}), get=again)
    with pytest.raises(PaymentProviderUnavailable):
        await provider.client().open_link(REQUEST)


async def test_a_payment_is_read_in_cents_and_utc() -> None:
    reading = await Provider(get=ok(PAYMENT)).client().read_payment("143845427326")

    assert reading is not None
    assert reading.provider_payment_id == "143845427326"
    assert (reading.amount_cents, reading.refunded_cents) == (17_000_050, 0)
    assert (reading.status, reading.status_detail, reading.currency) == ("approved", "accredited", "ARS")
    assert reading.updated_at == datetime(2026, 11, 21, 14, 0, 5, 123_000, tzinfo=UTC)
    assert reading.updated_at.tzinfo is UTC
    assert reading.approved_at == datetime(2026, 11, 21, 14, 0, 4, tzinfo=UTC)
    assert reading.raw == PAYMENT


@pytest.mark.parametrize(
    ("amount", "cents"),
    [("0.29", 29), ("1.005", 101), ("340000", 34_000_000), ("4503599627370497.01", 450_359_962_737_049_701)],
)
async def test_an_amount_never_passes_through_a_float(amount: str, cents: int) -> None:
    text = json.dumps(PAYMENT | {"transaction_amount": "AMOUNT"}).replace('"AMOUNT"', amount)
    reading = await Provider(get=httpx.Response(200, text=text)).client().read_payment("1")
    assert reading is not None
    assert reading.amount_cents == cents


@pytest.mark.parametrize(
    ("changes", "field", "read"),
    [
        ({"transaction_amount_refunded": 50.25}, "refunded_cents", 5025),
        ({"transaction_amount_refunded": None}, "refunded_cents", 0),
        ({"external_reference": ""}, "external_reference", None),
        ({"external_reference": None}, "external_reference", None),
        ({"date_approved": None}, "approved_at", None),
        ({"status": "newborn"}, "status", "newborn"),
    ],
)
async def test_what_a_payment_may_leave_open(changes: dict[str, Any], field: str, read: Any) -> None:
    reading = await Provider(get=ok(PAYMENT | changes)).client().read_payment("1")
    assert getattr(reading, field) == read


@pytest.mark.parametrize("field", ["id", "status", "currency_id", "transaction_amount", "date_last_updated"])
async def test_a_payment_that_lacks_a_field_decides_nothing(field: str) -> None:
    body = {name: value for name, value in PAYMENT.items() if name != field}
    with pytest.raises(PaymentProviderUnavailable):
        await Provider(get=ok(body)).client().read_payment("1")


@pytest.mark.parametrize("field", ["transaction_amount", "date_last_updated"])
@pytest.mark.parametrize("value", [None, "?", [], {}])
async def test_a_payment_with_an_unreadable_field_decides_nothing(field: str, value: Any) -> None:
    with pytest.raises(PaymentProviderUnavailable):
        await Provider(get=ok(PAYMENT | {field: value})).client().read_payment("1")


async def test_a_payment_nobody_knows_is_none() -> None:
    assert await Provider(get=httpx.Response(404, json={})).client().read_payment("123456") is None


async def test_payments_are_found_by_reference_newest_first() -> None:
    provider = Provider(search=ok({"results": [{"id": 2}, {"id": 1}], "paging": {"total": 2}}))
    assert await provider.client().find_payments("rsv-1") == ["2", "1"]
    assert dict(provider.calls[0].url.params) == {
        "external_reference": "rsv-1",
        "sort": "date_created",
        "criteria": "desc",
        "limit": "100",
    }


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(429, json={}),
        httpx.Response(423, json={}),
        httpx.Response(500, text="<html>"),
        httpx.Response(503),
        httpx.Response(200, text="<html>"),
        httpx.ConnectError("no way there"),
        httpx.ReadTimeout("silence"),
    ],
)
async def test_trouble_on_their_side_is_tried_again(answer: Answer) -> None:
    client = Provider(get=answer, search=answer, put=answer).client()
    for attempt in (
        client.read_payment("1"),
        client.find_payments("rsv-1"),
        client.open_link(REQUEST),
        client.close_link("x"),
    ):
        with pytest.raises(PaymentProviderUnavailable):
            await attempt


@pytest.mark.parametrize("status", [400, 401, 403, 409, 302])
async def test_a_refusal_is_final(status: int) -> None:
    refusal = httpx.Response(status, json={"message": "no"})
    with pytest.raises(PaymentRequestRefused):
        await Provider(search=nothing_found(), post=refusal).client().open_link(REQUEST)
    with pytest.raises(PaymentRequestRefused):
        await Provider(get=refusal).client().read_payment("1")


async def test_closing_a_link_that_is_gone_is_final() -> None:
    with pytest.raises(PaymentRequestRefused):
        await Provider(put=httpx.Response(404, json={})).client().close_link("x")
