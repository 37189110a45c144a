"""A payment is entered once, whatever order and number its news comes in, and no money is lost from sight."""

import itertools
from functools import partial

import pytest

from reservas.models import Accommodation
from tests.factories.accommodations import add_accommodation
from tests.factories.guests import add_guest
from tests.factories.moments import MINUTE, NOW
from tests.factories.payments import add_link, make_reading
from tests.factories.reservations import GRACE, HOLD, add_quote, add_reservation
from tests.integration.concurrency import Racer, race
from tests.integration.payments.ledger import Books
from tests.integration.reservations.booking import assert_nights_agree, cancel, expire, hold

AFTER_RELEASE = NOW + HOLD + GRACE + MINUTE


async def test_the_same_reading_ten_times_at_once_confirms_once(books: Books) -> None:
    reading = make_reading(books.reference, books.deposit_cents)

    ends = await race([partial(books.ledger.apply, reading)] * 10)

    assert ends == [None] * 10
    assert (await books.reservation()).status == "confirmed"
    assert await books.outcomes() == {"9001": ("confirms", None)}
    assert len(await books.jobs("reservation.confirmed")) == 1
    assert len(await books.jobs("payment.judged")) == 1
    assert len(await books.audited("reservation.confirmed")) == 1
    assert len(await books.audited("payment.judged")) == 1
    assert len(await books.events()) == 1
    assert await books.paid_cents() == books.deposit_cents
    await assert_nights_agree(books.database)


async def test_an_audit_entry_says_what_was_paid_and_by_which_payment(books: Books) -> None:
    await books.ledger.apply(make_reading(books.reference, books.deposit_cents))

    (entry,) = await books.audited("payment.judged")
    assert (entry.actor, entry.subject_kind, entry.subject) == ("system:payments", "payment", "9001")
    assert entry.data == {
        "outcome": "confirms",
        "reservation": books.held.code,
        "amount_cents": books.deposit_cents,
    }
    (job,) = await books.jobs("payment.judged")
    assert job.payload == {"subject_id": (await books.payment()).id, "outcome": "confirms"}


_STORY = [("pending", 0), ("rejected", 1), ("approved", 2), ("refunded", 3)]


_ORDERS = list(itertools.permutations(_STORY[:3]))


@pytest.mark.parametrize("order", _ORDERS, ids=["-".join(status for status, _ in order) for order in _ORDERS])
async def test_older_news_never_overwrites_newer(order: tuple[tuple[str, int], ...], books: Books) -> None:
    for status, minute in order:
        reading = make_reading(books.reference, books.deposit_cents, status=status, at=NOW + minute * MINUTE)
        await books.ledger.apply(reading)

    payment = await books.payment()
    assert (payment.status, payment.outcome) == ("approved", "confirms")
    assert payment.provider_updated_at == NOW + 2 * MINUTE
    assert (await books.reservation()).status == "confirmed"
    assert len(await books.jobs("reservation.confirmed")) == 1
    assert sorted(event.status for event in await books.events()) == ["approved", "pending", "rejected"]


async def test_an_approval_that_comes_after_its_refund_confirms_nothing(books: Books) -> None:
    refunded = make_reading(
        books.reference,
        books.deposit_cents,
        status="refunded",
        at=NOW + MINUTE,
        refunded_cents=books.deposit_cents,
    )
    await books.ledger.apply(refunded)

    await books.ledger.apply(make_reading(books.reference, books.deposit_cents))

    assert (await books.reservation()).status == "pre_reserved"
    assert await books.outcomes() == {"9001": ("refunded", "refunded")}
    assert await books.paid_cents() == 0
    assert len(await books.events()) == 2


async def test_the_whole_story_at_once_and_repeated_ends_as_its_last_word(books: Books) -> None:
    readings = [
        make_reading(books.reference, books.deposit_cents, status=status, at=NOW + minute * MINUTE)
        for status, minute in _STORY[:3]
    ]

    ends = await race([partial(books.ledger.apply, reading) for reading in readings * 4])

    assert ends == [None] * 12
    payment = await books.payment()
    assert (payment.status, payment.outcome) == ("approved", "confirms")
    assert (await books.reservation()).status == "confirmed"
    assert len(await books.jobs("reservation.confirmed")) == 1
    assert len(await books.events()) == 3


