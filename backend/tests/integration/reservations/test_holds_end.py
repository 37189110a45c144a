"""A hold keeps its nights until its release, and money that comes late takes them back only if they are free."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from reservas.domain.stays import Party
from reservas.features.reservations import service
from reservas.features.reservations.errors import DatesUnavailable, InvalidTransition, QuoteExpired, ReservationNotFound
from reservas.infra.database import Database
from reservas.models import Accommodation, Occupancy, Quote, Reservation
from tests.factories.accommodations import add_accommodation
from tests.factories.guests import add_guest
from tests.factories.moments import MINUTE, NOW, STAY, january
from tests.factories.reservations import GRACE, HOLD, add_occupancy, add_quote, add_reservation
from tests.fakes.locks import NO_LOCKS
from tests.integration.queued import queued_jobs
from tests.integration.reservations.booking import (
    assert_nights_agree,
    cancel,
    confirm,
    expire,
    hold,
    read_actions,
    read_reservation,
)

RELEASE = NOW + HOLD + GRACE
INSTANT = timedelta(microseconds=1)


async def _hold_and_rival(database: Database) -> tuple[Reservation, Quote]:
    async with database.unit_of_work() as session:
        cabin = await add_accommodation(session)
        held = await add_reservation(session, cabin)
        return held, await add_quote(session, cabin, stay=january(13, 16))


async def test_a_hold_says_when_it_ends(database: Database) -> None:
    async with database.unit_of_work() as session:
        quote, guest = await add_quote(session), await add_guest(session)

    view, _ = await hold(database, quote, guest)

    reservation = await read_reservation(database, view.id)
    assert (reservation.expires_at, reservation.release_at) == (NOW + HOLD, RELEASE)
    assert (view.total_cents, view.deposit_cents) == (quote.total_cents, quote.deposit_cents)
    assert await read_actions(database, view.code) == ["reservation.held"]


async def test_a_cabin_may_hold_longer(database: Database) -> None:
    async with database.unit_of_work() as session:
        quote = await add_quote(session, await add_accommodation(session, hold_minutes=90))
        guest = await add_guest(session)

    view, _ = await hold(database, quote, guest)

    assert view.expires_at == NOW + 90 * MINUTE


async def test_an_overdue_hold_gives_its_nights_to_who_asks(database: Database) -> None:
    held, quote = await _hold_and_rival(database)
    async with database.unit_of_work() as session:
        rival = await add_guest(session)

    view, is_new = await hold(database, quote, rival, RELEASE)

    assert is_new
    after = await read_reservation(database, held.id)
    assert (after.status, after.occupancy_id, after.ended_at) == ("expired", None, RELEASE)
    assert await read_actions(database, held.code) == ["reservation.expired"]
    told = [(job.name, job.payload["subject_id"]) for job in await queued_jobs(database)]
    assert told == [("reservation.expired", held.id), ("reservation.held", view.id)]
    await assert_nights_agree(database)


async def test_until_its_release_a_hold_keeps_its_nights(database: Database) -> None:
    held, quote = await _hold_and_rival(database)
    async with database.unit_of_work() as session:
        rival = await add_guest(session)

    with pytest.raises(DatesUnavailable):
        await hold(database, quote, rival, RELEASE - INSTANT)

    assert (await read_reservation(database, held.id)).status == "pre_reserved"
    assert await queued_jobs(database) == []


async def test_an_overdue_hold_stays_as_it_is_when_its_nights_are_taken_otherwise(database: Database) -> None:
    held, quote = await _hold_and_rival(database)
    async with database.unit_of_work() as session:
        cabin = await session.get_one(Accommodation, held.accommodation_id)
        await add_occupancy(session, cabin, stay=january(15, 18))
        rival = await add_guest(session)

    with pytest.raises(DatesUnavailable):
        await hold(database, quote, rival, RELEASE)

    assert (await read_reservation(database, held.id)).status == "pre_reserved"
    await assert_nights_agree(database)


@pytest.mark.parametrize(("now", "is_free"), [(RELEASE - INSTANT, False), (RELEASE, True)])
async def test_availability_and_taking_follow_one_rule(now: datetime, *, is_free: bool, database: Database) -> None:
    _, quote = await _hold_and_rival(database)

    async with database.unit_of_work() as session:
        offers = await service.search(session, STAY, Party(2), now)
        rival = await add_guest(session)

    assert bool(offers) is is_free
    if is_free:
        await hold(database, quote, rival, now)
    else:
        with pytest.raises(DatesUnavailable):
            await hold(database, quote, rival, now)


async def test_what_is_told_to_be_free_elsewhere_is_free(database: Database) -> None:
    _, quote = await _hold_and_rival(database)
    async with database.unit_of_work() as session:
        rival = await add_guest(session)
        free = await add_accommodation(session)
        small = await add_accommodation(session, capacity=1)
        closed = await add_accommodation(session, active=False)
        taken = await add_accommodation(session)
        await add_occupancy(session, taken, stay=january(15, 20), kind="external")

    with pytest.raises(DatesUnavailable) as refused:
        await hold(database, quote, rival)

    assert refused.value.alternatives == (free.code,)
    assert {small.code, closed.code, taken.code}.isdisjoint(refused.value.alternatives)


async def test_an_expired_quote_takes_nothing(database: Database) -> None:
    async with database.unit_of_work() as session:
        quote, guest = await add_quote(session, valid_until=NOW), await add_guest(session)

    with pytest.raises(QuoteExpired):
        await hold(database, quote, guest)

    async with database.unit_of_work() as session:
        assert (await session.execute(select(Occupancy))).first() is None


async def test_expiring_waits_for_the_end_the_guest_was_told(database: Database) -> None:
    held, _ = await _hold_and_rival(database)

    assert not await expire(database, held.id, NOW + HOLD - INSTANT)
    assert await expire(database, held.id, NOW + HOLD)
    assert not await expire(database, held.id, NOW + HOLD)

    assert await read_actions(database, held.code) == ["reservation.expired"]
    await assert_nights_agree(database)


async def test_a_confirmed_stay_never_expires(database: Database) -> None:
    held, _ = await _hold_and_rival(database)
    assert await confirm(database, held.id)

    assert not await expire(database, held.id, RELEASE + timedelta(days=1))
    assert not await confirm(database, held.id)

    after = await read_reservation(database, held.id)
    assert after.status == "confirmed"
    assert await read_actions(database, held.code) == ["reservation.confirmed"]
    await assert_nights_agree(database)


async def test_late_money_takes_free_nights_back(database: Database) -> None:
    held, _ = await _hold_and_rival(database)
    await expire(database, held.id, RELEASE)

    assert await confirm(database, held.id, RELEASE + MINUTE)

    after = await read_reservation(database, held.id)
    assert (after.status, after.ended_at, after.confirmed_at) == ("confirmed", None, RELEASE + MINUTE)
    await assert_nights_agree(database)


async def test_late_money_takes_nobody_elses_nights(database: Database) -> None:
    held, quote = await _hold_and_rival(database)
    async with database.unit_of_work() as session:
        rival = await add_guest(session)
    await hold(database, quote, rival, RELEASE)

    with pytest.raises(DatesUnavailable):
        await confirm(database, held.id, RELEASE + MINUTE)

    assert (await read_reservation(database, held.id)).status == "expired"
    await assert_nights_agree(database)


async def test_late_money_takes_nights_back_from_a_hold_that_is_overdue_too(database: Database) -> None:
    held, quote = await _hold_and_rival(database)
    async with database.unit_of_work() as session:
        rival = await add_guest(session)
    rivals, _ = await hold(database, quote, rival, RELEASE)

    assert await confirm(database, held.id, RELEASE + HOLD + GRACE)

    assert (await read_reservation(database, rivals.id)).status == "expired"
    await assert_nights_agree(database)


async def test_a_cancelled_hold_is_over_for_good(database: Database) -> None:
    held, quote = await _hold_and_rival(database)
    async with database.unit_of_work() as session:
        rival = await add_guest(session)

    view = await cancel(database, held)

    assert view.status == "cancelled"
    with pytest.raises(InvalidTransition):
        await cancel(database, held)
    with pytest.raises(InvalidTransition):
        await confirm(database, held.id)
    _, is_new = await hold(database, quote, rival)
    assert is_new
    await assert_nights_agree(database)


async def test_only_its_own_guest_cancels_a_hold(database: Database) -> None:
    held, _ = await _hold_and_rival(database)
    async with database.unit_of_work() as session:
        stranger = await add_guest(session)

    async with database.unit_of_work() as session:
        with pytest.raises(ReservationNotFound):
            await service.cancel_hold(
                session, held.code, guest_id=stranger.id, actor="test", reason=None, now=NOW, locks=NO_LOCKS
            )

    assert (await read_reservation(database, held.id)).status == "pre_reserved"
