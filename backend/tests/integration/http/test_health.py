"""The health page says which part is away; the metrics and the documentation tell nothing they should not."""

import re

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import func, select

from reservas.config import RedisSettings, Settings
from reservas.domain.delivery import Problem
from reservas.features.conversations.service.stopping import freeze, stop_unasked, unfreeze
from reservas.features.inbox import service as inbox
from reservas.features.inbox.schemas import Failure, InboundCall, Provider
from reservas.infra.database import Database
from reservas.infra.queue import enqueue
from reservas.kit.clock import FixedClock
from reservas.models import InboxEvent
from tests.factories.moments import NOW
from tests.integration.queued import forget_jobs
from tests.integration.serving import NO_REDIS, serve

HEALTH = "/api/v1/healthz"


async def test_all_is_well(api: httpx.AsyncClient) -> None:
    answer = await api.get(HEALTH)
    assert answer.status_code == 200
    body = answer.json()
    assert body["status"] == "ok"
    assert {name: body[name]["status"] for name in ("database", "redis", "queue")} == {
        "database": "ok",
        "redis": "ok",
        "queue": "ok",
    }
    assert body["queue"]["queued"] == 0


async def test_dead_letters_are_counted_until_they_are_replayed(api: httpx.AsyncClient, database: Database) -> None:
    assert (await api.get(HEALTH)).json()["inbox"] == {"status": "ok", "dead_letters": 0}
    async with database.unit_of_work() as session:
        await inbox.store(session, InboundCall(Provider.WHATSAPP, "broken", b"{"), NOW)
        event_id = (await session.execute(select(func.max(InboxEvent.id)))).scalar_one()
        await inbox.bury(session, event_id, [Failure("", None, "no JSON")], NOW)

    try:
        body = (await api.get(HEALTH)).json()
        metrics = (await api.get("/metrics")).text
    finally:
        await forget_jobs(database)
        async with database.unit_of_work() as session:
            await inbox.mark_handled(session, event_id, NOW)

    assert (body["status"], body["inbox"]["status"], body["inbox"]["dead_letters"]) == ("degraded", "failures", 1)
    assert "reservas inbox failed" in body["inbox"]["hint"]
    assert "reservas_dead_letters 1.0" in metrics
    assert (await api.get(HEALTH)).json()["inbox"] == {"status": "ok", "dead_letters": 0}


async def test_without_redis_guests_are_still_served(settings: Settings, clock: FixedClock) -> None:
    async with serve(settings.model_copy(update={"redis": RedisSettings(url=NO_REDIS)}), clock) as client:
        answer = await client.get(HEALTH)
        assert answer.status_code == 200
        assert (answer.json()["status"], answer.json()["redis"]["status"]) == ("degraded", "away")
        assert answer.json()["database"]["status"] == "ok"
        assert (await client.get("/api/v1/accommodations")).status_code == 200


async def test_without_the_database_nobody_is(api_without_database: httpx.AsyncClient) -> None:
    answer = await api_without_database.get(HEALTH)
    assert answer.status_code == 503
    body = answer.json()
    assert (body["status"], body["database"]["status"], body["queue"]["status"]) == ("down", "away", "away")
    assert body["redis"]["status"] == "ok"
    assert "127.0.0.1" not in answer.text


async def test_a_number_that_sends_nothing_is_told(api: httpx.AsyncClient, database: Database) -> None:
    async with database.unit_of_work() as session:
        await stop_unasked(session, "100200300", NOW)
    assert (await api.get(HEALTH)).json()["whatsapp"]["status"] == "unasked_stopped"
    async with database.unit_of_work() as session:
        await freeze(session, "100200300", Problem.TOKEN, 190, NOW)

    answer = await api.get(HEALTH)

    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    told = answer.json()["whatsapp"]
    assert (told["status"], told["problem"], told["code"]) == ("frozen", "token", 190)
    assert "reservas whatsapp unfreeze" in told["hint"]
    async with database.unit_of_work() as session:
        await unfreeze(session, "100200300")
    assert (await api.get(HEALTH)).json()["whatsapp"] == {"status": "ok"}


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ("SET execute_after = now() - interval '61 seconds'", "late"),
        ("SET execute_after = now() - interval '30 seconds'", "ok"),
        ("SET execute_after = now() + interval '1 hour'", "ok"),
        ("SET status = 'failed'", "failures"),
    ],
)
async def test_the_queue_tells_when_jobs_wait_or_failed(
    api: httpx.AsyncClient, database: Database, change: str, status: str
) -> None:
    async with database.unit_of_work() as session:
        await enqueue(session, "conversation.turn", {"conversation_id": 1})
        await (await session.connection()).exec_driver_sql(f"UPDATE pgqueuer {change}")
    try:
        answer = await api.get(HEALTH)
    finally:
        await forget_jobs(database)

    assert answer.status_code == 200
    assert answer.json()["queue"]["status"] == status
    assert answer.json()["status"] == ("ok" if status == "ok" else "degraded")
    assert ("hint" in answer.json()["queue"]) == (status != "ok")


