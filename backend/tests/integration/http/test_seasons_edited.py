"""Seasons over HTTP: the one in the way is named, a year is carried on, and the calendar says which one won."""

import httpx
import pytest
import pytest_asyncio

from reservas.config import Settings
from reservas.infra.database import Database
from tests.integration.concurrency import race
from tests.integration.http.asking import bearer_of
from tests.integration.http.rates import (
    CABIN,
    HIGH,
    OVERRIDE,
    QUOTE,
    RULES,
    SEASONS,
    audited,
    listed,
    make,
    total,
    two_cabins,
)
from tests.integration.serving import assert_problem


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def _cabins(database: Database) -> None:
    await two_cabins(database)


@pytest.fixture
def owner(settings: Settings) -> dict[str, str]:
    return bearer_of(settings)


async def test_an_edited_season_changes_the_next_quote_and_not_the_stored_one(
    api: httpx.AsyncClient, owner: dict[str, str]
) -> None:
    season = await make(api, owner, SEASONS, HIGH)
    told = (await api.post("/api/v1/quotes", json=QUOTE)).json()
    assert told["total"]["amount_cents"] == 36_000_000

    edit = {"weekday_price_cents": 10_000_000}
    assert (await api.patch(f"{SEASONS}/{season['id']}", json=edit, headers=owner)).status_code == 200

    assert await total(api) == 40_000_000
    guest = {"name": "Ana Pérez", "phone": "+5492944123456"}
    held = await api.post("/api/v1/reservations", json=QUOTE | {"quote": told["quote"], "guest": guest}, headers=owner)
    assert held.json()["total"]["amount_cents"] == 36_000_000


async def test_the_season_in_the_way_is_named(
    api: httpx.AsyncClient, database: Database, owner: dict[str, str]
) -> None:
    high = await make(api, owner, SEASONS, HIGH)
    low = await make(
        api, owner, SEASONS, HIGH | {"name": "Otoño", "first_night": "2027-03-01", "last_night": "2027-05-31"}
    )
    inside = HIGH | {"name": "Reyes", "first_night": "2027-01-04", "last_night": "2027-01-07"}

    refused = await api.post(SEASONS, json=inside, headers=owner)
    assert_problem(refused, 409, "season_overlap", "first_night")
    assert f"Season {high['id']}, 'Verano', has the nights 2026-12-15 to 2027-02-28" in refused.json()["detail"]
    moved = await api.patch(f"{SEASONS}/{low['id']}", json={"first_night": "2027-02-28"}, headers=owner)
    assert_problem(moved, 409, "season_overlap", "first_night")
    assert "'Verano'" in moved.json()["detail"]
    assert len(await audited(database)) == 2

    await make(api, owner, SEASONS, inside | {"priority": 1})
    turned = await api.patch(f"{SEASONS}/{low['id']}", json={"last_night": "2027-02-01"}, headers=owner)
    assert_problem(turned, 422, "terms_contradict", "last_night")
    endless = await api.patch(
        f"{SEASONS}/{low['id']}", json={"recurs_yearly": True, "last_night": "2028-03-01"}, headers=owner
    )
    assert_problem(endless, 422, "terms_contradict", "last_night")


async def test_of_racing_seasons_one_wins(api: httpx.AsyncClient, owner: dict[str, str]) -> None:
    async def ask() -> int:
        return (await api.post(SEASONS, json=HIGH, headers=owner)).status_code

    answers = await race([ask] * 6)

    assert sorted(str(one) for one in answers) == ["201", *["409"] * 5]
    assert len(await listed(api, owner, SEASONS)) == 1


