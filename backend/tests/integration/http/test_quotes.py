"""Quotes over HTTP: children's ages count, every line says why, and what was told can be read again as it was."""

from datetime import date, timedelta
from typing import Any

import httpx
import pytest
import pytest_asyncio
from sqlalchemy import text, update

from reservas.config import Settings
from reservas.domain.pricing import snapshot_hash
from reservas.features.reservations import repository
from reservas.infra.database import Database
from reservas.kit.clock import FixedClock
from reservas.models import Accommodation, ExchangeRate, Fee, PriceRule
from tests.factories.accommodations import add_accommodation
from tests.factories.moments import NOW
from tests.factories.reservations import add_quote
from tests.integration.http.asking import RESERVATIONS, asked_for, bearer_of
from tests.integration.serving import assert_problem

QUOTES = "/api/v1/quotes"
ASKED = {"accommodation": "arrayan", "check_in": "2027-01-10", "check_out": "2027-01-14", "adults": 2}
EXTRA = 1_000_000


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def _cabin(database: Database) -> None:
    """Two are included; children from 3 to 11 pay half of an extra guest, smaller ones nothing."""
    async with database.unit_of_work() as session:
        await session.execute(text("TRUNCATE accommodations, guests, exchange_rates CASCADE"))
        cabin = await add_accommodation(session, code="arrayan", included_guests=2, extra_guest_cents=EXTRA)
        owned: dict[str, Any] = {"accommodation_id": cabin.id, "created_at": NOW}
        for first, last, percent in ((0, 2, 0), (3, 11, 50)):
            session.add(PriceRule(kind="child_band", first_age=first, last_age=last, percent=percent, **owned))
        session.add(Fee(kind="cleaning", label="Limpieza final", basis="stay", amount_cents=2_500_000, **owned))


async def _quote(api: httpx.AsyncClient, **changes: Any) -> dict[str, Any]:
    answer = await api.post(QUOTES, json=ASKED | changes)
    assert answer.status_code == 201, answer.text
    quote: dict[str, Any] = answer.json()
    return quote


@pytest.mark.parametrize(
    ("who", "children", "extra_cents"),
    [
        ({"children": 1}, 1, 4 * EXTRA),
        ({"children": 1, "child_ages": [12]}, 1, 4 * EXTRA),
        ({"children": 1, "child_ages": [7]}, 1, 2 * EXTRA),
        ({"children": 1, "child_ages": [0]}, 1, 0),
        ({"children": 2, "child_ages": [7]}, 2, 6 * EXTRA),
        ({"child_ages": [7, 3]}, 2, 4 * EXTRA),
    ],
)
async def test_children_pay_by_the_ages_that_are_told(
    api: httpx.AsyncClient, who: dict[str, Any], children: int, extra_cents: int
) -> None:
    quote = await _quote(api, **who)
    assert quote["children"] == children
    assert quote["child_ages"] == sorted(who.get("child_ages", []))
    assert quote["total"]["amount_cents"] == 32_000_000 + 2_500_000 + extra_cents


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"children": 1, "child_ages": [3, 4]}, "child_ages"),
        ({"child_ages": [18]}, "child_ages.0"),
        ({"child_ages": [-1]}, "child_ages.0"),
        ({"child_ages": [True]}, "child_ages.0"),
        ({"child_ages": [10**30]}, "child_ages.0"),
        ({"child_ages": [3] * 100}, "child_ages"),
        ({"child_ages": "3"}, "child_ages"),
        ({"child_ages": None}, "child_ages"),
    ],
)
async def test_ages_that_make_no_children_are_named(
    api: httpx.AsyncClient, settings: Settings, changes: dict[str, Any], field: str
) -> None:
    assert_problem(await api.post(QUOTES, json=ASKED | changes), 422, "invalid_request", field)
    body = asked_for("arrayan", children=0) | changes
    assert_problem(await api.post(RESERVATIONS, json=body, headers=bearer_of(settings)), 422, "invalid_request", field)


async def test_children_told_by_age_need_beds_too(api: httpx.AsyncClient) -> None:
    refused = await api.post(QUOTES, json=ASKED | {"child_ages": [3, 4, 5]})
    assert_problem(refused, 422, "capacity_exceeded", "adults")