async def test_metrics_name_routes_and_nobody(api: httpx.AsyncClient) -> None:
    await api.get("/api/v1/ical/export/a-very-secret-token.ics")
    await api.get("/api/v1/reservations/R-7K3QXM")
    await api.get("/no/such/5492944123456")

    text = (await api.get("/metrics")).text

    for private in ("secret-token", "R-7K3QXM", "5492944123456"):
        assert private not in text
    families = {family.name: family for family in text_string_to_metric_families(text)}
    routes = {sample.labels["route"] for sample in families["reservas_http_requests"].samples}
    assert "/api/v1/ical/export/{token}" in routes
    assert "/api/v1/reservations/{code}" in routes
    assert "unmatched" in routes
    assert "reservas_queue_age_seconds" in families
    labels = {name for family in families.values() for sample in family.samples for name in sample.labels}
    allowed = {"method", "route", "status", "le", "provider", "outcome", "job", "kind", "generation", "version"}
    allowed |= {"code", "problem", "field"}
    assert labels <= allowed | {"major", "minor", "patchlevel", "implementation"}


async def test_metrics_are_there_without_a_database(api_without_database: httpx.AsyncClient) -> None:
    assert (await api_without_database.get("/metrics")).status_code == 200


async def test_every_answer_has_a_trace_id_of_its_own(api: httpx.AsyncClient) -> None:
    answers = [await api.get(path) for path in (HEALTH, HEALTH, "/no/such", "/metrics", "/api/docs")]
    traces = [answer.headers["x-trace-id"] for answer in answers]
    assert len(set(traces)) == len(traces)
    assert all(re.fullmatch("[0-9a-f]{32}", trace) for trace in traces)


async def test_a_trace_id_is_never_taken_from_outside(api: httpx.AsyncClient) -> None:
    answer = await api.get(HEALTH, headers={"x-trace-id": "chosen-by-somebody"})
    assert answer.headers["x-trace-id"] != "chosen-by-somebody"


async def test_swagger_comes_from_our_own_address_alone(api: httpx.AsyncClient) -> None:
    page = await api.get("/api/docs")
    assert page.status_code == 200
    addresses = re.findall(r"""(?:src|href)=["']([^"']+)""", page.text) + re.findall(r"url: '([^']+)'", page.text)
    assert len(addresses) >= 4
    for address in addresses:
        assert address.startswith("/api/"), address
        assert (await api.get(address)).status_code == 200, address
    assert "//" not in re.sub(r"//\s|<!--.*?-->", "", page.text.replace("http://product", ""))


async def test_the_schema_lists_every_public_door(api: httpx.AsyncClient) -> None:
    paths = (await api.get("/api/openapi.json")).json()["paths"]
    assert set(paths) >= {
        "/api/v1/healthz",
        "/api/v1/accommodations",
        "/api/v1/availability",
        "/api/v1/quotes",
        "/api/v1/reservations/{code}",
        "/api/v1/auth/token",
        "/api/v1/webhooks/whatsapp",
        "/api/v1/mercadopago/webhook",
        "/api/v1/ical/export/{token}",
    }


async def test_pictures_are_served_and_nothing_beside_them(api: httpx.AsyncClient, settings: Settings) -> None:
    (settings.media.dir / "accommodations" / "arrayan-1.jpg").write_bytes(b"picture")
    (settings.media.dir / "voice.ogg").write_bytes(b"private")

    assert (await api.get("/media/accommodations/arrayan-1.jpg")).content == b"picture"
    for path in ("/media/voice.ogg", "/media/accommodations/../voice.ogg", "/media/accommodations/%2e%2e/voice.ogg"):
        assert (await api.get(path)).status_code == 404
