"""Cancelling over HTTP: what comes back is known before, due once, at most what was paid, and settled once."""

from datetime import date, timedelta
from typing import Any

import httpx
import pytest
import pytest_asyncio
from sqlalchemy import text

from reservas.config import Settings
from reservas.domain.stays import Stay
from reservas.infra.database import Database
from reservas.kit.clock import FixedClock
from tests.factories.moments import NOW, STAY
from tests.integration.concurrency import race
from tests.integration.http.asking import RESERVATIONS, bearer_of
from tests.integration.http.stays import (
    AT,
    CODE,
    LONG_AGO,
    PAID,
    PHONE,
    REFUNDS,
    WITHDRAWALS,
    empty,
    read_actions,
    read_refunds,
    reserve,
)
from tests.integration.queued import queued_jobs
from tests.integration.serving import assert_problem


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def _cabin(database: Database) -> None:
    await empty(database)


@pytest.fixture
def bearer(settings: Settings) -> dict[str, str]:
    return bearer_of(settings)


async def test_what_was_previewed_is_what_becomes_due(
    api: httpx.AsyncClient, database: Database, bearer: dict[str, str]
) -> None:
    await reserve(database)

    preview = (await api.get(f"{AT}/cancellation", headers=bearer)).json()
    answer = await api.post(f"{AT}/cancel", json={"reason": "no viajan"}, headers=bearer)

    half = {"amount_cents": PAID // 2, "currency": "ARS"}
    assert (preview["refund"], preview["reason"]) == (half, "policy")
    assert preview["why"] == "50 % of what was paid is given back until 2026-11-23, 7 days before arrival."
    assert preview["policy"] == {
        "name": "moderate",
        "tiers": [
            {"days_before": 14, "percent": 100, "last_day": "2026-11-16"},
            {"days_before": 7, "percent": 50, "last_day": "2026-11-23"},
        ],
        "words": "Si cancelás hasta el lunes 23 de noviembre, te devolvemos el 50 % de lo que pagaste; después, nada.",
    }
    ended = {"applies": False, "until": "2026-10-03T03:00:00Z", "refund": {"amount_cents": 0, "currency": "ARS"}}
    assert preview["withdrawal"] == ended
    assert answer.status_code == 200, answer.text
    cancelled = answer.json()
    refund = cancelled["refund"]
    assert (cancelled["status"], cancelled["withdrawal"]) == ("cancelled", None)
    assert (refund["amount"], refund["why"], refund["status"]) == (half, preview["why"], "due")
    assert refund["payments"] == [{"payment": "77", "amount": half}]
    assert (await api.get(AT, headers=bearer)).json() == cancelled
    assert (await api.get(f"{REFUNDS}?status=due", headers=bearer)).json()["items"] == [refund]
    assert await read_actions(database) == ["reservation.cancelled", "refund.due"]
    assert_problem(await api.get(f"{AT}/cancellation", headers=bearer), 409, "invalid_transition")


async def test_the_policy_told_is_the_one_that_counts(api: httpx.AsyncClient, bearer: dict[str, str]) -> None:
    asked = {"accommodation": "arrayan", "check_in": "2027-01-10", "check_out": "2027-01-14", "adults": 2}
    told = (await api.post("/api/v1/quotes", json=asked)).json()
    own = {"cancellation_policy": "own", "cancellation_tiers": [{"days_before": 3, "percent": 80}]}
    assert (await api.patch("/api/v1/accommodations/arrayan", json=own, headers=bearer)).status_code == 200
    new = (await api.post("/api/v1/quotes", json=asked)).json()
    guest = {"name": "Ana", "phone": f"+{PHONE}"}

    made = await api.post(RESERVATIONS, json=asked | {"guest": guest, "quote": told["quote"]}, headers=bearer)

    assert [one["percent"] for one in new["cancellation"]["tiers"]] == [80]
    preview = await api.get(f"{RESERVATIONS}/{made.json()['code']}/cancellation", headers=bearer)
    assert preview.json()["policy"] == told["cancellation"]
    assert told["cancellation"]["name"] == "moderate"


@pytest.mark.parametrize(
    ("policy", "problem", "field"),
    [
        ({"cancellation_policy": "own"}, "terms_contradict", "cancellation_tiers"),
        ({"cancellation_tiers": []}, "terms_contradict", "cancellation_tiers"),
        (
            {
                "cancellation_policy": "own",
                "cancellation_tiers": [{"days_before": 3, "percent": 50}, {"days_before": 7, "percent": 100}],
            },
            "terms_contradict",
            "cancellation_tiers",
        ),
        ({"cancellation_policy": "soft"}, "invalid_request", "cancellation_policy"),
        (
            {"cancellation_policy": "own", "cancellation_tiers": [{"days_before": 3, "percent": 101}]},
            "invalid_request",
            "cancellation_tiers.0.percent",
        ),
    ],
)
async def test_a_policy_that_contradicts_itself_is_refused(
    api: httpx.AsyncClient, bearer: dict[str, str], policy: dict[str, Any], problem: str, field: str
) -> None:
    answer = await api.patch("/api/v1/accommodations/arrayan", json=policy, headers=bearer)
    assert_problem(answer, 422, problem, field)


@pytest.mark.parametrize(
    ("body", "refunded", "reason"),
    [
        ({"withdrawal": True}, PAID, "withdrawal"),
        ({"refund_cents": 1_000, "reason": "a cuenta"}, 1_000, "operator"),
        ({"refund_cents": PAID, "reason": "se rompió la caldera"}, PAID, "operator"),
    ],
)
async def test_the_law_and_the_owner_give_back_other_amounts(
    api: httpx.AsyncClient, database: Database, bearer: dict[str, str], body: dict[str, Any], refunded: int, reason: str
) -> None:
    await reserve(database, confirmed_at=NOW)

    answer = await api.post(f"{AT}/cancel", json=body, headers=bearer)

    assert answer.status_code == 200, answer.text
    assert await read_refunds(database) == [(refunded, reason, "due")]
    assert bool(answer.json()["withdrawal"]) == (reason == "withdrawal")


async def test_a_hold_and_an_owner_who_gives_nothing_owe_nothing(
    api: httpx.AsyncClient, database: Database, bearer: dict[str, str]
) -> None:
    await reserve(database, status="pre_reserved", paid=0, confirmed_at=None)
    assert (await api.post(f"{AT}/cancel", headers=bearer)).json()["refund"] is None
    await reserve(database, phone="5492944000002", code="R-222222")
    nothing = {"refund_cents": 0, "reason": "no avisaron"}
    assert (await api.post(f"{RESERVATIONS}/R-222222/cancel", json=nothing, headers=bearer)).status_code == 200
    assert await read_refunds(database) == []


@pytest.mark.parametrize(
    ("role", "body", "status", "code", "field"),
    [
        ("staff", {"refund_cents": 1, "reason": "x"}, 403, "not_allowed", None),
        ("cleaner", {}, 403, "not_allowed", None),
        ("owner", {"refund_cents": PAID + 1, "reason": "x"}, 422, "refund_too_large", "refund_cents"),
        ("owner", {"refund_cents": 1}, 422, "reason_missing", "reason"),
        ("owner", {"refund_cents": -1, "reason": "x"}, 422, "invalid_request", "refund_cents"),
        ("owner", {"refund_cents": 1, "withdrawal": True, "reason": "x"}, 422, "invalid_request", "refund_cents"),
        ("owner", {"withdrawal": True}, 409, "withdrawal_ended", None),
    ],
)
async def test_a_cancellation_that_is_refused_changes_nothing(
    api: httpx.AsyncClient,
    database: Database,
    settings: Settings,
    role: str,
    body: dict[str, Any],
    status: int,
    code: str,
    field: str | None,
) -> None:
    await reserve(database)

    answer = await api.post(f"{AT}/cancel", json=body, headers=bearer_of(settings, role))

    assert_problem(answer, status, code, field)
    assert (await api.get(AT, headers=bearer_of(settings))).json()["status"] == "confirmed"
    assert await read_refunds(database) == []


async def test_twenty_at_once_cancel_once(api: httpx.AsyncClient, database: Database, bearer: dict[str, str]) -> None:
    await reserve(database, confirmed_at=NOW)
    posts = [
        lambda: api.post(f"{AT}/cancel", headers=bearer),
        lambda: api.post(f"{AT}/cancel", json={"withdrawal": True}, headers=bearer),
        lambda: api.post(WITHDRAWALS, json={"reservation": CODE, "phone": f"+{PHONE}"}),
    ] * 4

    answers = await race(posts)

    statuses = sorted(one.status_code for one in answers if isinstance(one, httpx.Response))
    assert len(statuses) == len(posts)
    assert set(statuses) <= {200, 201, 409, 429}
    assert len(await read_refunds(database)) == 1
    assert (await read_actions(database)).count("reservation.cancelled") == 1


async def test_a_cancellation_sent_again_under_its_key_is_one(
    api: httpx.AsyncClient, database: Database, bearer: dict[str, str]
) -> None:
    await reserve(database)
    keyed = bearer | {"idempotency-key": "k"}

    first = await api.post(f"{AT}/cancel", json={}, headers=keyed)
    again = await api.post(f"{AT}/cancel", json={}, headers=keyed)
    refund = first.json()["refund"]["refund"]
    body = {"method": "transfer", "reference": "N.º 4711"}
    settled = await api.post(f"{REFUNDS}/{refund}/settle", json=body, headers=bearer | {"idempotency-key": "s"})
    resettled = await api.post(f"{REFUNDS}/{refund}/settle", json=body, headers=bearer | {"idempotency-key": "s"})

    assert (first.status_code, again.content) == (200, first.content)
    assert (settled.status_code, resettled.content) == (200, settled.content)
    assert settled.json()["settled_by"] == "operator:ana@cabanas.example"
    assert await read_refunds(database) == [(PAID // 2, "policy", "done")]
    assert len(await queued_jobs(database, "refund.made")) == 1
    assert_problem(await api.post(f"{REFUNDS}/{refund}/settle", json=body, headers=bearer), 409, "refund_settled")
    assert (await api.get(AT, headers=bearer)).json()["paid"]["amount_cents"] == PAID - PAID // 2
    assert (await api.get(f"{REFUNDS}?status=due", headers=bearer)).json()["items"] == []


async def test_money_that_mercado_pago_gave_back_meanwhile_is_not_sent_twice(
    api: httpx.AsyncClient, database: Database, bearer: dict[str, str]
) -> None:
    await reserve(database, confirmed_at=NOW)
    cancelled = await api.post(f"{AT}/cancel", json={"withdrawal": True}, headers=bearer)
    settle = f"{REFUNDS}/{cancelled.json()['refund']['refund']}/settle"
    async with database.unit_of_work() as session:
        await session.execute(text("UPDATE payments SET refunded_cents = amount_cents, status = 'refunded'"))

    by_hand = await api.post(settle, json={"method": "cash", "reference": "recibo 3"}, headers=bearer)
    seen = await api.post(settle, json={"method": "mercadopago", "reference": "77"}, headers=bearer)

    assert_problem(by_hand, 409, "already_given_back")
    assert seen.json()["status"] == "done"
    assert (await api.get(AT, headers=bearer)).json()["paid"]["amount_cents"] == 0


@pytest.mark.parametrize(
    ("code", "body", "status", "problem", "field"),
    [
        ("D-222222", {"method": "cash", "reference": "x"}, 404, "refund_not_found", "code"),
        ("R-222222", {"method": "cash", "reference": "x"}, 422, "invalid_request", "code"),
        ("D-222222", {"method": "gold", "reference": "x"}, 422, "invalid_request", "method"),
        ("D-222222", {"method": "cash", "reference": " "}, 422, "invalid_request", "reference"),
        ("D-222222", {"method": "cash"}, 422, "invalid_request", "reference"),
    ],
)
async def test_a_refund_is_settled_with_its_proof(
    api: httpx.AsyncClient,
    bearer: dict[str, str],
    code: str,
    body: dict[str, Any],
    status: int,
    problem: str,
    field: str,
) -> None:
    assert_problem(await api.post(f"{REFUNDS}/{code}/settle", json=body, headers=bearer), status, problem, field)


async def test_whoever_cleans_sees_no_refunds(
    api: httpx.AsyncClient, database: Database, settings: Settings, bearer: dict[str, str]
) -> None:
    await reserve(database)
    await api.post(f"{AT}/cancel", headers=bearer)
    cleaner = bearer_of(settings, "cleaner")
    for path in (REFUNDS, f"{AT}/cancellation"):
        assert_problem(await api.get(path, headers=cleaner), 403, "not_allowed")
    assert (await api.get(AT, headers=cleaner)).json()["refund"] is None


@pytest.mark.parametrize("phone", [f"+{PHONE}", "+54 294 412-3456"])
async def test_a_guest_withdraws_without_signing_in(api: httpx.AsyncClient, database: Database, phone: str) -> None:
    await reserve(database, confirmed_at=NOW)

    first = await api.post(WITHDRAWALS, json={"reservation": CODE, "phone": phone})
    again = await api.post(WITHDRAWALS, json={"reservation": CODE, "phone": phone})

    assert first.status_code == 201, first.text
    assert first.json()["withdrawal"].startswith("A-")
    assert first.json()["refund"] == {"amount_cents": PAID, "currency": "ARS"}
    assert (again.status_code, again.json()) == (200, first.json())
    assert await read_refunds(database) == [(PAID, "withdrawal", "due")]
    assert await read_actions(database) == ["reservation.cancelled", "withdrawal.made", "refund.due"]
    (told,) = await queued_jobs(database, "reservation.cancelled")
    assert told.payload["by"] == "web"


async def test_a_wrong_code_and_a_wrong_phone_read_the_same_and_are_counted(
    api: httpx.AsyncClient, database: Database, clock: FixedClock
) -> None:
    await reserve(database, confirmed_at=NOW)
    wrong_phone = {"reservation": CODE, "phone": "+5492944123457"}
    wrong_code = {"reservation": "R-222222", "phone": f"+{PHONE}"}

    answers = [await api.post(WITHDRAWALS, json=body) for body in (wrong_phone, wrong_code)]

    for answer in answers:
        assert_problem(answer, 404, "reservation_not_found")
    assert answers[0].json()["detail"] == answers[1].json()["detail"]
    for _ in range(9):
        await api.post(WITHDRAWALS, json=wrong_phone)
    right = {"reservation": CODE, "phone": f"+{PHONE}"}
    assert_problem(await api.post(WITHDRAWALS, json=right), 429, "too_many_attempts")
    clock.instant = NOW + timedelta(minutes=16)
    assert (await api.post(WITHDRAWALS, json=right)).status_code == 201


async def test_many_codes_for_one_phone_are_counted_too(api: httpx.AsyncClient, database: Database) -> None:
    await reserve(database, confirmed_at=NOW)
    codes = [f"R-{number:06}" for number in range(12)]

    answers = [await api.post(WITHDRAWALS, json={"reservation": one, "phone": f"+{PHONE}"}) for one in codes]

    assert [one.status_code for one in answers] == [404] * 10 + [429] * 2
    assert_problem(answers[-1], 429, "too_many_attempts")


async def test_many_codes_and_phones_from_one_address_are_counted_too(
    api: httpx.AsyncClient, database: Database, clock: FixedClock
) -> None:
    await reserve(database, confirmed_at=NOW)
    guesses = [{"reservation": f"R-{number:06}", "phone": f"+54929441{number:05}"} for number in range(10_000, 10_031)]

    answers = [await api.post(WITHDRAWALS, json=one) for one in guesses]

    assert [one.status_code for one in answers] == [404] * 30 + [429]
    clock.instant = NOW + timedelta(minutes=16)
    assert (await api.post(WITHDRAWALS, json={"reservation": CODE, "phone": f"+{PHONE}"})).status_code == 201


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"confirmed_at": LONG_AGO}, "withdrawal_ended"),
        ({"confirmed_at": NOW, "stay": Stay(date(2026, 11, 22), date(2026, 11, 24))}, None),
        ({"confirmed_at": NOW, "stay": Stay(date(2026, 11, 21), date(2026, 11, 24))}, "withdrawal_ended"),
        ({"status": "checked_in"}, "invalid_transition"),
        ({"status": "cancelled"}, "invalid_transition"),
    ],
)
async def test_the_right_has_its_limits(
    api: httpx.AsyncClient, database: Database, values: dict[str, Any], code: str | None
) -> None:
    await reserve(database, **values)

    answer = await api.post(WITHDRAWALS, json={"reservation": CODE, "phone": f"+{PHONE}"})

    if code is None:
        assert answer.status_code == 201, answer.text
    else:
        assert_problem(answer, 409, code)


async def test_a_hold_is_withdrawn_without_money(api: httpx.AsyncClient, database: Database) -> None:
    await reserve(database, status="pre_reserved", paid=0, confirmed_at=None, stay=STAY)
    answer = await api.post(WITHDRAWALS, json={"reservation": CODE, "phone": f"+{PHONE}"})
    assert (answer.status_code, answer.json()["refund"]["amount_cents"]) == (201, 0)
    assert await read_refunds(database) == []


async def test_a_change_of_dates_keeps_the_policy_that_was_agreed(
    api: httpx.AsyncClient, database: Database, bearer: dict[str, str]
) -> None:
    await reserve(database)
    strict = {"cancellation_policy": "strict"}
    assert (await api.patch("/api/v1/accommodations/arrayan", json=strict, headers=bearer)).status_code == 200

    moved = await api.patch(AT, json={"check_out": "2026-12-05"}, headers=bearer)

    assert moved.status_code == 200, moved.text
    preview = await api.get(f"{AT}/cancellation", headers=bearer)
    assert preview.json()["policy"]["name"] == "moderate"
