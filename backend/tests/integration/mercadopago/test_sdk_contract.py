"""Our client and the official SDK say the same thing to Mercado Pago, and read the same thing from it."""

import asyncio
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import httpx
import mercadopago
import pytest
import uvicorn
from mercadopago.http import HttpClient

from reservas.domain.money import Money
from reservas.features.payments.schemas import LinkRequest
from reservas.infra.http_client import open_http_client
from reservas.integrations.mercadopago import MercadoPagoClient
from reservas.kit.clock import SystemClock
from sandbox.mercadopago.app import create_app
from sandbox.mercadopago.settings import MercadoPagoSettings

TOKEN = MercadoPagoSettings.access_token
HOOK = "https://cabanas.example/api/v1/mercadopago/webhook?source_news=webhooks"
REFERENCE = "rsv-0123456789abcdef0123456789abcdef"
# What differs between two links made alike.
OWN = {"id", "init_point", "sandbox_init_point", "date_created", "external_reference", "items", "last_updated"}
START_SECONDS = 10


class RedirectedHttp(HttpClient):  # type: ignore[misc]  # the SDK is untyped
    """The SDK's base URL is private: its calls are sent elsewhere here."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url

    def request(self, method: str, url: str, *arguments: Any, **named: Any) -> Any:
        assert url.startswith("https://api.mercadopago.com")
        return super().request(method, url.replace("https://api.mercadopago.com", self._base_url), *arguments, **named)


@pytest.fixture(scope="module")
def simulator() -> Iterator[str]:
    """The simulator on a port of its own: the SDK blocks, so both cannot share a loop."""
    settings = MercadoPagoSettings(webhook_delay=3600, late_order_delay=3600)
    app = create_app(settings, transport=httpx.MockTransport(lambda _: httpx.Response(200)))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, lifespan="on"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + START_SECONDS
    while not server.started:
        assert time.monotonic() < deadline, "the simulator did not start"
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(START_SECONDS)


@pytest.fixture
def sdk(simulator: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    return mercadopago.SDK(TOKEN, http_client=RedirectedHttp(simulator))


@pytest.fixture
async def ours(simulator: str) -> Any:
    async with open_http_client(base_url=simulator, token=TOKEN) as http:
        yield MercadoPagoClient(http, notification_url=HOOK, clock=SystemClock())


def asked(reference: str = REFERENCE) -> LinkRequest:
    return LinkRequest(
        external_reference=reference,
        title="Seña de Arrayán",
        description="Del 10 al 14 de enero",
        amount=Money(17_000_050, "ARS"),
        expires_at=datetime.now(UTC) + timedelta(minutes=30),
    )


def in_sdks_words(request: LinkRequest) -> dict[str, Any]:
    return {
        "items": [
            {
                "id": request.external_reference,
                "title": request.title,
                "description": request.description,
                "quantity": 1,
                "currency_id": "ARS",
                "unit_price": 170000.5,
            }
        ],
        "external_reference": request.external_reference,
        "notification_url": HOOK,
        "expires": True,
        "expiration_date_to": request.expires_at.astimezone().isoformat(timespec="milliseconds"),
        "payment_methods": {"excluded_payment_types": [{"id": "ticket"}, {"id": "atm"}]},
    }


async def pay(simulator: str, reference: str, **spec: object) -> str:
    async with httpx.AsyncClient(base_url=simulator, trust_env=False) as client:
        body = {"external_reference": reference, "outcome": "approved", "notify": False, **spec}
        answer = await client.post("/sim/payments", json=body)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


async def test_both_make_the_same_kind_of_link(ours: MercadoPagoClient, sdk: Any) -> None:
    request = asked()
    opened = await ours.open_link(request)

    def create() -> Any:
        with pytest.deprecated_call():  # the SDK would rather see the address set in the panel
            return sdk.preference().create(in_sdks_words(asked("sdk-reference")))

    made = await asyncio.to_thread(create)
    assert made["status"] == 201
    read = await asyncio.to_thread(lambda: sdk.preference().get(opened.preference_id)["response"])

    assert read["init_point"] == opened.url
    assert read["external_reference"] == REFERENCE
    assert Decimal(str(read["items"][0]["unit_price"])) == Decimal("170000.5")
    assert instant(read["expiration_date_to"]) == request.expires_at.replace(
        microsecond=request.expires_at.microsecond // 1000 * 1000
    )
    theirs = made["response"]
    assert set(read) == set(theirs)
    differing = {name for name in read if read[name] != theirs[name]} - OWN - {"expiration_date_to"}
    assert differing == set()
    assert {**read["items"][0], "id": ""} == {**theirs["items"][0], "id": ""}


async def test_a_link_asked_for_twice_is_one(ours: MercadoPagoClient, sdk: Any) -> None:
    request = asked("rsv-twice")
    assert await ours.open_link(request) == await ours.open_link(request)
    found = await asyncio.to_thread(lambda: sdk.preference().search({"external_reference": "rsv-twice"})["response"])
    assert found["total"] == 1


async def test_the_sdks_link_is_found_as_if_it_were_ours(ours: MercadoPagoClient, sdk: Any) -> None:
    def create() -> Any:
        with pytest.deprecated_call():
            return sdk.preference().create(in_sdks_words(asked("rsv-theirs")))["response"]

    made = await asyncio.to_thread(create)
    opened = await ours.open_link(asked("rsv-theirs"))
    assert (opened.preference_id, opened.url) == (made["id"], made["init_point"])


async def test_a_closed_link_is_over(ours: MercadoPagoClient, sdk: Any) -> None:
    opened = await ours.open_link(asked("rsv-closed"))
    await ours.close_link(opened.preference_id)

    read = await asyncio.to_thread(lambda: sdk.preference().get(opened.preference_id)["response"])
    assert read["expires"] is True
    assert instant(read["expiration_date_to"]) < datetime.now(UTC)


@pytest.mark.parametrize("outcome", ["approved", "rejected", "pending"])
async def test_both_read_the_same_payment(simulator: str, ours: MercadoPagoClient, sdk: Any, outcome: str) -> None:
    reference = f"rsv-{outcome}"
    await ours.open_link(asked(reference))
    payment_id = await pay(simulator, reference, outcome=outcome)

    reading = await ours.read_payment(payment_id)
    theirs = (await asyncio.to_thread(lambda: sdk.payment().get(payment_id)))["response"]

    assert reading is not None
    assert reading.raw == theirs
    assert reading.provider_payment_id == str(theirs["id"]) == payment_id
    assert (reading.status, reading.status_detail) == (theirs["status"], theirs["status_detail"])
    assert (reading.external_reference, reading.currency) == (reference, "ARS")
    assert reading.amount_cents == 17_000_050 == int(Decimal(str(theirs["transaction_amount"])) * 100)
    assert reading.updated_at == instant(theirs["date_last_updated"])
    assert (reading.approved_at is None) == (theirs["date_approved"] is None)
    assert await ours.find_payments(reference) == [payment_id]


async def test_neither_knows_the_panels_test_payment(ours: MercadoPagoClient, sdk: Any) -> None:
    assert await ours.read_payment("123456") is None
    assert (await asyncio.to_thread(lambda: sdk.payment().get("123456")))["status"] == 404


async def test_both_find_the_newest_payment_first(simulator: str, ours: MercadoPagoClient, sdk: Any) -> None:
    await ours.open_link(asked("rsv-many"))
    paid = [await pay(simulator, "rsv-many", outcome=outcome) for outcome in ("rejected", "approved", "approved")]

    query = {"external_reference": "rsv-many", "sort": "date_created", "criteria": "desc"}
    theirs = (await asyncio.to_thread(lambda: sdk.payment().search(query)))["response"]["results"]
    assert await ours.find_payments("rsv-many") == [str(row["id"]) for row in theirs] == paid[::-1]
