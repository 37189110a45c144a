"""Money and endings by an operator's hand over HTTP: recorded, not known, given back by the house, owed no more."""

from typing import Any

import httpx
import pytest
import pytest_asyncio
from sqlalchemy import select

from reservas.config import Settings
from reservas.infra.database import Database
from reservas.models import AuditEntry
from tests.factories.moments import NOW
from tests.integration.http.asking import RESERVATIONS, bearer_of
from tests.integration.http.stays import (
    AT,
    CODE,
    PAID,
    PHONE,
    REFUNDS,
    TOTAL,
    WITHDRAWALS,
    empty,
    read_actions,
    read_refunds,
    reserve,
)
from tests.integration.queued import queued_jobs
from tests.integration.serving import assert_problem

TRANSFER = {"method": "transfer", "amount_cents": PAID, "reference": "N.º 4711"}
HOLD: dict[str, Any] = {"status": "pre_reserved", "paid": 0, "confirmed_at": None}


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def _cabin(database: Database) -> None:
    await empty(database)


@pytest.fixture
def bearer(settings: Settings) -> dict[str, str]:
    return bearer_of(settings)


def _ars(cents: int) -> dict[str, Any]:
    return {"amount_cents": cents, "currency": "ARS"}


async def test_what_came_by_transfer_is_paid_and_comes_back_by_hand(
    api: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    await reserve(database, **HOLD)
    staff = bearer_of(settings, "staff")

    confirmed = await api.post(f"{AT}/confirm", json={"payment": TRANSFER}, headers=staff)
    again = await api.post(f"{AT}/confirm", json={"payment": TRANSFER}, headers=staff)

    assert confirmed.status_code == 200, confirmed.text
    assert confirmed.json()["status"] == "confirmed"
    assert (confirmed.json()["paid"], confirmed.json()["balance"]) == (_ars(PAID), _ars(TOTAL - PAID))
    assert again.json() == confirmed.json()
    (payment,) = (await api.get("/api/v1/payments", headers=staff)).json()["items"]
    assert (payment["account"], payment["method"], payment["receipt"]) == ("manual", "transfer", "N.º 4711")
    assert payment["recorded_by"] == "operator:ana@cabanas.example"
    assert len(await queued_jobs(database, "reservation.confirmed")) == 1
    cancelled = await api.post(f"{AT}/cancel", json={"withdrawal": True}, headers=staff)
    refund = cancelled.json()["refund"]
    assert (refund["amount"], refund["payments"][0]["payment"]) == (_ars(PAID), payment["payment"])
    settle = f"{REFUNDS}/{refund['refund']}/settle"
    body = {"method": "mercadopago", "reference": "4712"}
    assert_problem(await api.post(settle, json=body, headers=staff), 422, "not_by_mercadopago", "method")
    assert (await api.post(settle, json=body | {"method": "transfer"}, headers=staff)).status_code == 200
    assert (await api.get(AT, headers=staff)).json()["paid"] == _ars(0)


@pytest.mark.parametrize(
    ("change", "status", "code", "field"),
    [
        ({"amount_cents": TOTAL + 1}, 422, "payment_too_large", "payment.amount_cents"),
        ({"amount_cents": 0}, 422, "invalid_request", "payment.amount_cents"),
        ({"method": "mercadopago"}, 422, "invalid_request", "payment.method"),
        ({"reference": " "}, 422, "invalid_request", "payment.reference"),
        ({"currency": "USD"}, 422, "invalid_request", "payment.currency"),
    ],
)
async def test_a_payment_that_cannot_be_recorded_confirms_nothing(
    api: httpx.AsyncClient,
    database: Database,
    bearer: dict[str, str],
    change: dict[str, Any],
    status: int,
    code: str,
    field: str,
) -> None:
    await reserve(database, **HOLD)

    answer = await api.post(f"{AT}/confirm", json={"payment": TRANSFER | change}, headers=bearer)

    assert_problem(answer, status, code, field)
    assert (await api.get(AT, headers=bearer)).json()["status"] == "pre_reserved"
    assert await read_actions(database) == []


async def test_a_receipt_is_one_payment_and_a_cancelled_hold_takes_none(
    api: httpx.AsyncClient, database: Database, bearer: dict[str, str]
) -> None:
    await reserve(database, **HOLD)
    assert (await api.post(f"{AT}/confirm", json={"payment": TRANSFER}, headers=bearer)).status_code == 200
    other = {"payment": TRANSFER | {"amount_cents": PAID - 1}}
    answer = await api.post(f"{AT}/confirm", json=other, headers=bearer)
    assert_problem(answer, 409, "payment_recorded", "payment.amount_cents")
    await reserve(database, phone="5492944000002", code="R-222222", **(HOLD | {"status": "cancelled"}))
    answer = await api.post(f"{RESERVATIONS}/R-222222/confirm", json={"payment": TRANSFER}, headers=bearer)
    assert_problem(answer, 409, "invalid_transition")
    assert len((await api.get("/api/v1/payments", headers=bearer)).json()["items"]) == 1


async def test_a_stay_whose_money_nobody_knows_is_never_told_to_be_worth_nothing(
    api: httpx.AsyncClient, database: Database, settings: Settings, bearer: dict[str, str]
) -> None:
    await reserve(database, paid=0, confirmed_at=NOW)
    withdrawal = {"reservation": CODE, "phone": f"+{PHONE}"}

    preview = (await api.get(f"{AT}/cancellation", headers=bearer)).json()
    first = await api.post(WITHDRAWALS, json=withdrawal)
    again = await api.post(WITHDRAWALS, json=withdrawal)

    assert preview["is_paid_elsewhere"] is True
    assert (first.status_code, first.json()["refund"]) == (201, None)
    assert (again.status_code, again.json()) == (200, first.json())
    assert await read_refunds(database) == []
    owed = {"refund_cents": PAID, "reason": "había transferido la seña"}
    assert_problem(await api.post(f"{AT}/refund", json=owed, headers=bearer_of(settings, "staff")), 403, "not_allowed")
    too_much = await api.post(f"{AT}/refund", json=owed | {"refund_cents": TOTAL + 1}, headers=bearer)
    assert_problem(too_much, 422, "refund_too_large", "refund_cents")
    given = await api.post(f"{AT}/refund", json=owed, headers=bearer)
    assert (given.status_code, given.json()["refund"]["amount"]) == (200, _ars(PAID))
    assert_problem(await api.post(f"{AT}/refund", json=owed, headers=bearer), 409, "refund_decided")
    assert await read_refunds(database) == [(PAID, "operator", "due")]


@pytest.mark.parametrize(
    ("values", "code"),
    [({}, "invalid_transition"), ({"status": "cancelled"}, "refund_decided"), (HOLD, "invalid_transition")],
)
async def test_what_is_known_is_decided_when_a_stay_ends(
    api: httpx.AsyncClient, database: Database, bearer: dict[str, str], values: dict[str, Any], code: str
) -> None:
    await reserve(database, **values)
    answer = await api.post(f"{AT}/refund", json={"refund_cents": 1, "reason": "x"}, headers=bearer)
    assert_problem(answer, 409, code)
    assert await read_refunds(database) == []


async def test_an_owner_gives_back_what_the_ledger_does_not_know(
    api: httpx.AsyncClient, database: Database, bearer: dict[str, str]
) -> None:
    await reserve(database, paid=0)
    too_much = {"refund_cents": TOTAL + 1, "reason": "pagó en efectivo"}
    answer = await api.post(f"{AT}/cancel", json=too_much, headers=bearer)
    assert_problem(answer, 422, "refund_too_large", "refund_cents")

    given = await api.post(f"{AT}/cancel", json=too_much | {"refund_cents": PAID, "by": "house"}, headers=bearer)

    assert (given.json()["refund"]["amount"], given.json()["refund"]["payments"]) == (_ars(PAID), [])
    settle = f"{REFUNDS}/{given.json()['refund']['refund']}/settle"
    settled = await api.post(settle, json={"method": "cash", "reference": "recibo 3"}, headers=bearer)
    assert settled.json()["status"] == "done"
    assert (await api.get(AT, headers=bearer)).json()["paid"] == _ars(0)


async def test_the_house_gives_everything_back_and_says_so(
    api: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    await reserve(database)
    staff = bearer_of(settings, "staff")

    preview = (await api.get(f"{AT}/cancellation", headers=staff)).json()
    answer = await api.post(f"{AT}/cancel", json={"by": "house", "reason": "se rompió la caldera"}, headers=staff)

    assert (preview["refund"], preview["refund_by_house"]) == (_ars(PAID // 2), _ars(PAID))
    assert preview["is_paid_elsewhere"] is False
    refund = answer.json()["refund"]
    assert (refund["amount"], refund["reason"]) == (_ars(PAID), "house")
    assert refund["why"] == "The house cancelled: all that was paid is given back."
    (told,) = await queued_jobs(database, "reservation.cancelled")
    assert told.payload["by"] == "house"
    async with database.unit_of_work() as session:
        query = select(AuditEntry).where(AuditEntry.action == "reservation.cancelled")
        entry = (await session.execute(query)).scalar_one()
    assert (entry.data["by"], entry.reason, entry.actor) == (
        "house",
        "se rompió la caldera",
        "operator:ana@cabanas.example",
    )


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({"by": "house"}, "reason_missing", "reason"),
        ({"by": "house", "withdrawal": True, "reason": "x"}, "invalid_request", "withdrawal"),
        ({"by": "house", "refund_cents": PAID - 1, "reason": "x"}, "refund_too_small", "refund_cents"),
        ({"by": "nobody"}, "invalid_request", "by"),
    ],
)
async def test_a_house_that_contradicts_itself_changes_nothing(
    api: httpx.AsyncClient, database: Database, bearer: dict[str, str], body: dict[str, Any], code: str, field: str
) -> None:
    await reserve(database)
    assert_problem(await api.post(f"{AT}/cancel", json=body, headers=bearer), 422, code, field)
    assert await read_refunds(database) == []


async def test_a_guest_gets_what_is_best_for_them_without_naming_the_law(
    api: httpx.AsyncClient, database: Database, bearer: dict[str, str]
) -> None:
    await reserve(database, confirmed_at=NOW)

    preview = (await api.get(f"{AT}/cancellation", headers=bearer)).json()
    answer = await api.post(f"{AT}/cancel", headers=bearer)

    assert (preview["refund"], preview["reason"]) == (_ars(PAID), "withdrawal")
    assert await read_refunds(database) == [(PAID, "withdrawal", "due")]
    assert answer.json()["withdrawal"].startswith("A-")


@pytest.mark.parametrize(
    ("status", "owed"),
    [
        ("pre_reserved", TOTAL - PAID),
        ("confirmed", TOTAL - PAID),
        ("checked_in", TOTAL - PAID),
        ("completed", TOTAL - PAID),
        ("cancelled", 0),
        ("expired", 0),
        ("no_show", 0),
    ],
)
async def test_nobody_owes_the_rest_of_a_stay_that_was_called_off(
    api: httpx.AsyncClient, database: Database, bearer: dict[str, str], status: str, owed: int
) -> None:
    await reserve(database, status=status)
    assert (await api.get(AT, headers=bearer)).json()["balance"] == _ars(owed)
    header, row = (await api.get("/api/v1/reservations.csv", headers=bearer)).text.splitlines()
    assert dict(zip(header.split(","), row.split(","), strict=True))['"balance_cents"'] == f'"{owed}"'
