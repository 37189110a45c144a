"""Operators exchange e-mail and password for a token, and nobody else does."""

import httpx
import jwt
import pytest
import pytest_asyncio

from reservas.config import Settings
from reservas.features.staff import service as staff
from reservas.infra.database import Database
from tests.factories.moments import NOW
from tests.integration.serving import assert_problem

TOKEN = "/api/v1/auth/token"
EMAIL, PASSWORD = "ana@cabanas.example", "cabañas del lago 🏔️"


@pytest_asyncio.fixture(scope="module", loop_scope="session", autouse=True)
async def _operators(database: Database) -> None:
    async with database.unit_of_work() as session:
        await staff.create_operator(session, EMAIL, PASSWORD, "owner", NOW)


async def test_the_right_password_gets_a_token_that_opens(api: httpx.AsyncClient, settings: Settings) -> None:
    answer = await api.post(TOKEN, data={"username": " Ana@Cabanas.example ", "password": PASSWORD})

    assert answer.status_code == 200
    body = answer.json()
    assert (body["token_type"], body["expires_in"]) == ("bearer", settings.jwt.access_minutes * 60)
    options = {"verify_exp": False, "verify_iat": False}
    claims = jwt.decode(body["access_token"], settings.jwt.secret_key, ["HS256"], options=options)  # type: ignore[arg-type]  # its stub wants a TypedDict
    assert (claims["sub"], claims["role"]) == (EMAIL, "owner")
    read = await api.get("/api/v1/reservations/R-7K3QXM", headers={"authorization": f"Bearer {body['access_token']}"})
    assert_problem(read, 404, "reservation_not_found", "code")


@pytest.mark.parametrize(
    ("username", "password"),
    [
        (EMAIL, "another password"),
        (EMAIL, PASSWORD + " "),
        ("nobody@cabanas.example", PASSWORD),
        ("x" * 5000, "x" * 5000),
        (EMAIL + "\x00", PASSWORD),
        ("\x00", "\x00"),
    ],
)
async def test_anything_else_gets_none_and_never_learns_why(
    api: httpx.AsyncClient, username: str, password: str
) -> None:
    answer = await api.post(TOKEN, data={"username": username, "password": password})
    assert_problem(answer, 401, "wrong_credentials")
    assert answer.json()["detail"] == "The e-mail or the password is wrong."


@pytest.mark.parametrize("body", [b"username=%FF%FE&password=x", b"username=%ED%A0%80&password=%00"])
async def test_bytes_that_are_no_text_are_a_problem_of_the_caller(api: httpx.AsyncClient, body: bytes) -> None:
    headers = {"content-type": "application/x-www-form-urlencoded"}
    answer = await api.post(TOKEN, content=body, headers=headers)
    assert answer.status_code in (400, 401, 422)
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("form", "field"), [({}, "username"), ({"username": EMAIL}, "password"), ({"password": "x"}, "username")]
)
async def test_a_form_that_lacks_something_names_it(api: httpx.AsyncClient, form: dict[str, str], field: str) -> None:
    assert_problem(await api.post(TOKEN, data=form), 422, "invalid_request", field)


async def test_without_the_database_nobody_signs_in(api_without_database: httpx.AsyncClient) -> None:
    answer = await api_without_database.post(TOKEN, data={"username": EMAIL, "password": PASSWORD})
    assert_problem(answer, 503, "unavailable")
