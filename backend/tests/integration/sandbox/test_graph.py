"""What the Graph simulator accepts, refuses, signs and reports."""

import asyncio
import hashlib
import hmac
import json
from typing import Any

import httpx
import pytest

from sandbox.graph.settings import GraphSettings
from tests.integration.sandbox.conftest import GUEST, PICTURE, Product, until

MESSAGES = f"/v25.0/{GraphSettings.phone_number_id}/messages"
BEARER = {"authorization": f"Bearer {GraphSettings.access_token}"}


def buttons(*titles: str) -> dict[str, Any]:
    replies = [{"type": "reply", "reply": {"id": f"id-{n}", "title": title}} for n, title in enumerate(titles)]
    return {"type": "button", "body": {"text": "Elegí"}, "action": {"buttons": replies}}


def rows(*counts: int) -> dict[str, Any]:
    sections = [
        {"title": f"S{s}", "rows": [{"id": f"{s}-{r}", "title": f"R{s}{r}"} for r in range(count)]}
        for s, count in enumerate(counts)
    ]
    return {"type": "list", "body": {"text": "Elegí"}, "action": {"button": "Ver", "sections": sections}}


async def send(graph: httpx.AsyncClient, kind: str, content: object, **more: object) -> httpx.Response:
    body = {"messaging_product": "whatsapp", "to": f"+{GUEST}", "type": kind, kind: content, **more}
    return await graph.post(MESSAGES, headers=BEARER, json=body)


async def write(graph: httpx.AsyncClient, **spec: object) -> httpx.Response:
    return await graph.post(
        f"/sim/guests/{GUEST}/messages", json={"name": "Ana", "type": "text", "text": "hola", **spec}
    )


def statuses(product: Product) -> list[dict[str, Any]]:
    values = [json.loads(r.content)["entry"][0]["changes"][0]["value"] for r in product.received]
    return [status for value in values for status in value.get("statuses", [])]


@pytest.mark.parametrize(
    ("kind", "content", "code"),
    [
        ("text", {"body": "x" * 4097}, 100),
        ("text", {}, 131008),
        ("interactive", buttons("a", "b", "c", "d"), 131009),
        ("interactive", buttons("x" * 21), 131009),
        ("interactive", buttons("same", "same"), 131009),
        ("interactive", rows(6, 5), 131009),
        ("interactive", {**buttons("a"), "body": {"text": "x" * 1025}}, 131009),
        ("interactive", {**buttons("a"), "footer": {"text": "x" * 61}}, 131009),
        ("interactive", {"type": "carousel"}, 100),
        ("image", {"link": "http://product/picture.png", "caption": "x" * 1025}, 131009),
        ("image", {}, 100),
        ("location", {"latitude": 91, "longitude": 0}, 131009),
        ("poll", {}, 131051),
    ],
)
async def test_limits(graph: httpx.AsyncClient, kind: str, content: object, code: int) -> None:
    await write(graph)
    answer = await send(graph, kind, content)
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert (error["code"], error["type"]) == (code, "OAuthException")
    assert error["error_data"]["messaging_product"] == "whatsapp"
    assert (await graph.get("/sim/outbound")).json() == []


async def test_what_fits_exactly_is_accepted(graph: httpx.AsyncClient) -> None:
    await write(graph)
    link = {"type": "cta_url", "body": {"text": "Pagá"}, "action": {"name": "cta_url"}}
    link["action"] = {"name": "cta_url", "parameters": {"display_text": "x" * 20, "url": "https://pay.example/1"}}
    for kind, content in [
        ("text", {"body": "x" * 4096}),
        ("interactive", buttons("x" * 20, "b", "c")),
        ("interactive", rows(5, 5)),
        ("interactive", link),
        ("location", {"latitude": -41.1, "longitude": -71.3, "name": "Lago"}),
    ]:
        answer = await send(graph, kind, content)
        assert answer.status_code == 200, answer.text
        assert answer.json()["contacts"] == [{"input": f"+{GUEST}", "wa_id": GUEST}]


