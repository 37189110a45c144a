"""Both webhooks over a database of their own, and over one that is away."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from reservas.bootstrap import open_worker_services
from reservas.infra.database import Database
from reservas.kit.clock import FixedClock
from tests.factories.moments import NOW
from tests.fixtures.servers import Postgres, Valkey, _database
from tests.integration.serving import NOWHERE, serve, settings_for
from tests.integration.webhooks.recorded import Stage


@pytest.fixture
async def api(
    database_url: str, valkey_server: Valkey, tmp_path: Path, clock: FixedClock
) -> AsyncIterator[httpx.AsyncClient]:
    async with serve(settings_for(database_url, valkey_server.url, tmp_path), clock) as client:
        yield client


@pytest.fixture
async def api_without_database(
    valkey_server: Valkey, tmp_path: Path, clock: FixedClock
) -> AsyncIterator[httpx.AsyncClient]:
    async with serve(settings_for(NOWHERE, valkey_server.url, tmp_path), clock) as client:
        yield client


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def stage(
    postgres_server: Postgres,
    migrated_template: str,
    valkey_server: Valkey,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Stage]:
    """One database for a whole module: its stories clear it themselves, which is faster than a copy for each."""
    async with _database(postgres_server, migrated_template) as url:
        settings = settings_for(url, valkey_server.url, tmp_path_factory.mktemp("media"))
        database = Database(url, application_name="reservas-test")
        async with serve(settings, FixedClock(NOW)) as api, open_worker_services(settings) as services:
            yield Stage(api, database, services)
        await database.close()
