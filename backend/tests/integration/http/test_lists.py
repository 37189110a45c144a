"""Operators look through lists a page at a time, by filter, and only at what their role may see."""

from typing import Any

import httpx
import pytest
import pytest_asyncio

from reservas.config import Settings
from reservas.features.audit import service as audit
from reservas.infra.database import Database
from tests.factories.accommodations import add_accommodation
from tests.factories.guests import add_guest
from tests.factories.moments import NOW, january
from tests.factories.payments import add_payment
from tests.factories.reservations import add_reservation
from tests.integration.http.asking import RESERVATIONS, bearer_of
from tests.integration.serving import assert_problem

CODES = [f"R-22222{number}" for number in range(2, 7)]


@pytest_asyncio.fixture(scope="module", loop_scope="session", autouse=True)
async def _filled(database: Database) -> None:
    async with database.unit_of_work() as session:
        arrayan = await add_accommodation(session, code="arrayan")
        coihue = await add_accommodation(session, code="coihue")
        guest = await add_guest(session, name="=HYPERLINK()", phone="5492944123456")
        paid = None
        for number, code in enumerate(CODES):
            status = "cancelled" if number == 0 else "confirmed"
            stay = january(1 + 5 * number, 4 + 5 * number)
            cabin = coihue if number == 4 else arrayan
            paid = await add_reservation(session, cabin, guest=guest, code=code, status=status, stay=stay)
        await add_payment(session, paid, provider_payment_id="77", amount_cents=1_000)
        await add_payment(session, None, provider_payment_id="78", attention="unknown_reference")
        audit.record(session, at=NOW, actor="system:x", action="a.b", subject_kind="reservation", subject=CODES[0])


@pytest.fixture
def bearer(settings: Settings) -> dict[str, str]:
    return bearer_of(settings)


async def _codes(api: httpx.AsyncClient, bearer: dict[str, str], query: str) -> list[str]:
    answer = await api.get(f"{RESERVATIONS}?{query}", headers=bearer)
    assert answer.status_code == 200, answer.text
    return [one["code"] for one in answer.json()["items"]]


async def test_pages_follow_one_another(api: httpx.AsyncClient, bearer: dict[str, str]) -> None:
    seen: list[str] = []
    page: dict[str, Any] = {"next": ""}
    for _ in range(3):
        cursor = f"&cursor={page['next']}" if page["next"] else ""
        page = (await api.get(f"{RESERVATIONS}?limit=2{cursor}", headers=bearer)).json()
        seen += [one["code"] for one in page["items"]]
    assert seen == CODES[::-1]
    assert page["next"] is None


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("status=cancelled", CODES[:1]),
        ("accommodation=coihue", CODES[4:]),
        ("accommodation=nowhere", []),
        ("from=2027-01-14", [CODES[4], CODES[3]]),
        ("to=2027-01-06", CODES[:1]),
        ("from=2027-01-04&to=2027-01-07&status=confirmed", [CODES[1]]),
    ],
)
async def test_filters_let_through(
    api: httpx.AsyncClient, bearer: dict[str, str], query: str, found: list[str]
) -> None:
    assert await _codes(api, bearer, query) == found


@pytest.mark.parametrize(
    ("query", "code", "field"),
    [
        ("status=sold", "invalid_request", "status"),
        ("limit=0", "invalid_request", "limit"),
        ("limit=201", "invalid_request", "limit"),
        ("cursor=nothing", "cursor_invalid", "cursor"),
        ("from=soon", "invalid_request", "from"),
        ("accommodation=%00", "invalid_request", "accommodation"),
    ],
)
async def test_a_filter_that_is_none_is_named(
    api: httpx.AsyncClient, bearer: dict[str, str], query: str, code: str, field: str
) -> None:
    assert_problem(await api.get(f"{RESERVATIONS}?{query}", headers=bearer), 422, code, field)


async def test_the_export_is_a_table(api: httpx.AsyncClient, bearer: dict[str, str], settings: Settings) -> None:
    answer = await api.get(f"{RESERVATIONS}.csv?accommodation=coihue", headers=bearer)
    header, row = answer.text.removeprefix("\ufeff").splitlines()
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert dict(zip(header.split(","), row.split(","), strict=True))['"paid_cents"'] == '"1000"'
    cleaners = await api.get(f"{RESERVATIONS}.csv", headers=bearer_of(settings, "cleaner"))
    assert "cents" not in cleaners.text


async def test_guests_payments_and_audit_are_listed(api: httpx.AsyncClient, bearer: dict[str, str]) -> None:
    async def items(path: str) -> list[dict[str, Any]]:
        answer = await api.get(f"/api/v1/{path}", headers=bearer)
        assert answer.status_code == 200, answer.text
        return list(answer.json()["items"])

    assert [one["phones"] for one in await items("guests?phone=%2B5492944123456")] == [["+5492944123456"]]
    assert await items("guests?phone=%2B5492944000000") == []
    assert [(one["payment"], one["reservation"]) for one in await items("payments")] == [("78", None), ("77", CODES[4])]
    assert [one["payment"] for one in await items("payments?attention=true")] == ["78"]
    assert [one["payment"] for one in await items(f"payments?reservation={CODES[4]}")] == ["77"]
    assert [one["actor"] for one in await items(f"audit?subject={CODES[0]}")] == ["system:x"]
    assert await items("audit?actor=nobody") == []


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("reservations", {"owner", "staff", "cleaner"}),
        ("guests", {"owner", "staff"}),
        ("payments", {"owner", "staff"}),
        ("audit", {"owner"}),
    ],
)
async def test_a_role_sees_its_own_lists(
    api: httpx.AsyncClient, settings: Settings, path: str, allowed: set[str]
) -> None:
    for role in ("owner", "staff", "cleaner"):
        answer = await api.get(f"/api/v1/{path}", headers=bearer_of(settings, role))
        if role in allowed:
            assert answer.status_code == 200
        else:
            assert_problem(answer, 403, "not_allowed")


async def test_whoever_cleans_sees_no_amount(api: httpx.AsyncClient, settings: Settings) -> None:
    page = (await api.get(RESERVATIONS, headers=bearer_of(settings, "cleaner"))).json()
    assert {one["total"] for one in page["items"]} == {None}
