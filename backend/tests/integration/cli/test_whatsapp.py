"""`reservas whatsapp …`: templates are asked for and compared, and a stopped number is let go."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest
import uvicorn

from reservas.domain.dialogue.templates import TEMPLATES
from reservas.features.conversations import channels
from reservas.infra.database import Database
from reservas.models import Message
from sandbox.graph.app import create_app
from sandbox.graph.settings import GraphSettings
from tests.factories.conversations import ACCOUNT, add_conversation, add_outbound
from tests.factories.moments import NOW
from tests.integration.cli.conftest import Command
from tests.integration.queued import queued_jobs
from tests.integration.sandbox.conftest import until

TOKEN = {"WHATSAPP_ACCESS_TOKEN": GraphSettings.access_token}
VARIANTS = sum(len(template.bodies) for template in TEMPLATES.values())


@pytest.fixture
async def simulator() -> AsyncIterator[str]:
    """The Graph simulator on a port of its own."""
    app = create_app(GraphSettings(), transport=httpx.MockTransport(lambda _: httpx.Response(200)))
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None))
    serving = asyncio.create_task(server.serve())
    await until(lambda: server.started)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    await serving


async def test_templates_are_registered_and_watched(reservas: Command, simulator: str) -> None:
    account = {"WHATSAPP_BUSINESS_ACCOUNT_ID": GraphSettings.business_account_id, "WHATSAPP_API_BASE_URL": simulator}
    environment = {**TOKEN, **account}

    before = await reservas("whatsapp", "templates", "status", **environment)
    made = await reservas("whatsapp", "templates", "sync", **environment)
    again = await reservas("whatsapp", "templates", "sync", **environment)
    async with httpx.AsyncClient(base_url=simulator, trust_env=False) as control:
        await control.put("/sim/templates/payment_news", json={"status": "PAUSED"})
    after = await reservas("whatsapp", "templates", "status", **environment)

    assert (before.code, before.stdout.count("MISSING")) == (1, VARIANTS)
    assert (made.code, made.stdout.count("APPROVED"), again.stdout) == (0, VARIANTS, made.stdout)
    assert after.code == 1
    paused = [line.split() for line in after.stdout.splitlines() if not line.endswith("APPROVED")]
    assert paused == [["payment_news", "es_AR", "PAUSED"]]
    stranger = await reservas("whatsapp", "templates", "status", **environment | {"WHATSAPP_ACCESS_TOKEN": "other"})
    assert (stranger.code, stranger.stderr.count("\n")) == (2, 1)
    assert "190" in stranger.stderr


async def test_templates_need_their_account(reservas: Command) -> None:
    done = await reservas("whatsapp", "templates", "status", **TOKEN)
    assert (done.code, "WHATSAPP_BUSINESS_ACCOUNT_ID" in done.stderr) == (2, True)


async def test_a_stopped_number_is_let_go(reservas: Command, database: Database, database_url: str) -> None:
    async with database.unit_of_work() as session:
        conversation = await add_conversation(session)
        parked = await add_outbound(session, conversation, status="withheld", error={"reason": "spam"})
        channel = await channels.lock(session, ACCOUNT)
        channel.frozen_at, channel.frozen_problem, channel.frozen_code, channel.probe_at = NOW, "token", 190, NOW
        channel.unasked_after = NOW + timedelta(hours=9)

    done = await reservas("whatsapp", "unfreeze", DATABASE_URL=database_url, WHATSAPP_PHONE_NUMBER_ID=ACCOUNT)

    assert (done.code, done.stdout) == (0, "The number sends again; conversations that were waiting: 1.\n")
    assert [job.payload for job in await queued_jobs(database, "conversation.send")] == [
        {"conversation_id": conversation.id}
    ]
    async with database.unit_of_work() as session:
        assert await channels.list_stopped(session) == []
        assert (await session.get_one(Message, parked.id)).status == "pending"
