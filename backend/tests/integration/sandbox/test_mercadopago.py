"""What the Mercado Pago simulator accepts, answers, and sends after a payment."""

import asyncio
import hashlib
import hmac
import json
from typing import Any

import httpx
import pytest

from sandbox.mercadopago.settings import MercadoPagoSettings
from tests.integration.sandbox.conftest import Product, until

BEARER = {"authorization": f"Bearer {MercadoPagoSettings.access_token}"}
ITEM = {"id": "R-1", "title": "Seña", "quantity": 1, "unit_price": 170000.5, "currency_id": "ARS"}
HOOK = "http://product/api/v1/mercadopago/webhook"


async def make_link(client: httpx.AsyncClient, key: str | None = None, **fields: Any) -> httpx.Response:
    headers = BEARER | ({"x-idempotency-key": key} if key else {})
    body = {"items": [ITEM], "external_reference": "ref-1", "notification_url": HOOK, **fields}
    return await client.post("/checkout/preferences", headers=headers, json=body)


async def pay(client: httpx.AsyncClient, **spec: object) -> str:
    answer = await client.post("/sim/payments", json={"external_reference": "ref-1", "outcome": "approved", **spec})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def payment(client: httpx.AsyncClient, payment_id: str) -> dict[str, Any]:
    body: dict[str, Any] = (await client.get(f"/v1/payments/{payment_id}", headers=BEARER)).json()
    return body


def verifies(request: httpx.Request) -> bool:
    parts = dict(part.split("=", 1) for part in request.headers["x-signature"].split(","))
    resource = request.url.params.get("data.id") or request.url.params.get("id")
    text = f"id:{resource};request-id:{request.headers['x-request-id']};ts:{parts['ts']};"
    digest = hmac.new(MercadoPagoSettings.webhook_secret.encode(), text.encode(), hashlib.sha256).hexdigest()
    return hmac.compare_digest(digest, parts["v1"])


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"items": []}, "invalid_items"),
        ({"items": [{**ITEM, "unit_price": "170000"}]}, "invalid_items"),
        ({"items": [{**ITEM, "quantity": 0}]}, "invalid_items"),
        ({"external_reference": "con espacios"}, "invalid_external_reference"),
        ({"external_reference": "x" * 65}, "invalid_external_reference"),
        ({"notification_url": "https://x.example/" + "x" * 240}, "invalid_notification_url"),
        ({"statement_descriptor": "x" * 17}, "invalid_statement_descriptor"),
        ({"auto_return": "approved"}, "invalid_auto_return"),
        ({"expires": True, "expiration_date_to": "2026-11-21"}, "invalid_expiration_date_to"),
    ],
)
async def test_preference_rules(mercadopago: httpx.AsyncClient, fields: dict[str, Any], error: str) -> None:
    answer = await make_link(mercadopago, **fields)
    assert (answer.status_code, answer.json()["error"]) == (400, error)


async def test_a_link_is_made_once_per_key_found_and_killed(mercadopago: httpx.AsyncClient) -> None:
    assert (await mercadopago.post("/checkout/preferences", json={})).status_code == 401
    first = await make_link(mercadopago, "key-1")
    again = await make_link(mercadopago, "key-1")
    assert first.status_code == again.status_code == 201
    assert first.json()["id"] == again.json()["id"]
    assert (await make_link(mercadopago, "key-1", external_reference="ref-2")).status_code == 409
    found = await mercadopago.get("/checkout/preferences/search?external_reference=ref-1", headers=BEARER)
    assert [row["id"] for row in found.json()["elements"]] == [first.json()["id"]]
    page = first.json()["init_point"].removeprefix(MercadoPagoSettings.own_url)
    assert "$ 170.000,50" in (await mercadopago.get(page)).text
    past = {"expires": True, "expiration_date_to": "2026-01-01T00:00:00.000-03:00"}
    path = f"/checkout/preferences/{first.json()['id']}"
    assert (await mercadopago.put(path, headers=BEARER, json=past)).status_code == 200
    assert "venció" in (await mercadopago.get(page)).text


async def test_the_burst_of_a_payment_and_which_copies_verify(mercadopago: httpx.AsyncClient, product: Product) -> None:
    await make_link(mercadopago, notification_url=f"{HOOK}?account=7")
    payment_id = await pay(mercadopago)
    await until(lambda: len(product.received) == 4)
    await asyncio.sleep(0.05)
    order, hook, copy, late = product.received
    assert [r.url.params.get("topic") for r in product.received] == [
        "merchant_order",
        None,
        "payment",
        "merchant_order",
    ]
    assert str(hook.url) == f"{HOOK}?data.id={payment_id}&type=payment&account=7"
    assert [verifies(r) for r in (order, hook, copy, late)] == [False, True, False, False]
    assert copy.headers["x-request-id"] == hook.headers["x-request-id"] != order.headers["x-request-id"]
    assert copy.headers["x-signature"].split(",")[0] == hook.headers["x-signature"].split(",")[0]
    body = json.loads(hook.content)
    assert (body["action"], body["data"]["id"], body["type"]) == ("payment.created", payment_id, "payment")
    assert {r.url.params["account"] for r in product.received} == {"7"}


