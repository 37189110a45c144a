"""Cabins over HTTP: the owner makes and edits them, staff read them, the public sees its part; nothing half stored."""

import httpx
import pytest
import pytest_asyncio
from sqlalchemy import select, text

from reservas.config import Settings
from reservas.infra.database import Database
from reservas.kit.clock import FixedClock
from reservas.models import Accommodation, AuditEntry
from tests.factories.accommodations import add_accommodation
from tests.factories.reservations import add_reservation
from tests.integration.http.asking import bearer_of
from tests.integration.http.rates import CABINS, LENGA
from tests.integration.serving import assert_problem

QUOTE = {"accommodation": "arrayan", "check_in": "2027-01-10", "check_out": "2027-01-14", "adults": 2}


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def _cabin(database: Database) -> None:
    async with database.unit_of_work() as session:
        await session.execute(
            text("TRUNCATE accommodations, guests, exchange_rates, idempotency_keys, audit_log CASCADE")
        )
        await add_accommodation(session, code="arrayan", name="Arrayán", how_to_arrive="After the bridge, left.")


@pytest.fixture
def owner(settings: Settings) -> dict[str, str]:
    return bearer_of(settings)


async def _audited(database: Database) -> list[AuditEntry]:
    async with database.unit_of_work() as session:
        return list((await session.execute(select(AuditEntry).order_by(AuditEntry.id))).scalars())


async def _stored(database: Database, code: str) -> Accommodation | None:
    async with database.unit_of_work() as session:
        return (await session.execute(select(Accommodation).where(Accommodation.code == code))).scalar_one_or_none()


async def test_a_cabin_is_made_from_few_words_and_let_at_once(
    api: httpx.AsyncClient, database: Database, owner: dict[str, str]
) -> None:
    made = await api.post(CABINS, json=LENGA, headers=owner)

    assert made.status_code == 201, made.text
    terms = made.json()["terms"]
    assert (terms["currency"], terms["minimum_nights"], terms["deposit_kind"]) == ("ARS", 1, "percent")
    assert "lenga" in [one["code"] for one in (await api.get(CABINS)).json()]
    assert (await api.post("/api/v1/quotes", json=QUOTE | {"accommodation": "lenga"})).status_code == 201
    [entry] = await _audited(database)
    assert (entry.actor, entry.action, entry.subject) == ("operator:ana@cabanas.example", "accommodation.made", "lenga")
    assert entry.data["changes"]["base_price_cents"] == {"before": None, "after": 8_000_000}


async def test_only_the_office_sees_what_it_costs(
    api: httpx.AsyncClient, settings: Settings, owner: dict[str, str]
) -> None:
    at = f"{CABINS}/arrayan"
    public = (await api.get(at)).json()
    assert public["name"] == "Arrayán"
    assert public["terms"] is None
    assert "how_to_arrive" not in public
    assert (await api.get(at, headers=bearer_of(settings, "cleaner"))).json() == public
    for role in ("owner", "staff"):
        seen = (await api.get(at, headers=bearer_of(settings, role))).json()["terms"]
        assert (seen["base_price_cents"], seen["how_to_arrive"]) == (8_000_000, "After the bridge, left.")
    assert_problem(await api.get(at, headers={"authorization": "Bearer x"}), 401, "not_authenticated")
    assert_problem(await api.get(f"{CABINS}/nothing", headers=owner), 404, "accommodation_not_found", "accommodation")


async def test_an_edit_changes_what_is_sent_and_keeps_the_rest(
    api: httpx.AsyncClient, database: Database, owner: dict[str, str]
) -> None:
    quoted = (await api.post("/api/v1/quotes", json=QUOTE)).json()
    edit = {"base_price_cents": 9_000_000, "check_in_time": "16:30", "time_zone": "America/Montevideo", "beds": ""}

    edited = await api.patch(f"{CABINS}/arrayan", json=edit, headers=owner)

    assert edited.status_code == 200, edited.text
    assert (edited.json()["check_in_time"], edited.json()["beds"], edited.json()["name"]) == ("16:30", "", "Arrayán")
    [entry] = await _audited(database)
    assert entry.action == "accommodation.changed"
    assert entry.data["changes"] == {
        "base_price_cents": {"before": 8_000_000, "after": 9_000_000},
        "beds": {"before": "1 double, 2 single", "after": ""},
        "check_in_time": {"before": "15:00:00", "after": "16:30:00"},
        "time_zone": {"before": "America/Argentina/Buenos_Aires", "after": "America/Montevideo"},
    }
    dearer = (await api.post("/api/v1/quotes", json=QUOTE)).json()
    assert (quoted["total"]["amount_cents"], dearer["total"]["amount_cents"]) == (32_000_000, 36_000_000)

    assert (await api.patch(f"{CABINS}/arrayan", json={}, headers=owner)).status_code == 200
    assert len(await _audited(database)) == 1