async def test_a_rejected_card_and_then_another_that_works(books: Books) -> None:
    await books.ledger.apply(make_reading(books.reference, books.deposit_cents, status="rejected", payment_id="1"))
    assert (await books.reservation()).status == "pre_reserved"

    await books.ledger.apply(make_reading(books.reference, books.deposit_cents, payment_id="2"))

    assert await books.outcomes() == {"1": ("rejected", None), "2": ("confirms", None)}
    assert (await books.reservation()).status == "confirmed"
    assert await books.paid_cents() == books.deposit_cents


async def test_too_little_money_waits_for_a_person(books: Books) -> None:
    await books.ledger.apply(make_reading(books.reference, books.deposit_cents - 1))

    assert await books.outcomes() == {"9001": ("underpaid", "underpaid")}
    assert (await books.reservation()).status == "pre_reserved"
    assert await books.paid_cents() == books.deposit_cents - 1


async def test_two_halves_make_a_deposit(books: Books) -> None:
    half = books.deposit_cents // 2
    await books.ledger.apply(make_reading(books.reference, half, payment_id="1"))

    await books.ledger.apply(make_reading(books.reference, books.deposit_cents - half, payment_id="2"))

    assert await books.outcomes() == {"1": ("credited", None), "2": ("confirms", None)}
    assert (await books.reservation()).status == "confirmed"
    assert await books.paid_cents() == books.deposit_cents


async def test_two_halves_at_once_make_a_deposit(books: Books) -> None:
    for number in range(10):
        async with books.database.unit_of_work() as session:
            held = await add_reservation(session)
            link = await add_link(session, held)
        half = held.deposit_cents // 2
        amounts = {f"{number}-1": half, f"{number}-2": held.deposit_cents - half}
        halves = [make_reading(link.external_reference, cents, payment_id=one) for one, cents in amounts.items()]

        assert await race([partial(books.ledger.apply, reading) for reading in halves]) == [None, None]

        outcomes = await books.outcomes()
        assert sorted(outcomes[one] for one in amounts) == [("confirms", None), ("credited", None)]


async def test_a_second_whole_deposit_is_a_duplicate(books: Books) -> None:
    await books.ledger.apply(make_reading(books.reference, books.deposit_cents, payment_id="1"))

    await books.ledger.apply(make_reading(books.reference, books.deposit_cents, payment_id="2"))

    assert await books.outcomes() == {"1": ("confirms", None), "2": ("duplicate", "duplicate")}
    assert await books.paid_cents() == 2 * books.deposit_cents
    assert len(await books.jobs("reservation.confirmed")) == 1


async def test_two_whole_deposits_at_once_confirm_once(books: Books) -> None:
    readings = [make_reading(books.reference, books.deposit_cents, payment_id=one) for one in ("1", "2")]

    await race([partial(books.ledger.apply, reading) for reading in readings])

    assert sorted(outcome for outcome, _ in (await books.outcomes()).values()) == ["confirms", "duplicate"]
    assert len(await books.jobs("reservation.confirmed")) == 1


async def test_later_news_of_the_deposit_does_not_make_it_a_duplicate_of_its_own_duplicate(books: Books) -> None:
    await books.ledger.apply(make_reading(books.reference, books.deposit_cents, payment_id="1"))
    await books.ledger.apply(make_reading(books.reference, books.deposit_cents, payment_id="2"))

    for one in ("1", "2"):
        await books.ledger.apply(make_reading(books.reference, books.deposit_cents, payment_id=one, at=NOW + MINUTE))

    assert await books.outcomes() == {"1": ("confirms", None), "2": ("duplicate", "duplicate")}
    assert await books.paid_cents() == 2 * books.deposit_cents
    assert len(await books.jobs("payment.judged")) == 2


