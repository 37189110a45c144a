"""Whatever the dialogue says, the Graph simulator with Meta's limits takes it from our messenger."""

import uuid
from collections.abc import AsyncIterator

import httpx
import pytest

from reservas.domain.delivery import PROBLEMS
from reservas.domain.dialogue import (
    Button,
    Buttons,
    DialogueState,
    Document,
    HoldLost,
    Image,
    LinkButton,
    ListReply,
    Location,
    Reply,
    ReservationFound,
    Row,
    Template,
    Text,
    step,
)
from reservas.domain.dialogue.notices import confirmed, expired, payment_news
from reservas.domain.dialogue.templates import TEMPLATES
from reservas.domain.payments import Outcome
from reservas.features.conversations.errors import ChannelStopped, SendLater, SendOutcomeUnknown, SendRefused
from reservas.integrations.whatsapp import GraphMessenger
from reservas.integrations.whatsapp.payloads import check
from reservas.integrations.whatsapp.templates import TemplateAccount, TemplatesUnavailable
from sandbox.graph.app import create_app
from sandbox.graph.errors import TITLES
from sandbox.graph.settings import GraphSettings
from tests.unit.domain.dialogue import samples

GUEST = "5492944123456"
FAMILY = "👨‍👩‍👧‍👦"
PICTURE = b"\x89PNG\r\n\x1a\n" + b"0" * 64


def product(request: httpx.Request) -> httpx.Response:
    """Stand in for the product: it serves its pictures and takes any webhook."""
    if request.method == "GET":
        return httpx.Response(200, content=PICTURE, headers={"content-type": "image/png"})
    return httpx.Response(200)


@pytest.fixture
async def graph() -> AsyncIterator[httpx.AsyncClient]:
    settings = GraphSettings(own_url="http://simulator", status_delay=0.005, retry_wait=0.005)
    app = create_app(settings, transport=httpx.MockTransport(product))
    headers = {"authorization": f"Bearer {settings.access_token}"}
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://simulator", headers=headers) as client,
    ):
        await client.post(f"/sim/guests/{GUEST}/messages", json={"name": "Ana", "type": "text", "text": "hola"})
        yield client


@pytest.fixture
def messenger(graph: httpx.AsyncClient) -> GraphMessenger:
    return GraphMessenger(graph, version="v25.0", phone_number_id=GraphSettings.phone_number_id)


def every_kind(words: str) -> tuple[Reply, ...]:
    """One reply of each kind, each of its texts as long as `words`."""
    return (
        Text(words),
        Buttons(words, tuple(Button(f"id-{number}", f"{number}{words}") for number in range(3))),
        ListReply(words, words, tuple(Row(f"id-{number}", f"{number}{words}", words) for number in range(10))),
        LinkButton(words, words, "https://pay.example/1"),
        Image("http://product/picture.png", words),
        Location(-41.13, -71.31, words, words),
        Document("http://product/picture.png", words, words),
        Template("news", "es_AR", (words,), words),
    )


def of_the_dialogue() -> tuple[Reply, ...]:
    """Everything the dialogue says about one stay."""
    asked = DialogueState(check_in=samples.STAY.check_in, check_out=samples.STAY.check_out, adults=4)
    events = (
        samples.said("hola"),
        samples.said("del 10 al 14 de enero"),
        samples.OFFERS,
        samples.NOTHING_FREE,
        samples.QUOTE,
        samples.PLACED,
        HoldLost("Arrayán", samples.OFFERS),
        samples.LINK,
        ReservationFound("mine", samples.HOLD),
        ReservationFound("mine", samples.CONFIRMED),
        ReservationFound("cancel", samples.HOLD),
        ReservationFound("arrive", samples.CONFIRMED),
    )
    said = [reply for event in events for reply in step(asked, event, samples.SETTING).replies]
    news = [
        reply for outcome in Outcome for reply in payment_news(outcome, "pre_reserved", 12_345, "ARS", samples.SETTING)
    ]
    return (*said, *confirmed(samples.CONFIRMED, samples.SETTING), *expired(samples.HOLD, samples.SETTING), *news)


@pytest.mark.parametrize("words", ["Hola", "x" * 5000, FAMILY * 700, "ñ" * 1024, "\n" + "👋" * 2048])
async def test_every_kind_of_reply_is_accepted_whatever_its_length(
    graph: httpx.AsyncClient, messenger: GraphMessenger, words: str
) -> None:
    replies = every_kind(words)
    ids = [await messenger.send(GUEST, reply, str(uuid.uuid4())) for reply in replies]
    assert len(set(ids)) == len(replies)
    sent = (await graph.get("/sim/outbound")).json()
    assert len(sent) == len(replies)


