"""A reservation's life over HTTP: every step is allowed from its own states only, audited, and all or nothing."""

from datetime import date, timedelta
from typing import Any

import httpx
import pytest
import pytest_asyncio
from sqlalchemy import select, text

from reservas.config import Settings
from reservas.domain.stays import Stay
from reservas.features.accommodations import repository as accommodations
from reservas.infra.database import Database
from reservas.kit.clock import FixedClock
from reservas.models import AuditEntry, Reservation
from tests.factories.accommodations import add_accommodation
from tests.factories.moments import NOW, STAY, january
from tests.factories.reservations import add_occupancy, add_reservation
from tests.integration.concurrency import race
from tests.integration.http.asking import RESERVATIONS, bearer_of
from tests.integration.queued import queued_jobs
from tests.integration.serving import assert_problem

CODE = "R-7K3QXM"
AT = f"{RESERVATIONS}/{CODE}"
TODAY = Stay(date(2026, 11, 21), date(2026, 11, 24))
STATUSES = ("pre_reserved", "confirmed", "checked_in", "completed", "cancelled", "expired", "no_show")
STEPS = {
    "confirm": ({"pre_reserved", "confirmed", "checked_in", "expired"}, "confirmed"),
    "cancel": ({"pre_reserved", "confirmed"}, "cancelled"),
    "check-in": ({"confirmed"}, "checked_in"),
    "check-out": ({"checked_in"}, "completed"),
    "extend": ({"pre_reserved"}, "pre_reserved"),
}


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def _cabins(database: Database) -> None:
    async with database.unit_of_work() as session:
        await session.execute(text("TRUNCATE accommodations, guests, idempotency_keys, audit_log, pgqueuer CASCADE"))
        for code in ("arrayan", "coihue"):
            await add_accommodation(session, code=code)


@pytest.fixture
def bearer(settings: Settings) -> dict[str, str]:
    return bearer_of(settings)


async def _reserve(database: Database, status: str = "pre_reserved", stay: Stay = STAY, **values: Any) -> None:
    async with database.unit_of_work() as session:
        cabin = await accommodations.by_code(session, "arrayan")
        await add_reservation(session, cabin, **{"code": CODE, **values}, status=status, stay=stay)


async def _taken(database: Database) -> set[tuple[str, Stay, str]]:
    async with database.unit_of_work() as session:
        rows = await session.execute(
            text("SELECT a.code, o.nights, o.kind FROM occupancies o JOIN accommodations a ON a.id = accommodation_id")
        )
        return {(code, Stay(nights.lower, nights.upper), kind) for code, nights, kind in rows}


async def _last_audited(database: Database) -> AuditEntry:
    async with database.unit_of_work() as session:
        return (await session.execute(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1))).scalar_one()


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("step", STEPS)
async def test_a_step_is_taken_from_its_own_states_only(
    api: httpx.AsyncClient, database: Database, bearer: dict[str, str], step: str, status: str
) -> None:
    await _reserve(database, status, TODAY if step == "check-in" else STAY)
    allowed, after = STEPS[step]
    body = {"reason": "por pedido"} | ({"minutes": 60} if step == "extend" else {})

    answer = await api.post(f"{AT}/{step}", json=body, headers=bearer)

    if status not in allowed:
        assert_problem(answer, 409, "invalid_transition")
        return
    assert answer.status_code == 200, answer.text
    is_repeated = step == "confirm" and status in ("confirmed", "checked_in")
    assert answer.json()["status"] == (status if is_repeated else after)
    if not is_repeated:
        audited = await _last_audited(database)
        assert (audited.actor, audited.subject, audited.reason) == ("operator:ana@cabanas.example", CODE, "por pedido")
    live = answer.json()["status"] in ("pre_reserved", "confirmed", "checked_in")
    assert len(await _taken(database)) == int(live)


async def test_a_whole_stay_needs_no_reason(api: httpx.AsyncClient, database: Database, bearer: dict[str, str]) -> None:
    await _reserve(database, stay=TODAY)
    for step in ("confirm", "check-in", "check-out"):
        assert (await api.post(f"{AT}/{step}", headers=bearer)).status_code == 200
    assert (await api.get(AT, headers=bearer)).json()["status"] == "completed"


async def test_nobody_comes_or_is_missed_before_their_day(
    api: httpx.AsyncClient, database: Database, bearer: dict[str, str], clock: FixedClock, settings: Settings
) -> None:
    await _reserve(database, "confirmed", Stay(date(2026, 11, 22), date(2026, 11, 24)))
    for step in ("no-show", "check-in"):
        assert_problem(await api.post(f"{AT}/{step}", headers=bearer), 409, "invalid_transition")
    clock.instant = NOW + timedelta(hours=20)
    tomorrow = bearer_of(settings.model_copy(update={"jwt": settings.jwt.model_copy(update={"access_minutes": 5000})}))

    missed = await api.post(f"{AT}/no-show", headers=tomorrow)

    assert missed.json()["status"] == "no_show"
    assert await _taken(database) == set()