async def test_another_currency_confirms_nothing_and_counts_for_nothing(books: Books) -> None:
    await books.ledger.apply(make_reading(books.reference, books.deposit_cents, currency="USD"))

    assert await books.outcomes() == {"9001": ("wrong_currency", "wrong_currency")}
    assert (await books.reservation()).status == "pre_reserved"
    assert await books.paid_cents() == 0


@pytest.mark.parametrize("reference", [None, "", "order-77", "rsv"])
async def test_the_owners_other_business_is_kept_and_left_alone(reference: str | None, books: Books) -> None:
    await books.ledger.apply(make_reading(reference, books.deposit_cents))

    payment = await books.payment()
    assert (payment.outcome, payment.attention, payment.reservation_id) == ("foreign", None, None)
    assert (await books.reservation()).status == "pre_reserved"
    assert len(await books.events()) == 1


async def test_a_reference_like_ours_that_leads_nowhere_needs_a_person(books: Books) -> None:
    await books.ledger.apply(make_reading("rsv-0123", books.deposit_cents))

    payment = await books.payment()
    assert (payment.outcome, payment.attention, payment.reservation_id) == ("unmatched", "unmatched", None)


async def test_late_money_for_nights_that_are_free_confirms(books: Books) -> None:
    await expire(books.database, books.held.id, AFTER_RELEASE)
    books.clock.instant = AFTER_RELEASE

    await books.ledger.apply(make_reading(books.reference, books.deposit_cents, at=AFTER_RELEASE))

    assert await books.outcomes() == {"9001": ("confirms", None)}
    assert (await books.reservation()).status == "confirmed"
    await assert_nights_agree(books.database)


async def _lose_the_nights(books: Books) -> None:
    """The hold ends unpaid, and somebody else takes its nights."""
    await expire(books.database, books.held.id, AFTER_RELEASE)
    books.clock.instant = AFTER_RELEASE
    async with books.database.unit_of_work() as session:
        cabin = await session.get_one(Accommodation, books.held.accommodation_id)
        quote, rival = await add_quote(session, cabin), await add_guest(session)
    await hold(books.database, quote, rival, AFTER_RELEASE)


async def test_late_money_for_nights_that_are_taken_needs_a_person(books: Books) -> None:
    await _lose_the_nights(books)

    reading = make_reading(books.reference, books.deposit_cents, at=AFTER_RELEASE)
    ends = await race([partial(books.ledger.apply, reading)] * 3)

    assert ends == [None] * 3
    assert await books.outcomes() == {"9001": ("late_taken", "late_taken")}
    assert (await books.reservation()).status == "expired"
    assert await books.jobs("reservation.confirmed") == []
    assert len(await books.jobs("payment.judged")) == 1
    assert await books.paid_cents() == books.deposit_cents
    await assert_nights_agree(books.database)


async def test_late_money_and_a_rival_at_once_never_book_twice(books: Books) -> None:
    for number in range(8):
        async with books.database.unit_of_work() as session:
            cabin = await add_accommodation(session)
            late = await add_reservation(session, cabin, status="expired")
            link = await add_link(session, late)
            quote, rival = await add_quote(session, cabin), await add_guest(session)
        reading = make_reading(link.external_reference, late.deposit_cents, payment_id=f"late-{number}")

        racers: list[Racer[object]] = [
            partial(books.ledger.apply, reading),
            partial(hold, books.database, quote, rival),
        ]
        applied, held = await race(racers)

        assert applied is None
        outcome, _ = (await books.outcomes())[f"late-{number}"]
        assert outcome == ("confirms" if isinstance(held, BaseException) else "late_taken")
        await assert_nights_agree(books.database)


async def test_money_for_a_cancelled_hold_needs_a_person(books: Books) -> None:
    await cancel(books.database, books.held)

    await books.ledger.apply(make_reading(books.reference, books.deposit_cents))

    assert await books.outcomes() == {"9001": ("late_taken", "late_taken")}
    assert (await books.reservation()).status == "cancelled"
    await assert_nights_agree(books.database)


