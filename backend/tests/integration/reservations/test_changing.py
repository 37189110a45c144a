"""A stay that is changed obeys what a new one would, and keeps what it had when it is refused."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Any

import pytest
from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.stays import Party, Stay
from reservas.features.accommodations.errors import AccommodationNotFound
from reservas.features.reservations import repository, service
from reservas.features.reservations.errors import (
    CapacityExceeded,
    CurrencyDiffers,
    DatesUnavailable,
    InvalidTransition,
    StayRefused,
)
from reservas.features.reservations.ports import NightLocks
from reservas.features.reservations.schemas import ReservationView
from reservas.features.reservations.service import ReservationChange
from reservas.features.reservations.service.locking import night_keys
from reservas.features.reservations.service.quoting import make_quote
from reservas.infra.database import Database
from reservas.infra.locks import RedisLocks, open_locks
from reservas.models import Accommodation, AuditEntry, Reservation
from tests.factories.accommodations import BASE_CENTS, add_accommodation
from tests.factories.guests import add_guest
from tests.factories.moments import MINUTE, NOW, STAY, january
from tests.factories.reservations import GRACE, HOLD, add_quote, add_reservation
from tests.fakes.locks import NO_LOCKS
from tests.integration.reservations.booking import (
    assert_nights_agree,
    confirm,
    expire,
    hold,
    read_actions,
    read_reservation,
)
from tests.integration.reservations.locked import hold_with

TODAY = date(2026, 11, 21)


def days(first: int, last: int) -> Stay:
    """The nights between two days counted from today."""
    return Stay(TODAY + timedelta(days=first), TODAY + timedelta(days=last))


async def _change(session: AsyncSession, code: str, locks: NightLocks = NO_LOCKS, **wanted: Any) -> ReservationView:
    return await service.change(
        session, code, ReservationChange(**wanted), actor="operator:ana", reason="otra fecha", now=NOW, locks=locks
    )


async def _stored(database: Database, reservation: Reservation) -> Stay:
    nights = (await read_reservation(database, reservation.id)).nights
    assert nights.lower is not None
    assert nights.upper is not None
    return Stay(nights.lower, nights.upper)


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    async with Redis.from_url(redis_url, decode_responses=True) as client:
        yield client


@pytest.fixture
async def locks(redis_url: str) -> AsyncIterator[RedisLocks]:
    opened = open_locks(redis_url, limit_seconds=5)  # a busy machine is no broken Redis
    yield opened
    await opened.close()


async def test_days_between_stays_are_kept_free_by_changes_too(database: Database) -> None:
    async with database.unit_of_work() as session:
        cabin, other = await add_accommodation(session, turnover_days=2), await add_accommodation(session)
        moved = await add_reservation(session, cabin, stay=january(20, 22), status="confirmed")
        newcomer = await add_reservation(session, other, stay=january(15, 18), status="confirmed")
        await add_reservation(session, cabin, stay=STAY, status="confirmed")

    for code, wanted in (
        (moved.code, {"check_in": date(2027, 1, 15), "check_out": date(2027, 1, 18)}),
        (moved.code, {"check_in": date(2027, 1, 15)}),
        (newcomer.code, {"accommodation": cabin.code}),
    ):
        with pytest.raises(DatesUnavailable, match="Too few days"):
            async with database.unit_of_work() as session:
                await _change(session, code, **wanted)

    assert await _stored(database, moved) == january(20, 22)
    assert (await read_reservation(database, newcomer.id)).accommodation_id == other.id
    async with database.unit_of_work() as session:
        # Its own old nights, which lie a day beside the new ones, are nobody's neighbours.
        changed = await _change(session, moved.code, check_in=date(2027, 1, 16), check_out=date(2027, 1, 19))
    assert changed.stay == january(16, 19)
    await assert_nights_agree(database)


async def test_a_refused_change_keeps_nights_and_locks_though_the_rest_is_committed(
    database: Database, locks: RedisLocks, redis: Redis
) -> None:
    async with database.unit_of_work() as session:
        cabin = await add_accommodation(session, turnover_days=1)
        quote, guest = await add_quote(session, cabin), await add_guest(session)
        await add_reservation(session, cabin, stay=january(16, 20), status="confirmed")
    view, _ = await hold_with(database, locks, quote, guest)

    async with database.unit_of_work() as session:
        for check_out in (date(2027, 1, 16), date(2027, 1, 18)):
            with pytest.raises(DatesUnavailable):
                async with session.begin_nested():
                    await _change(session, view.code, locks, check_out=check_out)
        quote_after = (await session.get_one(Reservation, view.id)).quote_id

    assert quote_after == quote.id
    assert await read_actions(database, view.code) == ["reservation.held"]
    assert await redis.exists(*night_keys(cabin.id, STAY)) == STAY.nights
    await assert_nights_agree(database)


async def test_a_moved_hold_gives_back_the_locks_of_the_nights_it_leaves(
    database: Database, locks: RedisLocks, redis: Redis
) -> None:
    async with database.unit_of_work() as session:
        cabin = await add_accommodation(session)
        quote, guest = await add_quote(session, cabin), await add_guest(session)
    view, _ = await hold_with(database, locks, quote, guest)

    async with database.unit_of_work() as session:
        await _change(session, view.code, locks, adults=3)
    assert await redis.exists(*night_keys(cabin.id, STAY)) == STAY.nights

    async with database.unit_of_work() as session:
        await _change(session, view.code, locks, check_in=date(2027, 1, 12), check_out=date(2027, 1, 16))

    assert await redis.exists(*night_keys(cabin.id, january(10, 12))) == 0
    assert await redis.exists(*night_keys(cabin.id, january(12, 14))) == 2
    await assert_nights_agree(database)


@pytest.mark.parametrize("nights", [6, 2], ids=["longer", "shorter"])
async def test_a_guest_who_is_there_leaves_another_day(database: Database, nights: int) -> None:
    async with database.unit_of_work() as session:
        cabin = await add_accommodation(session, lead_days=2)
        there = await add_reservation(
            session, cabin, stay=days(-2, 2), status="checked_in", created_at=NOW - timedelta(days=20)
        )
        deposit = there.deposit_cents
        changed = await _change(session, there.code, check_out=days(-2, nights - 2).check_out)

    assert (changed.stay, changed.status) == (days(-2, nights - 2), "checked_in")
    assert (changed.deposit_cents, changed.total_cents > deposit) == (deposit, True)
    async with database.unit_of_work() as session:
        [entry] = (await session.execute(AuditEntry.__table__.select())).all()
    assert (entry.action, entry.actor, entry.reason) == ("reservation.changed", "operator:ana", "otra fecha")
    assert entry.data["check_out_before"] == days(-2, 2).check_out.isoformat()
    assert entry.data["check_out"] == changed.stay.check_out.isoformat()
    await assert_nights_agree(database)


async def test_nothing_else_of_a_stay_that_has_begun_is_changed(database: Database) -> None:
    async with database.unit_of_work() as session:
        cabin, other = await add_accommodation(session, turnover_days=1), await add_accommodation(session)
        booked = NOW - timedelta(days=20)
        there = await add_reservation(session, cabin, stay=days(-4, 2), status="checked_in", created_at=booked)
        await add_reservation(session, cabin, stay=days(5, 8), status="confirmed")

    wrong: list[tuple[type[Exception], dict[str, Any]]] = [
        (InvalidTransition, {"check_in": days(-3, 2).check_in}),
        (InvalidTransition, {"accommodation": other.code}),
        (InvalidTransition, {"adults": 3}),
        (StayRefused, {"check_out": days(-4, -1).check_out}),
        (DatesUnavailable, {"check_out": days(-4, 6).check_out}),
        (DatesUnavailable, {"check_out": days(-4, 5).check_out}),
    ]
    for refusal, wanted in wrong:
        with pytest.raises(refusal):
            async with database.unit_of_work() as session:
                await _change(session, there.code, **wanted)

    assert await _stored(database, there) == days(-4, 2)
    async with database.unit_of_work() as session:
        assert (await _change(session, there.code, check_out=days(-4, 4).check_out)).stay == days(-4, 4)
    await assert_nights_agree(database)


async def test_late_money_keeps_the_days_between_stays_free(database: Database) -> None:
    async with database.unit_of_work() as session:
        cabin = await add_accommodation(session, turnover_days=1)
        late = await add_reservation(session, cabin)
        quote, rival = await add_quote(session, cabin, stay=january(15, 18)), await add_guest(session)
        near, neighbour = await add_quote(session, cabin, stay=january(14, 15)), await add_guest(session)
    release = NOW + HOLD + GRACE
    with pytest.raises(DatesUnavailable):
        await hold(database, near, neighbour, release - MINUTE)
    await expire(database, late.id, release)
    await hold(database, near, neighbour, release)

    with pytest.raises(DatesUnavailable):
        await confirm(database, late.id, release + MINUTE)

    assert (await read_reservation(database, late.id)).status == "expired"
    with pytest.raises(DatesUnavailable):
        await hold(database, quote, rival, release + MINUTE)
    await assert_nights_agree(database)


async def test_a_hold_past_its_release_ends_when_a_new_stay_lies_too_near(database: Database) -> None:
    async with database.unit_of_work() as session:
        cabin = await add_accommodation(session, turnover_days=1)
        overdue = await add_reservation(session, cabin)
        quote, guest = await add_quote(session, cabin, stay=january(14, 17)), await add_guest(session)
    release = NOW + HOLD + GRACE

    await hold(database, quote, guest, release)

    assert (await read_reservation(database, overdue.id)).status == "expired"
    with pytest.raises(DatesUnavailable):
        await confirm(database, overdue.id, release + MINUTE)
    await assert_nights_agree(database)


async def test_the_guests_of_a_cabin_that_is_let_no_more_can_still_be_moved(database: Database) -> None:
    async with database.unit_of_work() as session:
        cabin, closed = await add_accommodation(session), await add_accommodation(session, active=False)
        kept = await add_reservation(session, cabin, status="confirmed")
        cabin.active = False

    async with database.unit_of_work() as session:
        view = await _change(session, kept.code, check_out=january(10, 15).check_out)
        with pytest.raises(AccommodationNotFound):
            await _change(session, kept.code, accommodation=closed.code)

    assert view.stay == january(10, 15)


async def _booked(session: AsyncSession, cabin: Accommodation, status: str = "confirmed") -> Reservation:
    """A stay of two guests from 10 to 14 January, priced by the product itself."""
    guest = await add_guest(session)
    told = await make_quote(session, cabin.code, STAY, Party(2), NOW, guest_id=guest.id)
    quote = await repository.quote_by_public_id(session, told.id)
    return await add_reservation(session, cabin, guest=guest, status=status, quote=quote)


async def test_a_change_that_changes_nothing_keeps_the_price_and_tells_nobody(database: Database) -> None:
    async with database.unit_of_work() as session:
        cabin = await add_accommodation(session)
        booked = await _booked(session, cabin)
        cabin.base_price_cents *= 3

    async with database.unit_of_work() as session:
        for wanted in ({}, {"check_in": STAY.check_in}, {"pets": 0}, {"accommodation": cabin.code}):
            assert (await _change(session, booked.code, **wanted)).total_cents == booked.total_cents

    assert await read_actions(database, booked.code) == []


async def test_nights_that_were_agreed_keep_their_price_through_a_change(database: Database) -> None:
    async with database.unit_of_work() as session:
        cabin = await add_accommodation(session, included_guests=2, extra_guest_cents=1_000_000)
        booked = await _booked(session, cabin)
        cabin.base_price_cents *= 2
        cabin.weekend_price_cents *= 2

    async with database.unit_of_work() as session:
        longer = await _change(session, booked.code, check_out=january(10, 15).check_out)
        more = await _change(session, booked.code, children=1)
        shorter = await _change(session, booked.code, check_in=january(11, 15).check_in)

    assert booked.total_cents == 4 * BASE_CENTS
    assert longer.total_cents == booked.total_cents + 2 * BASE_CENTS
    assert more.total_cents == longer.total_cents + 5 * 1_000_000
    assert shorter.total_cents == more.total_cents - BASE_CENTS - 1_000_000


async def test_rules_made_since_do_not_bind_dates_that_were_agreed(database: Database) -> None:
    async with database.unit_of_work() as session:
        cabin = await add_accommodation(session)
        confirmed = await _booked(session, cabin)
        cabin.minimum_nights = 7

    async with database.unit_of_work() as session:
        assert (await _change(session, confirmed.code, children=1)).party.children == 1
        with pytest.raises(StayRefused):
            await _change(session, confirmed.code, check_out=january(10, 13).check_out)
        with pytest.raises(CapacityExceeded):
            await _change(session, confirmed.code, adults=9)


async def test_a_guest_who_is_there_shortens_and_lengthens_whatever_was_ruled_since(database: Database) -> None:
    async with database.unit_of_work() as session:
        cabin = await add_accommodation(session)
        there = await _booked(session, cabin, status="checked_in")
        cabin.minimum_nights, cabin.base_price_cents = 7, 3 * BASE_CENTS

    async with database.unit_of_work() as session:
        shorter = await _change(session, there.code, check_out=january(10, 13).check_out)
        longer = await _change(session, there.code, check_out=january(10, 14).check_out)

    assert shorter.total_cents == 3 * BASE_CENTS
    # The night given back was nobody's any more: taken again, it costs what it costs now.
    assert longer.total_cents == 3 * BASE_CENTS + 3 * BASE_CENTS


async def test_pesos_never_turn_into_dollars(database: Database) -> None:
    async with database.unit_of_work() as session:
        booked = await _booked(session, await add_accommodation(session))
        abroad = await add_accommodation(session, currency="USD")

    async with database.unit_of_work() as session:
        with pytest.raises(CurrencyDiffers):
            await _change(session, booked.code, accommodation=abroad.code)

    assert (await read_reservation(database, booked.id)).currency == "ARS"


async def test_a_hold_is_not_extended_past_the_day_of_arrival(database: Database) -> None:
    async with database.unit_of_work() as session:
        held = await add_reservation(session, stay=days(1, 3))

    async def extend(hours: int) -> ReservationView:
        async with database.unit_of_work() as session:
            return await service.extend_hold(
                session, held.code, hours * 60, grace_minutes=5, actor="operator:ana", reason=None, now=NOW
            )

    with pytest.raises(StayRefused):
        await extend(48)
    assert (await extend(24)).expires_at == NOW + HOLD + timedelta(hours=24)