async def test_an_extended_hold_lasts_and_its_link_is_renewed(
    api: httpx.AsyncClient, database: Database, bearer: dict[str, str]
) -> None:
    await _reserve(database)

    answer = await api.post(f"{AT}/extend", json={"minutes": 90}, headers=bearer)

    assert answer.json()["expires_at"] == (NOW + timedelta(minutes=120)).isoformat().replace("+00:00", "Z")
    assert [job.name for job in await queued_jobs(database)] == ["reservation.changed"]
    async with database.unit_of_work() as session:
        release = (await session.execute(select(Reservation.release_at))).scalar_one()
    assert release == NOW + timedelta(minutes=125)


@pytest.mark.parametrize("status", ["pre_reserved", "confirmed"])
@pytest.mark.parametrize(
    ("wanted", "house", "stay", "total"),
    [
        ({"check_in": "2027-01-12", "check_out": "2027-01-14"}, "arrayan", january(12, 14), 16_000_000),
        ({"check_out": "2027-01-15"}, "arrayan", january(10, 15), 40_000_000),
        ({"accommodation": "coihue"}, "coihue", january(10, 14), 32_000_000),
        ({"accommodation": "coihue", "check_in": "2027-01-13"}, "coihue", january(13, 14), 8_000_000),
        ({"adults": 3}, "arrayan", january(10, 14), 32_000_000),
    ],
)
async def test_a_change_moves_nights_and_price_together(
    api: httpx.AsyncClient,
    database: Database,
    bearer: dict[str, str],
    status: str,
    wanted: dict[str, Any],
    house: str,
    stay: Stay,
    total: int,
) -> None:
    await _reserve(database, status)

    answer = await api.patch(AT, json=wanted | {"reason": "otra fecha"}, headers=bearer)

    assert answer.status_code == 200, answer.text
    changed = answer.json()
    assert (changed["accommodation"], changed["check_in"]) == (house, stay.check_in.isoformat())
    assert changed["total"]["amount_cents"] == total
    assert changed["adults"] == wanted.get("adults", 2)
    assert await _taken(database) == {(house, stay, "hold" if status == "pre_reserved" else "stay")}
    audited = await _last_audited(database)
    assert (audited.action, audited.reason) == ("reservation.changed", "otra fecha")
    assert audited.data["check_in_before"] == "2027-01-10"
    assert audited.data["total_cents_before"] == 32_000_000


@pytest.mark.parametrize(
    ("wanted", "status", "code"),
    [
        ({"check_in": "2027-01-12", "check_out": "2027-01-17"}, 409, "dates_unavailable"),
        ({"accommodation": "coihue"}, 409, "dates_unavailable"),
        ({"accommodation": "lenga"}, 404, "accommodation_not_found"),
        ({"check_in": "2027-01-14"}, 422, "stay_refused"),
        ({"check_in": "2026-11-20"}, 422, "stay_refused"),
        ({"adults": 5}, 422, "capacity_exceeded"),
        ({"adults": 0}, 422, "invalid_request"),
        ({"guest": {}}, 422, "invalid_request"),
    ],
)
async def test_a_change_that_fails_leaves_everything_as_it_was(
    api: httpx.AsyncClient, database: Database, bearer: dict[str, str], wanted: dict[str, Any], status: int, code: str
) -> None:
    await _reserve(database, "confirmed")
    async with database.unit_of_work() as session:
        await add_occupancy(session, await accommodations.by_code(session, "arrayan"), stay=january(16, 18))
        await add_occupancy(session, await accommodations.by_code(session, "coihue"), stay=january(12, 13))
    before, nights = (await api.get(AT, headers=bearer)).json(), await _taken(database)

    answer = await api.patch(AT, json=wanted, headers=bearer)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert (await api.get(AT, headers=bearer)).json() == before
    assert await _taken(database) == nights


async def test_two_that_swap_houses_at_once_never_share_a_night(
    api: httpx.AsyncClient, database: Database, bearer: dict[str, str]
) -> None:
    await _reserve(database, "confirmed")
    async with database.unit_of_work() as session:
        coihue = await accommodations.by_code(session, "coihue")
        await add_reservation(session, coihue, code="R-222222", status="confirmed")
    wanted = [(AT, "coihue"), (f"{RESERVATIONS}/R-222222", "arrayan")] * 5

    answers = await race(
        [lambda at=at, to=to: api.patch(at, json={"accommodation": to}, headers=bearer) for at, to in wanted]  # type: ignore[misc]  # bound defaults
    )

    assert {one.status_code for one in answers if isinstance(one, httpx.Response)} <= {200, 409}
    assert len(await _taken(database)) == 2


async def test_an_ended_hold_is_not_moved(api: httpx.AsyncClient, database: Database, bearer: dict[str, str]) -> None:
    await _reserve(database, expires_at=NOW, release_at=NOW + timedelta(minutes=5))
    assert_problem(await api.patch(AT, json={"adults": 1}, headers=bearer), 409, "invalid_transition")


