"""A real queue and the Graph simulator over HTTP: what Meta refuses loses nothing, repeats nothing, keeps the order."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
import pytest

from reservas.domain.dialogue.templates import stand_ins
from reservas.features.conversations.service import ChannelWatch, Sender
from reservas.features.conversations.stand_ins import StandIn
from reservas.infra.database import Database
from reservas.integrations.whatsapp import GraphMessenger
from reservas.kit.clock import FixedClock
from reservas.models import Conversation
from sandbox.graph.app import create_app
from sandbox.graph.settings import GraphSettings
from tests.factories.conversations import ACCOUNT, PHONE
from tests.factories.whatsapp import make_body, make_value, text_item
from tests.fakes.rates import FakeRates
from tests.integration.conversations.chat import PACE, UNKNOWN, Chat, chat
from tests.integration.sandbox.conftest import until

__all__ = ["chat"]
NOTICE = "reservation.confirmed:1:0"
VALUES = {"cabin": "Coihue", "code": "R-7K3QXM", "stay": "domingo 10 al jueves 14 de enero (4 noches)"}
PLACES = [StandIn(*one).to_json() for one in stand_ins("reservation_confirmed", VALUES, "es_AR", "es_AR")]


@dataclass
class Line:
    """A chat whose messages go to the simulator, whose webhooks come back when they are asked for."""

    chat: Chat
    graph: httpx.AsyncClient
    messenger: GraphMessenger
    webhooks: list[bytes]

    async def send(self) -> None:
        chat = self.chat
        await Sender(chat.database, chat.clock, self.messenger, PACE, FakeRates()).send(chat.conversation_id)

    async def fault(self, code: int, **values: object) -> None:
        fault = {"on": "messages", "kind": "error", "code": code, **values}
        assert (await self.graph.post("/sim/faults", json=fault)).is_success

    async def write(self, text: str = "hola") -> None:
        """Let the guest write, in both worlds."""
        await self.graph.post(f"/sim/guests/{PHONE}/messages", json={"type": "text", "text": text})
        item = text_item(f"wamid.in-{len(self.webhooks)}-{text}", text, at=self.chat.clock.now())
        await self.chat.receive(make_body(make_value(messages=[item])))

    async def close_window(self) -> None:
        await self.graph.put(f"/sim/guests/{PHONE}", json={"last_inbound_at": 0})

    async def know_window_closed(self) -> None:
        async with self.chat.database.unit_of_work() as session:
            conversation = await session.get_one(Conversation, self.chat.conversation_id)
            conversation.window_closes_at = self.chat.clock.now()

    async def arrived(self) -> list[str]:
        """What is on the guest's phone, in order: words, or a template's name; what failed is not."""
        chat = (await self.graph.get(f"/sim/guests/{PHONE}/messages")).json()
        sent = [one for one in chat if one["direction"] == "out" and one["status"] != "failed"]
        return [
            one["payload"]["template"]["name"] if one["type"] == "template" else one["payload"]["text"]["body"]
            for one in sent
        ]


@pytest.fixture
async def line(chat: Chat, database: Database, clock: FixedClock) -> AsyncIterator[Line]:
    webhooks: list[bytes] = []

    def product(request: httpx.Request) -> httpx.Response:
        webhooks.append(request.content)
        return httpx.Response(200)

    settings = GraphSettings(phone_number_id=ACCOUNT, own_url="http://simulator", status_delay=0.001, retry_wait=0.001)
    app = create_app(settings, transport=httpx.MockTransport(product))
    headers = {"authorization": f"Bearer {settings.access_token}"}
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://simulator", headers=headers) as graph,
    ):
        await graph.post(f"/sim/guests/{PHONE}/messages", json={"name": "Ana", "type": "text", "text": "hola"})
        messenger = GraphMessenger(graph, version="v25.0", phone_number_id=settings.phone_number_id, limit_seconds=0.3)
        yield Line(chat, graph, messenger, webhooks)


@pytest.mark.parametrize("mode", ["known", "sync", "async"])
async def test_a_closed_window_is_bridged_by_a_template_and_the_answer_comes_once(mode: str, line: Line) -> None:
    await line.close_window()
    if mode == "known":
        await line.know_window_closed()
    else:
        await line.graph.post("/sim/window", json={"mode": mode})
    await line.chat.queue("confirmada, con todo", cause=NOTICE, stand_ins=PLACES)
    await line.send()
    if mode == "async":
        await until(lambda: any(b'"failed"' in body for body in line.webhooks))
        failed = next(body for body in line.webhooks if b'"failed"' in body)
        await line.chat.receive(failed)
    await line.send()
    assert await line.arrived() == ["reservation_confirmed"]

    await line.write()
    await line.write("¿y?")
    await line.send()

    assert await line.arrived() == ["reservation_confirmed", "confirmada, con todo"]


async def test_a_bad_token_stops_the_queue_which_goes_on_in_order_by_itself(line: Line) -> None:
    await line.fault(190, http=401)
    await line.graph.post("/sim/faults", json={"on": "number", "kind": "error", "code": 190, "http": 401})
    watch = ChannelWatch(line.chat.database, line.chat.clock, line.messenger)
    await line.chat.queue("uno", "dos", "tres")

    for _ in range(2):
        await line.send()
        line.chat.wait(60)
        await watch.look()
    assert await line.arrived() == []
    line.chat.wait(600)
    await watch.look()
    await line.send()

    assert await line.arrived() == ["uno", "dos", "tres"]


@pytest.mark.parametrize("code", [131056, 130429, 80007, 4])
async def test_a_rate_that_was_exceeded_costs_time_and_nothing_else(code: int, line: Line) -> None:
    await line.fault(code, times=2)
    await line.chat.queue("uno", "dos")

    for _ in range(3):
        await line.send()
        line.chat.wait(300)

    assert await line.arrived() == ["uno", "dos"]


async def test_a_200_that_was_lost_is_settled_by_the_status_and_not_sent_again(line: Line) -> None:
    held = (await line.graph.post("/sim/faults", json={"on": "messages", "kind": "hold"})).json()
    first, _ = await line.chat.queue("uno", "dos")
    await line.send()
    assert (await line.chat.message(first)).status == "sending"

    await line.graph.delete(f"/sim/faults/{held['id']}")
    await until(lambda: any(b'"delivered"' in body for body in line.webhooks))
    for body in list(line.webhooks):
        if b'"statuses"' in body:
            await line.chat.receive(body)
    line.chat.wait(UNKNOWN)
    await line.send()

    assert await line.arrived() == ["uno", "dos"]


async def test_metas_own_trouble_that_no_status_settles_is_sent_again(line: Line) -> None:
    await line.fault(131016, http=500)
    await line.chat.queue("uno", "dos")

    await line.send()
    assert await line.arrived() == []
    line.chat.wait(UNKNOWN)
    await line.send()

    assert await line.arrived() == ["uno", "dos"]


async def test_a_paused_template_gives_way_to_the_next(line: Line) -> None:
    for name, language in (("reservation_confirmed", "es_AR"), ("reservation_confirmed", "es")):
        body = {"body": "{{1}} {{2}} {{3}}", "language": language, "status": "PAUSED"}
        await line.graph.put(f"/sim/templates/{name}", json=body)
    await line.graph.put("/sim/templates/reservation_news", json={"body": "{{1}} {{2}}.", "language": "es"})
    await line.know_window_closed()
    await line.chat.queue("confirmada", cause=NOTICE, stand_ins=PLACES)

    await line.send()

    assert await line.arrived() == ["reservation_news"]
    assert [message.status for message in await line.chat.messages("out")] == [
        "withheld",
        "failed",
        "failed",
        "failed",
        "sent",
    ]
