"""What owners ask is read once and kept, yet an edit counts from the moment it is committed, and no sooner."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import event, update
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.stays import Party
from reservas.features.accommodations.service import read_cabins
from reservas.features.reservations.service.quoting import search
from reservas.infra.database import Database
from reservas.models import Accommodation, ExchangeRate, Fee
from tests.factories.accommodations import add_accommodation
from tests.factories.moments import NOW, STAY

PAIR = Party(2)


@contextmanager
def _statements(database: Database) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(*arguments: str) -> None:
        seen.append(arguments[2])

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(database.engine.sync_engine, "before_cursor_execute", note)


async def _total(session: AsyncSession) -> int:
    [offer] = await search(session, STAY, PAIR, NOW)
    return offer.price.total_cents


async def _total_now(database: Database) -> int:
    async with database.unit_of_work() as session:
        return await _total(session)


def _dearer(cabin: Accommodation) -> Fee:
    return Fee(
        accommodation_id=cabin.id,
        kind="cleaning",
        label="Limpieza",
        basis="stay",
        amount_cents=1_000_000,
        created_at=NOW,
    )


async def _add_cabin(database: Database, **values: str) -> Accommodation:
    async with database.unit_of_work() as session:
        return await add_accommodation(session, **values)


async def test_a_second_search_reads_no_prices(database: Database) -> None:
    await _add_cabin(database)
    await _total_now(database)

    with _statements(database) as seen:
        await _total_now(database)

    assert len(seen) == 2  # the revision, the nights taken


async def test_an_edit_counts_for_the_next_search(database: Database) -> None:
    cabin = await _add_cabin(database)
    before = await _total_now(database)

    async with database.unit_of_work() as session:
        session.add(_dearer(cabin))

    assert await _total_now(database) == before + 1_000_000


async def test_a_change_made_by_hand_in_the_database_counts_too(database: Database) -> None:
    cabin = await _add_cabin(database)
    before = await _total_now(database)

    async with database.unit_of_work() as session:
        dearer = update(Accommodation).where(Accommodation.id == cabin.id)
        await session.execute(dearer.values(base_price_cents=Accommodation.base_price_cents * 2))

    assert await _total_now(database) > before


async def test_an_edit_is_seen_by_its_own_transaction_alone_until_it_is_committed(database: Database) -> None:
    cabin = await _add_cabin(database)
    before = await _total_now(database)

    async with database.unit_of_work() as session:
        session.add(_dearer(cabin))
        assert await _total(session) == before + 1_000_000
        assert await _total_now(database) == before
        await session.rollback()

    assert await _total_now(database) == before


async def test_what_is_kept_survives_the_session_that_read_it(database: Database) -> None:
    await _add_cabin(database)
    async with database.unit_of_work() as session:
        [cabin] = await read_cabins(session, NOW)
        await session.rollback()

    assert cabin.terms is not None
    assert cabin.terms.rates.base_cents > 0


async def test_a_cabin_taken_off_the_market_is_offered_no_more(database: Database) -> None:
    cabin = await _add_cabin(database)
    await _total_now(database)

    async with database.unit_of_work() as session:
        (await session.get_one(Accommodation, cabin.id)).active = False

    async with database.unit_of_work() as session:
        assert await search(session, STAY, PAIR, NOW) == []


async def test_a_rate_stored_for_later_charges_from_its_moment_on(database: Database) -> None:
    await _add_cabin(database, list_currency="USD")
    async with database.unit_of_work() as session:
        for rate, hours in ((1000, -1), (2000, 1)):
            session.add(
                ExchangeRate(
                    list_currency="USD",
                    charge_currency="ARS",
                    rate=Decimal(rate),
                    source="the owner",
                    effective_at=NOW + timedelta(hours=hours),
                    created_at=NOW,
                )
            )

    async with database.unit_of_work() as session:
        [today] = await search(session, STAY, PAIR, NOW)
        [later] = await search(session, STAY, PAIR, NOW + timedelta(hours=1))

    assert later.price.total_cents == 2 * today.price.total_cents


@pytest.mark.parametrize("table", ["accommodations", "seasons", "price_rules", "fees", "holidays", "exchange_rates"])
async def test_every_edited_table_renews_the_revision(table: str, database: Database) -> None:
    async with database.engine.begin() as connection:
        before = await connection.exec_driver_sql("SELECT revision FROM catalogue_revision")
        first = before.scalar_one()
        await connection.exec_driver_sql(f"DELETE FROM {table} WHERE false")
        after = await connection.exec_driver_sql("SELECT revision FROM catalogue_revision")

        assert after.scalar_one() != first
