"""What is said unasked is switched off and on over HTTP, by owners, in the audit log."""

import httpx
from sqlalchemy import text

from reservas.config import Settings
from reservas.domain.dialogue.reminders import Reminder
from reservas.features.conversations.due import read_switches
from reservas.infra.database import Database
from tests.integration.http.asking import bearer_of
from tests.integration.http.rates import audited
from tests.integration.serving import assert_problem

REMINDERS = "/api/v1/reminders"


async def test_owners_switch_a_kind_and_the_office_sees_it(
    api: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    async with database.unit_of_work() as session:
        await session.execute(text("TRUNCATE reminder_switches, audit_log"))
    owner, staff, cleaner = (bearer_of(settings, role) for role in ("owner", "staff", "cleaner"))
    listed = (await api.get(REMINDERS, headers=staff)).json()
    assert [one["kind"] for one in listed] == list(Reminder)
    assert all(one["is_on"] and one["changed_at"] is None for one in listed)

    at, off, on = f"{REMINDERS}/stay_ended", {"is_on": False}, {"is_on": True}
    for refused in (await api.put(at, json=off, headers=staff), await api.get(REMINDERS, headers=cleaner)):
        assert_problem(refused, 403, "not_allowed")
    answers = [await api.put(at, json=body, headers=owner) for body in (off, off, on)]

    assert [answer.json()["is_on"] for answer in answers] == [False, False, True]
    assert all(answer.status_code == 200 for answer in answers)
    first, second = await audited(database)
    assert (first.action, first.subject, first.actor) == (
        "reminder.switched",
        "stay_ended",
        "operator:ana@cabanas.example",
    )
    assert second.data["changes"] == {"is_on": {"before": False, "after": True}}


async def test_a_kind_switched_off_over_http_is_off(
    api: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    await api.put(f"{REMINDERS}/balance_due", json={"is_on": False}, headers=bearer_of(settings))

    async with database.unit_of_work() as session:
        assert [one.kind for one in await read_switches(session) if not one.is_on] == [Reminder.BALANCE_DUE]


async def test_no_such_kind_and_no_such_answer(api: httpx.AsyncClient, settings: Settings) -> None:
    owner = bearer_of(settings)
    assert_problem(
        await api.put(f"{REMINDERS}/weather", json={"is_on": True}, headers=owner), 422, "invalid_request", "kind"
    )
    for body in ({}, {"is_on": "no"}, {"is_on": None}, {"is_on": True, "until": 3}):
        answer = await api.put(f"{REMINDERS}/stay_ended", json=body, headers=owner)
        assert answer.status_code == 422, answer.text
