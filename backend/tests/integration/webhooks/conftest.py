"""Both webhooks over a database of their own, and over one that is away."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from reservas.kit.clock import FixedClock
from tests.fixtures.servers import Valkey
from tests.integration.serving import NOWHERE, serve, settings_for


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
