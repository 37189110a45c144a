"""What a cancelled stay gives back goes back once, from each payment what is due, and the rest stays in sight."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.reservation_states import Status
from reservas.features.payments import service as money
from reservas.features.payments.errors import AlreadyGivenBack, PaymentRecorded, RefundChanged
from reservas.features.payments.schemas import (
    Cancellation,
    Cancelled,
    ManualMethod,
    ManualPayment,
    RefundMethod,
    RefundPart,
    RefundView,
)
from reservas.models import Payment
from tests.factories.moments import MINUTE, NOW, STAY
from tests.factories.payments import add_payment, make_reading
from tests.fakes.locks import NO_LOCKS
from tests.integration.payments.ledger import Books

EIGHT_DAYS_BEFORE = datetime(2027, 1, 2, 15, tzinfo=NOW.tzinfo)  # half, by the moderate policy; the law's right is over
ANA = "operator:ana@cabanas.example"


async def _cancel(books: Books, wanted: Cancellation | None = None, now: datetime = EIGHT_DAYS_BEFORE) -> Cancelled:
    async def work(session: AsyncSession) -> Cancelled:
        how = wanted or Cancellation()
        return await money.cancel(session, books.held.code, how, actor=ANA, now=now, locks=NO_LOCKS)

    return await books.database.transaction(work)


async def _cancel_for_half(books: Books) -> str:
    """The deposit was paid and half of it is due; return the refund's code."""
    await books.ledger.apply(make_reading(books.reference, books.deposit_cents))
    refund = (await _cancel(books)).ending.refund
    assert refund is not None
    assert refund.parts == (RefundPart("9001", books.deposit_cents // 2),)
    return refund.code


async def _settle(books: Books, code: str, method: RefundMethod = RefundMethod.TRANSFER) -> RefundView:
    async def work(session: AsyncSession) -> RefundView:
        return await money.settle_refund(session, code, method, "4711", actor=ANA, now=EIGHT_DAYS_BEFORE)

    return await books.database.transaction(work)


async def _confirm(books: Books, payment: ManualPayment | None = None) -> None:
    async def work(session: AsyncSession) -> None:
        await money.confirm_by_hand(session, books.held.code, payment, actor=ANA, reason="llegó", now=NOW)

    await books.database.transaction(work)


async def _send_back(books: Books, cents: int, payment_id: str = "9001") -> None:
    """Mercado Pago sends some of a payment back."""
    status = "refunded" if cents == books.deposit_cents else "approved"
    at = EIGHT_DAYS_BEFORE + MINUTE
    values = {"status": status, "payment_id": payment_id, "refunded_cents": cents}
    await books.ledger.apply(make_reading(books.reference, books.deposit_cents, at=at, **values))  # type: ignore[arg-type]  # values by name


@pytest.mark.parametrize("cents", [1, 4_800_000, 9_600_000])
async def test_what_went_back_at_mercado_pago_is_not_sent_by_hand_too(cents: int, books: Books) -> None:
    code = await _cancel_for_half(books)
    await _send_back(books, cents)

    with pytest.raises(AlreadyGivenBack):
        await _settle(books, code)

    assert await books.paid_cents() == books.deposit_cents - cents
    assert (await _settle(books, code, RefundMethod.MERCADOPAGO)).status == "done"


async def test_what_the_bank_takes_back_is_not_sent_by_hand_too(books: Books) -> None:
    code = await _cancel_for_half(books)
    at = EIGHT_DAYS_BEFORE + MINUTE
    await books.ledger.apply(make_reading(books.reference, books.deposit_cents, status="charged_back", at=at))

    with pytest.raises(AlreadyGivenBack):
        await _settle(books, code)


async def test_money_of_another_payment_does_not_stand_for_what_went_back(books: Books) -> None:
    """Nor does money that comes after: what counts is what each payment still holds."""
    code = await _cancel_for_half(books)
    await books.ledger.apply(make_reading(books.reference, books.deposit_cents, payment_id="2", at=EIGHT_DAYS_BEFORE))
    await _send_back(books, books.deposit_cents // 2)

    with pytest.raises(AlreadyGivenBack):
        await _settle(books, code)


@pytest.mark.parametrize(
    ("cents", "outcome"),
    [
        (1, ("given_back", None)),
        (4_800_000, ("given_back", None)),
        (4_800_001, ("refunded", "refunded")),
        (9_600_000, ("refunded", "refunded")),
    ],
)
async def test_only_what_was_due_is_given_back_without_a_question(
    cents: int, outcome: tuple[str, str | None], books: Books
) -> None:
    await _cancel_for_half(books)
    await _send_back(books, cents)
    assert await books.outcomes() == {"9001": outcome}


@pytest.mark.parametrize("cents", [100, 4_800_000, 9_600_000])
async def test_what_goes_back_after_it_was_given_by_hand_needs_a_person(cents: int, books: Books) -> None:
    code = await _cancel_for_half(books)
    await _settle(books, code)

    await _send_back(books, cents)

    assert await books.outcomes() == {"9001": ("refunded", "refunded")}
    assert await books.paid_cents() == books.deposit_cents // 2 - cents


@pytest.mark.parametrize(("cents", "stays"), [(1, "duplicate"), (9_600_000, "refunded")])
async def test_a_second_payment_after_the_end_stays_on_the_owners_list(cents: int, stays: str, books: Books) -> None:
    await _cancel_for_half(books)
    await books.ledger.apply(make_reading(books.reference, books.deposit_cents, payment_id="2", at=EIGHT_DAYS_BEFORE))
    assert (await books.outcomes())["2"] == ("duplicate", "duplicate")

    await _send_back(books, cents, "2")

    assert (await books.outcomes())["2"] == (stays, stays)


async def test_money_nobody_owed_that_goes_back_needs_a_person(books: Books) -> None:
    await books.ledger.apply(make_reading(books.reference, books.deposit_cents - 500, payment_id="1"))
    await books.ledger.apply(make_reading(books.reference, 500, payment_id="2"))
    await _cancel(books, Cancellation(reason="a cuenta", refund_cents=500))

    at = EIGHT_DAYS_BEFORE + MINUTE
    some = make_reading(books.reference, books.deposit_cents - 500, payment_id="1", at=at, refunded_cents=1)
    await books.ledger.apply(some)

    assert (await books.outcomes())["1"] == ("refunded", "refunded")


async def test_what_was_paid_twice_comes_back_whole_beside_the_policys_part(books: Books) -> None:
    for one in ("1", "2"):
        await books.ledger.apply(make_reading(books.reference, books.deposit_cents, payment_id=one))

    refund = (await _cancel(books)).ending.refund

    assert refund is not None
    assert refund.amount.amount_cents == books.deposit_cents + books.deposit_cents // 2
    assert refund.parts == (RefundPart("2", books.deposit_cents), RefundPart("1", books.deposit_cents // 2))
    assert refund.why.endswith("What was paid twice comes back whole.")
    assert await books.outcomes() == {"1": ("confirms", None), "2": ("duplicate", None)}
    assert [entry.actor for entry in await books.audited("payment.judged")][-1] == ANA
    await _settle(books, refund.code)
    assert await books.paid_cents() == books.deposit_cents // 2


async def test_a_double_that_does_not_come_back_whole_stays_on_the_list(books: Books) -> None:
    for one in ("1", "2"):
        await books.ledger.apply(make_reading(books.reference, books.deposit_cents, payment_id=one))
    await _cancel(books, Cancellation(reason="a cuenta", refund_cents=books.deposit_cents - 1))
    assert (await books.outcomes())["2"] == ("duplicate", "duplicate")


async def test_too_little_money_for_a_hold_comes_back_and_leaves_the_list(books: Books) -> None:
    await books.ledger.apply(make_reading(books.reference, 1_000))
    refund = (await _cancel(books)).ending.refund
    assert refund is not None
    assert refund.amount.amount_cents == 1_000
    assert await books.outcomes() == {"9001": ("underpaid", None)}


async def test_an_operators_word_takes_too_little_money_off_the_list(books: Books) -> None:
    await books.ledger.apply(make_reading(books.reference, 1_000))

    await _confirm(books)

    assert (await books.reservation()).status == "confirmed"
    assert await books.outcomes() == {"9001": ("credited", None)}
    entry = (await books.audited("payment.judged"))[-1]
    assert (entry.actor, entry.subject, entry.data["outcome"]) == (ANA, "9001", "credited")


@pytest.mark.parametrize("cents", [1_000, 9_600_000])
async def test_money_that_was_recorded_counts_and_is_recorded_once(cents: int, books: Books) -> None:
    made = ManualPayment(ManualMethod.TRANSFER, cents, "4711")
    for _ in range(2):
        await _confirm(books, made)

    payment = await books.payment()
    assert (payment.account, payment.method, payment.receipt) == ("manual", "transfer", "4711")
    assert (payment.recorded_by, payment.attention) == (ANA, None)
    assert payment.outcome == ("confirms" if cents == books.deposit_cents else "credited")
    assert await books.paid_cents() == cents
    assert len(await books.jobs("reservation.confirmed")) == 1
    with pytest.raises(PaymentRecorded):
        await _confirm(books, ManualPayment(ManualMethod.TRANSFER, cents + 1, "4711"))
    assert await books.paid_cents() == cents


@pytest.mark.parametrize("made", [None, ManualPayment(ManualMethod.CASH, 9_600_000, "recibo 3")])
async def test_the_link_paid_after_an_operator_confirmed_needs_a_person(
    made: ManualPayment | None, books: Books
) -> None:
    await _confirm(books, made)

    await books.ledger.apply(make_reading(books.reference, books.deposit_cents, at=NOW + MINUTE))

    assert (await books.outcomes())["9001"] == ("duplicate", "duplicate")
    assert [job.payload["outcome"] for job in await books.jobs("payment.judged")] == ["duplicate"]


async def test_an_operator_takes_what_came_by_the_link_as_the_deposit(books: Books) -> None:
    await _confirm(books)
    for number, payment_id in enumerate(("1", "2"), start=1):
        at = NOW + number * MINUTE
        await books.ledger.apply(make_reading(books.reference, books.deposit_cents, payment_id=payment_id, at=at))

    await _confirm(books)
    await _confirm(books)

    assert await books.outcomes() == {"1": ("credited", None), "2": ("duplicate", "duplicate")}


async def test_the_money_an_operator_had_seen_is_the_deposit(books: Books) -> None:
    """It was approved before the operator confirmed; only its news came later. A dispute that was won is no other."""
    books.clock.instant = NOW + MINUTE
    async with books.database.unit_of_work() as session:
        await money.confirm_by_hand(session, books.held.code, None, actor=ANA, reason="x", now=NOW + MINUTE)

    await books.ledger.apply(make_reading(books.reference, books.deposit_cents))

    assert await books.outcomes() == {"9001": ("credited", None)}


async def test_money_by_two_ways_comes_back_by_two_ways(books: Books) -> None:
    half = books.deposit_cents // 2
    await books.ledger.apply(make_reading(books.reference, half))
    await _confirm(books, ManualPayment(ManualMethod.CASH, half, "recibo 3"))
    refund = (await _cancel(books, Cancellation(reason="obra", by_house=True))).ending.refund
    assert refund is not None
    assert (refund.reason, refund.amount.amount_cents) == ("house", 2 * half)

    at = EIGHT_DAYS_BEFORE + MINUTE
    await books.ledger.apply(make_reading(books.reference, half, status="refunded", at=at, refunded_cents=half))
    await _settle(books, refund.code, RefundMethod.MERCADOPAGO)

    assert await books.paid_cents() == 0
    assert (await books.outcomes())["9001"] == ("given_back", None)


async def test_a_guest_is_not_held_to_a_sum_that_nobody_knows(books: Books) -> None:
    await _confirm(books)
    with pytest.raises(RefundChanged):
        await _cancel(books, Cancellation(told_cents=0))
    assert (await books.reservation()).status == Status.CONFIRMED


async def test_money_in_another_currency_counts_for_nothing(books: Books) -> None:
    async with books.database.unit_of_work() as session:
        await add_payment(session, books.held, currency="USD", amount_cents=700, outcome="credited")
    assert await books.paid_cents() == 0


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE refund_parts SET amount_cents = 1",
        "UPDATE refund_parts SET held_cents = held_cents + 1",
        "DELETE FROM refund_parts",
        "TRUNCATE refund_parts",
        "TRUNCATE refunds CASCADE",
        "TRUNCATE reservations CASCADE",
        "UPDATE withdrawals SET code = 'A-222222'",
        "DELETE FROM withdrawals",
        "TRUNCATE withdrawals",
    ],
)
async def test_what_an_end_left_behind_stays_as_it_is(change: str, books: Books) -> None:
    await books.ledger.apply(make_reading(books.reference, books.deposit_cents))
    await _cancel(books, Cancellation(is_withdrawal=True), NOW)

    with pytest.raises(IntegrityError, match="stay as they are"):
        async with books.database.unit_of_work() as session:
            await session.execute(text(change))


async def test_a_manual_payment_says_who_recorded_it(books: Books) -> None:
    with pytest.raises(IntegrityError, match="payments_manual_check"):
        async with books.database.unit_of_work() as session:
            session.add(Payment(**_bare(books)))


def _bare(books: Books) -> dict[str, object]:
    instants = dict.fromkeys(("provider_updated_at", "created_at", "updated_at"), NOW)
    cents = {"amount_cents": 1, "refunded_cents": 0}
    names = {"account": "manual", "provider_payment_id": "P-222222", "status": "approved", "outcome": "credited"}
    return {"reservation_id": books.held.id, "currency": "ARS", **instants, **cents, **names}


def test_eight_days_before_is_what_it_says() -> None:
    assert STAY.check_in - EIGHT_DAYS_BEFORE.date() == timedelta(days=8)
