"""Providers deliver twice, at once, late, in any order, or never: in effect it is once."""

import asyncio
import time
from collections.abc import Mapping

import httpx

from tests.fixtures.guest_journey import ASK, Journey
from tests.fixtures.journey import PHONE_NUMBER_ID, Product, Simulators, eventually


async def test_one_message_delivered_eight_times_at_once(
    journey: Journey, product: Product, simulators: Simulators
) -> None:
    number = journey.phone.number
    built = await simulators.graph.post(
        f"/sim/guests/{number}/messages", json={"name": "Ana Paz", "type": "text", "text": ASK, "deliver": False}
    )
    call = built.json()

    async def deliver(client: httpx.AsyncClient) -> int:
        answer = await client.post(call["url"], headers=call["headers"], content=call["body"].encode())
        return answer.status_code

    async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
        same = asyncio.gather(*(deliver(client) for _ in range(4)))
        # The same message again in envelopes that differ, as Meta's batches may: a hash of the body would miss them.
        rewrapped = asyncio.gather(
            *(_raw(simulators, _envelope(number, [_text(call["id"], ASK)], waba=f"2000{copy}")) for copy in range(4))
        )
        assert [*(await same), *(await rewrapped)] == [200] * 8
    await journey.phone.waits_for("tengo esto libre")
    await product.is_idle()
    assert len(await journey.phone.received()) == 1
    assert len(await product.fetch("SELECT 1 FROM messages WHERE direction = 'in'")) == 1


async def test_batch_with_two_messages_and_a_status_in_different_entries(
    journey: Journey, product: Product, simulators: Simulators
) -> None:
    await journey.phone.says("hola")
    await journey.phone.waits_for("asistente")
    await product.is_idle()
    [sent] = await journey.phone.received()
    status = {"id": sent["wamid"], "status": "read", "timestamp": _now(), "recipient_id": journey.phone.number}
    batch = {
        "object": "whatsapp_business_account",
        "entry": [
            *_envelope(journey.phone.number, [_text("wamid.batch-1", "busco del 10 al 14 de enero")])["entry"],
            {"id": "2", "changes": [{"field": "messages", "value": {**_metadata(), "statuses": [status]}}]},
            *_envelope("5491155556666", [_text("wamid.batch-2", "hola", "5491155556666")])["entry"],
        ],
    }
    assert await _raw(simulators, batch) == 200
    await journey.phone.waits_for("¿Cuántas personas son")
    stored = await product.fetch("SELECT provider_id FROM messages WHERE provider_id LIKE 'wamid.batch-%' ORDER BY 1")
    assert [row["provider_id"] for row in stored] == ["wamid.batch-1", "wamid.batch-2"]
    [ours] = await product.fetch("SELECT status FROM messages WHERE provider_id = $1", sent["wamid"])
    assert ours["status"] == "read"
    assert len(await product.fetch("SELECT 1 FROM conversations")) == 2


async def test_payment_told_ten_times_in_bursts_and_out_of_order(
    journey: Journey, product: Product, simulators: Simulators
) -> None:
    await journey.reaches_link()
    payment = await journey.pays("pending", seconds=3600)
    await simulators.mercadopago.post(f"/sim/payments/{payment}/status", json={"status": "approved", "notify": False})
    burst = {"times": 10, "kinds": ["webhook", "ipn", "merchant_order"], "shuffle": True, "same_request_id": False}
    told = await simulators.mercadopago.post(f"/sim/payments/{payment}/notify", json=burst)
    statuses = {one["status"] for one in told.json()["deliveries"]}
    assert statuses == {200}
    same = {"times": 5, "kinds": ["webhook"], "shuffle": False, "same_request_id": True}
    await simulators.mercadopago.post(f"/sim/payments/{payment}/notify", json=same)
    await journey.is_confirmed()
    await product.is_idle()
    assert await journey.phone.count("¡Reserva confirmada!") == 1
    confirmed = await product.fetch("SELECT 1 FROM audit_log WHERE action = 'reservation.confirmed'")
    assert len(confirmed) == 1
    [payment_row] = await product.fetch("SELECT status, outcome, attention FROM payments")
    assert dict(payment_row) == {"status": "approved", "outcome": "confirms", "attention": None}


