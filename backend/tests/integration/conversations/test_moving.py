"""A guest changes their own reservation in the chat: re-priced, told, asked, then moved as a whole or not at all."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from reservas.domain.dialogue import Action
from reservas.domain.dialogue.actions import ActionKind
from reservas.domain.stays import Stay
from reservas.features.reservations.repository import as_stay
from reservas.models import Accommodation, AuditEntry, Conversation, Guest, Quote, Reservation
from tests.factories.accommodations import add_accommodation
from tests.factories.guests import add_guest
from tests.factories.moments import MINUTE, NOW, STAY, january
from tests.factories.payments import add_payment
from tests.factories.reservations import add_occupancy, add_reservation
from tests.integration.conversations.chat import Chat
from tests.integration.queued import queued_jobs
from tests.integration.reservations.booking import assert_nights_agree, read_reservation

MOVED = january(12, 17)


async def _cabin(chat: Chat) -> Accommodation:
    async with chat.database.unit_of_work() as session:
        return await add_accommodation(session, name="Coihue")


async def _reservation(chat: Chat, cabin: Accommodation, **values: object) -> Reservation:
    async with chat.database.unit_of_work() as session:
        conversation = await session.get_one(Conversation, chat.conversation_id)
        guest = await session.get_one(Guest, conversation.guest_id)
        made = {"status": "confirmed", "confirmed_at": NOW - timedelta(days=20), **values}
        reservation = await add_reservation(session, cabin, guest=guest, **made)  # type: ignore[arg-type]  # values by name
        if made["status"] == "confirmed":
            await add_payment(session, reservation, amount_cents=reservation.deposit_cents)
        return reservation


async def _stay_of(chat: Chat, reservation: Reservation) -> Stay:
    return as_stay((await read_reservation(chat.database, reservation.id)).nights)


def _yes(reservation: Reservation, cabin: Accommodation, total_cents: int) -> str:
    asked = (MOVED.check_in.isoformat(), MOVED.check_out.isoformat(), "2", "0", "0", str(total_cents))
    return Action(ActionKind.CHANGE_YES, (reservation.code, cabin.code, *asked)).as_id()


async def test_a_stay_moves_once_its_guest_has_heard_the_difference(chat: Chat) -> None:
    cabin = await _cabin(chat)
    reservation = await _reservation(chat, cabin)

    await chat.say("quiero cambiar mi reserva del 12 al 17 de enero")

    (question,) = await chat.replies()
    assert "más que ahora" in question
    assert await _stay_of(chat, reservation) == STAY
    assert await queued_jobs(chat.database, "reservation.changed") == []
    async with chat.database.unit_of_work() as session:
        assert len((await session.execute(select(Quote))).scalars().all()) == 1

    await chat.say("sí")

    view = await read_reservation(chat.database, reservation.id)
    assert as_stay(view.nights) == MOVED
    assert view.deposit_cents == reservation.deposit_cents
    assert "cambié tu reserva" in (await chat.replies())[-1]
    await assert_nights_agree(chat.database)
    (told,) = await chat.jobs("reservation.changed")
    assert told.payload["by"] == "guest"
    async with chat.database.unit_of_work() as session:
        (actor,) = set((await session.execute(select(AuditEntry.actor))).scalars())
    assert actor == f"guest:{reservation.guest_id}"


async def test_nights_that_are_taken_move_nothing_and_others_are_offered(chat: Chat) -> None:
    cabin = await _cabin(chat)
    reservation = await _reservation(chat, cabin)
    async with chat.database.unit_of_work() as session:
        await add_occupancy(session, cabin, stay=january(16, 18))

    await chat.say("quiero cambiar mi reserva del 12 al 17 de enero")

    assert "sigue como está" in (await chat.replies())[-1]
    assert await _stay_of(chat, reservation) == STAY
    await assert_nights_agree(chat.database)


async def test_another_price_than_the_one_told_is_told_first(chat: Chat) -> None:
    cabin = await _cabin(chat)
    reservation = await _reservation(chat, cabin)

    await chat.tap(_yes(reservation, cabin, 1))

    assert await _stay_of(chat, reservation) == STAY
    assert "¿Hago el cambio?" in (await chat.replies())[-1]
    await chat.say("dale")
    assert await _stay_of(chat, reservation) == MOVED


async def test_somebody_elses_reservation_is_nobodys_to_move_or_extend(chat: Chat) -> None:
    cabin = await _cabin(chat)
    async with chat.database.unit_of_work() as session:
        other = await add_guest(session)
        reservation = await add_reservation(session, cabin, guest=other)

    for identifier in (
        _yes(reservation, cabin, reservation.total_cents),
        Action(ActionKind.MORE_TIME, (reservation.code,)).as_id(),
        Action(ActionKind.CHANGE, (reservation.code,)).as_id(),
    ):
        await chat.tap(identifier)

    view = await read_reservation(chat.database, reservation.id)
    assert (as_stay(view.nights), view.expires_at) == (STAY, reservation.expires_at)
    assert all(reservation.code not in reply for reply in await chat.replies())


@pytest.mark.parametrize("status", ["pre_reserved", "confirmed"])
async def test_more_time_is_given_to_a_hold_once(chat: Chat, status: str) -> None:
    cabin = await _cabin(chat)
    values = {"status": status} if status == "confirmed" else {"status": status, "confirmed_at": None}
    reservation = await _reservation(chat, cabin, **values)

    await chat.say("necesito más tiempo para pagar")
    await chat.say("un rato más, dame más tiempo para pagar")

    first, again = await chat.replies()
    if status == "confirmed":
        assert "no le puedo dar más tiempo" in first
        return
    assert reservation.expires_at is not None
    view = await read_reservation(chat.database, reservation.id)
    assert view.expires_at == reservation.expires_at + 30 * MINUTE
    assert "te guardo" in first
    assert "una vez" in again
    assert len(await chat.jobs("reservation.changed")) == 1


async def test_what_nobody_wrote_down_is_asked_of_a_person_and_the_bot_goes_on(chat: Chat) -> None:
    await _cabin(chat)

    await chat.say("¿tienen cancha de tenis?")

    conversation = await chat.conversation()
    assert (conversation.driver, conversation.awaits_person_since) == ("bot", chat.clock.now())
    assert "no lo sé" in (await chat.replies())[-1]
    await chat.say("hola")
    assert "asistente" in (await chat.replies())[-1]


async def test_two_requests_of_one_message_are_answered_in_one_turn(chat: Chat) -> None:
    cabin = await _cabin(chat)

    await chat.say("¿tenés algo del 10 al 14 de enero para 2? ¿y tienen fotos?")

    kinds = [message.kind for message in await chat.messages("out")]
    assert kinds[0] == "list"
    assert len(kinds) > 1
    assert cabin.name in "\n".join(await chat.replies())
