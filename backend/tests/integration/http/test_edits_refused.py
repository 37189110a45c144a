"""What an owner's tables cannot hold is refused over HTTP, with the field at fault, and nothing is stored."""

import json
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
    CABINS,
    CLEANING,
    CLOSED,
    EASTER,
    EXCHANGE,
    FAQ,
    FEES,
    HIGH,
    HOLIDAYS,
    LENGA,
    OVERRIDE,
    RATE,
    RULES,
    SEASONS,
    WOOD,
    audited,
    two_cabins,
)
from tests.integration.serving import assert_problem


@pytest_asyncio.fixture(scope="module", loop_scope="session", autouse=True)
async def _cabins(database: Database) -> None:
    await two_cabins(database)


@pytest.fixture
def owner(settings: Settings) -> dict[str, str]:
    return bearer_of(settings)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"name": None}, "invalid_request", "name"),
        ({"name": " "}, "invalid_request", "name"),
        ({"name": "A\u0000"}, "invalid_request", "name"),
        ({"name": "\ud800"}, "invalid_request", "name"),
        ({"description": "A\u0000"}, "invalid_request", "description"),
        ({"description": "\udfff"}, "invalid_request", "description"),
        ({"how_to_arrive": "a" * 5001}, "invalid_request", "how_to_arrive"),
        ({"amenities": ["\u0007"]}, "invalid_request", "amenities.0"),
        ({"capacity": 0}, "invalid_request", "capacity"),
        ({"capacity": 100}, "invalid_request", "capacity"),
        ({"capacity": True}, "invalid_request", "capacity"),
        ({"base_price_cents": 0}, "invalid_request", "base_price_cents"),
        ({"base_price_cents": 10**30}, "invalid_request", "base_price_cents"),
        ({"base_price_cents": 80_000.5}, "invalid_request", "base_price_cents"),
        ({"extra_guest_cents": -1}, "invalid_request", "extra_guest_cents"),
        ({"latitude": 90.1}, "invalid_request", "latitude"),
        ({"longitude": -181}, "invalid_request", "longitude"),
        ({"time_zone": "America/Patagonia"}, "invalid_request", "time_zone"),
        ({"time_zone": "../etc/passwd"}, "invalid_request", "time_zone"),
        ({"time_zone": "UTC\u0000"}, "invalid_request", "time_zone"),
        ({"currency": "ars"}, "invalid_request", "currency"),
        ({"currency": "XYZ"}, "invalid_request", "currency"),
        ({"check_in_time": "24:00"}, "invalid_request", "check_in_time"),
        ({"check_in_time": 15}, "invalid_request", "check_in_time"),
        ({"deposit_percent": 0}, "invalid_request", "deposit_percent"),
        ({"deposit_kind": "half"}, "invalid_request", "deposit_kind"),
        ({"hold_minutes": 0}, "invalid_request", "hold_minutes"),
        ({"maximum_nights": 61}, "invalid_request", "maximum_nights"),
        ({"position": 10**10}, "invalid_request", "position"),
        ({"code": "other"}, "invalid_request", "code"),
        ({"photos": []}, "invalid_request", "photos"),
        ({"minimum_nights": 5, "maximum_nights": 4}, "terms_contradict", "maximum_nights"),
        ({"lead_days": 9, "booking_window_days": 8}, "terms_contradict", "booking_window_days"),
        ({"deposit_kind": "fixed"}, "terms_contradict", "deposit_fixed_cents"),
        ({"deposit_floor_cents": 2, "deposit_cap_cents": 1}, "terms_contradict", "deposit_cap_cents"),
    ],
)
async def test_what_makes_no_cabin_is_named_and_nothing_is_stored(
    api: httpx.AsyncClient, database: Database, owner: dict[str, str], changes: dict[str, Any], code: str, field: str
) -> None:
    # json.dumps escapes what is no UTF-8, as a careless caller's library does.
    sent = owner | {"content-type": "application/json"}
    refused = await api.patch(CABIN, content=json.dumps(changes), headers=sent)
    assert_problem(refused, 422, code, field)
    if "code" not in changes:
        refused = await api.post(CABINS, content=json.dumps(LENGA | changes), headers=sent)
        assert_problem(refused, 422, code, field)
    assert [one["code"] for one in (await api.get(CABINS)).json()] == ["arrayan", "coihue"]
    assert await audited(database) == []


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        (SEASONS, HIGH | {"name": "\u0000"}, "name"),
        (SEASONS, HIGH | {"name": "\ud83d"}, "name"),
        (SEASONS, HIGH | {"last_night": "2101-01-01"}, "last_night"),
        (SEASONS, HIGH | {"first_night": 1_799_539_200}, "first_night"),
        (SEASONS, HIGH | {"first_night": "2027-02-30"}, "first_night"),
        (SEASONS, HIGH | {"weekday_price_cents": 10**10 + 1}, "weekday_price_cents"),
        (SEASONS, HIGH | {"weekend_price_cents": "9000000"}, "weekend_price_cents"),
        (SEASONS, HIGH | {"priority": 10**20}, "priority"),
        (SEASONS, HIGH | {"closed_arrival_days": [7]}, "closed_arrival_days.0"),
        (SEASONS, HIGH | {"closed_arrival_days": [1, 1]}, "closed_arrival_days"),
        (SEASONS, HIGH | {"accommodation_id": 1}, "accommodation_id"),
        (f"{SEASONS}/copy", {"from_year": 2100}, "from_year"),
        (f"{SEASONS}/copy", {"from_year": 2027, "percent": 10**9}, "percent"),
        (f"{SEASONS}/copy-from", {"accommodation": "Co\u0000"}, "accommodation"),
        (RULES, {"kind": "gift"}, "kind"),
        (RULES, {}, "kind"),
        (RULES, OVERRIDE | {"percent": 10}, "percent"),
        (RULES, OVERRIDE | {"last_night": "2027-01-09"}, "last_night"),
        (RULES, OVERRIDE | {"label": "a\u0000"}, "label"),
        (RULES, {"kind": "holiday"}, "body"),
        (RULES, {"kind": "holiday", "holiday": 10**30, "price_cents": 1}, "holiday"),
        (RULES, {"kind": "length_discount", "percent": 91, "minimum_nights": 7}, "percent"),
        (RULES, {"kind": "returning_discount"}, "percent"),
        (RULES, BAND | {"last_age": 18}, "last_age"),
        (RULES, BAND | {"last_age": 2}, "last_age"),
        (RULES, CLOSED | {"first_night": "2027-01-10"}, "first_night"),
        (FEES, CLEANING | {"basis": "month"}, "basis"),
        (FEES, CLEANING | {"amount_cents": 10**9 + 1}, "amount_cents"),
        (FEES, CLEANING | {"label": "\u2028"}, "label"),
        (FAQ, WOOD | {"question": "¿Qué hay?"}, "question"),
        (FAQ, WOOD | {"question": "¿leña\u0000?"}, "question"),
        (FAQ, WOOD | {"answer": " \n"}, "answer"),
        (FAQ, WOOD | {"answer": "a" * 901}, "answer"),
        (FAQ, WOOD | {"other_wordings": ["fogón", "?"]}, "other_wordings.1"),
        (FAQ, WOOD | {"other_wordings": ["leña"] * 21}, "other_wordings"),
        (FAQ, WOOD | {"language": "fr"}, "language"),
        (FAQ, WOOD | {"position": -1}, "position"),
        (HOLIDAYS, EASTER | {"last_night": "2027-03-24"}, "last_night"),
        (HOLIDAYS, EASTER | {"name": ""}, "name"),
        (f"{HOLIDAYS}/suggestions/accept", {"year": 9999}, "year"),
        (f"{HOLIDAYS}/suggestions/accept", {"year": 2027, "first_nights": []}, "first_nights"),
        (EXCHANGE, RATE | {"rate": 1450.5}, "rate"),
        (EXCHANGE, RATE | {"rate": "0"}, "rate"),
        (EXCHANGE, RATE | {"rate": "1e9"}, "rate"),
        (EXCHANGE, RATE | {"rate": "NaN"}, "rate"),
        (EXCHANGE, RATE | {"rate": "100000.1"}, "rate"),
        (EXCHANGE, RATE | {"charge_currency": "USD"}, "charge_currency"),
        (EXCHANGE, RATE | {"list_currency": "US\u0000"}, "list_currency"),
        (EXCHANGE, RATE | {"effective_at": "2027-01-01T00:00:00"}, "effective_at"),
        (EXCHANGE, RATE | {"effective_at": "2027-02-30T00:00:00Z"}, "effective_at"),
        (EXCHANGE, RATE | {"effective_at": "9999-12-31T23:59:59-12:00"}, "effective_at"),
    ],
)
async def test_what_cannot_be_stored_is_named(
    api: httpx.AsyncClient, database: Database, owner: dict[str, str], path: str, body: dict[str, Any], field: str
) -> None:
    sent = owner | {"content-type": "application/json"}
    answer = await api.post(path, content=json.dumps(body), headers=sent)
    assert answer.status_code == 422, answer.text
    assert answer.json()["field"] == field
    assert await audited(database) == []