async def test_a_year_is_copied_to_the_next_once(
    api: httpx.AsyncClient, database: Database, owner: dict[str, str]
) -> None:
    winter = {"name": "Invierno", "first_night": "2027-07-01", "last_night": "2027-07-31", "closed_arrival_days": [6]}
    for body in (
        HIGH,
        HIGH | winter | {"minimum_nights": 4},
        HIGH | {"name": "Siempre", "recurs_yearly": True, "priority": 5},
    ):
        await make(api, owner, SEASONS, body)

    copied = await api.post(f"{SEASONS}/copy", json={"from_year": 2027, "percent": 35}, headers=owner)

    assert copied.status_code == 201, copied.text
    [copy] = copied.json()
    assert (copy["name"], copy["first_night"], copy["last_night"]) == ("Invierno", "2028-07-01", "2028-07-31")
    assert (copy["weekday_price_cents"], copy["minimum_nights"]) == (12_150_000, 4)
    assert copy["closed_arrival_days"] == [6]
    again = await api.post(f"{SEASONS}/copy", json={"from_year": 2027, "percent": 35}, headers=owner)
    assert_problem(again, 409, "season_overlap", "first_night")
    assert f"Season {copy['id']}" in again.json()["detail"]
    nothing = await api.post(f"{SEASONS}/copy", json={"from_year": 2031}, headers=owner)
    assert_problem(nothing, 404, "season_not_found", "from_year")
    assert len(await listed(api, owner, SEASONS)) == 4
    assert len(await audited(database)) == 4


async def test_seasons_are_copied_to_another_cabin_all_or_none(
    api: httpx.AsyncClient, database: Database, owner: dict[str, str]
) -> None:
    there = "/api/v1/accommodations/coihue/seasons"
    await make(api, owner, SEASONS, HIGH | {"first_night": "2026-07-01", "last_night": "2026-07-31"})
    await make(api, owner, SEASONS, HIGH)
    blocking = await make(api, owner, there, HIGH | {"first_night": "2027-01-10", "last_night": "2027-01-10"})
    asked = {"accommodation": "arrayan", "percent": -10}

    refused = await api.post(f"{there}/copy-from", json=asked, headers=owner)
    assert_problem(refused, 409, "season_overlap", "first_night")
    assert await listed(api, owner, there) == [blocking]

    await api.delete(f"{there}/{blocking['id']}", headers=owner)
    copied = await api.post(f"{there}/copy-from", json=asked, headers=owner)
    assert [one["weekday_price_cents"] for one in copied.json()] == [8_100_000, 8_100_000]
    assert len(await listed(api, owner, there)) == 2
    nobody = await api.post(f"{there}/copy-from", json={"accommodation": "nobody"}, headers=owner)
    assert_problem(nobody, 404, "accommodation_not_found", "accommodation")


async def test_the_calendar_names_the_rule_of_each_night(
    api: httpx.AsyncClient, settings: Settings, owner: dict[str, str]
) -> None:
    season = await make(api, owner, SEASONS, HIGH | {"minimum_nights": 3, "closed_arrival_days": [0]})
    rule = await make(api, owner, RULES, OVERRIDE | {"last_night": "2027-01-10"})
    at = f"{CABIN}/prices?from=2027-01-10&until=2027-01-12"

    first, second = (await api.get(at, headers=bearer_of(settings, "staff"))).json()

    assert (first["rule"], first["source"]) == ("night.override", f"override:{rule['id']}")
    assert second == {
        "night": "2027-01-11",
        "price": {"amount_cents": 9_000_000, "currency": "ARS"},
        "charged": {"amount_cents": 9_000_000, "currency": "ARS"},
        "rule": "night.season",
        "words": "Noches de domingo a jueves, Verano",
        "label": "Verano",
        "source": f"season:{season['id']}",
        "minimum_nights": 3,
        "maximum_nights": None,
        "closed_to_arrival": True,
        "closed_to_departure": False,
    }
    assert_problem(await api.get(at, headers=bearer_of(settings, "cleaner")), 403, "not_allowed")
    year = await api.get(f"{CABIN}/prices?from=2027-01-01&until=2028-02-05", headers=owner)
    assert len(year.json()) == 400
    for query, code, field in (
        ("from=2027-01-10&until=2027-01-10", "calendar_refused", "until"),
        ("from=2027-01-01&until=2028-02-06", "calendar_refused", "until"),
        ("from=2025-01-01&until=2025-02-01", "calendar_refused", "from"),
        ("from=2031-01-01&until=2031-02-01", "calendar_refused", "until"),
        ("from=0001-01-01&until=2027-01-01", "invalid_request", "from"),
        ("until=9999-12-31&from=2027-01-01", "invalid_request", "until"),
        ("from=2027-01-01%00&until=2027-02-01", "invalid_request", "from"),
    ):
        assert_problem(await api.get(f"{CABIN}/prices?{query}", headers=owner), 422, code, field)
