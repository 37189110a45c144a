"""Calls and webhooks that go wrong exactly as asked."""

import asyncio
from typing import Any

import httpx
import pytest
import uvicorn

from sandbox.graph.app import create_app
from sandbox.graph.settings import GraphSettings
from tests.integration.sandbox.conftest import GUEST, Product, until
from tests.integration.sandbox.test_graph import BEARER, MESSAGES, send, statuses, write


async def add_fault(client: httpx.AsyncClient, **spec: object) -> str:
    answer = await client.post("/sim/faults", json=spec)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def hits(client: httpx.AsyncClient, fault_id: str) -> int:
    return int((await client.get(f"/sim/faults/{fault_id}")).json()["hits"])


async def outbound(client: httpx.AsyncClient) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = (await client.get("/sim/outbound")).json()
    return rows


async def test_error_strikes_as_often_as_asked(graph: httpx.AsyncClient) -> None:
    await write(graph)
    fault = await add_fault(graph, on="messages", kind="error", code=131056, contains="dos")
    assert (await send(graph, "text", {"body": "uno"})).status_code == 200
    refused = await send(graph, "text", {"body": "dos"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (400, 131056)
    assert (await send(graph, "text", {"body": "dos"})).status_code == 200
    assert await hits(graph, fault) == 1
    assert len(await outbound(graph)) == 2


async def test_error_after_acceptance_still_delivers(graph: httpx.AsyncClient) -> None:
    await write(graph)
    await add_fault(graph, on="messages", kind="error", code=131000, http=500, accepted=True)
    assert (await send(graph, "text", {"body": "uno"})).status_code == 500
    assert len(await outbound(graph)) == 1


async def test_hold_accepts_but_answers_and_reports_only_once_removed(
    graph: httpx.AsyncClient, product: Product
) -> None:
    await write(graph)
    await until(lambda: len(product.received) == 1)
    fault = await add_fault(graph, on="messages", kind="hold", times=None)
    call = asyncio.create_task(send(graph, "text", {"body": "uno"}))
    async with asyncio.timeout(2):
        while await hits(graph, fault) == 0:  # noqa: ASYNC110 (as a test of the product polls it)
            await asyncio.sleep(0.005)
    await asyncio.sleep(0.03)
    assert len(await outbound(graph)) == 1
    assert not call.done()
    assert statuses(product) == []
    assert (await graph.get("/sim/calls")).json()[-1]["status"] is None
    assert (await graph.delete(f"/sim/faults/{fault}")).status_code == 204
    assert (await call).status_code == 200
    await until(lambda: len(statuses(product)) == 2)


async def test_hold_without_acceptance_delivers_after_removal(graph: httpx.AsyncClient) -> None:
    await write(graph)
    fault = await add_fault(graph, on="messages", kind="hold", accepted=False)
    call = asyncio.create_task(send(graph, "text", {"body": "uno"}))
    await asyncio.sleep(0.03)
    assert await outbound(graph) == []
    await graph.delete(f"/sim/faults/{fault}")
    assert (await call).status_code == 200


async def test_fail_is_reported_later(graph: httpx.AsyncClient, product: Product) -> None:
    await write(graph)
    await add_fault(graph, on="messages", kind="fail", code=131026)
    assert (await send(graph, "text", {"body": "uno"})).status_code == 200
    await until(lambda: len(statuses(product)) == 1)
    assert statuses(product)[0]["errors"][0]["code"] == 131026


async def test_webhooks_lost_and_repeated(graph: httpx.AsyncClient, product: Product) -> None:
    await add_fault(graph, on="inbound_webhook", kind="lose", contains="perdido")
    await add_fault(graph, on="inbound_webhook", kind="duplicate", copies=2)
    await write(graph, text="repetido")
    await until(lambda: len(product.received) == 3)
    await write(graph, text="perdido")
    await asyncio.sleep(0.03)
    assert len(product.received) == 3


async def test_nonsense_is_refused(graph: httpx.AsyncClient) -> None:
    for spec in ({"on": "moon", "kind": "error"}, {"on": "messages", "kind": "lose"}, {"on": "media", "kind": "x"}):
        assert (await graph.post("/sim/faults", json=spec)).status_code == 400
    assert (await graph.get("/sim/faults/none")).status_code == 404


@pytest.mark.parametrize("accepted", [True, False])
async def test_drop_closes_a_real_connection_without_a_byte(accepted: bool, product: Product) -> None:
    app = create_app(GraphSettings(status_delay=0.005), transport=httpx.MockTransport(product))
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning"))
    serving = asyncio.create_task(server.serve())
    await until(lambda: server.started)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
            await write(client)
            await add_fault(client, on="messages", kind="drop", accepted=accepted)
            with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
                await send(client, "text", {"body": "uno"})
            assert len(await outbound(client)) == int(accepted)
            last = (await client.get("/sim/calls")).json()[-1]
            assert (last["status"], last["dropped"]) == (None, True)
            body = {"messaging_product": "whatsapp", "to": GUEST, "type": "text", "text": {"body": "dos"}}
            assert (await client.post(MESSAGES, headers=BEARER, json=body)).status_code == 200
    finally:
        server.should_exit = True
        await serving


async def test_a_fault_lets_the_first_calls_go(graph: httpx.AsyncClient) -> None:
    await write(graph)
    fault = await add_fault(graph, on="messages", kind="error", code=131056, skip=2)

    answers = [(await send(graph, "text", {"body": "uno"})).status_code for _ in range(4)]

    assert answers == [200, 200, 400, 200]
    assert await hits(graph, fault) == 1
    assert [call.get("code") for call in (await graph.get("/sim/calls")).json()] == [None, None, 131056, None]


async def test_an_answer_may_be_slower_than_what_is_told_of_the_message(
    graph: httpx.AsyncClient, product: Product
) -> None:
    await write(graph)
    fault = await add_fault(graph, on="messages", kind="late", seconds=30)
    call = asyncio.create_task(send(graph, "text", {"body": "uno"}))
    await until(lambda: len(statuses(product)) == 2)
    assert not call.done()

    await graph.delete(f"/sim/faults/{fault}")

    assert (await call).status_code == 200


async def test_a_gateway_answers_with_a_page_and_no_code(graph: httpx.AsyncClient) -> None:
    await write(graph)
    await add_fault(graph, on="messages", kind="gateway", http=503)

    answer = await send(graph, "text", {"body": "uno"})

    assert (answer.status_code, answer.headers["content-type"][:9]) == (503, "text/html")
    assert await outbound(graph) == []
