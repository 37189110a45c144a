"""A guest cancels a paid stay in the chat: told what comes back, asked once, and held to what was told."""

from datetime import date, timedelta

import pytest
from sqlalchemy import delete, select

from reservas.domain.stays import Stay
from reservas.features.conversations.service import Notifier
from reservas.features.payments import service as money
from reservas.features.payments.schemas import Cancellation, RefundMethod
from reservas.models import AuditEntry, Conversation, Payment, Refund, Reservation, Withdrawal
from tests.factories.accommodations import add_accommodation
from tests.factories.guests import add_guest
from tests.factories.moments import NOW
from tests.factories.payments import add_payment
from tests.factories.reservations import add_reservation
from tests.fakes.locks import NO_LOCKS
from tests.integration.conversations.chat import MEDIA_URL, Chat
from tests.integration.reservations.booking import assert_nights_agree, read_reservation

PAID = 9_600_000
LONG_AGO = NOW - timedelta(days=60)
SOON = Stay(date(2026, 11, 30), date(2026, 12, 4))  # nine days ahead: half, by the moderate policy


async def _stay(chat: Chat, **values: object) -> Reservation:
    async with chat.database.unit_of_work() as session:
        conversation = await session.get_one(Conversation, chat.conversation_id)
        guest = await add_guest(session)
        conversation.guest_id = guest.id
        cabin = await add_accommodation(session, name="Coihue")
        made = {"stay": SOON, "status": "confirmed", "confirmed_at": LONG_AGO, **values}
        reservation = await add_reservation(session, cabin, guest=guest, **made)  # type: ignore[arg-type]  # values by name
        await add_payment(session, reservation, amount_cents=PAID)
        return reservation


async def _refunds(chat: Chat) -> list[tuple[int, str]]:
    async with chat.database.unit_of_work() as session:
        return [(one.amount_cents, one.reason) for one in (await session.execute(select(Refund))).scalars()]


