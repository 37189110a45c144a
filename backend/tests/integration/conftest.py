"""A database of one's own with the product's tables, and a clock that stands still."""

from collections.abc import AsyncIterator

import pytest

from reservas.infra.database import Database
from reservas.kit.clock import FixedClock
from tests.factories.moments import NOW


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database(database_url, application_name="reservas-test")
    yield opened
    await opened.close()


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)
