"""Operators stay signed in by tokens that are good once; guessing a password soon ends."""

from datetime import timedelta

import httpx
import pytest
import pytest_asyncio
from sqlalchemy import func, select

from reservas.features.staff import service as staff
from reservas.infra.database import Database
from reservas.kit.clock import FixedClock
from reservas.models import RefreshToken, SignInAttempts
from tests.factories.moments import NOW
from tests.integration.concurrency import race
from tests.integration.serving import assert_problem

AUTH = "/api/v1/auth"
EMAIL, PASSWORD = "ana@cabanas.example", "cabañas del lago"


@pytest_asyncio.fixture(loop_scope="session", autouse=True)
async def _operators(database: Database) -> None:
    async with database.unit_of_work() as session:
        await staff.create_operator(session, EMAIL, PASSWORD, "staff", NOW)
        await staff.purge(session, NOW + timedelta(days=365))


async def _sign_in(api: httpx.AsyncClient, password: str = PASSWORD, email: str = EMAIL) -> httpx.Response:
    return await api.post(f"{AUTH}/token", data={"username": email, "password": password})


async def _refresh(api: httpx.AsyncClient, token: str) -> httpx.Response:
    return await api.post(f"{AUTH}/refresh", json={"refresh_token": token})


async def test_a_refresh_token_gets_the_next_pair(api: httpx.AsyncClient, clock: FixedClock) -> None:
    first = (await _sign_in(api)).json()
    clock.instant = NOW + timedelta(hours=5)

    second = await _refresh(api, first["refresh_token"])

    assert second.status_code == 200
    assert second.json()["refresh_token"] != first["refresh_token"]
    bearer = {"authorization": f"Bearer {second.json()['access_token']}"}
    assert (await api.get("/api/v1/reservations", headers=bearer)).status_code == 200


async def test_one_that_comes_again_ends_its_family(api: httpx.AsyncClient) -> None:
    stolen = (await _sign_in(api)).json()["refresh_token"]
    other = (await _sign_in(api)).json()["refresh_token"]
    newest = (await _refresh(api, stolen)).json()["refresh_token"]

    assert_problem(await _refresh(api, stolen), 401, "refresh_token_invalid")
    assert_problem(await _refresh(api, newest), 401, "refresh_token_invalid")
    assert (await _refresh(api, other)).status_code == 200


async def test_of_many_at_once_one_is_answered(api: httpx.AsyncClient) -> None:
    token = (await _sign_in(api)).json()["refresh_token"]
    answers = await race([lambda: _refresh(api, token)] * 5)
    codes = sorted(one.status_code for one in answers if isinstance(one, httpx.Response))
    assert codes == [200, 401, 401, 401, 401]


async def test_it_ends_by_time_by_signing_out_and_by_a_new_password(
    api: httpx.AsyncClient, clock: FixedClock, database: Database
) -> None:
    by_time, signed_out, by_password = [(await _sign_in(api)).json()["refresh_token"] for _ in range(3)]
    assert (await api.post(f"{AUTH}/sign-out", json={"refresh_token": signed_out})).status_code == 204
    assert_problem(await _refresh(api, signed_out), 401, "refresh_token_invalid")
    clock.instant = NOW + timedelta(days=14)
    assert_problem(await _refresh(api, by_time), 401, "refresh_token_invalid")
    clock.instant = NOW
    async with database.unit_of_work() as session:
        await staff.create_operator(session, EMAIL, PASSWORD, "owner", NOW)
    assert_problem(await _refresh(api, by_password), 401, "refresh_token_invalid")


@pytest.mark.parametrize("token", ["", "x", "x" * 33, "\x00" * 32])
async def test_what_is_no_token_is_named(api: httpx.AsyncClient, token: str) -> None:
    assert_problem(await _refresh(api, token), 422, "invalid_request", "refresh_token")
    assert_problem(await _refresh(api, "x" * 32), 401, "refresh_token_invalid")


@pytest.mark.parametrize("email", [EMAIL, "nobody@cabanas.example"])
async def test_guessing_ends_after_ten_attempts_for_a_while(
    api: httpx.AsyncClient, clock: FixedClock, email: str
) -> None:
    answers = await race([lambda: _sign_in(api, "a wrong password", email)] * 12)
    codes = sorted(one.status_code for one in answers if isinstance(one, httpx.Response))
    assert codes == [401] * 10 + [429] * 2

    refused = await _sign_in(api, PASSWORD, email)

    assert_problem(refused, 429, "too_many_attempts")
    assert int(refused.headers["retry-after"]) == 900
    clock.instant = NOW + timedelta(minutes=15)
    assert (await _sign_in(api, PASSWORD, email)).status_code == (200 if email == EMAIL else 401)


async def test_the_right_password_starts_the_count_anew(api: httpx.AsyncClient) -> None:
    for _ in range(2):
        for _ in range(9):
            assert (await _sign_in(api, "a wrong password")).status_code == 401
        assert (await _sign_in(api)).status_code == 200


async def test_what_has_ended_is_forgotten(api: httpx.AsyncClient, database: Database) -> None:
    await _sign_in(api)
    await _sign_in(api, "a wrong password")
    async with database.unit_of_work() as session:
        await staff.purge(session, NOW + timedelta(days=14))
        for model in (RefreshToken, SignInAttempts):
            assert (await session.execute(select(func.count()).select_from(model))).scalar_one() == 0