async def test_token_number_and_window(graph: httpx.AsyncClient) -> None:
    body = {"messaging_product": "whatsapp", "to": GUEST, "type": "text", "text": {"body": "hola"}}
    refused = await graph.post(MESSAGES, headers={"authorization": "Bearer other"}, json=body)
    assert (refused.status_code, refused.json()["error"]["code"]) == (401, 190)
    assert (await graph.post("/v25.0/1/messages", headers=BEARER, json=body)).json()["error"]["error_subcode"] == 33
    closed = await graph.post(MESSAGES, headers=BEARER, json=body)
    assert closed.json()["error"]["code"] == 131047
    template = {"name": "reminder", "language": {"code": "es_AR"}}
    assert (await send(graph, "template", template)).status_code == 200
    await write(graph)
    assert (await graph.post(MESSAGES, headers=BEARER, json=body)).status_code == 200


async def test_window_can_fail_later(graph: httpx.AsyncClient, product: Product) -> None:
    await graph.post("/sim/window", json={"mode": "async"})
    assert (await send(graph, "text", {"body": "hola"})).status_code == 200
    await until(lambda: len(product.received) == 1)
    (failed,) = statuses(product)
    assert (failed["status"], failed["errors"][0]["code"]) == ("failed", 131047)


async def test_inbound_is_signed_over_the_escaped_bytes(graph: httpx.AsyncClient, product: Product) -> None:
    wamid = (await write(graph, text="¿año/mes?")).json()["id"]
    await until(lambda: len(product.received) == 1)
    request = product.received[0]
    assert rb"\u00bfa\u00f1o\/mes?" in request.content
    digest = hmac.new(GraphSettings.app_secret.encode(), request.content, hashlib.sha256).hexdigest()
    assert request.headers["x-hub-signature-256"] == f"sha256={digest}"
    value = json.loads(request.content)["entry"][0]["changes"][0]["value"]
    assert value["contacts"][0]["profile"]["name"] == "Ana"
    assert value["contacts"][0]["user_id"] == value["messages"][0]["from_user_id"]
    message = value["messages"][0]
    assert (message["from"], message["id"], message["text"]["body"]) == (GUEST, wamid, "¿año/mes?")
    assert isinstance(message["timestamp"], str)


async def test_webhook_is_repeated_until_200(graph: httpx.AsyncClient, product: Product) -> None:
    product.answers = [503, 202, 401]
    await write(graph)
    await until(lambda: len(product.received) == 4)
    assert len({request.content for request in product.received}) == 1
    (chat,) = (await graph.get(f"/sim/guests/{GUEST}/messages")).json()
    assert chat["status"] == "delivered"


async def test_ticks_reach_the_product_in_order(graph: httpx.AsyncClient, product: Product) -> None:
    await write(graph)
    wamid = (await send(graph, "text", {"body": "hola"}, biz_opaque_callback_data="m-1")).json()["messages"][0]["id"]
    await until(lambda: len(statuses(product)) == 2)
    await graph.post(f"/sim/guests/{GUEST}/read")
    await until(lambda: len(statuses(product)) == 3)
    assert [s["status"] for s in statuses(product)] == ["sent", "delivered", "read"]
    assert {s["id"] for s in statuses(product)} == {wamid}
    assert {s["biz_opaque_callback_data"] for s in statuses(product)} == {"m-1"}
    assert {s["recipient_id"] for s in statuses(product)} == {GUEST}


async def test_a_tap_needs_a_button_that_was_shown(graph: httpx.AsyncClient) -> None:
    await write(graph)
    wamid = (await send(graph, "interactive", buttons("Sí", "No"))).json()["messages"][0]["id"]
    assert (await write(graph, type="button_reply", id="id-9")).status_code == 409
    assert (await write(graph, type="button_reply", id="id-0", title="Otra")).status_code == 409
    built = await write(graph, type="button_reply", id="id-1", deliver=False)
    message = json.loads(built.json()["body"])["entry"][0]["changes"][0]["value"]["messages"][0]
    assert message["interactive"]["button_reply"] == {"id": "id-1", "title": "No"}
    assert message["context"]["id"] == wamid


