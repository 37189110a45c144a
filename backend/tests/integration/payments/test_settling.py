"""A hold that ended is released only when its money is neither here nor on its way, as far as anybody can tell."""

from datetime import datetime, timedelta
from functools import partial

import pytest

from reservas.features.payments.service import HoldSettlement
from reservas.features.reservations.errors import DatesUnavailable
from reservas.models import Accommodation
from tests.factories.guests import add_guest
from tests.factories.moments import MINUTE, NOW
from tests.factories.payments import add_link, make_reading
from tests.factories.reservations import GRACE, HOLD, add_quote, add_reservation
from tests.fakes.locks import NO_LOCKS
from tests.integration.concurrency import Racer, race
from tests.integration.payments.ledger import Books
from tests.integration.reservations.booking import assert_nights_agree, hold, read_actions

END, RELEASE = NOW + HOLD, NOW + HOLD + GRACE
PENDING_MAXIMUM = timedelta(hours=24)


@pytest.fixture
def settlement(books: Books) -> HoldSettlement:
    return HoldSettlement(books.database, books.clock, books.provider, books.ledger, NO_LOCKS)


async def _status_at(moment: datetime, books: Books, settlement: HoldSettlement) -> str:
    books.clock.instant = moment
    await settlement.settle(books.held.id)
    return (await books.reservation()).status


async def test_an_unpaid_hold_is_released_at_the_end_it_told(books: Books, settlement: HoldSettlement) -> None:
    assert await _status_at(END - MINUTE, books, settlement) == "pre_reserved"
    assert await _status_at(END, books, settlement) == "expired"

    assert books.provider.searched[-1] == books.reference
    assert await read_actions(books.database, books.held.code) == ["reservation.expired"]
    assert len(await books.jobs("reservation.expired")) == 1
    await assert_nights_agree(books.database)


async def test_the_provider_is_asked_by_every_link_there_was(books: Books, settlement: HoldSettlement) -> None:
    async with books.database.unit_of_work() as session:
        earlier = await add_link(session, books.held, status="closed")
    books.provider.tell(make_reading(earlier.external_reference, books.deposit_cents))

    assert await _status_at(END, books, settlement) == "confirmed"


async def test_money_whose_webhook_never_came_confirms(books: Books, settlement: HoldSettlement) -> None:
    books.provider.tell(make_reading(books.reference, books.deposit_cents))

    assert await _status_at(END, books, settlement) == "confirmed"
    assert await _status_at(RELEASE + MINUTE, books, settlement) == "confirmed"

    assert await books.outcomes() == {"9001": ("confirms", None)}
    assert len(await books.jobs("reservation.confirmed")) == 1


async def test_a_provider_that_is_away_keeps_the_nights_until_the_release(
    books: Books, settlement: HoldSettlement
) -> None:
    books.provider.is_away = True

    assert await _status_at(END, books, settlement) == "pre_reserved"
    assert await _status_at(RELEASE - timedelta(seconds=1), books, settlement) == "pre_reserved"
    assert await _status_at(RELEASE, books, settlement) == "expired"

    (entry,) = await books.audited("reservation.expired")
    assert entry.reason is not None
    assert "could not be asked" in entry.reason


async def test_a_provider_that_comes_back_in_time_saves_the_stay(books: Books, settlement: HoldSettlement) -> None:
    books.provider.is_away = True
    books.provider.tell(make_reading(books.reference, books.deposit_cents))
    assert await _status_at(END, books, settlement) == "pre_reserved"

    books.provider.is_away = False

    assert await _status_at(END + MINUTE, books, settlement) == "confirmed"


