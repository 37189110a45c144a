"""An owner's tables over HTTP, as tests write and read them."""

from typing import Any

import httpx
from sqlalchemy import select, text

from reservas.infra.database import Database
from reservas.models import AuditEntry
from tests.factories.accommodations import add_accommodation

CABINS = "/api/v1/accommodations"
CABIN = "/api/v1/accommodations/arrayan"
SEASONS, RULES, FEES = f"{CABIN}/seasons", f"{CABIN}/price-rules", f"{CABIN}/fees"
FAQ = f"{CABIN}/faq"
HOLIDAYS, EXCHANGE = "/api/v1/holidays", "/api/v1/exchange-rates"
LENGA: dict[str, Any] = {
    "code": "lenga",
    "name": "Lenga",
    "capacity": 4,
    "address": "Ruta 40, km 2100",
    "latitude": -40.16,
    "longitude": -71.35,
    "base_price_cents": 8_000_000,
    "weekend_price_cents": 10_000_000,
    "deposit_percent": 30,
}
HIGH: dict[str, Any] = {
    "name": "Verano",
    "first_night": "2026-12-15",
    "last_night": "2027-02-28",
    "weekday_price_cents": 9_000_000,
    "weekend_price_cents": 11_000_000,
}
OVERRIDE: dict[str, Any] = {
    "kind": "override",
    "first_night": "2027-01-10",
    "last_night": "2027-01-12",
    "price_cents": 12_000_000,
}
BAND = {"kind": "child_band", "first_age": 3, "last_age": 11, "percent": 50}
CLOSED = {"kind": "closed_to_arrival", "first_day": "2027-01-10", "last_day": "2027-01-10"}
CLEANING = {"kind": "cleaning", "label": "Limpieza", "basis": "stay", "amount_cents": 2_500_000}
EASTER = {"name": "Semana Santa", "first_night": "2027-03-25", "last_night": "2027-03-27"}
RATE = {"list_currency": "USD", "charge_currency": "ARS", "rate": "1450.50", "source": "BNA, venta"}
WOOD = {"question": "¿Hay leña?", "answer": "Sí, la bolsa de 10 kg sale $ 8.500.", "other_wordings": ["fogón"]}
QUOTE = {"accommodation": "arrayan", "check_in": "2027-01-10", "check_out": "2027-01-14", "adults": 2}
MADE = [(SEASONS, HIGH), (RULES, OVERRIDE), (FEES, CLEANING), (FAQ, WOOD), (HOLIDAYS, EASTER), (EXCHANGE, RATE)]
EDITS = {
    SEASONS: {"priority": 1},
    RULES: OVERRIDE,
    FEES: {"amount_cents": 3},
    FAQ: {"active": False},
    HOLIDAYS: {"name": "Pascua"},
}


async def two_cabins(database: Database) -> None:
    """Two cabins without any rule, and nothing else."""
    async with database.unit_of_work() as session:
        tables = "accommodations, holidays, exchange_rates, idempotency_keys, audit_log"
        await session.execute(text(f"TRUNCATE {tables} CASCADE"))
        for code in ("arrayan", "coihue"):
            await add_accommodation(session, code=code)


async def make(api: httpx.AsyncClient, owner: dict[str, str], path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = await api.post(path, json=body, headers=owner)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def audited(database: Database) -> list[AuditEntry]:
    async with database.unit_of_work() as session:
        return list((await session.execute(select(AuditEntry).order_by(AuditEntry.id))).scalars())


async def listed(api: httpx.AsyncClient, owner: dict[str, str], path: str) -> list[dict[str, Any]]:
    answer = (await api.get(path, headers=owner)).json()
    found: list[dict[str, Any]] = answer if isinstance(answer, list) else answer["items"]
    return found


async def total(api: httpx.AsyncClient) -> int:
    total: int = (await api.post("/api/v1/quotes", json=QUOTE)).json()["total"]["amount_cents"]
    return total
