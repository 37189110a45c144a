"""Pre-reservations are made over HTTP: whole, once per key, and never twice for the same nights."""

import json
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import httpx
import pytest
import pytest_asyncio
from sqlalchemy import func, select, text

from reservas.config import Settings
from reservas.features.guests.service import identify
from reservas.features.idempotency import service as idempotency
from reservas.infra.database import Database
from reservas.kit.clock import FixedClock
from reservas.models import AuditEntry, Guest, GuestIdentifier, IdempotencyKey, Occupancy, Quote, Reservation
from tests.factories.accommodations import add_accommodation
from tests.factories.moments import NOW, january
from tests.factories.reservations import add_occupancy
from tests.fixtures.servers import Valkey
from tests.integration.concurrency import race
from tests.integration.http.asking import RESERVATIONS, asked_for, bearer_of
from tests.integration.queued import queued_jobs
from tests.integration.reservations.locked import hanging
from tests.integration.serving import NO_REDIS, assert_problem, serve

CABIN = "arrayan"


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def _cabins(database: Database) -> None:
    async with database.unit_of_work() as session:
        await session.execute(text("TRUNCATE accommodations, guests, idempotency_keys, audit_log, pgqueuer CASCADE"))
        await add_accommodation(session, code=CABIN, name="Arrayán")
        await add_accommodation(session, code="coihue", name="Coihue", capacity=6, pets_allowed=False)


@pytest.fixture
def bearer(settings: Settings) -> dict[str, str]:
    return bearer_of(settings)


async def _count(database: Database, model: type[Any]) -> int:
    async with database.unit_of_work() as session:
        return (await session.execute(select(func.count()).select_from(model))).scalar_one()


async def test_nights_are_held_for_a_guest(api: httpx.AsyncClient, database: Database, bearer: dict[str, str]) -> None:
    body = asked_for(CABIN)

    answer = await api.post(RESERVATIONS, json=body, headers=bearer)

    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert (made["status"], made["source"], made["accommodation"]) == ("pre_reserved", "api", CABIN)
    assert made["total"] == {"amount_cents": 32_000_000, "currency": "ARS"}
    assert made["expires_at"] == (NOW + timedelta(minutes=30)).isoformat().replace("+00:00", "Z")
    assert (await api.get(f"{RESERVATIONS}/{made['code']}", headers=bearer)).json() == made
    async with database.unit_of_work() as session:
        identifier = (await session.execute(select(GuestIdentifier))).scalar_one()
        audited = (await session.execute(select(AuditEntry))).scalar_one()
    assert (identifier.kind, identifier.value) == ("phone", body["guest"]["phone"].removeprefix("+"))
    assert (audited.actor, audited.action) == ("operator:ana@cabanas.example", "reservation.held")
    assert [job.name for job in await queued_jobs(database)] == ["reservation.held"]


@pytest.mark.parametrize(("known", "told"), [("5492944123456", "+542944123456"), ("542944123456", "+5492944123456")])
async def test_a_guest_is_known_with_and_without_the_9_of_argentine_mobiles(
    known: str, told: str, api: httpx.AsyncClient, database: Database, bearer: dict[str, str]
) -> None:
    async with database.unit_of_work() as session:
        guest = await identify(session, {"phone": known}, "Ana", NOW)

    made = await api.post(RESERVATIONS, json=asked_for(CABIN, guest={"name": "Ana", "phone": told}), headers=bearer)

    assert made.status_code == 201, made.text
    async with database.unit_of_work() as session:
        assert [one.id for one in (await session.execute(select(Guest))).scalars()] == [guest.id]