async def test_reading_and_typing(graph: httpx.AsyncClient, product: Product) -> None:
    first, second = [(await write(graph)).json()["id"] for _ in range(2)]
    await until(lambda: len(product.received) == 2)
    body = {"messaging_product": "whatsapp", "status": "read", "message_id": second}
    answer = await graph.post(MESSAGES, headers=BEARER, json=body | {"typing_indicator": {"type": "text"}})
    assert answer.json() == {"success": True}
    chat = (await graph.get(f"/sim/guests/{GUEST}/messages")).json()
    assert [(m["id"], m["status"]) for m in chat] == [(first, "read"), (second, "read")]


async def test_a_linked_picture_is_fetched_and_copied(graph: httpx.AsyncClient, product: Product) -> None:
    await write(graph)
    await send(graph, "image", {"link": "http://product/picture.png"})
    await until(lambda: len(statuses(product)) == 2)
    (row,) = (await graph.get("/sim/outbound", params={"to": f"+{GUEST}"})).json()
    assert (await graph.get(f"/sim/media/{row['media_id']}")).content == PICTURE
    await send(graph, "image", {"link": "http://product/page.html"})
    await until(lambda: len(statuses(product)) == 3)
    assert statuses(product)[-1]["errors"][0]["code"] == 131053


async def test_media_of_a_guest_needs_the_token(graph: httpx.AsyncClient) -> None:
    built = await write(graph, type="audio", data_base64="T2dnUw==", deliver=False)
    audio = json.loads(built.json()["body"])["entry"][0]["changes"][0]["value"]["messages"][0]["audio"]
    assert audio["voice"] is True
    found = (await graph.get(f"/v25.0/{audio['id']}", headers=BEARER)).json()
    assert (found["file_size"], found["sha256"]) == (4, hashlib.sha256(b"OggS").hexdigest())
    assert (await graph.get(found["url"])).status_code == 401
    assert (await graph.get(found["url"], headers=BEARER)).content == b"OggS"


async def test_upload_then_send_by_id(graph: httpx.AsyncClient) -> None:
    await write(graph)
    form = {"messaging_product": "whatsapp", "type": "image/png"}
    path = f"/v25.0/{GraphSettings.phone_number_id}/media"
    media = await graph.post(path, headers=BEARER, data=form, files={"file": ("a.png", PICTURE, "image/png")})
    assert (await send(graph, "image", {"id": media.json()["id"]})).status_code == 200
    assert (await send(graph, "image", {"id": "1"})).json()["error"]["code"] == 131009


async def test_a_place_is_not_named_after_its_guest(graph: httpx.AsyncClient) -> None:
    body = (await write(graph, type="location", place_name="Terminal", deliver=False)).json()["body"]
    place = json.loads(body)["entry"][0]["changes"][0]["value"]["messages"][0]["location"]
    assert place == {"latitude": -41.1335, "longitude": -71.3103, "name": "Terminal"}


async def test_a_hidden_phone_leaves_no_digits(graph: httpx.AsyncClient) -> None:
    await graph.put(f"/sim/guests/{GUEST}", json={"name": "Ana", "hide_phone": True})
    body = (await write(graph, deliver=False)).json()["body"]
    assert GUEST not in body
    user_id = json.loads(body)["entry"][0]["changes"][0]["value"]["messages"][0]["from_user_id"]
    message = {"messaging_product": "whatsapp", "recipient": user_id, "type": "text", "text": {"body": "hola"}}
    assert (await graph.post(MESSAGES, headers=BEARER, json=message)).status_code == 200


