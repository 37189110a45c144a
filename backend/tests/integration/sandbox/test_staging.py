"""What can be staged on the phone and around it: every kind of message, batches, lost answers, other hands, time."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from reservas.features.conversations.arrivals import InboundMessage, OwnMessage, ThreadHandover
from reservas.integrations.whatsapp import read_batch
from sandbox.graph.app import create_app as create_graph
from sandbox.graph.settings import GraphSettings
from tests.integration.sandbox.conftest import GUEST, Product, client_of, until

CHAT = f"/sim/guests/{GUEST}/messages"


async def write(graph: httpx.AsyncClient, **spec: object) -> str:
    answer = await graph.post(CHAT, json={"name": "Ana", **spec})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def bubbles(graph: httpx.AsyncClient) -> dict[str, Any]:
    return {one["id"]: one for one in (await graph.get(CHAT)).json()}


def last_value(product: Product) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(product.received[-1].content)["entry"][0]["changes"][0]["value"]
    return value


async def test_an_edit_and_a_deletion_change_the_guests_own_bubble_and_open_no_window(
    graph: httpx.AsyncClient, product: Product
) -> None:
    first = await write(graph, type="text", text="somos 4", at=1000)
    await write(graph, type="edit", message_id=first, text="somos 5")
    await until(lambda: len(product.received) == 2)
    edit = {"original_message_id": first, "message": {"type": "text", "text": {"body": "somos 5"}}}
    assert last_value(product)["messages"][0]["edit"] == edit
    assert (await bubbles(graph))[first]["edited"] == "somos 5"

    await write(graph, type="revoke", message_id=first)
    await until(lambda: len(product.received) == 3)
    assert last_value(product)["messages"][0]["revoke"] == {"original_message_id": first}
    assert (await bubbles(graph))[first]["revoked"] is True
    (guest,) = (await graph.get("/sim/guests")).json()
    assert guest["last_inbound_at"] == 1000

    again = await graph.post(CHAT, json={"type": "edit", "message_id": first, "text": "otra vez"})
    assert again.status_code == 409


async def test_a_reaction_shows_on_what_it_is_about_and_is_taken_back(graph: httpx.AsyncClient) -> None:
    first = await write(graph, type="text", text="hola")
    await write(graph, type="reaction", message_id=first, emoji="👍")
    assert (await bubbles(graph))[first]["reaction"] == "👍"
    await write(graph, type="reaction", message_id=first)
    assert (await bubbles(graph))[first]["reaction"] == ""


@pytest.mark.parametrize("kind", ["contact", "request_welcome", "unsupported", "location"])
async def test_every_kind_reaches_the_product_as_one_it_can_read(
    graph: httpx.AsyncClient, product: Product, kind: str
) -> None:
    await write(graph, type=kind)
    await until(lambda: len(product.received) == 1)
    (message,) = read_batch(product.received[0].content).messages
    assert message.kind == {"contact": "contacts"}.get(kind, kind)


@pytest.mark.parametrize("split", [False, True])
async def test_a_batch_brings_several_guests_in_one_call_in_the_order_asked_for(
    graph: httpx.AsyncClient, product: Product, *, split: bool
) -> None:
    messages = [{"wa_id": f"54929440000{n:02}", "type": "text", "text": str(n)} for n in range(5)]
    batch = {"messages": messages, "order": "reversed", "split": split}
    ids = (await graph.post("/sim/webhooks/batch", json=batch)).json()["ids"]
    await until(lambda: len(product.received) == 1)

    read = read_batch(product.received[0].content)

    assert [one.provider_id for one in read.messages] == ids[::-1]
    assert [one.recipient for one in read.messages] == [one["wa_id"] for one in messages[::-1]]
    unknown = await graph.post("/sim/webhooks/batch", json={"messages": messages, "order": "sideways"})
    assert unknown.status_code == 400


async def test_a_200_that_is_lost_brings_the_same_bytes_once_more(graph: httpx.AsyncClient, product: Product) -> None:
    await graph.post("/sim/faults", json={"on": "inbound_webhook", "kind": "unheard"})
    await write(graph, type="text", text="hola")
    await until(lambda: len(product.received) == 2)
    assert product.received[0].content == product.received[1].content


@pytest.mark.parametrize(
    ("kind", "news"),
    [
        ("echo", OwnMessage),
        ("control_passed", ThreadHandover),
        ("control_taken", ThreadHandover),
        ("standby", InboundMessage),
    ],
)
async def test_other_hands_are_told_as_the_product_reads_them(
    graph: httpx.AsyncClient, product: Product, kind: str, news: type[object]
) -> None:
    answer = await graph.post("/sim/webhooks/business", json={"kind": kind, "wa_id": GUEST, "text": "Ya lo veo"})
    assert answer.status_code == 201, answer.text
    await until(lambda: len(product.received) == 1)

    (item,) = read_batch(product.received[0].content).items

    assert isinstance(item.news, news)
    shown = [one["payload"]["text"]["body"] for one in (await bubbles(graph)).values()]
    assert shown == (["Ya lo veo"] if kind in {"echo", "standby"} else [])
    assert (await graph.get("/sim/outbound")).json() == []


async def test_old_news_are_told_and_answered_by_nobody(graph: httpx.AsyncClient, product: Product) -> None:
    await graph.post("/sim/webhooks/business", json={"kind": "history", "wa_id": GUEST})
    await until(lambda: len(product.received) == 1)
    assert read_batch(product.received[0].content).messages == ()
    assert (await graph.post("/sim/webhooks/business", json={"kind": "ghost"})).status_code == 400


@pytest.fixture
async def moving(product: Product, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    settings = GraphSettings(own_url="http://simulator", clock_offset_file=tmp_path / "offset")
    async with client_of(create_graph(settings, transport=httpx.MockTransport(product))) as client:
        yield client


async def test_everybodys_time_is_moved_and_the_window_with_it(moving: httpx.AsyncClient, tmp_path: Path) -> None:
    before = (await moving.get("/sim/about")).json()["now"]
    await moving.put("/sim/clock", json={"advance_seconds": 3600})
    await moving.put("/sim/clock", json={"advance_seconds": 3600})
    assert float((tmp_path / "offset").read_text()) == 7200
    assert (await moving.get("/sim/about")).json()["now"] >= before + 7200
    assert (await moving.put("/sim/clock", json={})).status_code == 400


async def test_a_world_on_the_machines_clock_cannot_be_moved(graph: httpx.AsyncClient) -> None:
    assert (await graph.put("/sim/clock", json={"advance_seconds": 1})).status_code == 400


async def test_a_batch_delivers_what_was_written_before_once_more(graph: httpx.AsyncClient, product: Product) -> None:
    first = await write(graph, type="text", text="hola")
    messages = [{"wa_id": GUEST, "again": first}, {"wa_id": GUEST, "type": "text", "text": "¿están?"}]

    sent = await graph.post("/sim/webhooks/batch", json={"messages": messages})

    await until(lambda: len(product.received) == 2)
    assert [one["id"] for one in last_value(product)["messages"]] == sent.json()["ids"]
    assert sent.json()["ids"][0] == first
    assert len(await bubbles(graph)) == 2
    never = await graph.post("/sim/webhooks/batch", json={"messages": [{"wa_id": GUEST, "again": "wamid.none"}]})
    assert never.status_code == 400