async def test_a_refund_is_seen_and_the_stay_is_left_to_a_person(books: Books) -> None:
    await books.ledger.apply(make_reading(books.reference, books.deposit_cents))

    refunded = make_reading(
        books.reference, books.deposit_cents, status="refunded", at=NOW + MINUTE, refunded_cents=books.deposit_cents
    )
    await books.ledger.apply(refunded)

    assert await books.outcomes() == {"9001": ("refunded", "refunded")}
    assert (await books.reservation()).status == "confirmed"
    assert await books.paid_cents() == 0
    assert [job.payload["outcome"] for job in await books.jobs("payment.judged")] == ["confirms", "refunded"]


async def test_the_paid_amount_is_what_was_approved_less_what_was_refunded(books: Books) -> None:
    readings = [
        make_reading(books.reference, 1_000, payment_id="1", refunded_cents=300),
        make_reading(books.reference, books.deposit_cents, payment_id="2"),
        make_reading(books.reference, 5_000, payment_id="3", status="rejected"),
        make_reading(books.reference, 7_000, payment_id="4", status="pending"),
        make_reading(books.reference, 9_000, payment_id="5", currency="BRL"),
        make_reading(None, 11_000, payment_id="6"),
    ]
    for reading in readings:
        await books.ledger.apply(reading)

    assert await books.paid_cents() == 700 + books.deposit_cents


async def test_news_that_change_nothing_still_make_older_news_old(books: Books) -> None:
    """Mercado Pago touches old payments; what it said in between must not undo what it says now."""
    await books.ledger.apply(make_reading(books.reference, books.deposit_cents))
    await books.ledger.apply(make_reading(books.reference, books.deposit_cents, at=NOW + 5 * MINUTE))

    between = make_reading(books.reference, books.deposit_cents, status="in_mediation", at=NOW + 3 * MINUTE)
    await books.ledger.apply(between)

    payment = await books.payment()
    assert (payment.status, payment.outcome, payment.attention) == ("approved", "confirms", None)
    assert payment.provider_updated_at == NOW + 5 * MINUTE
    assert len(await books.jobs("payment.judged")) == 1


async def test_a_partial_refund_is_a_refund_and_not_too_little_money(books: Books) -> None:
    await books.ledger.apply(make_reading(books.reference, books.deposit_cents))

    partial_refund = make_reading(books.reference, books.deposit_cents, at=NOW + MINUTE, refunded_cents=100)
    await books.ledger.apply(partial_refund)

    assert await books.outcomes() == {"9001": ("refunded", "refunded")}
    assert (await books.reservation()).status == "confirmed"


async def test_a_partial_refund_told_at_the_same_instant_is_news(books: Books) -> None:
    await books.ledger.apply(make_reading(books.reference, books.deposit_cents))

    await books.ledger.apply(make_reading(books.reference, books.deposit_cents, refunded_cents=100))

    assert await books.paid_cents() == books.deposit_cents - 100


async def test_every_reading_is_kept_as_it_came(books: Books) -> None:
    readings = [
        make_reading(books.reference, books.deposit_cents, status=status, at=NOW + minute * MINUTE)
        for status, minute in reversed(_STORY)
    ]
    for reading in [*readings, *readings]:
        await books.ledger.apply(reading)

    assert [event.body for event in await books.events()] == [reading.raw for reading in readings]


async def test_a_status_nobody_knows_needs_a_person(books: Books) -> None:
    await books.ledger.apply(make_reading(books.reference, books.deposit_cents, status="teleported"))

    assert await books.outcomes() == {"9001": ("unknown_status", "unknown_status")}
    assert (await books.reservation()).status == "pre_reserved"


async def test_the_provider_is_believed_and_not_the_webhook(books: Books) -> None:
    await books.ledger.read_and_apply("404")
    assert await books.payments() == []

    books.provider.tell(make_reading(books.reference, books.deposit_cents))
    await books.ledger.read_and_apply("9001")

    assert (await books.reservation()).status == "confirmed"
