"""A guest books a cabin over WhatsApp and pays for it, and what else they may do on the way."""

from datetime import date
from typing import Any

import httpx
from icalendar import Calendar

from tests.fixtures.guest_journey import Journey
from tests.fixtures.journey import Phone, Product, Simulators, body_of


async def test_from_the_first_word_to_the_calendar(journey: Journey, product: Product) -> None:
    phone = journey.phone
    await phone.says("hola")
    assert "Ana" in body_of(await phone.waits_for("asistente"))

    await journey.asks()
    offers = (await phone.waits_for("tengo esto libre"))["interactive"]
    assert "domingo 10 al jueves 14 de enero (4 noches)" in offers["body"]["text"]
    free = await _available(product)
    rows = offers["action"]["sections"][0]["rows"]
    assert [row["title"] for row in rows] == [one["name"] for one in free]
    assert all(
        str(one["total"]["amount_cents"] // 100_000) in row["description"].replace(".", "")
        for one, row in zip(free, rows, strict=True)
    )

    await journey.chooses()
    pictures = [one for one in await phone.received() if one["payload"]["type"] == "image"]
    assert len(pictures) == 3
    assert all(one["status"] != "failed" for one in pictures)

    await journey.holds()
    held = await phone.waits_for("Te guardo")
    assert "30 minutos, hasta las" in body_of(held)
    assert "Coihue" not in [one["name"] for one in await _available(product)]

    await journey.pays()
    confirmation = await journey.is_confirmed()
    await phone.waits_for("Cómo llegar a Coihue")
    await product.is_idle()
    [stored] = await product.fetch("SELECT * FROM reservations")
    assert stored["status"] == "confirmed"
    assert stored["code"] in confirmation
    assert stored["deposit_cents"] == (stored["total_cents"] * 30 + 50) // 100
    paid, due = stored["deposit_cents"], stored["total_cents"] - stored["deposit_cents"]
    assert f"{paid // 100:,}".replace(",", ".") in confirmation
    assert f"{due // 100:,}".replace(",", ".") in confirmation
    assert await phone.count("¡Reserva confirmada!") == 1

    await _is_in_the_calendar(product, str(stored["calendar_uid"]))
    await phone.says("mi reserva")
    assert stored["code"] in body_of(await phone.waits_for("Confirmada ✔"))
    audit = await product.fetch("SELECT action, actor FROM audit_log ORDER BY id")
    actions = [(row["action"], row["actor"]) for row in audit]
    assert actions[0][0] == "reservation.held"
    assert actions[0][1].startswith("guest:")
    assert ("reservation.confirmed", "system:payments") in actions
    await _is_taken_back(journey, product, f"{paid // 100:,}".replace(",", "."))


async def test_operator_reads_the_reservation(journey: Journey, product: Product) -> None:
    await journey.reaches_link()
    [stored] = await product.fetch("SELECT code FROM reservations")
    path = f"/api/v1/reservations/{stored['code']}"
    async with httpx.AsyncClient(base_url=product.base_url, trust_env=False) as client:
        assert (await client.get(path)).status_code == 401
        answer = await client.get(path, headers={"Authorization": f"Bearer {await _token(client)}"})
    assert answer.status_code == 200
    assert answer.json()["status"] == "pre_reserved"
    assert answer.json()["paid"]["amount_cents"] == 0


async def test_hold_is_cancelled_and_its_nights_are_free_again(journey: Journey, product: Product) -> None:
    phone = journey.phone
    await journey.reaches_link()
    await phone.says("quiero cancelar")
    await phone.waits_for("¿Cancelo la pre-reserva de Coihue")
    await phone.taps("Sí, cancelar")
    await phone.waits_for("cancelé la pre-reserva")
    assert await product.fetch("SELECT 1 FROM occupancies") == []
    await product.is_idle()
    [link] = await product.fetch("SELECT status FROM payment_links")
    assert link["status"] == "closed"
    await phone.says("mi reserva")
    await phone.waits_for("No encuentro una reserva")


async def test_person_is_called_and_the_bot_keeps_silent(journey: Journey, product: Product) -> None:
    phone = journey.phone
    await phone.says("hola")
    await phone.waits_for("asistente")
    await phone.says("quiero hablar con una persona")
    await phone.waits_for("le aviso a una persona")
    said = len(await phone.received())
    await phone.says("¿tenés algo del 10 al 14 de enero para 4?")
    await phone.says("¿hola?")
    await product.is_idle()
    unhandled = await product.fetch("SELECT 1 FROM messages WHERE direction = 'in' AND handled_at IS NULL")
    assert unhandled == []
    assert len(await phone.received()) == said
    [conversation] = await product.fetch("SELECT driver FROM conversations")
    assert conversation["driver"] == "human"


async def test_two_guests_want_the_same_cabin(
    journey: Journey, ana: Phone, bruno: Phone, product: Product, simulators: Simulators
) -> None:
    second = Journey(bruno, product, simulators)
    for one in (journey, second):
        await one.asks()
        await one.chooses()
    await ana.taps("Reservar")
    await ana.waits_for("Te guardo")
    await bruno.taps("Reservar")
    await bruno.waits_for("justo alguien tomó esas fechas")
    await bruno.waits_for("tengo esto libre", times=2)
    assert len(await product.fetch("SELECT 1 FROM reservations")) == 1


async def test_what_is_not_understood_gets_a_question(journey: Journey) -> None:
    await journey.phone.says("asdf qwerty zxcv")
    lost = await journey.phone.waits_for("no te entendí")
    assert len(lost["interactive"]["action"]["buttons"]) == 3
    await journey.phone.says("del 10 al 14 de enero")
    await journey.phone.waits_for("¿Cuántas personas son")
    await journey.phone.says("4")
    await journey.phone.waits_for("tengo esto libre")


async def _is_taken_back(journey: Journey, product: Product, paid: str) -> None:
    """The guest thinks better of it within the law's days, and hears of the money when an operator has sent it."""
    phone = journey.phone
    await phone.says("me arrepentí")
    assert paid in body_of(await phone.waits_for("estás a tiempo de arrepentirte"))
    await phone.taps("Sí, cancelar")
    assert "Tu código de arrepentimiento es *A-" in body_of(await phone.waits_for("cancelé tu reserva"))
    assert await product.fetch("SELECT 1 FROM occupancies") == []
    async with httpx.AsyncClient(base_url=product.base_url, trust_env=False) as client:
        headers = {"Authorization": f"Bearer {await _token(client)}"}
        [due] = (await client.get("/api/v1/refunds?status=due", headers=headers)).json()["items"]
        proof = {"method": "transfer", "reference": "4711"}
        await client.post(f"/api/v1/refunds/{due['refund']}/settle", json=proof, headers=headers)
    assert paid in body_of(await phone.waits_for("por transferencia"))
    assert await phone.count("quedó cancelada") == 0


async def _token(client: httpx.AsyncClient) -> str:
    login = {"username": "demo@reservas.example", "password": "cabanas-del-lago"}
    return str((await client.post("/api/v1/auth/token", data=login)).json()["access_token"])


async def _available(product: Product) -> list[dict[str, Any]]:
    async with httpx.AsyncClient(base_url=product.base_url, trust_env=False) as client:
        query = {"check_in": "2027-01-10", "check_out": "2027-01-14", "guests": "4"}
        answer = await client.get("/api/v1/availability", params=query)
    rows: list[dict[str, Any]] = answer.json()["available"]
    return rows


async def _is_in_the_calendar(product: Product, uid: str) -> None:
    """The demo's addresses are printed again by loading it again; exactly one calendar holds the stay."""
    urls = await product.demo_calendars()
    async with httpx.AsyncClient(trust_env=False) as client:
        bodies = {name: (await client.get(url)).text for name, url in urls.items()}
    assert len(bodies) == 6
    [event] = Calendar.from_ical(bodies["Coihue"]).walk("VEVENT")
    assert str(event["uid"]).startswith(uid)
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2027, 1, 10), date(2027, 1, 14))
    assert event["x-source"] == "WHATSAPP"
    assert event["x-code"]
    assert not any("VEVENT" in body for name, body in bodies.items() if name != "Coihue")
    assert not any(private in body for body in bodies.values() for private in ("Ana", "Paz", "5492944123456"))
