"""Operators see who waits for which nights, a page at a time."""

import httpx
from sqlalchemy import text

from reservas.config import Settings
from reservas.features.reservations.repository import as_range
from reservas.infra.database import Database
from reservas.models import WaitingEntry
from tests.factories.accommodations import add_accommodation
from tests.factories.guests import add_guest
from tests.factories.moments import NOW, STAY
from tests.integration.http.asking import bearer_of
from tests.integration.serving import assert_problem

WAITING = "/api/v1/waiting-list"


async def test_the_office_sees_who_waits_and_how_it_ended(
    api: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    async with database.unit_of_work() as session:
        await session.execute(text("TRUNCATE waiting_list, accommodations CASCADE"))
        cabin = await add_accommodation(session, code="arrayan")
        guest = await add_guest(session, name="Ana", phone="5492944123456")
        wish = {
            "guest_id": guest.id,
            "nights": as_range(STAY),
            "adults": 2,
            "children": 1,
            "pets": 0,
            "created_at": NOW,
        }
        ended = {"told_at": NOW, "told_accommodation_id": cabin.id, "ended_at": NOW, "ended_reason": "told"}
        session.add_all([WaitingEntry(**wish, **ended), WaitingEntry(**wish, accommodation_id=cabin.id)])
    staff = bearer_of(settings, "staff")

    newest = (await api.get(f"{WAITING}?limit=1", headers=staff)).json()
    rest = (await api.get(f"{WAITING}?limit=1&cursor={newest['next']}", headers=staff)).json()

    (waiting,), (over,) = newest["items"], rest["items"]
    assert waiting | {"id": 0, "created_at": ""} == {
        "id": 0,
        "guest": "Ana",
        "phones": ["+5492944123456"],
        "accommodation": "arrayan",
        "check_in": "2027-01-10",
        "check_out": "2027-01-14",
        "adults": 2,
        "children": 1,
        "pets": 0,
        "created_at": "",
        "told_at": None,
        "told_of": None,
        "ended_at": None,
        "ended_reason": None,
    }
    assert (over["accommodation"], over["told_of"], over["ended_reason"]) == (None, "arrayan", "told")
    for waits, expected in (("true", [waiting]), ("false", [over])):
        assert (await api.get(f"{WAITING}?waits={waits}", headers=staff)).json()["items"] == expected
    assert_problem(await api.get(WAITING, headers=bearer_of(settings, "cleaner")), 403, "not_allowed")
    assert_problem(await api.get(f"{WAITING}?waits=maybe", headers=staff), 422, "invalid_request", "waits")
