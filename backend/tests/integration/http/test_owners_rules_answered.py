"""An owner's rules over HTTP: itemised lines, and refusals that say why."""

from datetime import date

import httpx
import pytest_asyncio
from sqlalchemy.dialects.postgresql import Range

from reservas.infra.database import Database
from reservas.models import Season
from tests.factories.accommodations import add_accommodation
from tests.factories.moments import NOW
from tests.integration.serving import assert_problem

DATES = {"check_in": "2027-01-10", "check_out": "2027-01-12"}


@pytest_asyncio.fixture(scope="module", loop_scope="session", autouse=True)
async def cabin(database: Database) -> None:
    async with database.unit_of_work() as session:
        lenga = await add_accommodation(session, code="lenga", name="Lenga")
        session.add(
            Season(
                accommodation_id=lenga.id,
                name="Alta",
                nights=Range(date(2026, 12, 15), date(2027, 3, 1), bounds="[)"),
                weekday_price_cents=9_000_000,
                weekend_price_cents=9_500_000,
                minimum_nights=3,
                created_at=NOW,
            )
        )


async def test_a_quote_names_the_season(api: httpx.AsyncClient) -> None:
    asked = {"accommodation": "lenga", "check_in": "2027-01-10", "check_out": "2027-01-14", "adults": 2}
    [line] = (await api.post("/api/v1/quotes", json=asked)).json()["lines"]
    assert (line["rule"], line["quantity"], line["amount"]["amount_cents"]) == ("night.season", 4, 36_000_000)


async def test_too_few_nights_are_refused_with_the_reason(api: httpx.AsyncClient) -> None:
    quote = await api.post("/api/v1/quotes", json={"accommodation": "lenga", "adults": 2, **DATES})
    assert_problem(quote, 422, "stay_refused", "check_out")
    assert "3 nights" in quote.json()["detail"]

    available = await api.get("/api/v1/availability", params=DATES)
    assert_problem(available, 422, "stay_refused", "check_out")
    assert "3 nights" in available.json()["detail"]
