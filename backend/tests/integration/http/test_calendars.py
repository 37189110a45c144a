"""An OTA fetches taken nights: never more than nights, and never fewer than there are."""

from datetime import timedelta

import httpx
import pytest
import pytest_asyncio
from icalendar import Calendar

from reservas.features.calendars import service as calendars
from reservas.infra.database import Database
from reservas.kit.ids import new_token
from tests.factories.accommodations import add_accommodation
from tests.factories.guests import add_guest
from tests.factories.moments import NOW, january
from tests.factories.reservations import add_reservation
from tests.integration.serving import assert_problem

TOKEN, REVOKED = new_token(), new_token()
GUEST_NAME = "Anastasia Guestova"


@pytest_asyncio.fixture(scope="module", loop_scope="session", autouse=True)
async def _taken(database: Database) -> None:
    async with database.unit_of_work() as session:
        cabin = await add_accommodation(session, code="arrayan", name="Arrayán")
        guest = await add_guest(session, name=GUEST_NAME, phone="5492944123456")
        for stay, status in (
            (january(10, 14), "confirmed"),
            (january(14, 16), "pre_reserved"),
            (january(20, 22), "cancelled"),
        ):
            await add_reservation(session, cabin, guest=guest, stay=stay, status=status)
        await calendars.open_export(session, cabin.id, "airbnb", REVOKED, NOW)
        await calendars.open_export(session, cabin.id, "airbnb", TOKEN, NOW)


def url_of(token: str, suffix: str = ".ics") -> str:
    return f"/api/v1/ical/export/{token}{suffix}"


@pytest.mark.parametrize("suffix", [".ics", ""])
async def test_the_taken_nights_and_nothing_about_anybody(api: httpx.AsyncClient, suffix: str) -> None:
    answer = await api.get(url_of(TOKEN, suffix))

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    read = Calendar.from_ical(answer.content)
    assert [(event.start, event.end) for event in read.events] == [
        (stay.check_in, stay.check_out) for stay in (january(10, 14), january(14, 16))
    ]
    assert all(str(event["UID"]).endswith("@cabanas.example") for event in read.events)
    for private in (GUEST_NAME, "Anastasia", "5492944123456", "R-0"):
        assert private not in answer.text


async def test_the_address_is_a_secret_that_nothing_may_keep(api: httpx.AsyncClient) -> None:
    headers = (await api.get(url_of(TOKEN))).headers
    assert headers["cache-control"] == "private, max-age=300"
    assert headers["x-robots-tag"] == "noindex"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-disposition"] == 'inline; filename="arrayan.ics"'
    assert "set-cookie" not in headers


async def test_what_has_not_changed_is_not_sent_again(api: httpx.AsyncClient) -> None:
    first, again = await api.get(url_of(TOKEN)), await api.get(url_of(TOKEN))
    etag = first.headers["etag"]
    assert first.content == again.content
    assert again.headers["etag"] == etag

    for known in (etag, f'"other", {etag}', f"W/{etag}"):
        answer = await api.get(url_of(TOKEN), headers={"if-none-match": known})
        assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", etag)
    assert (await api.get(url_of(TOKEN), headers={"if-none-match": '"other"'})).status_code == 200


async def test_asking_for_the_head_gets_the_same_headers(api: httpx.AsyncClient) -> None:
    get, head = await api.get(url_of(TOKEN)), await api.head(url_of(TOKEN))
    assert head.status_code == 200
    for name in ("etag", "content-type", "content-length"):
        assert head.headers[name] == get.headers[name]


@pytest.mark.parametrize(
    "token",
    [REVOKED, new_token(), "x", "%00", "x" * 5000, "ñandú", "%FF%FE"],
    ids=["revoked", "unknown", "short", "nul", "long", "accent", "bytes"],
)
async def test_an_address_that_opens_nothing(api: httpx.AsyncClient, token: str) -> None:
    assert_problem(await api.get(url_of(token)), 404, "calendar_not_found")


async def test_a_change_is_news(api: httpx.AsyncClient, database: Database) -> None:
    async with database.unit_of_work() as session:
        cabin = await add_accommodation(session, code="coihue", active=False)
        token = new_token()
        await calendars.open_export(session, cabin.id, "airbnb", token, NOW)
    before = await api.get(url_of(token))
    assert Calendar.from_ical(before.content).events == []

    async with database.unit_of_work() as session:
        await add_reservation(session, cabin, stay=january(1, 3), updated_at=NOW + timedelta(hours=1))
    after = await api.get(url_of(token), headers={"if-none-match": before.headers["etag"]})
    assert after.status_code == 200
    assert len(Calendar.from_ical(after.content).events) == 1


async def test_a_calendar_is_never_empty_for_want_of_a_database(api_without_database: httpx.AsyncClient) -> None:
    answer = await api_without_database.get(url_of(TOKEN))
    assert_problem(answer, 503, "unavailable")
    assert int(answer.headers["retry-after"]) > 0
    assert b"VCALENDAR" not in answer.content