async def test_a_stay_is_cancelled_for_the_policys_refund(chat: Chat) -> None:
    reservation = await _stay(chat)

    await chat.say("quiero cancelar la reserva")
    (question,) = await chat.replies()
    assert "Te devolvemos $\u00a048.000: cancelando hasta el lunes 23 de noviembre es el 50 %" in question
    assert await _refunds(chat) == []
    await chat.say("sí")

    assert "cancelé tu reserva" in (await chat.replies())[-1]
    assert "Te devolvemos $\u00a048.000." in (await chat.replies())[-1]
    assert await _refunds(chat) == [(PAID // 2, "policy")]
    assert (await read_reservation(chat.database, reservation.id)).status == "cancelled"
    await assert_nights_agree(chat.database)
    (told,) = await chat.jobs("reservation.cancelled")
    assert told.payload["by"] == "guest"
    async with chat.database.unit_of_work() as session:
        actors = set((await session.execute(select(AuditEntry.actor))).scalars())
    assert actors == {f"guest:{reservation.guest_id}"}


@pytest.mark.parametrize("words", ["me arrepentí", "quiero cancelar"])
async def test_the_law_is_applied_where_it_gives_more(chat: Chat, words: str) -> None:
    await _stay(chat, confirmed_at=NOW)

    await chat.say(words)
    await chat.say("dale")

    async with chat.database.unit_of_work() as session:
        code = (await session.execute(select(Withdrawal.code))).scalar_one()
    assert code in (await chat.replies())[-1]
    assert await _refunds(chat) == [(PAID, "withdrawal")]


async def test_no_keeps_the_stay(chat: Chat) -> None:
    reservation = await _stay(chat)
    await chat.say("cancelar")
    await chat.say("no")
    assert (await read_reservation(chat.database, reservation.id)).status == "confirmed"
    assert await _refunds(chat) == []


async def test_a_question_that_grew_old_is_asked_again(chat: Chat) -> None:
    reservation = await _stay(chat)
    await chat.say("cancelar")
    (tap,) = [one for one in (await chat.messages("out"))[-1].content["buttons"] if one["id"].startswith("cancel-stay")]
    chat.wait(3 * 24 * 3600)

    await chat.tap(tap["id"])

    assert "no te devolvemos nada" in (await chat.replies())[-1]
    assert (await read_reservation(chat.database, reservation.id)).status == "confirmed"
    await chat.tap(f"cancel-stay|{reservation.code}|0|policy")
    assert (await read_reservation(chat.database, reservation.id)).status == "cancelled"
    assert await _refunds(chat) == []


async def test_a_tap_on_a_hold_that_was_paid_meanwhile_tells_of_the_money(chat: Chat) -> None:
    reservation = await _stay(chat)
    await chat.tap(f"cancel-yes|{reservation.code}")
    assert "Te devolvemos $\u00a048.000" in (await chat.replies())[-1]
    assert (await read_reservation(chat.database, reservation.id)).status == "confirmed"


async def test_nobody_cancels_somebody_elses_stay(chat: Chat) -> None:
    async with chat.database.unit_of_work() as session:
        other = await add_reservation(session, status="confirmed", stay=SOON, confirmed_at=LONG_AGO)
        await add_payment(session, other, amount_cents=PAID)

    await chat.tap(f"cancel-stay|{other.code}|{PAID // 2}|policy")

    assert (await read_reservation(chat.database, other.id)).status == "confirmed"
    assert len(await chat.replies()) == 1


async def test_on_the_day_of_arrival_a_person_is_called(chat: Chat) -> None:
    reservation = await _stay(chat, stay=Stay(date(2026, 11, 21), date(2026, 11, 24)))
    await chat.say("quiero cancelar")
    assert (await chat.conversation()).driver == "human"
    assert (await read_reservation(chat.database, reservation.id)).status == "confirmed"


async def test_what_an_operator_did_and_gave_back_is_told(chat: Chat) -> None:
    reservation = await _stay(chat)
    notifier = Notifier(chat.database, chat.clock, MEDIA_URL)
    async with chat.database.unit_of_work() as session:
        wanted = Cancellation(reason="obra", refund_cents=PAID)
        done = await money.cancel(session, reservation.code, wanted, actor="operator:ana", now=NOW, locks=NO_LOCKS)
    assert done.ending.refund is not None
    await notifier.cancelled(reservation.id, "operator")
    async with chat.database.unit_of_work() as session:
        await money.settle_refund(
            session, done.ending.refund.code, RefundMethod.TRANSFER, "4711", actor="operator:ana", now=NOW
        )
    for _ in range(2):
        await notifier.refund_made(done.ending.refund.id)

    told, settled = await chat.replies()
    assert "quedó cancelada.\nTe devolvemos $\u00a096.000." in told
    assert settled == f"Te devolvimos $\u00a096.000 de la reserva {reservation.code} por transferencia."


async def test_a_hold_whose_money_is_in_question_is_not_cancelled_by_an_old_button(chat: Chat) -> None:
    reservation = await _stay(chat, status="pre_reserved", confirmed_at=None)
    await chat.tap(f"cancel-yes|{reservation.code}")
    assert "pago tuyo en camino" in (await chat.replies())[-1]
    assert (await chat.conversation()).driver == "human"
    assert (await read_reservation(chat.database, reservation.id)).status == "pre_reserved"


async def test_a_house_that_cancels_says_sorry_and_keeps_its_reason_to_itself(chat: Chat) -> None:
    reservation = await _stay(chat)
    async with chat.database.unit_of_work() as session:
        wanted = Cancellation(reason="la caldera de Ana", by_house=True)
        await money.cancel(session, reservation.code, wanted, actor="operator:ana", now=NOW, locks=NO_LOCKS)
    (fact,) = await chat.jobs("reservation.cancelled")

    await Notifier(chat.database, chat.clock, MEDIA_URL).cancelled(reservation.id, str(fact.payload["by"]))

    (told,) = await chat.replies()
    assert "tuvimos que cancelar tu reserva" in told
    assert "Te devolvemos $\u00a096.000." in told
    assert "caldera" not in told
    assert (await chat.conversation()).driver == "bot"


async def _confirm_by_hand(chat: Chat) -> Reservation:
    """A stay that an operator confirmed, with nothing in the ledger."""
    reservation = await _stay(chat, status="pre_reserved", confirmed_at=None)
    async with chat.database.unit_of_work() as session:
        await session.execute(delete(Payment))
        await money.confirm_by_hand(session, reservation.code, None, actor="operator:ana", reason="x", now=NOW)
    return reservation


async def test_a_stay_whose_money_is_not_known_is_cancelled_by_a_person(chat: Chat) -> None:
    reservation = await _confirm_by_hand(chat)
    await Notifier(chat.database, chat.clock, MEDIA_URL).confirmed(reservation.id)
    assert "El total es $\u00a0320.000." in (await chat.replies())[0]
    assert "Pagaste" not in (await chat.replies())[0]

    await chat.tap(f"cancel-stay|{reservation.code}|0|policy")

    assert "le paso tu pedido de cancelar" in (await chat.replies())[-1]
    assert (await chat.conversation()).driver == "human"
    assert (await read_reservation(chat.database, reservation.id)).status == "confirmed"


async def test_a_withdrawal_whose_money_is_not_known_calls_a_person(chat: Chat) -> None:
    reservation = await _confirm_by_hand(chat)
    async with chat.database.unit_of_work() as session:
        wanted = Cancellation(is_withdrawal=True)
        await money.cancel(session, reservation.code, wanted, actor="web:1", now=NOW, locks=NO_LOCKS)

    await Notifier(chat.database, chat.clock, MEDIA_URL).cancelled(reservation.id, "web")

    (told,) = await chat.replies()
    assert "te escribe una persona del equipo" in told
    assert "devol" not in told
    assert "código de arrepentimiento" in told
    assert (await chat.conversation()).driver == "human"