async def test_a_guest_who_is_there_stays_longer_and_changes_nothing_else(
    api: httpx.AsyncClient, database: Database, bearer: dict[str, str]
) -> None:
    booked = NOW - timedelta(days=20)
    await _reserve(database, "checked_in", Stay(date(2026, 11, 18), date(2026, 11, 23)), created_at=booked)

    longer = await api.patch(AT, json={"check_out": "2026-11-25", "reason": "se quedan"}, headers=bearer)

    assert (longer.status_code, longer.json()["check_out"], longer.json()["status"]) == (
        200,
        "2026-11-25",
        "checked_in",
    )
    assert_problem(await api.patch(AT, json={"adults": 3}, headers=bearer), 409, "invalid_transition")
    yesterday = await api.patch(AT, json={"check_out": "2026-11-20"}, headers=bearer)
    assert_problem(yesterday, 422, "stay_refused", "check_out")
    assert await _taken(database) == {("arrayan", Stay(date(2026, 11, 18), date(2026, 11, 25)), "stay")}


async def test_a_step_under_a_key_is_taken_once(
    api: httpx.AsyncClient, database: Database, bearer: dict[str, str]
) -> None:
    await _reserve(database, "confirmed", TODAY)
    keyed = bearer | {"idempotency-key": "k"}
    first = await api.post(f"{AT}/check-in", headers=keyed)
    again = await api.post(f"{AT}/check-in", headers=keyed)
    assert (first.status_code, again.content) == (200, first.content)
    assert_problem(await api.post(f"{AT}/check-out", headers=keyed), 422, "idempotency_key_reused", "Idempotency-Key")


async def test_an_owner_keeps_moves_and_gives_back_nights(
    api: httpx.AsyncClient, database: Database, bearer: dict[str, str]
) -> None:
    blocks = "/api/v1/blocks"
    asked = {"accommodation": "arrayan", "check_in": "2027-01-10", "check_out": "2027-01-14", "reason": "pintura"}

    made = await api.post(blocks, json=asked, headers=bearer)
    taken = await api.post(blocks, json=asked, headers=bearer)
    moved = await api.patch(
        f"{blocks}/arrayan/2027-01-10", json={"check_in": "2027-01-12", "check_out": "2027-01-13"}, headers=bearer
    )

    assert made.status_code == 201
    assert_problem(taken, 409, "dates_unavailable", "check_in")
    listed = {"accommodation": "arrayan", "check_in": "2027-01-12", "check_out": "2027-01-13"}
    assert moved.json() == listed
    assert (await api.get(blocks, headers=bearer)).json() == [listed]
    assert (await api.get(f"{blocks}?accommodation=coihue", headers=bearer)).json() == []
    lifted = await api.delete(f"{blocks}/arrayan/2027-01-12", headers=bearer)
    assert lifted.json() == listed
    assert await _taken(database) == set()
    gone = await api.delete(f"{blocks}/arrayan/2027-01-12", headers=bearer)
    assert_problem(gone, 404, "block_not_found", "check_in")
    async with database.unit_of_work() as session:
        entries = (await session.execute(select(AuditEntry.action, AuditEntry.reason).order_by(AuditEntry.id))).all()
    assert [tuple(one) for one in entries] == [
        ("block.made", "pintura"),
        ("block.moved", None),
        ("block.removed", None),
    ]


async def test_a_guests_nights_are_no_block(api: httpx.AsyncClient, database: Database, bearer: dict[str, str]) -> None:
    await _reserve(database, "confirmed")
    lifted = await api.delete("/api/v1/blocks/arrayan/2027-01-10", headers=bearer)
    assert_problem(lifted, 404, "block_not_found", "check_in")
    assert len(await _taken(database)) == 1


@pytest.mark.parametrize(
    ("check_in", "check_out", "code", "field"),
    [
        ("2026-11-10", "2026-11-20", "stay_refused", "check_out"),
        ("2027-01-10", "2029-01-10", "stay_refused", "check_out"),
        ("2027-01-10", "2027-01-10", "invalid_request", "check_out"),
    ],
)
async def test_a_block_that_makes_no_sense_is_refused(
    api: httpx.AsyncClient, bearer: dict[str, str], check_in: str, check_out: str, code: str, field: str
) -> None:
    asked = {"accommodation": "arrayan", "check_in": check_in, "check_out": check_out}
    assert_problem(await api.post("/api/v1/blocks", json=asked, headers=bearer), 422, code, field)


async def test_whoever_cleans_changes_nothing(api: httpx.AsyncClient, database: Database, settings: Settings) -> None:
    await _reserve(database)
    cleaner = bearer_of(settings, "cleaner")
    for step in (*STEPS, "no-show"):
        body = {"minutes": 5} if step == "extend" else {}
        assert_problem(await api.post(f"{AT}/{step}", json=body, headers=cleaner), 403, "not_allowed")
    assert_problem(await api.patch(AT, json={"adults": 1}, headers=cleaner), 403, "not_allowed")
    assert_problem(await api.delete("/api/v1/blocks/arrayan/2027-01-10", headers=cleaner), 403, "not_allowed")