async def test_source_news_leaves_only_the_webhook(mercadopago: httpx.AsyncClient, product: Product) -> None:
    await make_link(mercadopago, notification_url=f"{HOOK}?source_news=webhooks")
    await pay(mercadopago)
    await asyncio.sleep(0.12)
    assert [verifies(r) for r in product.received] == [True]


async def test_notifications_repeat_until_200_or_201(mercadopago: httpx.AsyncClient, product: Product) -> None:
    await make_link(mercadopago, notification_url=f"{HOOK}?source_news=webhooks")
    product.answers = [500, 202, 201]
    await pay(mercadopago)
    await until(lambda: len(product.received) == 3)
    await asyncio.sleep(0.05)
    assert len(product.received) == 3
    assert all(verifies(r) for r in product.received)


async def test_money_dates_and_two_payments_of_one_link(mercadopago: httpx.AsyncClient) -> None:
    link = (await make_link(mercadopago)).json()
    ids = [await pay(mercadopago), await pay(mercadopago, amount=1000, outcome="rejected")]
    body = await payment(mercadopago, ids[0])
    assert body["transaction_amount"] == 170000.5
    assert body["date_created"].endswith("-04:00")
    assert body["date_created"][-10] == "."
    assert (body["status"], body["collector_id"], body["live_mode"]) == ("approved", 239610915, True)
    found = await mercadopago.get("/v1/payments/search?external_reference=ref-1&limit=1", headers=BEARER)
    assert found.json()["paging"] == {"total": 2, "limit": 1, "offset": 0}
    assert found.json()["results"][0]["id"] == int(ids[1])
    assert "collector_id" not in found.json()["results"][0]
    day = "range=date_last_updated&begin_date=2020-01-01T00:00:00.000-04:00&end_date=NOW"
    assert (await mercadopago.get(f"/v1/payments/search?{day}", headers=BEARER)).json()["paging"]["total"] == 2
    wrong = await mercadopago.get("/v1/payments/search?range=date_created&begin_date=ayer", headers=BEARER)
    assert (wrong.status_code, wrong.json()["cause"][0]["code"]) == (400, 1001)
    orders = await mercadopago.get(f"/merchant_orders/search?preference_id={link['id']}", headers=BEARER)
    (order,) = orders.json()["elements"]
    assert (order["order_status"], len(order["payments"])) == ("paid", 2)
    assert (await mercadopago.get(f"/merchant_orders/{order['id']}", headers=BEARER)).status_code == 200


async def test_late_approval_and_status_by_hand(mercadopago: httpx.AsyncClient) -> None:
    await make_link(mercadopago)
    payment_id = await pay(mercadopago, outcome="late", seconds=0.05)
    before = await payment(mercadopago, payment_id)
    assert before["status"] == "in_process"
    await asyncio.sleep(0.08)
    after = await payment(mercadopago, payment_id)
    assert after["status"] == "approved"
    assert after["date_last_updated"] > before["date_last_updated"]
    await mercadopago.post(f"/sim/payments/{payment_id}/status", json={"status": "charged_back"})
    assert (await payment(mercadopago, payment_id))["status"] == "charged_back"


async def test_refunds(mercadopago: httpx.AsyncClient) -> None:
    await make_link(mercadopago)
    path = f"/v1/payments/{await pay(mercadopago)}"

    async def refund(key: str | None, body: dict[str, object]) -> httpx.Response:
        headers = BEARER | ({"x-idempotency-key": key} if key else {})
        return await mercadopago.post(f"{path}/refunds", headers=headers, json=body)

    assert (await refund(None, {})).json()["cause"][0]["code"] == 4292
    part = await refund("a", {"amount": 70000.5})
    assert part.status_code == 201
    assert (await refund("a", {"amount": 70000.5})).json()["id"] == part.json()["id"]
    assert (await refund("a", {"amount": 1})).status_code == 409
    body = (await mercadopago.get(path, headers=BEARER)).json()
    assert (body["status"], body["status_detail"]) == ("approved", "partially_refunded")
    assert body["transaction_amount_refunded"] == 70000.5
    assert (await refund("b", {"amount": 200000})).json()["cause"][0]["code"] == 2017
    assert (await refund("c", {})).json()["amount"] == 100000
    assert (await mercadopago.get(path, headers=BEARER)).json()["status"] == "refunded"
    assert (await refund("d", {})).json()["cause"][0]["code"] == 2063


