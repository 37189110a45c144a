"""One migrated database for many tests that leave no trace others would see."""

from collections.abc import AsyncIterator

import asyncpg
import pytest_asyncio

from tests.fixtures.servers import Postgres, _database


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def shared_url(postgres_server: Postgres, migrated_template: str) -> AsyncIterator[str]:
    """Its rows and its shape are everybody's: add rows of your own, or roll back."""
    async with _database(postgres_server, migrated_template) as url:
        yield url


@pytest_asyncio.fixture(loop_scope="session")
async def connection(shared_url: str) -> AsyncIterator[asyncpg.Connection]:
    """A connection of this test's own to the shared database."""
    opened = await asyncpg.connect(shared_url)
    yield opened
    await opened.close()