async def test_everything_the_dialogue_says_is_accepted(messenger: GraphMessenger) -> None:
    replies = of_the_dialogue()
    assert {reply.kind for reply in replies} == {"text", "buttons", "list", "link", "image", "location"}
    for reply in replies:
        check(reply)
        assert (await messenger.send(GUEST, reply, str(uuid.uuid4()))).startswith("wamid.")


@pytest.mark.parametrize(
    ("code", "http", "becomes"),
    [
        (131056, 400, SendLater),
        (131000, 500, SendOutcomeUnknown),
        (131047, 400, SendRefused),
        (190, 401, ChannelStopped),
    ],
)
async def test_metas_refusals_are_told_apart(
    graph: httpx.AsyncClient, messenger: GraphMessenger, code: int, http: int, becomes: type[Exception]
) -> None:
    fault = {"on": "messages", "kind": "error", "code": code, "http": http}
    assert (await graph.post("/sim/faults", json=fault)).is_success
    with pytest.raises(becomes):
        await messenger.send(GUEST, Text("hola"), "our-id")
    assert await messenger.send(GUEST, Text("hola"), "our-id")


async def test_a_guest_who_never_wrote_cannot_be_written_to(messenger: GraphMessenger) -> None:
    with pytest.raises(SendRefused) as refused:
        await messenger.send("5492944000001", Text("hola"), "our-id")
    assert refused.value.provider_code == 131047


async def test_reading_and_typing_are_shown(graph: httpx.AsyncClient, messenger: GraphMessenger) -> None:
    written = (await graph.post(f"/sim/guests/{GUEST}/messages", json={"type": "text", "text": "¿hola?"})).json()
    await messenger.acknowledge(str(written["id"]), is_typing=True)
    await messenger.acknowledge("wamid.nobody-knows", is_typing=True)

    assert (await graph.get("/sim/outbound")).json() == []  # ticks are no message
    calls = (await graph.get("/sim/calls")).json()
    assert [call["status"] for call in calls] == [200, 400]


async def test_a_probe_hears_of_a_bad_token(graph: httpx.AsyncClient, messenger: GraphMessenger) -> None:
    await messenger.probe()
    assert (
        await graph.post("/sim/faults", json={"on": "number", "kind": "error", "code": 190, "http": 401})
    ).is_success
    with pytest.raises(ChannelStopped):
        await messenger.probe()
    await messenger.probe()


@pytest.mark.parametrize("code", sorted(set(PROBLEMS) & set(TITLES)))
async def test_every_code_can_be_had_at_once_and_is_told_apart(
    graph: httpx.AsyncClient, messenger: GraphMessenger, code: int
) -> None:
    assert (await graph.post("/sim/faults", json={"on": "messages", "kind": "error", "code": code})).is_success
    with pytest.raises((SendRefused, SendLater, SendOutcomeUnknown)) as refused:
        await messenger.send(GUEST, Text("hola"), "our-id")
    assert str(code) in str(refused.value)


def test_the_simulator_has_a_title_for_every_code() -> None:
    assert {code for code in PROBLEMS if not 200 < code < 300} <= set(TITLES)


async def test_templates_are_asked_for_once_and_compared(graph: httpx.AsyncClient) -> None:
    account = TemplateAccount(graph, version="v25.0", account_id=GraphSettings.business_account_id)
    ours = list(TEMPLATES.values())
    assert {state.status for state in await account.compare(ours)} == {"MISSING"}
    await graph.put("/sim/review", json={"status": "PENDING"})

    for template in ours:
        for language in template.bodies:
            assert await account.create(template, language) == "PENDING"

    states = await account.compare(ours)
    assert [(state.status, state.is_good) for state in states] == [("PENDING", True)] * len(states)
    with pytest.raises(TemplatesUnavailable, match="100"):
        await account.create(ours[0], "es_AR")
    for name, change in (
        ("hold_expired", {"status": "PAUSED"}),
        ("refund_made", {"status": "REJECTED"}),
        ("payment_news", {"body": "Otra cosa {{1}} y {{2}}."}),
        ("reservation_news", {"category": "MARKETING"}),
    ):
        await graph.put(f"/sim/templates/{name}", json=change)
    bad = {(state.name, state.language): state.status for state in await account.compare(ours) if not state.is_good}
    assert bad == {
        ("hold_expired", "es_AR"): "PAUSED",
        ("refund_made", "es_AR"): "REJECTED",
        ("payment_news", "es_AR"): "DIFFERENT",
        ("reservation_news", "es_AR"): "RECATEGORIZED",
    }


async def test_templates_of_another_account_are_refused(graph: httpx.AsyncClient) -> None:
    account = TemplateAccount(graph, version="v25.0", account_id="1")
    with pytest.raises(TemplatesUnavailable, match="missing permissions"):
        await account.compare(TEMPLATES.values())
