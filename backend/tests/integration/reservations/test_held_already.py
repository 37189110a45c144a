"""A guest who books nights they already have, or still have to pay for elsewhere, gets what they have."""

from datetime import timedelta

import pytest

from reservas.features.reservations.errors import DatesUnavailable
from reservas.infra.database import Database
from tests.factories.accommodations import add_accommodation
from tests.factories.guests import add_guest
from tests.factories.moments import NOW, STAY, january
from tests.factories.reservations import add_quote
from tests.integration.reservations.booking import assert_nights_agree, confirm, hold

LATER = NOW + timedelta(hours=1)


async def test_another_quote_of_the_nights_one_holds_is_the_same_hold(database: Database) -> None:
    async with database.unit_of_work() as session:
        guest, cabin = await add_guest(session), await add_accommodation(session)
        first = await add_quote(session, cabin)
        again = await add_quote(session, cabin, stay=january(12, 16))

    held, _ = await hold(database, first, guest)

    assert await hold(database, again, guest) == (held, False)
    await confirm(database, held.id)
    found, is_new = await hold(database, again, guest)
    assert (found.code, found.status, is_new) == (held.code, "confirmed", False)
    await assert_nights_agree(database)


async def test_one_unpaid_hold_at_a_time_and_then_another_cabin(database: Database) -> None:
    async with database.unit_of_work() as session:
        guest, cabin, other = (
            await add_guest(session),
            await add_accommodation(session),
            await add_accommodation(session),
        )
        first, second = await add_quote(session, cabin), await add_quote(session, other)
        elsewhen = await add_quote(session, other, stay=january(20, 24))

    held, _ = await hold(database, first, guest)

    assert await hold(database, second, guest) == (held, False)
    assert (await hold(database, elsewhen, guest))[1]
    await confirm(database, held.id)
    found, is_new = await hold(database, second, guest)
    assert (found.accommodation, is_new) == (other.code, True)


async def test_a_hold_that_ended_stands_in_nobodys_way_but_others_are_told_no(database: Database) -> None:
    async with database.unit_of_work() as session:
        guest, stranger, cabin = await add_guest(session), await add_guest(session), await add_accommodation(session)
        quotes = [await add_quote(session, cabin, valid_until=NOW + timedelta(days=1)) for _ in range(3)]

    held, _ = await hold(database, quotes[0], guest)
    with pytest.raises(DatesUnavailable):
        await hold(database, quotes[1], stranger)

    again, is_new = await hold(database, quotes[2], guest, LATER)
    assert is_new
    assert again.code != held.code
    assert again.stay == STAY
