"""An operator's file is looked into, handed to the simulator over HTTP, queued once and kept where operators see it."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio
import uvicorn
from sqlalchemy import func, select

from reservas.config import Settings
from reservas.domain.dialogue.replies import File, from_content
from reservas.infra.database import Database
from reservas.integrations.whatsapp import GraphMessenger
from reservas.kit.clock import FixedClock
from reservas.models import Conversation, Media, Message
from sandbox.graph.app import create_app
from sandbox.graph.settings import GraphSettings
from tests.factories.moments import NOW
from tests.integration.http.asking import bearer_of
from tests.integration.http.test_conversations import ANA, CONVERSATIONS, add_chat
from tests.integration.sandbox.conftest import until
from tests.integration.serving import assert_problem, serve

PNG, PDF, JPEG = b"\x89PNG\r\n\x1a\n" + b"x" * 9, b"%PDF-1.7 mapa", b"\xff\xd8\xff\xe0" + b"x" * 9
MEGABYTE = 1024 * 1024
Upload = tuple[str, bytes, str]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def graph() -> AsyncIterator[httpx.AsyncClient]:
    """The Graph simulator on a port of its own."""
    app = create_app(GraphSettings(), transport=httpx.MockTransport(lambda _: httpx.Response(200)))
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None))
    serving = asyncio.create_task(server.serve())
    await until(lambda: server.started)
    address = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    headers = {"authorization": f"Bearer {GraphSettings.access_token}"}
    async with httpx.AsyncClient(base_url=address, headers=headers) as client:
        yield client
    server.should_exit = True
    await serving


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def served(
    settings: Settings, standing_clock: FixedClock, graph: httpx.AsyncClient
) -> AsyncIterator[httpx.AsyncClient]:
    whatsapp = settings.whatsapp.model_copy(
        update={
            "api_base_url": str(graph.base_url),
            "access_token": GraphSettings.access_token,
            "phone_number_id": GraphSettings.phone_number_id,
        }
    )
    async with serve(settings.model_copy(update={"whatsapp": whatsapp}), standing_clock) as client:
        yield client


async def post(
    api: httpx.AsyncClient, settings: Settings, code: str, file: Upload, role: str = "staff", **more: Any
) -> httpx.Response:
    headers = bearer_of(settings, role, ANA) | more.pop("headers", {})
    return await api.post(f"{CONVERSATIONS}/{code}/media", files={"file": file}, headers=headers, **more)


async def queued(database: Database, chat: Conversation) -> list[Message]:
    async with database.unit_of_work() as session:
        query = select(Message).where(Message.conversation_id == chat.id, Message.status == "pending")
        return list((await session.execute(query.order_by(Message.id))).scalars())


@pytest.mark.parametrize(
    ("file", "mime_type", "name"),
    [
        (("foto de la pileta.png", PNG, "text/html"), "image/png", "foto de la pileta.png"),
        (("..\\..\\C:/mapa<b>.exe", PDF, "application/octet-stream"), "application/pdf", "mapab.pdf"),
        (("\u202e.jpg", JPEG, "image/jpeg"), "image/jpeg", "archivo.jpg"),
    ],
)
async def test_a_file_is_queued_as_what_it_is_and_kept_for_operators(
    api: httpx.AsyncClient,
    settings: Settings,
    database: Database,
    graph: httpx.AsyncClient,
    file: Upload,
    mime_type: str,
    name: str,
) -> None:
    chat = await add_chat(database, 700 + len(name))

    answer = await post(api, settings, chat.code, file, data={"caption": " Así se llega. "})

    assert answer.status_code == 201, answer.text
    assert (answer.json()["driver"], answer.json()["driven_by"]) == ("human", ANA)
    (message,) = await queued(database, chat)
    reply = from_content(message.content)
    assert isinstance(reply, File)
    assert (reply.mime_type, reply.filename, reply.caption) == (mime_type, name, "Así se llega.")
    headers = bearer_of(settings, "staff", ANA)
    shown = (await api.get(f"{CONVERSATIONS}/{chat.code}", headers=headers)).json()["messages"][-1]
    assert (shown["author"], shown["text"], shown["media"]["mime_type"]) == ("operator", "Así se llega.", mime_type)
    assert (await api.get(shown["media"]["url"], headers=headers)).content == file[1]
    # The simulator takes the id that it gave.
    await graph.post(f"/sim/guests/{chat.recipient}/messages", json={"type": "text", "text": "hola"})
    messenger = GraphMessenger(graph, version="v25.0", phone_number_id=GraphSettings.phone_number_id)
    assert (await messenger.send(chat.recipient, reply, "our-id")).startswith("wamid.")


async def test_a_file_sent_twice_under_one_key_is_queued_once(
    api: httpx.AsyncClient, settings: Settings, database: Database
) -> None:
    chat = await add_chat(database, 730)

    async def click(content: bytes) -> httpx.Response:
        headers = {"Idempotency-Key": "file-twice"}
        return await post(api, settings, chat.code, ("a.pdf", content, ""), headers=headers)

    answers = await asyncio.gather(click(PDF), click(PDF))

    assert [answer.status_code for answer in answers] == [201, 201]
    assert len(await queued(database, chat)) == 1
    assert_problem(await click(PDF + b"!"), 422, "idempotency_key_reused", "Idempotency-Key")


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (("a.html", b"<script>", "image/png"), "JPEG"),
        (("a.pdf", b"", "application/pdf"), "JPEG"),
        (("a.png", PNG + b"x" * 5 * MEGABYTE, "image/png"), "5 MB"),
        (("a.pdf", PDF + b"x" * 25 * MEGABYTE, "application/pdf"), "25 MB"),
    ],
)
async def test_other_files_are_refused_with_the_reason(
    api: httpx.AsyncClient, settings: Settings, database: Database, file: Upload, words: str
) -> None:
    chat = await add_chat(database, 740 + len(file[1]) % 50)

    refused = await post(api, settings, chat.code, file)

    assert_problem(refused, 422, "file_not_taken", "file")
    assert words in refused.json()["detail"]
    assert await queued(database, chat) == []


async def test_who_may_send_a_file_and_when(api: httpx.AsyncClient, settings: Settings, database: Database) -> None:
    chat = await add_chat(database, 795, window_closes_at=NOW)
    file = ("a.pdf", PDF, "application/pdf")

    assert_problem(await post(api, settings, chat.code, file), 409, "window_closed", "file")
    assert_problem(await post(api, settings, "C-22222A", file), 404, "conversation_not_found")
    assert_problem(await post(api, settings, chat.code, file, role="cleaner"), 403, "not_allowed")
    long = await post(api, settings, chat.code, file, data={"caption": "🦙" * 513})
    assert_problem(long, 422, "invalid_request", "caption")


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ({"kind": "error", "code": 131053}, (409, "media_refused", "file")),
        ({"kind": "error", "code": 131000, "http": 500}, (503, "media_later", None)),
        ({"kind": "error", "code": 190, "http": 401}, (503, "media_later", None)),
    ],
)
async def test_a_file_that_whatsapp_does_not_take_leaves_nothing(
    api: httpx.AsyncClient,
    settings: Settings,
    database: Database,
    graph: httpx.AsyncClient,
    fault: dict[str, object],
    told: tuple[int, str, str | None],
) -> None:
    chat = await add_chat(database, 800 + int(str(fault["code"])) % 97)
    assert (await graph.post("/sim/faults", json={"on": "media", **fault})).is_success

    assert_problem(await post(api, settings, chat.code, ("a.pdf", PDF, "")), *told)

    assert await queued(database, chat) == []
    async with database.unit_of_work() as session:
        kept = select(func.count()).select_from(Media).join(Message).where(Message.conversation_id == chat.id)
        assert await session.scalar(kept) == 0
