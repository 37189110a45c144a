"""Cabins, availability, quotes and reservations over HTTP."""

import json
from datetime import timedelta
from typing import Any

import httpx
import pytest
import pytest_asyncio
from hypothesis import given, settings
from hypothesis import strategies as st

from reservas.config import Settings
from reservas.entrypoints.http.dependencies import issue_token
from reservas.infra.database import Database
from reservas.kit.clock import FixedClock
from tests.factories.accommodations import add_accommodation
from tests.factories.moments import NOW, january
from tests.factories.reservations import add_occupancy, add_reservation
from tests.integration.serving import assert_problem

ASKED = {"accommodation": "arrayan", "check_in": "2027-01-10", "check_out": "2027-01-14", "adults": 2, "children": 1}
DATES = "check_in=2027-01-10&check_out=2027-01-14"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def cabins(database: Database) -> None:
    async with database.unit_of_work() as session:
        await add_accommodation(
            session,
            code="arrayan",
            name="Arrayán",
            photos=[{"file": "accommodations/arrayan-1.jpg", "caption": "Vista"}],
        )
        coihue = await add_accommodation(session, code="coihue", name="Coihue", capacity=6, pets_allowed=False)
        await add_accommodation(session, code="closed", active=False)
        await add_occupancy(session, coihue, stay=january(12, 13))


@pytest.mark.usefixtures("cabins")
async def test_the_cabins_that_are_let_are_listed(api: httpx.AsyncClient) -> None:
    first, second = (await api.get("/api/v1/accommodations")).json()
    assert (first["code"], second["code"]) == ("arrayan", "coihue")
    assert first["photos"] == ["https://cabanas.example/media/accommodations/arrayan-1.jpg"]
    assert (first["check_in_time"], first["check_out_time"], first["pets_allowed"]) == ("15:00", "10:00", True)
    assert "id" not in first


@pytest.mark.usefixtures("cabins")
async def test_what_is_free_comes_with_its_total(api: httpx.AsyncClient) -> None:
    answer = (await api.get(f"/api/v1/availability?{DATES}&guests=4")).json()
    assert answer == {
        "check_in": "2027-01-10",
        "check_out": "2027-01-14",
        "guests": 4,
        "available": [
            {
                "accommodation": "arrayan",
                "name": "Arrayán",
                "capacity": 4,
                "total": {"amount_cents": 32_000_000, "currency": "ARS"},
            }
        ],
    }
    until_taken = (await api.get("/api/v1/availability?check_in=2027-01-10&check_out=2027-01-12")).json()
    assert [one["accommodation"] for one in until_taken["available"]] == ["arrayan", "coihue"]


@pytest.mark.usefixtures("cabins")
@pytest.mark.parametrize(
    ("query", "code", "field"),
    [
        ("", "invalid_request", "check_in"),
        ("check_in=2027-01-10", "invalid_request", "check_out"),
        ("check_in=soon&check_out=2027-01-14", "invalid_request", "check_in"),
        ("check_in=2027-02-30&check_out=2027-03-14", "invalid_request", "check_in"),
        ("check_in=2027-01-10T00:00&check_out=2027-01-14", "invalid_request", "check_in"),
        ("check_in=1799539200&check_out=1799884800", "invalid_request", "check_in"),
        ("check_in=２０２７-01-10&check_out=2027-01-14", "invalid_request", "check_in"),
        ("check_in=2027-01-10%00&check_out=2027-01-14", "invalid_request", "check_in"),
        ("check_in=2027-01-14&check_out=2027-01-10", "stay_refused", "check_out"),
        ("check_in=2027-01-10&check_out=2027-01-10", "stay_refused", "check_out"),
        ("check_in=2026-11-20&check_out=2026-11-22", "stay_refused", "check_in"),
        ("check_in=2027-01-10&check_out=2027-03-12", "stay_refused", "check_out"),
        ("check_in=2029-01-10&check_out=2029-01-12", "stay_refused", "check_in"),
        ("check_in=9999-12-30&check_out=9999-12-31", "stay_refused", "check_in"),
        ("check_in=0001-01-01&check_out=9999-12-31", "stay_refused", "check_in"),
        (f"{DATES}&guests=0", "invalid_request", "guests"),
        (f"{DATES}&guests=100", "invalid_request", "guests"),
        (f"{DATES}&guests=2.5", "invalid_request", "guests"),
        (f"{DATES}&guests={'9' * 5000}", "invalid_request", "guests"),
    ],
)
async def test_dates_that_make_no_stay_are_named(api: httpx.AsyncClient, query: str, code: str, field: str) -> None:
    assert_problem(await api.get(f"/api/v1/availability?{query}"), 422, code, field)