async def test_templates_registered_are_the_only_ones(graph: httpx.AsyncClient) -> None:
    await graph.put("/sim/templates/reminder", json={"language": "es_AR", "body": "Hola {{1}}, llegás el {{2}}"})
    one = [{"type": "body", "parameters": [{"type": "text", "text": "Ana"}]}]
    short = await send(graph, "template", {"name": "reminder", "language": {"code": "es_AR"}, "components": one})
    assert short.json()["error"]["code"] == 132000
    other = await send(graph, "template", {"name": "reminder", "language": {"code": "es"}})
    assert (other.status_code, other.json()["error"]["code"]) == (404, 132001)


async def test_the_handshake_and_a_raw_envelope(graph: httpx.AsyncClient, product: Product) -> None:
    assert (await graph.post("/sim/webhooks/verify")).json()["verified"] is True
    product.answers = [418]
    assert (await graph.post("/sim/webhooks/raw", json={"body": {"object": "x"}})).json()["status"] == 418


async def test_events_tell_the_page(graph: httpx.AsyncClient) -> None:
    app = graph._transport.app  # type: ignore[attr-defined]  # the transport's own
    queue = app.state.world.chats.watch()
    await write(graph)
    async with asyncio.timeout(2):
        kinds = [(await queue.get())["type"] for _ in range(3)]
    assert kinds == ["guest", "message", "update"]


@pytest.mark.parametrize(
    ("status", "code", "http"),
    [("APPROVED", None, 200), ("PENDING", 132001, 404), ("REJECTED", 132001, 404), ("PAUSED", 132015, 400)],
)
async def test_only_an_approved_template_can_be_sent(
    graph: httpx.AsyncClient, status: str, code: int | None, http: int
) -> None:
    await graph.put("/sim/templates/reminder", json={"body": "Hola {{1}}.", "status": status})
    value = {"type": "body", "parameters": [{"type": "text", "text": "Ana"}]}
    answer = await send(graph, "template", {"name": "reminder", "language": {"code": "es_AR"}, "components": [value]})
    assert (answer.status_code, answer.json().get("error", {}).get("code")) == (http, code)


@pytest.mark.parametrize(
    ("text", "example"),
    [("{{1}} llegás", [["Ana"]]), ("Hola {{1}}", [["Ana"]]), ("Hola {{2}}.", [["Ana"]]), ("Hola {{1}}.", None)],
)
async def test_a_template_that_meta_would_not_take(graph: httpx.AsyncClient, text: str, example: object) -> None:
    component = {"type": "BODY", "text": text, "example": {"body_text": example} if example else None}
    asked = {"name": "reminder", "language": "es_AR", "category": "UTILITY", "components": [component]}
    path = f"/v25.0/{GraphSettings.business_account_id}/message_templates"
    assert (await graph.post(path, headers=BEARER, json=asked)).status_code == 400
    assert (await graph.get(path, headers=BEARER)).json()["data"] == []


async def test_templates_are_listed_page_by_page(graph: httpx.AsyncClient) -> None:
    for number in range(5):
        await graph.put(f"/sim/templates/t{number}", json={"body": "Hola."})
    url, names = f"/v25.0/{GraphSettings.business_account_id}/message_templates?limit=2", []
    while url:
        page = (await graph.get(url, headers=BEARER)).json()
        names += [one["name"] for one in page["data"]]
        url = page["paging"].get("next", "")
    assert names == [f"t{number}" for number in range(5)]


async def test_rates_are_enforced_on_demand(graph: httpx.AsyncClient) -> None:
    await write(graph)
    await graph.put("/sim/rates", json={"pair": True})
    codes = [(await send(graph, "text", {"body": "hola"})).json().get("error", {}).get("code") for _ in range(46)]
    assert codes == [None] * 45 + [131056]
    await graph.put("/sim/rates", json={"number_per_second": 1})
    codes = [(await send(graph, "text", {"body": "hola"})).json().get("error", {}).get("code") for _ in range(2)]
    assert codes == [None, 130429]
    assert (await graph.get("/sim/rates")).json()["peak"] == 1