async def test_a_quote_says_why_when_and_at_which_rate(api: httpx.AsyncClient, database: Database) -> None:
    async with database.unit_of_work() as session:
        rate = {"rate": "1000.5", "source": "BNA, venta", "effective_at": NOW, "created_at": NOW}
        session.add(ExchangeRate(list_currency="USD", charge_currency="ARS", **rate))
        terms = {"list_currency": "USD", "base_price_cents": 10_000, "balance_days": 7}
        await session.execute(update(Accommodation).values(**terms))

    quote = await _quote(api)

    [nights, cleaning] = quote["lines"]
    assert (nights["rule"], nights["label"], nights["source"]) == ("night.base", None, None)
    assert (cleaning["rule"], cleaning["label"], cleaning["source"].split(":")[0]) == (
        "fee.cleaning",
        "Limpieza final",
        "fee",
    )
    assert quote["balance_due_on"] == "2027-01-03"
    assert quote["exchange"] == {
        "list_total": {"amount_cents": 2_540_000, "currency": "USD"},
        "rate": "1000.500000",
        "source": "BNA, venta",
    }


async def test_what_was_told_is_read_again_as_it_was(
    api: httpx.AsyncClient, database: Database, clock: FixedClock
) -> None:
    told = await _quote(api, child_ages=[7])
    async with database.unit_of_work() as session:
        await session.execute(update(Accommodation).values(base_price_cents=1, active=False))
        await session.execute(text("DELETE FROM price_rules"))
        stored = await repository.quote_by_public_id(session, told["quote"])
        assert stored.snapshot["child_ages"] == [7]
        assert stored.snapshot_hash == snapshot_hash(stored.snapshot) == told["snapshot_hash"]

    assert (await api.get(f"{QUOTES}/{told['quote']}")).json() == told
    clock.instant = NOW + timedelta(hours=24)
    assert (await api.get(f"{QUOTES}/{told['quote']}")).json() == told | {"is_valid": False}


async def test_one_from_before_ages_were_asked_keeps_its_hash(api: httpx.AsyncClient, database: Database) -> None:
    async with database.unit_of_work() as session:
        old = await add_quote(session, children=1)
        assert "child_ages" not in old.snapshot
    quote = (await api.get(f"{QUOTES}/{old.public_id}")).json()
    assert (quote["child_ages"], quote["snapshot_hash"]) == ([], old.snapshot_hash)


@pytest.mark.parametrize(
    ("name", "status", "code"), [("nothing", 404, "quote_not_found"), ("a%00", 422, "invalid_request")]
)
async def test_an_unknown_quote_is_named(api: httpx.AsyncClient, name: str, status: int, code: str) -> None:
    assert_problem(await api.get(f"{QUOTES}/{name}"), status, code, "quote")


async def test_a_reservation_is_priced_by_the_ages_told_and_keeps_them_when_it_moves(
    api: httpx.AsyncClient, settings: Settings
) -> None:
    owner = bearer_of(settings)
    body = asked_for("arrayan", adults=2, children=2, child_ages=[1, 7])
    held = await api.post(RESERVATIONS, json=body, headers=owner)
    assert held.status_code == 201, held.text
    assert (held.json()["children"], held.json()["total"]["amount_cents"]) == (2, 34_500_000 + 2 * EXTRA)

    at = f"{RESERVATIONS}/{held.json()['code']}"
    moved = await api.patch(at, json={"check_out": date(2027, 1, 13).isoformat()}, headers=owner)
    assert moved.json()["total"]["amount_cents"] == 24_000_000 + 2_500_000 + 3 * EXTRA // 2
    fewer = await api.patch(at, json={"children": 1}, headers=owner)
    assert fewer.json()["total"]["amount_cents"] == 24_000_000 + 2_500_000 + 3 * EXTRA // 2


@pytest.mark.parametrize(("ages", "status"), [([], 201), ([7], 201), ([8], 422)])
async def test_ages_told_twice_must_agree(
    api: httpx.AsyncClient, settings: Settings, ages: list[int], status: int
) -> None:
    quote = await _quote(api, children=1, child_ages=[7])
    body = asked_for("arrayan", children=1, child_ages=ages, quote=quote["quote"])
    answer = await api.post(RESERVATIONS, json=body, headers=bearer_of(settings))
    assert answer.status_code == status, answer.text
    if status == 201:
        assert answer.json()["total"] == quote["total"]
    else:
        assert_problem(answer, 422, "quote_mismatch", "quote")
