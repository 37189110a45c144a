"""What the database itself refuses, whoever writes to it: taken nights are one truth."""

import itertools
import uuid
from datetime import date
from typing import Any

import asyncpg
import pytest

from tests.factories.moments import NOW

LIVE = ("pre_reserved", "confirmed", "checked_in")
OVER = ("completed", "cancelled", "expired", "no_show")
KINDS = ("hold", "stay", "owner_block", "external")
_numbers = itertools.count(1)


def _nights(first: int, last: int) -> asyncpg.Range:
    return asyncpg.Range(date(2027, 1, first), date(2027, 1, last))


class Raw:
    """One connection that speaks plain SQL, as a mistaken script or a person with psql would."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self.connection = connection

    async def add_cabin(self) -> int:
        return await self._value(
            """
            INSERT INTO accommodations (code, name, description, capacity, beds, amenities, house_rules, photos,
                address, latitude, longitude, how_to_arrive, check_in_time, check_out_time, time_zone, currency,
                base_price_cents, weekend_price_cents, deposit_percent, pets_allowed, created_at)
            VALUES ($1, 'Coihue', '', 4, '', '[]', '[]', '[]', '', 0, 0, '', '15:00', '10:00', 'UTC', 'ARS',
                1, 1, 30, true, $2) RETURNING id
            """,
            f"cabin-{next(_numbers)}",
            NOW,
        )

    async def occupy(self, cabin: int, nights: asyncpg.Range, kind: str = "hold") -> int:
        return await self._value(
            "INSERT INTO occupancies (accommodation_id, nights, kind, created_at) VALUES ($1, $2, $3, $4) RETURNING id",
            cabin,
            nights,
            kind,
            NOW,
        )

    async def reserve(self, cabin: int, nights: asyncpg.Range, status: str, occupancy: int | None) -> int:
        guest = await self._value("INSERT INTO guests (language, created_at) VALUES ('es', $1) RETURNING id", NOW)
        quote = await self._value(
            """
            INSERT INTO quotes (public_id, accommodation_id, nights, adults, children, pets, currency, total_cents,
                deposit_cents, snapshot, snapshot_hash, valid_until, created_at)
            VALUES ($1, $2, $3, 2, 0, 0, 'ARS', 100, 30, '{}', '', $4, $4) RETURNING id
            """,
            f"quote-{next(_numbers)}",
            cabin,
            nights,
            NOW,
        )
        return await self._value(
            """
            INSERT INTO reservations (code, calendar_uid, accommodation_id, occupancy_id, guest_id, quote_id, nights,
                adults, children, pets, status, source, currency, total_cents, deposit_cents, expires_at, release_at,
                created_at, updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, 2, 0, 0, $8, 'panel', 'ARS', 100, 30, $9, $9, $9, $9) RETURNING id
            """,
            f"R-{next(_numbers):06}",
            uuid.uuid4(),
            cabin,
            occupancy,
            guest,
            quote,
            nights,
            status,
            NOW,
        )

    async def execute(self, statement: str, *values: Any) -> None:
        await self.connection.execute(statement, *values)

    async def _value(self, statement: str, *values: Any) -> int:
        return int(await self.connection.fetchval(statement, *values))


@pytest.fixture
def raw(connection: asyncpg.Connection) -> Raw:
    return Raw(connection)


@pytest.mark.parametrize("status", LIVE)
async def test_a_live_reservation_needs_its_occupancy(status: str, raw: Raw) -> None:
    cabin = await raw.add_cabin()

    with pytest.raises(asyncpg.CheckViolationError, match="live_needs_occupancy"):
        await raw.reserve(cabin, _nights(10, 14), status, None)

    await raw.reserve(cabin, _nights(10, 14), status, await raw.occupy(cabin, _nights(10, 14)))


@pytest.mark.parametrize("status", OVER)
async def test_a_reservation_that_is_over_holds_no_nights(status: str, raw: Raw) -> None:
    cabin = await raw.add_cabin()
    occupancy = await raw.occupy(cabin, _nights(10, 14))

    with pytest.raises(asyncpg.CheckViolationError, match="live_needs_occupancy"):
        await raw.reserve(cabin, _nights(10, 14), status, occupancy)

    await raw.reserve(cabin, _nights(10, 14), status, None)


@pytest.mark.parametrize("status", LIVE)
async def test_the_occupancy_must_be_of_the_same_nights_and_cabin(status: str, raw: Raw) -> None:
    cabin, other = await raw.add_cabin(), await raw.add_cabin()
    occupancy = await raw.occupy(cabin, _nights(10, 14))

    for where, nights in ((cabin, _nights(10, 13)), (cabin, _nights(11, 14)), (other, _nights(10, 14))):
        with pytest.raises(asyncpg.ForeignKeyViolationError, match="reservations_occupancy_fkey"):
            await raw.reserve(where, nights, status, occupancy)


async def test_a_finished_reservation_cannot_come_alive_without_nights(raw: Raw) -> None:
    cabin = await raw.add_cabin()
    reservation = await raw.reserve(cabin, _nights(10, 14), "expired", None)

    for status in LIVE:
        with pytest.raises(asyncpg.CheckViolationError, match="live_needs_occupancy"):
            await raw.execute("UPDATE reservations SET status = $1 WHERE id = $2", status, reservation)


async def test_one_occupancy_serves_one_reservation(raw: Raw) -> None:
    cabin = await raw.add_cabin()
    occupancy = await raw.occupy(cabin, _nights(10, 14))
    await raw.reserve(cabin, _nights(10, 14), "confirmed", occupancy)

    with pytest.raises(asyncpg.UniqueViolationError, match="reservations_occupancy_id_key"):
        await raw.reserve(cabin, _nights(10, 14), "pre_reserved", occupancy)


@pytest.mark.parametrize(("first", "second"), list(itertools.product(KINDS, KINDS)))
async def test_overlap_is_refused_and_touching_accepted(first: str, second: str, raw: Raw) -> None:
    cabin, other = await raw.add_cabin(), await raw.add_cabin()
    await raw.occupy(cabin, _nights(10, 14), first)

    for nights in (_nights(10, 14), _nights(13, 16), _nights(8, 11), _nights(11, 12), _nights(5, 20)):
        with pytest.raises(asyncpg.ExclusionViolationError, match="occupancies_no_overlap_excl"):
            await raw.occupy(cabin, nights, second)

    await raw.occupy(cabin, _nights(14, 16), second)
    await raw.occupy(cabin, _nights(8, 10), second)
    await raw.occupy(other, _nights(10, 14), second)


@pytest.mark.parametrize(
    "nights",
    [
        asyncpg.Range(empty=True),
        asyncpg.Range(date(2027, 1, 10), date(2027, 1, 10)),
        asyncpg.Range(date(2027, 1, 10), None),
        asyncpg.Range(None, date(2027, 1, 10)),
        asyncpg.Range(None, None),
    ],
    ids=["empty", "no night", "no end", "no beginning", "no bound"],
)
async def test_taken_nights_have_a_beginning_and_an_end(nights: asyncpg.Range, raw: Raw) -> None:
    cabin = await raw.add_cabin()

    with pytest.raises(asyncpg.CheckViolationError, match="occupancies_nights_check"):
        await raw.occupy(cabin, nights)


@pytest.mark.parametrize("status", LIVE)
async def test_nights_cannot_be_freed_under_a_live_reservation(status: str, raw: Raw) -> None:
    cabin = await raw.add_cabin()
    occupancy = await raw.occupy(cabin, _nights(10, 14))
    reservation = await raw.reserve(cabin, _nights(10, 14), status, occupancy)

    with pytest.raises(asyncpg.ForeignKeyViolationError, match="reservations_occupancy_fkey"):
        await raw.execute("DELETE FROM occupancies WHERE id = $1", occupancy)
    with pytest.raises(asyncpg.CheckViolationError, match="live_needs_occupancy"):
        await raw.execute("UPDATE reservations SET occupancy_id = NULL WHERE id = $1", reservation)

    await raw.execute("UPDATE reservations SET status = 'cancelled', occupancy_id = NULL WHERE id = $1", reservation)
    await raw.execute("DELETE FROM occupancies WHERE id = $1", occupancy)


@pytest.mark.parametrize("status", LIVE)
async def test_moving_the_nights_moves_the_reservation(status: str, raw: Raw) -> None:
    cabin = await raw.add_cabin()
    occupancy = await raw.occupy(cabin, _nights(10, 14))
    reservation = await raw.reserve(cabin, _nights(10, 14), status, occupancy)
    await raw.occupy(cabin, _nights(20, 24), "external")

    await raw.execute("UPDATE occupancies SET nights = $1 WHERE id = $2", _nights(12, 17), occupancy)

    moved = await raw.connection.fetchval("SELECT nights FROM reservations WHERE id = $1", reservation)
    assert moved == _nights(12, 17)
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        await raw.execute("UPDATE reservations SET nights = $1 WHERE id = $2", _nights(1, 2), reservation)
    with pytest.raises(asyncpg.ExclusionViolationError):
        await raw.execute("UPDATE occupancies SET nights = $1 WHERE id = $2", _nights(19, 22), occupancy)
