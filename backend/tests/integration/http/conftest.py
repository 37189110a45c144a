"""The API over one database a file, and over one that is away: requests here change little."""

from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio

from reservas.config import Settings
from reservas.infra.database import Database
from reservas.kit.clock import FixedClock
from tests.factories.moments import NOW
from tests.fixtures.servers import Postgres, Valkey, _database
from tests.integration.serving import NOWHERE, serve, settings_for


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def database_url(postgres_server: Postgres, migrated_template: str) -> AsyncIterator[str]:
    async with _database(postgres_server, migrated_template) as url:
        yield url


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database(database_url, application_name="reservas-test")
    yield opened
    await opened.close()


@pytest.fixture(scope="module")
def standing_clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def clock(standing_clock: FixedClock) -> FixedClock:
    standing_clock.instant = NOW
    return standing_clock


@pytest.fixture(scope="module")
def settings(database_url: str, valkey_server: Valkey, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return settings_for(database_url, valkey_server.url, tmp_path_factory.mktemp("media"))


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def served(settings: Settings, standing_clock: FixedClock) -> AsyncIterator[httpx.AsyncClient]:
    async with serve(settings, standing_clock) as client:
        yield client


@pytest.fixture
def api(served: httpx.AsyncClient, clock: FixedClock) -> httpx.AsyncClient:
    return served


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def api_without_database(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    away = settings.model_copy(update={"database": settings.database.model_copy(update={"url": NOWHERE})})
    async with serve(away, FixedClock(NOW)) as client:
        yield client
