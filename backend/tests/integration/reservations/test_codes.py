"""A code that was drawn before is drawn again: no guest is refused for it."""

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.infra.database import Database
from tests.factories.accommodations import add_accommodation
from tests.factories.reservations import add_reservation


async def test_a_code_drawn_twice_is_drawn_again(database: Database) -> None:
    async with database.unit_of_work() as session:
        before = await add_reservation(session)
    drawn = iter([before.code, before.code, "R-NEWNEW"])

    async def work(session: AsyncSession) -> str:
        return (await add_reservation(session, code=next(drawn))).code

    assert await database.transaction(work) == "R-NEWNEW"


async def test_what_else_must_be_unique_is_not_tried_again(database: Database) -> None:
    async with database.unit_of_work() as session:
        before = await add_reservation(session)
    tries: list[int] = []

    async def work(session: AsyncSession) -> None:
        tries.append(1)
        cabin = await add_accommodation(session)
        await add_reservation(session, cabin, calendar_uid=before.calendar_uid)

    with pytest.raises(IntegrityError):
        await database.transaction(work)

    assert len(tries) == 1
