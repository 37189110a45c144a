"""Many want the same nights at the same moment: one gets them, and everybody else is told so."""

import asyncio
import random
from collections.abc import AsyncIterator
from datetime import date, timedelta
from functools import partial

import pytest
from sqlalchemy import func, select

from reservas.domain.stays import Stay
from reservas.features.accommodations import repository as accommodations
from reservas.features.accommodations.errors import AccommodationNotFound
from reservas.features.reservations.errors import DatesUnavailable, InvalidTransition
from reservas.features.reservations.schemas import ReservationView
from reservas.infra.database import Database
from reservas.models import Accommodation, Guest, Occupancy, Quote, Reservation
from tests.factories.accommodations import add_accommodation
from tests.factories.guests import add_guest
from tests.factories.moments import NOW, january
from tests.factories.reservations import GRACE, HOLD, add_quote, add_reservation
from tests.integration.concurrency import Racer, open_all_connections, race, somebody_waits
from tests.integration.queued import forget_jobs, queued_jobs
from tests.integration.reservations.booking import (
    assert_nights_agree,
    cancel,
    confirm,
    expire,
    hold,
    read_actions,
    read_reservation,
)

RACERS = 100
COMMON_NIGHT = date(2027, 1, 15)


@pytest.fixture
async def crowd(database_url: str) -> AsyncIterator[Database]:
    """A database with a connection of its own for each of a hundred sessions."""
    opened = Database(database_url, pool_size=RACERS, application_name="reservas-crowd")
    await open_all_connections(opened, RACERS)
    yield opened
    await opened.close()


async def _racers_around_one_night(database: Database, dice: random.Random) -> list[tuple[Quote, Guest]]:
    async with database.unit_of_work() as session:
        cabin = await add_accommodation(session)
        await add_accommodation(session)
        racers = []
        for _ in range(RACERS):
            check_in = COMMON_NIGHT - timedelta(days=dice.randint(0, 6))
            check_out = COMMON_NIGHT + timedelta(days=dice.randint(1, 7))
            quote = await add_quote(session, cabin, stay=Stay(check_in, check_out))
            racers.append((quote, await add_guest(session)))
        return racers


async def _race_for_one_night(database: Database, dice: random.Random) -> None:
    racers = await _racers_around_one_night(database, dice)
    assert len({(quote.nights.lower, quote.nights.upper) for quote, _ in racers}) > RACERS // 4

    ends = await race([partial(hold, database, quote, guest) for quote, guest in racers])

    winners = [end for end in ends if not isinstance(end, BaseException)]
    losers = [end for end in ends if isinstance(end, BaseException)]
    assert {type(end) for end in losers} == {DatesUnavailable}, set(map(repr, losers))
    assert len(winners) == 1
    view, is_new = winners[0]
    assert is_new
    assert all(isinstance(end, DatesUnavailable) and end.alternatives for end in losers)
    assert [job.payload["subject_id"] for job in await queued_jobs(database, "reservation.held")] == [view.id]
    await assert_nights_agree(database)
    await _forget_everything(database, view)


async def _forget_everything(database: Database, view: ReservationView) -> None:
    reservation = await read_reservation(database, view.id)
    await cancel(database, reservation)
    await forget_jobs(database)
    assert await _count_nights(database) == 0


async def _count_nights(database: Database) -> int:
    async with database.unit_of_work() as session:
        return (await session.execute(select(func.count()).select_from(Occupancy))).scalar_one()


async def test_a_hundred_sessions_race_for_one_night(crowd: Database) -> None:
    dice = random.Random(20261121)
    for _ in range(3):
        await _race_for_one_night(crowd, dice)


@pytest.mark.long
async def test_a_hundred_sessions_race_for_one_night_again_and_again(crowd: Database) -> None:
    dice = random.Random()
    for _ in range(25):
        await _race_for_one_night(crowd, dice)