@pytest.mark.usefixtures("cabins")
async def test_a_quote_is_itemised_and_takes_no_nights(api: httpx.AsyncClient) -> None:
    answer = await api.post("/api/v1/quotes", json=ASKED)

    assert answer.status_code == 201
    quote = answer.json()
    assert len(quote["quote"]) == 32
    assert len(quote["snapshot_hash"]) == 64
    assert (
        quote.items()
        >= {
            "accommodation": "arrayan",
            "check_in": "2027-01-10",
            "check_out": "2027-01-14",
            "adults": 2,
            "children": 1,
            "child_ages": [],
            "pets": 0,
            "lines": [
                {
                    "rule": "night.base",
                    "label": None,
                    "source": None,
                    "quantity": 4,
                    "unit": {"amount_cents": 8_000_000, "currency": "ARS"},
                    "amount": {"amount_cents": 32_000_000, "currency": "ARS"},
                }
            ],
            "total": {"amount_cents": 32_000_000, "currency": "ARS"},
            "deposit": {"amount_cents": 9_600_000, "currency": "ARS"},
            "balance_due_on": None,
            "exchange": None,
            "valid_until": (NOW + timedelta(hours=24)).isoformat().replace("+00:00", "Z"),
            "is_valid": True,
        }.items()
    )
    free = (await api.get(f"/api/v1/availability?{DATES}")).json()["available"]
    assert [one["accommodation"] for one in free] == ["arrayan"]


@pytest.mark.usefixtures("cabins")
@pytest.mark.parametrize(
    ("changes", "status", "code", "field"),
    [
        ({"adults": False}, 422, "invalid_request", "adults"),
        ({"adults": True}, 422, "invalid_request", "adults"),
        ({"adults": "2"}, 422, "invalid_request", "adults"),
        ({"adults": 2.0}, 422, "invalid_request", "adults"),
        ({"adults": 0}, 422, "invalid_request", "adults"),
        ({"adults": 10**30}, 422, "invalid_request", "adults"),
        ({"adults": None}, 422, "invalid_request", "adults"),
        ({"adults": ...}, 422, "invalid_request", "adults"),
        ({"children": -1}, 422, "invalid_request", "children"),
        ({"pets": 100}, 422, "invalid_request", "pets"),
        ({"check_in": "10/01/2027"}, 422, "invalid_request", "check_in"),
        ({"check_in": 1799539200}, 422, "invalid_request", "check_in"),
        ({"check_in": "1799539200"}, 422, "invalid_request", "check_in"),
        ({"check_in": True}, 422, "invalid_request", "check_in"),
        ({"check_out": "2027-01-10"}, 422, "invalid_request", "check_out"),
        ({"check_in": "2026-11-20", "check_out": "2026-11-22"}, 422, "stay_refused", "check_in"),
        ({"guests": 4}, 422, "invalid_request", "guests"),
        ({"guest": {"name": "Ana"}}, 422, "invalid_request", "guest"),
        ({"accommodation": "Arrayán"}, 422, "invalid_request", "accommodation"),
        ({"accommodation": "arrayan\u0000"}, 422, "invalid_request", "accommodation"),
        ({"accommodation": "arrayan\n"}, 422, "invalid_request", "accommodation"),
        ({"accommodation": "a" * 1_000_000}, 422, "invalid_request", "accommodation"),
        ({"accommodation": "\ud800"}, 422, "invalid_request", "accommodation"),
        ({"accommodation": "lenga"}, 404, "accommodation_not_found", "accommodation"),
        ({"accommodation": "closed"}, 404, "accommodation_not_found", "accommodation"),
        ({"adults": 4}, 422, "capacity_exceeded", "adults"),
        ({"accommodation": "coihue", "pets": 1}, 422, "pets_not_allowed", "pets"),
        ({"\u0000": 1}, 422, "invalid_request", "\u0000"),
    ],
)
async def test_a_quote_that_cannot_be_made_names_the_field(
    api: httpx.AsyncClient, changes: dict[str, Any], status: int, code: str, field: str
) -> None:
    body = {name: value for name, value in (ASKED | changes).items() if value is not ...}
    answer = await api.post("/api/v1/quotes", content=json.dumps(body), headers={"content-type": "application/json"})
    assert_problem(answer, status, code, field)