async def test_the_price_that_was_quoted_is_charged(
    api: httpx.AsyncClient, database: Database, bearer: dict[str, str]
) -> None:
    body = asked_for(CABIN)
    quote = (
        await api.post("/api/v1/quotes", json={k: v for k, v in body.items() if k not in ("guest", "quote")})
    ).json()
    async with database.unit_of_work() as session:
        await session.execute(text("UPDATE accommodations SET base_price_cents = base_price_cents * 2"))

    first = await api.post(RESERVATIONS, json=body | {"quote": quote["quote"]}, headers=bearer)
    again = await api.post(RESERVATIONS, json=body | {"quote": quote["quote"]}, headers=bearer)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["total"] == quote["total"]
    assert again.json() == first.json()


async def test_a_quote_must_be_known_live_and_for_that_stay(
    api: httpx.AsyncClient, bearer: dict[str, str], clock: FixedClock, settings: Settings
) -> None:
    body = asked_for(CABIN)
    asked = {name: value for name, value in body.items() if name not in ("guest", "quote")}
    body["quote"] = (await api.post("/api/v1/quotes", json=asked)).json()["quote"]

    other = await api.post(RESERVATIONS, json=body | {"check_out": "2027-01-15"}, headers=bearer)
    assert_problem(other, 422, "quote_mismatch", "quote")
    unknown = await api.post(RESERVATIONS, json=body | {"quote": "nothing"}, headers=bearer)
    assert_problem(unknown, 404, "quote_not_found", "quote")
    clock.instant = NOW + timedelta(hours=24)
    fresh = bearer_of(settings.model_copy(update={"jwt": settings.jwt.model_copy(update={"access_minutes": 5000})}))
    assert_problem(await api.post(RESERVATIONS, json=body, headers=fresh), 409, "quote_expired", "quote")


async def test_taken_nights_name_what_else_is_free_and_leave_nothing_behind(
    api: httpx.AsyncClient, database: Database, bearer: dict[str, str]
) -> None:
    async with database.unit_of_work() as session:
        taken = await add_accommodation(session, code="lenga")
        await add_occupancy(session, taken, stay=january(12, 13))

    answer = await api.post(RESERVATIONS, json=asked_for("lenga"), headers=bearer)

    assert_problem(answer, 409, "dates_unavailable", "check_in")
    same_dates = {"kind": "same_dates", "check_in": "2027-01-10", "check_out": "2027-01-14"}
    offered = answer.json()["alternatives"]
    assert [one for one in offered if one["kind"] == "same_dates"] == [
        same_dates | {"accommodation": code} for code in (CABIN, "coihue")
    ]
    assert {one["kind"] for one in offered} > {"same_dates"}
    assert [await _count(database, model) for model in (Guest, Quote, Reservation, AuditEntry)] == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"guest": None}, "invalid_request", "guest"),
        ({"guest": {"name": "Ana"}}, "invalid_request", "guest.phone"),
        ({"guest": {"name": "Ana", "phone": "2944123456"}}, "invalid_request", "guest.phone"),
        ({"guest": {"name": "Ana", "phone": "+5492944\u0000"}}, "invalid_request", "guest.phone"),
        ({"guest": {"name": "", "phone": "+5492944123456"}}, "invalid_request", "guest.name"),
        ({"guest": {"name": " \n", "phone": "+5492944123456"}}, "invalid_request", "guest.name"),
        ({"guest": {"name": "A\u0000na", "phone": "+5492944123456"}}, "invalid_request", "guest.name"),
        ({"guest": {"name": "\ud800", "phone": "+5492944123456"}}, "invalid_request", "guest.name"),
        ({"guest": {"name": "A" * 121, "phone": "+5492944123456"}}, "invalid_request", "guest.name"),
        ({"guest": {"name": "Ana", "phone": "+5492944123456", "email": "ana"}}, "invalid_request", "guest.email"),
        ({"guest": {"name": "Ana", "phone": "+5492944123456", "id": 1}}, "invalid_request", "guest.id"),
        ({"quote": "a b"}, "invalid_request", "quote"),
        ({"quote": 7}, "invalid_request", "quote"),
        ({"source": "panel"}, "invalid_request", "source"),
        ({"check_in": "2026-11-20", "check_out": "2026-11-22"}, "stay_refused", "check_in"),
        ({"adults": 9}, "capacity_exceeded", "adults"),
        ({"accommodation": "coihue", "pets": 1}, "pets_not_allowed", "pets"),
    ],
)
async def test_what_cannot_be_names_its_field(
    api: httpx.AsyncClient, database: Database, bearer: dict[str, str], changes: dict[str, Any], code: str, field: str
) -> None:
    content = json.dumps(asked_for(CABIN) | changes)
    answer = await api.post(RESERVATIONS, content=content, headers=bearer | {"content-type": "application/json"})
    assert_problem(answer, 422, code, field)
    assert await _count(database, Guest) == 0