async def test_cancelling_only_what_is_unpaid(mercadopago: httpx.AsyncClient) -> None:
    await make_link(mercadopago)
    for outcome, status in (("pending", 200), ("approved", 400)):
        path = f"/v1/payments/{await pay(mercadopago, outcome=outcome)}"
        answer = await mercadopago.put(path, headers=BEARER, json={"status": "cancelled"})
        assert answer.status_code == status


async def test_resending_and_silence(mercadopago: httpx.AsyncClient, product: Product) -> None:
    await make_link(mercadopago)
    payment_id = await pay(mercadopago, notify=False)
    await asyncio.sleep(0.06)
    assert product.received == []
    spec = {"times": 5, "kinds": ["webhook", "ipn"], "shuffle": True, "same_request_id": True}
    answer = await mercadopago.post(f"/sim/payments/{payment_id}/notify", json=spec)
    assert [d["status"] for d in answer.json()["deliveries"]] == [200] * 10
    assert len({r.headers["x-request-id"] for r in product.received}) == 1
    assert sum(verifies(r) for r in product.received) == 5


async def test_the_panels_test_and_a_forgery(mercadopago: httpx.AsyncClient, product: Product) -> None:
    spec = {"query": {"data.id": "123456", "type": "payment"}, "body": {"id": 123456}}
    product.answers = [200, 401]
    for sign, status in ((True, 200), (False, 401)):
        answer = await mercadopago.post("/sim/webhooks/raw", json={**spec, "sign": sign})
        assert answer.json()["status"] == status
        assert verifies(product.received[-1]) is sign


async def test_faults_on_calls_and_webhooks(mercadopago: httpx.AsyncClient, product: Product) -> None:
    async def add(**spec: object) -> str:
        return str((await mercadopago.post("/sim/faults", json=spec)).json()["id"])

    await add(on="preferences", kind="error", http=429, seconds=3)
    slow = await make_link(mercadopago)
    assert (slow.status_code, slow.headers["retry-after"]) == (429, "3")
    held = await add(on="preferences", kind="hold")
    call = asyncio.create_task(make_link(mercadopago))
    await asyncio.sleep(0.03)
    assert (await mercadopago.get(f"/sim/faults/{held}")).json()["hits"] == 1
    assert len((await mercadopago.get("/sim/preferences")).json()) == 1
    await mercadopago.delete("/sim/faults")
    assert (await call).status_code == 201
    await add(on="search", kind="error", http=503)
    assert (await mercadopago.get("/v1/payments/search", headers=BEARER)).status_code == 503
    await add(on="webhook", kind="lose", times=None)
    await pay(mercadopago)
    await asyncio.sleep(0.1)
    assert product.received == []
    states = {row["state"] for row in (await mercadopago.get("/sim/webhooks")).json()}
    assert states == {"lost"}


async def test_the_checkout_pays_decides_and_leads_back(mercadopago: httpx.AsyncClient) -> None:
    back = {"success": "https://cabins.example/gracias", "failure": "", "pending": ""}
    link = (await make_link(mercadopago, back_urls=back)).json()

    async def press(outcome: str) -> str:
        form = {"pref_id": link["id"], "outcome": outcome, "seconds": "60"}
        answer = await mercadopago.post("/checkout/v1/pay", data=form)
        assert answer.status_code == 303
        return answer.headers["location"]

    approved = (await mercadopago.get(await press("approved"))).text
    assert "https://cabins.example/gracias?collection_id=" in approved
    pending = await press("pending")
    assert "Aprobar" in (await mercadopago.get(pending)).text
    payment_id = pending.rpartition("=")[2]
    await mercadopago.post("/checkout/v1/decide", data={"payment_id": payment_id, "status": "rejected"})
    assert (await payment(mercadopago, payment_id))["status"] == "rejected"
    assert "Intentar de nuevo" in (await mercadopago.get(pending)).text


async def test_a_dead_link_is_paid_only_on_purpose(mercadopago: httpx.AsyncClient) -> None:
    past: dict[str, Any] = {"expires": True, "expiration_date_to": "2026-01-01T00:00:00.000-03:00"}
    link = (await make_link(mercadopago, **past)).json()
    form = {"pref_id": link["id"], "outcome": "approved"}
    refused = await mercadopago.post("/checkout/v1/pay", data=form)
    assert "redirect?pref_id" in refused.headers["location"]
    paid = await mercadopago.post("/checkout/v1/pay", data=form | {"anyway": "1"})
    assert "result?payment_id" in paid.headers["location"]