@pytest.mark.usefixtures("cabins")
async def test_a_key_that_is_no_utf8_is_a_problem_too(api: httpx.AsyncClient) -> None:
    body = json.dumps(ASKED | {"\ud800": 1})
    answer = await api.post("/api/v1/quotes", content=body, headers={"content-type": "application/json"})
    assert_problem(answer, 422, "invalid_request", answer.json()["field"])


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b"[" * 100_000, b'{"adults": NaN}', b'{"adults": 1e999}']
)
async def test_a_body_that_is_no_quote_is_a_problem(api: httpx.AsyncClient, body: bytes) -> None:
    answer = await api.post("/api/v1/quotes", content=body, headers={"content-type": "application/json"})
    assert answer.status_code in (400, 422)
    assert answer.headers["content-type"] == "application/problem+json"


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@pytest.mark.usefixtures("cabins")
@settings(max_examples=40)
@given(st.dictionaries(st.sampled_from([*ASKED, "pets", "x"]), anything, min_size=1, max_size=3))
async def test_no_quote_is_an_error_of_ours(api: httpx.AsyncClient, changes: dict[str, Any]) -> None:
    content = json.dumps(ASKED | changes)
    answer = await api.post("/api/v1/quotes", content=content, headers={"content-type": "application/json"})
    assert answer.status_code in (201, 400, 404, 422), answer.text


@pytest.fixture
def bearer(settings: Settings) -> dict[str, str]:
    return {"authorization": f"Bearer {issue_token(settings.jwt, 'ana@cabanas.example', 'owner', NOW)}"}


async def test_an_operator_reads_a_reservation_with_its_money(
    api: httpx.AsyncClient, database: Database, bearer: dict[str, str]
) -> None:
    async with database.unit_of_work() as session:
        cabin = await add_accommodation(session, code="lenga-2", active=False)
        await add_reservation(session, cabin, code="R-7K3QXM")

    answer = await api.get("/api/v1/reservations/R-7K3QXM", headers=bearer)

    assert answer.status_code == 200
    read = answer.json()
    assert (read["code"], read["accommodation"], read["status"]) == ("R-7K3QXM", "lenga-2", "pre_reserved")
    assert (read["check_in"], read["check_out"], read["adults"]) == ("2027-01-10", "2027-01-14", 2)
    assert [read[name]["amount_cents"] for name in ("total", "deposit", "paid", "balance")] == [
        32_000_000,
        9_600_000,
        0,
        32_000_000,
    ]
    assert "id" not in read
    assert "guest_id" not in read


@pytest.mark.parametrize("token", [None, "", "nonsense", "a.b.c"])
async def test_a_reservation_is_for_operators_only(api: httpx.AsyncClient, token: str | None) -> None:
    headers = {} if token is None else {"authorization": f"Bearer {token}"}
    answer = await api.get("/api/v1/reservations/R-7K3QXM", headers=headers)
    assert_problem(answer, 401, "not_authenticated")
    assert answer.headers["www-authenticate"] == "Bearer"


async def test_a_token_ends_by_the_processs_clock(
    api: httpx.AsyncClient, bearer: dict[str, str], clock: FixedClock, settings: Settings
) -> None:
    clock.instant = NOW + timedelta(minutes=settings.jwt.access_minutes, seconds=-1)
    assert_problem(await api.get("/api/v1/reservations/R-ZZZZZZ", headers=bearer), 404, "reservation_not_found", "code")
    clock.instant += timedelta(seconds=1)
    assert_problem(await api.get("/api/v1/reservations/R-7K3QXM", headers=bearer), 401, "not_authenticated")


async def test_a_token_signed_by_somebody_else_is_nobodys(api: httpx.AsyncClient, settings: Settings) -> None:
    foreign = settings.jwt.model_copy(update={"secret_key": "fedcba9876543210fedcba9876543210"})
    token = issue_token(foreign, "ana@cabanas.example", "owner", NOW)
    answer = await api.get("/api/v1/reservations/R-7K3QXM", headers={"authorization": f"Bearer {token}"})
    assert_problem(answer, 401, "not_authenticated")


@pytest.mark.parametrize("code", ["R-7K3QX", "r-7k3qxm", "R-7K3QXM%00", "R-7K3QXM%0A", "x" * 3000])
async def test_what_is_no_code_is_named(api: httpx.AsyncClient, bearer: dict[str, str], code: str) -> None:
    assert_problem(await api.get(f"/api/v1/reservations/{code}", headers=bearer), 422, "invalid_request", "code")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/api/v1/nothing", 404), ("DELETE", "/api/v1/accommodations", 405), ("GET", "/", 404)],
)
async def test_an_address_that_is_not_there_is_a_problem_too(
    api: httpx.AsyncClient, method: str, path: str, status: int
) -> None:
    code = {404: "not_found", 405: "method_not_allowed"}[status]
    assert_problem(await api.request(method, path), status, code)


@pytest.mark.parametrize("path", ["/api/v1/accommodations", f"/api/v1/availability?{DATES}"])
async def test_without_the_database_the_answer_is_to_come_back(
    api_without_database: httpx.AsyncClient, path: str
) -> None:
    answer = await api_without_database.get(path)
    assert_problem(answer, 503, "unavailable")
    assert int(answer.headers["retry-after"]) > 0