async def test_one_with_stays_to_come_is_offered_no_more_and_still_the_offices(
    api: httpx.AsyncClient, database: Database, settings: Settings, owner: dict[str, str]
) -> None:
    async with database.unit_of_work() as session:
        cabin = (await session.execute(select(Accommodation))).scalar_one()
        await add_reservation(session, cabin, code="R-7K3QXM", status="confirmed")

    assert (await api.patch(f"{CABINS}/arrayan", json={"active": False}, headers=owner)).status_code == 200

    assert (await api.get(CABINS)).json() == []
    assert_problem(await api.get(f"{CABINS}/arrayan"), 404, "accommodation_not_found", "accommodation")
    assert_problem(await api.post("/api/v1/quotes", json=QUOTE), 404, "accommodation_not_found", "accommodation")
    assert (await api.get(f"{CABINS}/arrayan", headers=owner)).json()["terms"]["active"] is False
    assert [one["code"] for one in (await api.get(f"{CABINS}?inactive=true", headers=owner)).json()] == ["arrayan"]
    assert_problem(await api.get(f"{CABINS}?inactive=true"), 401, "not_authenticated")
    cleaner = bearer_of(settings, "cleaner")
    assert_problem(await api.get(f"{CABINS}?inactive=true", headers=cleaner), 403, "not_allowed")
    assert (await api.get("/api/v1/reservations/R-7K3QXM", headers=owner)).json()["status"] == "confirmed"


async def test_staff_change_nothing(api: httpx.AsyncClient, database: Database, settings: Settings) -> None:
    for role in ("staff", "cleaner"):
        bearer = bearer_of(settings, role)
        assert_problem(await api.post(CABINS, json=LENGA, headers=bearer), 403, "not_allowed")
        assert_problem(await api.patch(f"{CABINS}/arrayan", json={"capacity": 9}, headers=bearer), 403, "not_allowed")
    assert await _stored(database, "lenga") is None
    assert await _audited(database) == []


async def test_sent_again_it_is_one_change(api: httpx.AsyncClient, database: Database, owner: dict[str, str]) -> None:
    keyed = owner | {"Idempotency-Key": "lenga-1"}
    first = await api.post(CABINS, json=LENGA, headers=keyed)
    again = await api.post(CABINS, json=LENGA, headers=keyed)
    assert (first.status_code, again.status_code, again.json()) == (201, 201, first.json())
    assert again.headers["idempotency-replayed"] == "true"
    assert len(await _audited(database)) == 1
    taken = await api.post(CABINS, json=LENGA, headers=owner)
    assert_problem(taken, 409, "accommodation_exists", "code")

    # Left out and null are two requests.
    keyed = owner | {"Idempotency-Key": "lenga-2"}
    assert (await api.patch(f"{CABINS}/lenga", json={}, headers=keyed)).status_code == 200
    null = await api.patch(f"{CABINS}/lenga", json={"maximum_nights": None}, headers=keyed)
    assert_problem(null, 422, "idempotency_key_reused", "Idempotency-Key")


async def test_a_list_currency_needs_a_rate(api: httpx.AsyncClient, clock: FixedClock, owner: dict[str, str]) -> None:
    at, usd = f"{CABINS}/arrayan", {"list_currency": "USD", "base_price_cents": 10_000}
    assert_problem(await api.patch(at, json=usd, headers=owner), 409, "rate_not_stored", "list_currency")
    assert_problem(
        await api.patch(at, json={"list_currency": "ARS"}, headers=owner), 422, "terms_contradict", "list_currency"
    )
    rate = {"list_currency": "USD", "charge_currency": "ARS", "rate": "1450.5", "source": "BNA, venta"}
    assert (await api.post("/api/v1/exchange-rates", json=rate, headers=owner)).status_code == 201

    assert (await api.patch(at, json=usd, headers=owner)).status_code == 200

    quote = (await api.post("/api/v1/quotes", json=QUOTE)).json()
    assert quote["total"] == {"amount_cents": 4 * 14_505_000, "currency": "ARS"}


async def test_a_limit_is_held_against_what_stays(api: httpx.AsyncClient, owner: dict[str, str]) -> None:
    at = f"{CABINS}/arrayan"
    assert (await api.patch(at, json={"maximum_nights": 5}, headers=owner)).status_code == 200
    refused = await api.patch(at, json={"minimum_nights": 6}, headers=owner)
    assert_problem(refused, 422, "terms_contradict", "maximum_nights")
    both = await api.patch(at, json={"minimum_nights": 6, "maximum_nights": None}, headers=owner)
    assert both.json()["terms"]["minimum_nights"] == 6
