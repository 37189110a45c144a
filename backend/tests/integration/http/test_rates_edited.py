"""An owner's tables over HTTP: price rules, fees, holidays and rates, edited by owners and read by the office."""

from typing import Any

import httpx
import pytest
import pytest_asyncio

from reservas.config import Settings
from reservas.infra.database import Database
from tests.integration.http.asking import bearer_of
from tests.integration.http.rates import (
    BAND,
    CABIN,
    CLEANING,
    CLOSED,
    EASTER,
    EDITS,
    EXCHANGE,
    FAQ,
    FEES,
    HIGH,
    HOLIDAYS,
    MADE,
    OVERRIDE,
    QUOTE,
    RATE,
    RULES,
    SEASONS,
    WOOD,
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


@pytest.mark.parametrize(("path", "body"), MADE)
async def test_owners_write_the_office_reads_and_each_change_is_audited(
    api: httpx.AsyncClient,
    database: Database,
    settings: Settings,
    owner: dict[str, str],
    path: str,
    body: dict[str, Any],
) -> None:
    for role in ("staff", "cleaner"):
        assert_problem(await api.post(path, json=body, headers=bearer_of(settings, role)), 403, "not_allowed")
    made = await make(api, owner, path, body)
    assert await listed(api, bearer_of(settings, "staff"), path) == [made]
    assert_problem(await api.get(path, headers=bearer_of(settings, "cleaner")), 403, "not_allowed")
    [entry] = await audited(database)
    assert entry.actor == "operator:ana@cabanas.example"
    assert all(change["before"] is None for change in entry.data["changes"].values())
    if path == EXCHANGE:
        return

    at, method = f"{path}/{made['id']}", "PUT" if path == RULES else "PATCH"
    edited = await api.request(
        method, at, json=EDITS[path] | ({"price_cents": 1} if path == RULES else {}), headers=owner
    )
    assert edited.status_code == 200, edited.text
    deleted = await api.delete(at, headers=owner)
    assert deleted.json() == edited.json() != made
    assert await listed(api, owner, path) == []
    kinds = [entry.action.partition(".")[2] for entry in await audited(database)]
    assert kinds == ["made", "changed", "deleted"]
    _, changed, gone = await audited(database)
    assert len(changed.data["changes"]) == 1
    assert all(change["after"] is None for change in gone.data["changes"].values())

    for answer in (await api.request(method, at, json=EDITS[path], headers=owner), await api.delete(at, headers=owner)):
        assert answer.status_code == 404
        assert answer.json()["code"].endswith("_not_found")


@pytest.mark.parametrize(("path", "body"), MADE)
async def test_sent_again_it_is_one_change(
    api: httpx.AsyncClient, database: Database, owner: dict[str, str], path: str, body: dict[str, Any]
) -> None:
    keyed = owner | {"Idempotency-Key": "once"}
    first, again = [await api.post(path, json=body, headers=keyed) for _ in range(2)]
    assert (first.status_code, again.status_code, again.content) == (201, 201, first.content)
    taken = await api.post(path, json=body, headers=owner)
    assert taken.status_code == 409
    assert len(await audited(database)) == 1


async def test_price_rules_price_close_and_discount(api: httpx.AsyncClient, owner: dict[str, str]) -> None:
    assert await total(api) == 32_000_000
    rule = await make(api, owner, RULES, OVERRIDE | {"label": "Fiesta"})
    assert await total(api) == 3 * 12_000_000 + 8_000_000
    week = {"kind": "length_discount", "percent": 10, "minimum_nights": 4}
    await make(api, owner, RULES, week)
    assert await total(api) == 39_600_000
    await make(api, owner, RULES, CLOSED)
    assert_problem(await api.post("/api/v1/quotes", json=QUOTE), 422, "stay_refused", "check_in")

    newest = await api.get(f"{RULES}?limit=2", headers=owner)
    assert [one["kind"] for one in newest.json()["items"]] == ["closed_to_arrival", "length_discount"]
    rest = await api.get(f"{RULES}?limit=2&cursor={newest.json()['next']}", headers=owner)
    assert rest.json() == {"items": [rule], "next": None}
    assert await listed(api, owner, f"{RULES}?kind=override") == [rule]
    assert (newest.json()["items"][0]["first_day"], newest.json()["items"][0]["first_night"]) == ("2027-01-10", None)


async def test_what_another_rule_says_already_is_named(api: httpx.AsyncClient, owner: dict[str, str]) -> None:
    easter = await make(api, owner, HOLIDAYS, EASTER)
    every = {"kind": "holiday", "price_cents": 15_000_000}
    one = every | {"holiday": easter["id"], "minimum_nights": 3}
    for body, field in ((OVERRIDE, "first_night"), (BAND, "first_age"), (every, "holiday"), (one, "holiday")):
        made = await make(api, owner, RULES, body)
        assert_problem(await api.post(RULES, json=body, headers=owner), 409, "price_rule_overlap", field)
        at = f"{RULES}/{made['id']}"
        assert (await api.put(at, json=body, headers=owner)).json() == made
    [newest, *_] = await listed(api, owner, RULES)
    at = f"{RULES}/{newest['id']}"
    twice = await api.put(at, json=every, headers=owner)
    assert_problem(twice, 409, "price_rule_overlap", "holiday")
    unknown = await api.post(RULES, json=every | {"holiday": 10**9}, headers=owner)
    assert_problem(unknown, 404, "holiday_not_found", "holiday")
    other = await api.put(at, json=CLOSED, headers=owner)
    assert_problem(other, 422, "terms_contradict", "kind")

    in_use = await api.delete(f"{HOLIDAYS}/{easter['id']}", headers=owner)
    assert_problem(in_use, 409, "holiday_in_use", "holiday")
    assert "arrayan" in in_use.json()["detail"]


async def test_a_replaced_rule_keeps_nothing_of_what_it_was(api: httpx.AsyncClient, owner: dict[str, str]) -> None:
    every = {"kind": "holiday", "price_cents": 15_000_000, "minimum_nights": 3}
    made = await make(api, owner, RULES, every)
    replaced = await api.put(f"{RULES}/{made['id']}", json={"kind": "holiday", "minimum_nights": 4}, headers=owner)
    assert (replaced.json()["price_cents"], replaced.json()["minimum_nights"]) == (None, 4)


async def test_suggested_holidays_are_accepted_some_or_all(
    api: httpx.AsyncClient, database: Database, owner: dict[str, str]
) -> None:
    suggested = await listed(api, owner, f"{HOLIDAYS}/suggestions?year=2027")
    carnival = next(one for one in suggested if one["first_night"] == "2027-02-05")
    accept = f"{HOLIDAYS}/suggestions/accept"

    some = await api.post(accept, json={"year": 2027, "first_nights": ["2027-02-05"]}, headers=owner)
    [accepted] = some.json()
    assert (accepted["name"], accepted["last_night"]) == (carnival["name"], "2027-02-08")
    again = await api.post(accept, json={"year": 2027, "first_nights": ["2027-02-05"]}, headers=owner)
    assert_problem(again, 422, "not_suggested", "first_nights")
    await api.post(accept, json={"year": 2027}, headers=owner)

    assert len(await listed(api, owner, HOLIDAYS)) == len(suggested)
    assert await listed(api, owner, f"{HOLIDAYS}/suggestions?year=2027") == []
    assert len(await audited(database)) == len(suggested)
    taken = await api.post(
        HOLIDAYS, json=EASTER | {"first_night": "2027-02-08", "last_night": "2027-02-08"}, headers=owner
    )
    assert_problem(taken, 409, "holiday_overlap", "first_night")
    assert f"Holiday {accepted['id']}" in taken.json()["detail"]


async def test_fees_have_names_of_their_own_and_an_end(api: httpx.AsyncClient, owner: dict[str, str]) -> None:
    fees = [await make(api, owner, FEES, CLEANING | {"label": f"Cargo {number}"}) for number in range(12)]
    assert await total(api) == 32_000_000 + 12 * 2_500_000
    assert_problem(await api.post(FEES, json=CLEANING, headers=owner), 409, "too_many_fees")
    same = await api.patch(f"{FEES}/{fees[0]['id']}", json={"label": "Cargo 1"}, headers=owner)
    assert_problem(same, 409, "fee_exists", "label")


async def test_a_cabin_answers_sixty_questions(api: httpx.AsyncClient, owner: dict[str, str]) -> None:
    made = [await make(api, owner, FAQ, WOOD | {"question": f"¿Leña {number}?"}) for number in range(60)]
    assert_problem(await api.post(FAQ, json=WOOD, headers=owner), 409, "too_many_faq_entries")
    same = await api.patch(f"{FAQ}/{made[0]['id']}", json={"question": "¿Leña 1?"}, headers=owner)
    assert_problem(same, 409, "faq_entry_exists", "question")


async def test_another_cabins_rows_are_not_reached(api: httpx.AsyncClient, owner: dict[str, str]) -> None:
    season, fee = await make(api, owner, SEASONS, HIGH), await make(api, owner, FEES, CLEANING)
    rule = await make(api, owner, RULES, OVERRIDE)
    there = "/api/v1/accommodations/coihue"
    for path in (f"seasons/{season['id']}", f"fees/{fee['id']}", f"price-rules/{rule['id']}"):
        assert (await api.delete(f"{there}/{path}", headers=owner)).status_code == 404


async def test_the_newest_rate_in_force_charges_what_is_listed(api: httpx.AsyncClient, owner: dict[str, str]) -> None:
    stored = await make(api, owner, EXCHANGE, RATE)
    assert (stored["rate"], stored["effective_at"]) == ("1450.5", "2026-11-21T15:00:00Z")
    listed = {"list_currency": "USD", "base_price_cents": 10_000}
    assert (await api.patch(CABIN, json=listed, headers=owner)).status_code == 200
    assert await total(api) == 4 * 14_505_000
    await make(api, owner, EXCHANGE, RATE | {"rate": "2000", "effective_at": "2027-01-01T00:00:00-03:00"})
    assert await total(api) == 4 * 14_505_000


async def test_the_largest_stay_at_the_largest_prices_is_still_quoted(
    api: httpx.AsyncClient, owner: dict[str, str]
) -> None:
    """What may be stored can be added up: no total is too large for its column."""
    most, fee = 10**10, 10**9
    await make(api, owner, EXCHANGE, RATE | {"rate": "100000"})
    cabin = {
        "list_currency": "USD",
        "capacity": 99,
        "base_price_cents": most,
        "weekend_price_cents": most,
        "included_guests": 1,
        "extra_guest_cents": fee,
        "round_up_to_cents": fee,
    }
    assert (await api.patch(CABIN, json=cabin, headers=owner)).status_code == 200
    for number in range(12):
        body = CLEANING | {"label": f"Cargo {number}", "basis": "guest_night", "amount_cents": fee}
        await make(api, owner, FEES, body)

    asked = QUOTE | {"check_out": "2027-03-11", "adults": 99}
    answer = await api.post("/api/v1/quotes", json=asked)

    assert answer.status_code == 201, answer.text
    assert answer.json()["total"]["amount_cents"] < 2**63


@pytest.mark.parametrize("path", [SEASONS, RULES, FEES, FAQ])
async def test_an_unknown_cabin_is_named(api: httpx.AsyncClient, owner: dict[str, str], path: str) -> None:
    elsewhere = path.replace("arrayan", "nothing")
    assert_problem(await api.get(elsewhere, headers=owner), 404, "accommodation_not_found", "accommodation")
    body = dict(MADE)[path]
    made = await api.post(elsewhere, json=body, headers=owner)
    assert_problem(made, 404, "accommodation_not_found", "accommodation")
