"""A guest asks for a person: the bot is silent, an operator answers over HTTP, and the bot gets the chat back."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from tests.fixtures.journey import Phone, Product, eventually

DAY_SECONDS = 25 * 3600
PICTURE = b"\x89PNG\r\n\x1a\n" + b"recibo" * 20
LOGIN = {"username": "demo@reservas.example", "password": "cabanas-del-lago"}


@asynccontextmanager
async def operator_of(product: Product) -> AsyncIterator[httpx.AsyncClient]:
    """Sign in anew: the time is moved by more than a token lasts."""
    async with httpx.AsyncClient(base_url=product.base_url, trust_env=False, timeout=30) as client:
        token = (await client.post("/api/v1/auth/token", data=LOGIN)).json()["access_token"]
        client.headers["authorization"] = f"Bearer {token}"
        yield client


async def test_a_person_takes_the_chat_answers_and_gives_it_back(ana: Phone, product: Product) -> None:
    await ana.says("quiero hablar con una persona")
    await ana.waits_for("persona")
    await product.is_idle()

    async with operator_of(product) as operator:
        [waiting] = (await operator.get("/api/v1/conversations?waiting=true")).json()["items"]
        chat = f"/api/v1/conversations/{waiting['code']}"
        assert (waiting["driver"], waiting["guest"]["phones"]) == ("human", [f"+{ana.number}"])
        (await operator.post(f"{chat}/take")).raise_for_status()
        (await operator.post(f"{chat}/reply", json={"text": "Hola, soy Marta. ¿Qué necesitás?"})).raise_for_status()
        await ana.waits_for("soy Marta")
        map_of_it = {"file": ("mapa.png", PICTURE, "image/png")}
        (await operator.post(f"{chat}/media", files=map_of_it, data={"caption": "Así llegás"})).raise_for_status()
        await ana.waits_for("Así llegás")
        await ana.graph.post(f"/sim/guests/{ana.number}/read")
        heard = len(await ana.received())

        await ana.says("¿tenés algo del 10 al 14 de enero para 4?")
        await ana.sends_picture(PICTURE)
        picture = await _picture_of_guest(operator, chat)
        await product.is_idle()
        assert len(await ana.received()) == heard
        shown = await operator.get(picture["url"])
        assert (shown.content, shown.headers["content-disposition"][:10]) == (PICTURE, "attachment")
        said = (await operator.get(chat)).json()["messages"]
        assert [one["author"] for one in said] == ["guest", "bot", "operator", "operator", "guest", "guest"]
        assert [one["status"] for one in said[2:4]] == ["read", "read"]

        released = (await operator.post(f"{chat}/release")).json()
        assert (released["driver"], released["waiting_since"]) == ("bot", None)
    await ana.says("del 10 al 14 de enero para 4")
    await ana.waits_for("tengo esto libre")

    product.shift_clock(DAY_SECONDS)
    await _answer_a_day_later(ana, product, chat)


async def _answer_a_day_later(ana: Phone, product: Product, chat: str) -> None:
    """Outside the 24 hours free text is refused with the reason; the template goes, and the words follow an answer."""
    async with operator_of(product) as operator:
        refused = await operator.post(f"{chat}/reply", json={"text": "¡La pileta ya está lista!"})
        assert (refused.status_code, refused.json()["code"]) == (409, "window_closed")
        assert "answer_ready" in refused.json()["detail"]
        wanted = {"template": "answer_ready", "text": "¡La pileta ya está lista!"}
        (await operator.post(f"{chat}/template", json=wanted)).raise_for_status()
    await ana.waits_for("answer_ready")
    assert await ana.count("pileta") == 0

    await ana.says("contame")

    await ana.waits_for("¡La pileta ya está lista!")
    await product.is_idle()
    assert (await ana.bodies())[-1] == "¡La pileta ya está lista!"
    assert await ana.count("pileta") == 1


async def _picture_of_guest(operator: httpx.AsyncClient, chat: str) -> dict[str, Any]:
    async def ask() -> dict[str, Any] | None:
        messages = (await operator.get(chat)).json()["messages"]
        sent = [one["media"] for one in messages if one["author"] == "guest" and one["media"]]
        return next((media for media in sent if media["state"] == "stored"), None)

    return await eventually(ask, "the guest's picture")