async def test_the_constraint_decides_even_without_the_lock(crowd: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    async def no_lock(*_: object) -> None:
        """Let everybody in at once."""

    monkeypatch.setattr(accommodations, "lock", no_lock)

    await _race_for_one_night(crowd, random.Random(7))


async def test_touching_stays_both_win(database: Database) -> None:
    stays = [january(10, 14), january(14, 17), january(8, 10)]
    async with database.unit_of_work() as session:
        cabin = await add_accommodation(session)
        racers = [(await add_quote(session, cabin, stay=stay), await add_guest(session)) for stay in stays]

    ends = await race([partial(hold, database, quote, guest) for quote, guest in racers])

    assert [end for end in ends if isinstance(end, BaseException)] == []
    await assert_nights_agree(database)


async def test_the_same_nights_of_other_cabins_are_all_won(database: Database) -> None:
    async with database.unit_of_work() as session:
        racers = [(await add_quote(session), await add_guest(session)) for _ in range(10)]

    ends = await race([partial(hold, database, quote, guest) for quote, guest in racers])

    assert [end for end in ends if isinstance(end, BaseException)] == []
    assert await _count_nights(database) == 10


async def test_a_double_tap_makes_one_reservation(database: Database) -> None:
    async with database.unit_of_work() as session:
        quote, guest = await add_quote(session), await add_guest(session)

    ends = await race([partial(hold, database, quote, guest)] * 8)

    views = [end for end in ends if not isinstance(end, BaseException)]
    assert len(views) == 8, ends
    assert sum(is_new for _, is_new in views) == 1
    assert len({view.code for view, _ in views}) == 1
    assert len(await queued_jobs(database, "reservation.held")) == 1
    await assert_nights_agree(database)


async def test_another_guest_with_the_same_quote_loses(database: Database) -> None:
    async with database.unit_of_work() as session:
        quote, guests = await add_quote(session), [await add_guest(session) for _ in range(4)]

    ends = await race([partial(hold, database, quote, guest) for guest in guests])

    assert sorted(type(end) is DatesUnavailable for end in ends) == [False, True, True, True]
    await assert_nights_agree(database)


async def _race_with_an_overdue_hold(database: Database, number: int) -> None:
    """Its guest cancels, the scheduler expires it, its money arrives and others want its nights, all at once."""
    now = NOW + HOLD + GRACE
    async with database.unit_of_work() as session:
        cabin = await add_accommodation(session)
        overdue = await add_reservation(session, cabin)
        others = [
            (await add_quote(session, cabin, stay=january(9 + n % 3, 12 + n % 3)), await add_guest(session))
            for n in range(6)
        ]
    racers: list[Racer[object]] = [
        *(partial(hold, database, quote, guest, now) for quote, guest in others),
        partial(cancel, database, overdue, now),
        partial(expire, database, overdue.id, now),
        partial(expire, database, overdue.id, now),
        partial(confirm, database, overdue.id, now),
    ]
    random.Random(number).shuffle(racers)

    ends = await race(racers)

    unexpected = [end for end in ends if isinstance(end, BaseException)]
    assert {type(end) for end in unexpected} <= {DatesUnavailable, InvalidTransition}, unexpected
    await assert_nights_agree(database)
    async with database.unit_of_work() as session:
        query = select(Reservation).where(
            Reservation.accommodation_id == cabin.id, Reservation.occupancy_id.isnot(None)
        )
        live = list((await session.execute(query)).scalars())
    assert len(live) == 1
    actions = await read_actions(database, overdue.code)
    after = await read_reservation(database, overdue.id)
    assert actions in (
        ["reservation.cancelled"],
        ["reservation.expired"],
        ["reservation.confirmed"],
        ["reservation.expired", "reservation.confirmed"],
    )
    assert actions[-1] == f"reservation.{after.status}"


async def test_cancel_expire_confirm_and_hold_race(database: Database) -> None:
    for number in range(12):
        await _race_with_an_overdue_hold(database, number)


async def test_a_cabin_taken_off_the_market_while_a_hold_waits_is_not_held(database: Database) -> None:
    async with database.unit_of_work() as session:
        cabin = await add_accommodation(session)
        quote, guest = await add_quote(session, cabin), await add_guest(session)
    async with database.unit_of_work() as owner:
        (await owner.get_one(Accommodation, cabin.id)).active = False
        await owner.flush()
        late = asyncio.create_task(hold(database, quote, guest))
        await somebody_waits(database)

    with pytest.raises(DatesUnavailable):
        await late
    with pytest.raises(AccommodationNotFound):
        await hold(database, quote, guest)
    await assert_nights_agree(database)
