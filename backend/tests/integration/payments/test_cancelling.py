"""A cancellation and money that comes at the same moment: one refund, at most what was paid, nothing out of sight."""

from functools import partial

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.features.payments import repository
from reservas.features.payments import service as money
from reservas.features.payments.schemas import Cancellation, Cancelled, RefundPart
from reservas.features.reservations.errors import InvalidTransition
from reservas.models import Refund, Reservation
from tests.factories.moments import MINUTE, NOW
from tests.factories.payments import add_link, make_reading
from tests.factories.reservations import add_reservation
from tests.fakes.locks import NO_LOCKS
from tests.integration.concurrency import Racer, race
from tests.integration.payments.ledger import Books
from tests.integration.reservations.booking import assert_nights_agree

ROUNDS = 6
WITHDRAWAL = Cancellation(is_withdrawal=True)


async def _cancel(books: Books, code: str, wanted: Cancellation = WITHDRAWAL) -> Cancelled:
    async def work(session: AsyncSession) -> Cancelled:
        return await money.cancel(session, code, wanted, actor="test", now=NOW, locks=NO_LOCKS)

    return await books.database.transaction(work)


async def _refunds(books: Books, reservation: Reservation) -> list[Refund]:
    async with books.database.unit_of_work() as session:
        query = select(Refund).where(Refund.reservation_id == reservation.id)
        return list((await session.execute(query)).scalars())


async def test_cancels_and_a_late_payment_at_once_make_one_refund(books: Books) -> None:
    for number in range(ROUNDS):
        async with books.database.unit_of_work() as session:
            held = await add_reservation(session)
            link = await add_link(session, held)
        deposit = make_reading(link.external_reference, held.deposit_cents, payment_id=f"{number}-1")
        late = make_reading(link.external_reference, 5_000, payment_id=f"{number}-2", at=NOW + MINUTE)
        await books.ledger.apply(deposit)

        racers: list[Racer[object]] = [*[partial(_cancel, books, held.code)] * 3, partial(books.ledger.apply, late)]
        ends = await race(racers)

        lost = [end for end in ends if isinstance(end, BaseException)]
        assert [type(end) for end in lost] == [InvalidTransition] * 2
        (refund,) = await _refunds(books, held)
        outcome, attention = (await books.outcomes())[f"{number}-2"]
        # Either the refund knows of the late money, or a person does.
        if refund.amount_cents == held.deposit_cents:
            assert (outcome, attention) == ("duplicate", "duplicate")
        else:
            assert refund.amount_cents == held.deposit_cents + 5_000
        async with books.database.unit_of_work() as session:
            assert refund.amount_cents <= await repository.paid_cents(session, held.id)
    await assert_nights_agree(books.database)


async def test_a_hold_cancelled_while_its_deposit_arrives_loses_no_money(books: Books) -> None:
    for number in range(ROUNDS):
        async with books.database.unit_of_work() as session:
            held = await add_reservation(session)
            link = await add_link(session, held)
        reading = make_reading(link.external_reference, held.deposit_cents, payment_id=f"{number}")

        racers: list[Racer[object]] = [partial(_cancel, books, held.code), partial(books.ledger.apply, reading)]
        ends = await race(racers)

        assert [type(end) for end in ends if isinstance(end, BaseException)] == []
        refunds = [one.amount_cents for one in await _refunds(books, held)]
        attention = (await books.outcomes())[f"{number}"][1]
        assert (refunds, attention) in (([held.deposit_cents], None), ([], "late_taken"))


async def test_a_refund_comes_out_of_the_newest_payments_first(books: Books) -> None:
    await books.ledger.apply(make_reading(books.reference, books.deposit_cents, payment_id="1"))
    await books.ledger.apply(make_reading(books.reference, 700, payment_id="2"))

    wanted = Cancellation(reason="half of it", refund_cents=1_000)
    done = await _cancel(books, books.held.code, wanted)

    assert done.ending.refund is not None
    assert done.ending.refund.parts == (RefundPart("2", 700), RefundPart("1", 300))
    assert (done.ending.refund.reason, done.ending.refund.why) == ("operator", "half of it")


@pytest.mark.parametrize(("status", "part"), [("refunded", 1.0), ("approved", 0.5)])
async def test_money_sent_back_at_mercado_pago_after_a_cancellation_needs_nobody(
    status: str, part: float, books: Books
) -> None:
    await books.ledger.apply(make_reading(books.reference, books.deposit_cents))
    await _cancel(books, books.held.code)
    sent_back = int(books.deposit_cents * part)

    await books.ledger.apply(
        make_reading(books.reference, books.deposit_cents, status=status, at=NOW + MINUTE, refunded_cents=sent_back)
    )

    assert await books.outcomes() == {"9001": ("given_back", None)}


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE refunds SET amount_cents = amount_cents + 1",
        "UPDATE refunds SET reason = 'operator'",
        "DELETE FROM refunds",
    ],
)
async def test_a_refund_stays_as_it_is(change: str, books: Books) -> None:
    await books.ledger.apply(make_reading(books.reference, books.deposit_cents))
    await _cancel(books, books.held.code)

    with pytest.raises(IntegrityError, match="stays as it is"):
        async with books.database.unit_of_work() as session:
            await session.execute(text(change))
