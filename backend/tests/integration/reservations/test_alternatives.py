"""Every alternative that is offered can really be held; what is over, past or too small is never offered."""

import random
from datetime import timedelta

import pytest
from sqlalchemy import event

from reservas.domain.alternatives import AlternativeKind
from reservas.domain.stays import Party, Stay
from reservas.features.reservations import service
from reservas.features.reservations.errors import DatesUnavailable
from reservas.features.reservations.schemas import Source
from reservas.features.reservations.service.alternatives import read_alternatives
from reservas.infra.database import Database
from tests.factories.accommodations import add_accommodation
from tests.factories.guests import add_guest
from tests.factories.moments import NOW, STAY, january
from tests.factories.reservations import GRACE, HOLD, add_occupancy, add_quote, add_reservation
from tests.fakes.locks import NO_LOCKS
from tests.integration.reservations.booking import TERMS, hold

COUPLE = Party(2)
TODAY = NOW.date()


async def test_every_alternative_offered_can_be_held(database: Database) -> None:
    dice = random.Random(20261121)
    async with database.unit_of_work() as session:
        guest = await add_guest(session)
        cabins = [await add_accommodation(session) for _ in range(3)]
        for cabin in cabins:
            night = TODAY - timedelta(days=3)
            for _ in range(12):
                night += timedelta(days=dice.randint(0, 4))
                taken = Stay(night, night + timedelta(days=dice.randint(1, 6)))
                if dice.random() < 0.7:
                    await add_occupancy(session, cabin, stay=taken)
                else:
                    await add_reservation(
                        session,
                        cabin,
                        stay=taken,
                        expires_at=NOW - GRACE,
                        release_at=NOW + dice.choice([-GRACE, GRACE]),
                    )
                night = taken.check_out

    kinds: set[AlternativeKind] = set()
    for _ in range(40):
        check_in = TODAY + timedelta(days=dice.randint(0, 40))
        stay = Stay(check_in, check_in + timedelta(days=dice.randint(1, 6)))
        async with database.unit_of_work() as session:
            for one in await read_alternatives(session, stay, COUPLE, NOW, asked=cabins[0].code):
                kinds.add(one.kind)
                savepoint = await session.begin_nested()
                quote = await service.make_quote(session, one.accommodation, one.stay, COUPLE, NOW)
                view, is_new = await service.hold(
                    session, quote.id, guest.id, terms=TERMS, source=Source.API, actor="test", now=NOW, locks=NO_LOCKS
                )
                assert is_new
                assert (view.accommodation, view.stay) == (one.accommodation, one.stay)
                await savepoint.rollback()

    assert kinds == set(AlternativeKind) - {AlternativeKind.LONGER}


async def test_a_lost_hold_tells_other_cabins_and_the_nearest_dates(database: Database) -> None:
    async with database.unit_of_work() as session:
        cabin, other = await add_accommodation(session), await add_accommodation(session)
        await add_accommodation(session, capacity=1)
        await add_accommodation(session, active=False)
        await add_occupancy(session, cabin, stay=january(8, 15))
        quote, guest = await add_quote(session, cabin), await add_guest(session)

    with pytest.raises(DatesUnavailable) as refusal:
        await hold(database, quote, guest)

    assert refusal.value.alternatives == (other.code,)
    dates = {(one.accommodation, one.stay) for one in refusal.value.nearest}
    assert {(cabin.code, january(4, 8)), (cabin.code, january(15, 19)), (other.code, STAY)} <= dates
    assert {one.accommodation for one in refusal.value.nearest} == {cabin.code, other.code}


async def test_nights_of_an_overdue_hold_are_offered(database: Database) -> None:
    async with database.unit_of_work() as session:
        cabin = await add_accommodation(session)
        await add_reservation(session, cabin)
        before = await read_alternatives(session, STAY, COUPLE, NOW)
        after = await read_alternatives(session, STAY, COUPLE, NOW + HOLD + GRACE)

    assert AlternativeKind.SAME_DATES not in {one.kind for one in before}
    assert after[0].kind is AlternativeKind.SAME_DATES


async def test_it_costs_two_statements_however_much_is_taken(database: Database) -> None:
    async with database.unit_of_work() as session:
        for _ in range(5):
            cabin = await add_accommodation(session)
            for first in range(1, 28, 3):
                await add_occupancy(session, cabin, stay=january(first, first + 3))
        await read_alternatives(session, STAY, COUPLE, NOW)
    statements: list[str] = []
    event.listen(
        database.engine.sync_engine, "before_cursor_execute", lambda *arguments: statements.append(arguments[2])
    )

    async with database.unit_of_work() as session:
        await read_alternatives(session, STAY, COUPLE, NOW)

    assert len(statements) == 2  # the catalogue's revision, nights taken