async def test_only_owners_and_staff_reserve(api: httpx.AsyncClient, settings: Settings) -> None:
    body = asked_for(CABIN)
    assert_problem(await api.post(RESERVATIONS, json=body), 401, "not_authenticated")
    refused = await api.post(RESERVATIONS, json=body, headers=bearer_of(settings, "cleaner"))
    assert_problem(refused, 403, "not_allowed")
    made = await api.post(RESERVATIONS, json=body, headers=bearer_of(settings, "staff"))
    assert made.status_code == 201
    seen = await api.get(f"{RESERVATIONS}/{made.json()['code']}", headers=bearer_of(settings, "cleaner"))
    assert [seen.json()[name] for name in ("total", "deposit", "paid", "balance")] == [None] * 4


async def test_the_same_key_and_body_is_one_change(
    api: httpx.AsyncClient, database: Database, bearer: dict[str, str]
) -> None:
    body, keyed = asked_for(CABIN), bearer | {"idempotency-key": "first"}

    answers = await race([lambda: api.post(RESERVATIONS, json=body, headers=keyed)] * 8)
    later = await api.post(RESERVATIONS, json=dict(reversed(body.items())), headers=keyed)

    responses = [*(one for one in answers if isinstance(one, httpx.Response)), later]
    assert [one.status_code for one in responses] == [201] * 9
    assert len({one.text for one in responses}) == 1
    assert sum("idempotency-replayed" not in one.headers for one in responses) == 1
    assert await _count(database, Reservation) == 1


async def test_a_refusal_is_kept_too_until_a_day_has_passed(
    api: httpx.AsyncClient, database: Database, bearer: dict[str, str], clock: FixedClock, settings: Settings
) -> None:
    async with database.unit_of_work() as session:
        lenga = await add_accommodation(session, code="lenga")
        taken = await add_occupancy(session, lenga, stay=january(12, 13))
    body = asked_for("lenga")
    long = settings.jwt.model_copy(update={"access_minutes": 5000})
    keyed = bearer_of(settings.model_copy(update={"jwt": long})) | {"idempotency-key": "k"}
    first = await api.post(RESERVATIONS, json=body, headers=keyed)
    assert_problem(first, 409, "dates_unavailable", "check_in")
    async with database.unit_of_work() as session:
        await session.delete(await session.get_one(Occupancy, taken.id))

    clock.instant = NOW + timedelta(hours=24, seconds=-1)
    second = await api.post(RESERVATIONS, json=body, headers=keyed)
    clock.instant = NOW + timedelta(hours=24)
    third = await api.post(RESERVATIONS, json=body, headers=keyed)

    assert (second.status_code, second.content) == (409, first.content)
    assert second.headers["content-type"] == "application/problem+json"
    assert third.status_code == 201


async def test_a_key_belongs_to_one_request_of_one_operator(
    api: httpx.AsyncClient, settings: Settings, bearer: dict[str, str]
) -> None:
    key = {"idempotency-key": "shared"}
    first = await api.post(RESERVATIONS, json=asked_for(CABIN), headers=bearer | key)
    other_body = await api.post(RESERVATIONS, json=asked_for("coihue"), headers=bearer | key)
    other_operator = bearer_of(settings, email="beto@cabanas.example") | key
    theirs = await api.post(RESERVATIONS, json=asked_for("coihue"), headers=other_operator)

    assert first.status_code == 201
    assert_problem(other_body, 422, "idempotency_key_reused", "Idempotency-Key")
    assert theirs.status_code == 201