async def test_payment_whose_webhook_never_came_is_found_when_the_hold_ends(
    journey: Journey, product: Product, simulators: Simulators
) -> None:
    await journey.reaches_link()
    await journey.pays(notify=False)
    product.shift_clock(31 * 60)
    await journey.is_confirmed()
    await product.is_idle()
    [stored] = await product.fetch("SELECT status FROM reservations")
    assert stored["status"] == "confirmed"
    assert simulators.mercadopago is not None


async def test_unpaid_hold_ends_and_late_money_retakes_free_nights(journey: Journey, product: Product) -> None:
    await journey.reaches_link()
    product.shift_clock(31 * 60)
    await journey.phone.waits_for("Se venció el tiempo para pagar")
    assert await product.fetch("SELECT 1 FROM occupancies") == []
    await journey.pays()
    await journey.is_confirmed()
    [stored] = await product.fetch("SELECT status FROM reservations")
    assert stored["status"] == "confirmed"


async def test_late_money_for_nights_that_are_gone_calls_a_person(
    journey: Journey, bruno_journey: Journey, product: Product, simulators: Simulators
) -> None:
    await journey.reaches_link()
    first = (await simulators.mercadopago.get("/sim/preferences")).json()[-1]["id"]
    product.shift_clock(31 * 60)
    await journey.phone.waits_for("Se venció el tiempo para pagar")
    await bruno_journey.reaches_link()
    paid = await simulators.mercadopago.post("/sim/payments", json={"preference_id": first, "outcome": "approved"})
    assert paid.is_success
    await journey.phone.waits_for("llegó cuando esas fechas ya no estaban libres")
    [payment] = await product.fetch("SELECT outcome, attention FROM payments")
    assert payment["attention"] == "late_taken"
    assert len(await product.fetch("SELECT 1 FROM occupancies")) == 1


async def test_rejected_then_approved_with_the_same_link(journey: Journey, product: Product) -> None:
    await journey.reaches_link()
    await journey.pays("rejected")
    await journey.phone.waits_for("El pago no pasó")
    await journey.pays("approved")
    await journey.is_confirmed()
    await product.is_idle()
    assert len(await product.fetch("SELECT 1 FROM payments")) == 2


async def test_trace_id_leads_from_the_webhook_to_the_reply(journey: Journey, product: Product) -> None:
    await journey.phone.says("hola")
    await journey.phone.waits_for("asistente")
    await product.is_idle()
    [event] = await product.fetch("SELECT trace_id FROM inbox_events WHERE body LIKE '%hola%'")

    async def settled() -> bool:
        log = product.children["worker"].log_path.read_text()
        lines = [line for line in log.splitlines() if event["trace_id"] in line]
        return any("message.received" in line for line in lines) and any("message.settled" in line for line in lines)

    await eventually(settled, "one trace id from webhook to reply in the worker's log")


async def _raw(simulators: Simulators, body: Mapping[str, object]) -> int:
    answer = await simulators.graph.post("/sim/webhooks/raw", json={"body": body})
    return int(answer.json()["status"])


def _now() -> str:
    return str(int(time.time()))


def _metadata() -> dict[str, object]:
    metadata = {"display_phone_number": "5492944000000", "phone_number_id": PHONE_NUMBER_ID}
    return {"messaging_product": "whatsapp", "metadata": metadata}


def _text(wamid: str, text: str, number: str = "5492944123456") -> dict[str, object]:
    return {"from": number, "id": wamid, "timestamp": _now(), "type": "text", "text": {"body": text}}


def _envelope(number: str, messages: list[dict[str, object]], waba: str = "1") -> dict[str, list[object]]:
    contacts = [{"profile": {"name": "Ana Paz"}, "wa_id": number}]
    value = {**_metadata(), "contacts": contacts, "messages": messages}
    return {"entry": [{"id": waba, "changes": [{"field": "messages", "value": value}]}]}