async def test_a_payment_that_is_found_but_cannot_be_read_keeps_the_nights(
    books: Books, settlement: HoldSettlement, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def not_yet(_: str) -> None:
        """Know of no such payment, though the search has just named it."""

    books.provider.tell(make_reading(books.reference, books.deposit_cents))
    with monkeypatch.context() as patched:
        patched.setattr(books.provider, "read_payment", not_yet)
        assert await _status_at(END, books, settlement) == "pre_reserved"

    assert await _status_at(END + MINUTE, books, settlement) == "confirmed"


async def test_money_that_a_person_must_judge_keeps_the_nights(books: Books, settlement: HoldSettlement) -> None:
    books.provider.tell(make_reading(books.reference, books.deposit_cents - 1))

    assert await _status_at(END + timedelta(hours=5), books, settlement) == "pre_reserved"
    assert await _status_at(END + PENDING_MAXIMUM, books, settlement) == "expired"


async def test_a_rejected_payment_keeps_nothing(books: Books, settlement: HoldSettlement) -> None:
    books.provider.tell(make_reading(books.reference, books.deposit_cents, status="rejected"))

    assert await _status_at(END, books, settlement) == "expired"


async def test_a_pending_payment_keeps_the_nights_for_a_day(books: Books, settlement: HoldSettlement) -> None:
    books.provider.tell(make_reading(books.reference, books.deposit_cents, status="pending"))

    for waited in (0 * MINUTE, 20 * MINUTE, timedelta(hours=5), PENDING_MAXIMUM - MINUTE):
        assert await _status_at(END + waited, books, settlement) == "pre_reserved"
    assert await _status_at(END + PENDING_MAXIMUM, books, settlement) == "expired"


async def test_nobody_takes_the_nights_while_a_payment_is_pending(books: Books, settlement: HoldSettlement) -> None:
    books.provider.tell(make_reading(books.reference, books.deposit_cents, status="pending"))
    async with books.database.unit_of_work() as session:
        cabin = await session.get_one(Accommodation, books.held.accommodation_id)
        quote, rival = await add_quote(session, cabin), await add_guest(session)

    for minutes in range(0, 60, 5):
        assert await _status_at(END + minutes * MINUTE, books, settlement) == "pre_reserved"
        with pytest.raises(DatesUnavailable):
            await hold(books.database, quote, rival, books.clock.now())

    books.provider.tell(make_reading(books.reference, books.deposit_cents, at=END + timedelta(hours=1)))
    assert await _status_at(END + timedelta(hours=1), books, settlement) == "confirmed"


async def test_a_pending_payment_that_fails_frees_the_nights(books: Books, settlement: HoldSettlement) -> None:
    books.provider.tell(make_reading(books.reference, books.deposit_cents, status="in_process"))
    assert await _status_at(END, books, settlement) == "pre_reserved"

    books.provider.tell(make_reading(books.reference, books.deposit_cents, status="rejected", at=END))

    assert await _status_at(END + MINUTE, books, settlement) == "expired"
    await assert_nights_agree(books.database)


async def test_a_webhook_that_says_pending_moves_the_release(books: Books) -> None:
    books.clock.instant = END - MINUTE

    await books.ledger.apply(make_reading(books.reference, books.deposit_cents, status="pending", at=END - MINUTE))

    after = await books.reservation()
    assert after.expires_at == END
    assert after.release_at == END + PENDING_MAXIMUM


async def test_settling_twice_at_once_releases_once(books: Books, settlement: HoldSettlement) -> None:
    books.clock.instant = END

    ends = await race([partial(settlement.settle, books.held.id)] * 6)

    assert ends == [None] * 6
    assert await read_actions(books.database, books.held.code) == ["reservation.expired"]


async def test_money_is_never_lost_to_a_release_at_the_same_moment(books: Books, settlement: HoldSettlement) -> None:
    """The webhook arrives while the hold is being settled, and the search does not know the payment yet."""
    for number in range(8):
        async with books.database.unit_of_work() as session:
            held = await add_reservation(session)
            link = await add_link(session, held)
        books.clock.instant = END
        reading = make_reading(link.external_reference, held.deposit_cents, payment_id=f"at-once-{number}", at=END)
        racers: list[Racer[None]] = [partial(settlement.settle, held.id), partial(books.ledger.apply, reading)]

        assert await race(racers) == [None, None]

        actions = await read_actions(books.database, held.code)
        assert actions[-1] == "reservation.confirmed", actions
        await assert_nights_agree(books.database)


async def test_a_hold_whose_payment_turned_pending_is_not_released_after_that(
    books: Books, settlement: HoldSettlement
) -> None:
    for number in range(8):
        async with books.database.unit_of_work() as session:
            held = await add_reservation(session)
            link = await add_link(session, held)
        books.clock.instant = END
        reading = make_reading(link.external_reference, 1, status="pending", payment_id=f"at-once-{number}", at=END)
        racers: list[Racer[None]] = [partial(books.ledger.apply, reading), partial(settlement.settle, held.id)]

        assert await race(racers) == [None, None]

        judged = (await books.audited("payment.judged"))[-1].id
        released = [entry.id for entry in await books.audited("reservation.expired") if entry.subject == held.code]
        assert all(entry < judged for entry in released)


async def test_the_sweep_makes_a_job_for_each_ended_hold_and_no_other(books: Books, settlement: HoldSettlement) -> None:
    async with books.database.unit_of_work() as session:
        ended = await add_reservation(session, expires_at=NOW, release_at=NOW + GRACE)
        for status in ("confirmed", "cancelled", "expired"):
            await add_reservation(session, status=status, expires_at=NOW, release_at=NOW + GRACE)

    assert await settlement.sweep() == 1

    assert [job.payload for job in await books.jobs("hold.ended")] == [{"reservation_id": ended.id}]
    books.clock.instant = END
    assert await settlement.sweep() == 2


async def test_a_hold_that_was_swept_is_not_swept_again_at_once(books: Books, settlement: HoldSettlement) -> None:
    books.clock.instant = END

    assert sorted(count for count in await race([settlement.sweep] * 4) if isinstance(count, int)) == [0, 0, 0, 1]
    books.clock.instant = END + MINUTE - timedelta(seconds=1)
    assert await settlement.sweep() == 0
    books.clock.instant = END + MINUTE
    assert await settlement.sweep() == 1