@pytest.mark.parametrize("key", ["", "with space", "x" * 201])
async def test_a_key_is_a_short_word(api: httpx.AsyncClient, bearer: dict[str, str], key: str) -> None:
    answer = await api.post(RESERVATIONS, json=asked_for(CABIN), headers=bearer | {"idempotency-key": key})
    assert_problem(answer, 422, "invalid_request", "Idempotency-Key")


async def test_a_failure_of_ours_is_not_kept(
    api: httpx.AsyncClient, database: Database, bearer: dict[str, str]
) -> None:
    body, keyed = asked_for(CABIN), bearer | {"idempotency-key": "k"}
    async with database.unit_of_work() as session:
        await session.execute(text("ALTER TABLE audit_log RENAME TO audit_log_away"))
    broken = await api.post(RESERVATIONS, json=body, headers=keyed)
    async with database.unit_of_work() as session:
        await session.execute(text("ALTER TABLE audit_log_away RENAME TO audit_log"))

    healed = await api.post(RESERVATIONS, json=body, headers=keyed)

    assert_problem(broken, 500, "internal_error")
    assert healed.status_code == 201


async def test_kept_answers_are_forgotten_after_a_day(
    api: httpx.AsyncClient, database: Database, bearer: dict[str, str]
) -> None:
    await api.post(RESERVATIONS, json=asked_for(CABIN), headers=bearer | {"idempotency-key": "k"})
    async with database.unit_of_work() as session:
        assert await idempotency.purge(session, NOW + timedelta(hours=23)) == 0
        assert await idempotency.purge(session, NOW + timedelta(hours=24)) == 1
    assert await _count(database, IdempotencyKey) == 0


DEADLOCK = "deadlock detected"


async def _fifty_at_once(api: httpx.AsyncClient, database: Database, bearer: dict[str, str]) -> None:
    async def ask(body: dict[str, Any]) -> httpx.Response:
        return await api.post(RESERVATIONS, json=body, headers=bearer)

    answers = await race([partial(ask, asked_for(CABIN)) for _ in range(50)])

    responses = [one for one in answers if isinstance(one, httpx.Response)]
    assert sorted(one.status_code for one in responses) == [201] + [409] * 49
    refused = [one.json() for one in responses if one.status_code == 409]
    assert {one["code"] for one in refused} == {"dates_unavailable"}
    assert all("coihue" in json.dumps(one["alternatives"]) for one in refused)
    assert [await _count(database, model) for model in (Reservation, Occupancy, Guest)] == [1, 1, 1]


async def test_of_fifty_at_once_one_gets_the_nights(
    api: httpx.AsyncClient, database: Database, bearer: dict[str, str], log_of_postgres: Callable[[], str]
) -> None:
    await _fifty_at_once(api, database, bearer)

    assert DEADLOCK not in log_of_postgres()


async def test_of_fifty_at_once_one_gets_the_nights_without_redis(
    settings: Settings, database: Database, bearer: dict[str, str], log_of_postgres: Callable[[], str]
) -> None:
    away = settings.model_copy(update={"redis": settings.redis.model_copy(update={"url": NO_REDIS})})
    async with serve(away, FixedClock(NOW)) as api:
        await _fifty_at_once(api, database, bearer)

    assert DEADLOCK not in log_of_postgres()


async def test_of_fifty_at_once_one_gets_the_nights_while_redis_hangs(
    api: httpx.AsyncClient,
    database: Database,
    bearer: dict[str, str],
    valkey_server: Valkey,
    log_of_postgres: Callable[[], str],
) -> None:
    with hanging(valkey_server):
        await _fifty_at_once(api, database, bearer)

    assert DEADLOCK not in log_of_postgres()
