"""What nobody asked for is said at its time, once, while it is so, to whoever wants it and does not sleep."""

from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from reservas.domain.dialogue.reminders import Reminder
from reservas.domain.stays import Stay
from reservas.features.conversations import due
from reservas.features.conversations.service import Notifier, Reminders
from reservas.models import Accommodation, Conversation, Guest, Quote, Reservation
from tests.factories.accommodations import add_accommodation
from tests.factories.moments import MINUTE, NOW, STAY
from tests.factories.payments import add_payment
from tests.factories.reservations import add_quote, add_reservation
from tests.integration.concurrency import race
from tests.integration.conversations.chat import MEDIA_URL, Chat

HOUR = timedelta(hours=1)


def local(day: int, hour: int, minute: int = 0, month: int = 1, year: int = 2027) -> datetime:
    """An instant by the clock of the cabins, three hours behind UTC."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC) + 3 * HOUR


@pytest.fixture
def reminders(chat: Chat) -> Reminders:
    return Reminders(chat.database, chat.clock, Notifier(chat.database, chat.clock, MEDIA_URL), MEDIA_URL)


async def reserve(chat: Chat, status: str, *, paid: bool = False, **values: Any) -> Reservation:
    async with chat.database.unit_of_work() as session:
        conversation = await session.get_one(Conversation, chat.conversation_id)
        guest = await session.get_one(Guest, conversation.guest_id)
        cabin = await add_accommodation(
            session,
            name="Coihue",
            wifi="Red Coihue, clave 1234",
            door_code="4711#",
            review_url="https://review.example",
        )
        quote = await add_quote(session, cabin)
        quote.snapshot = {**quote.snapshot, "balance_due_on": date(2027, 1, 3).isoformat()}
        reservation = await add_reservation(session, cabin, guest=guest, status=status, quote=quote, **values)
        if paid:
            await add_payment(session, reservation, amount_cents=reservation.deposit_cents, outcome="confirms")
        return reservation


async def quote_told(chat: Chat) -> Quote:
    async with chat.database.unit_of_work() as session:
        conversation = await session.get_one(Conversation, chat.conversation_id)
        cabin = await add_accommodation(session, name="Coihue")
        return await add_quote(session, cabin, guest_id=conversation.guest_id)


async def change(chat: Chat, model: type[Any], key: int, **values: Any) -> None:
    async with chat.database.unit_of_work() as session:
        row = await session.get_one(model, key)
        for name, value in values.items():
            setattr(row, name, value)


async def said_at(chat: Chat, reminders: Reminders, *moments: datetime) -> list[int]:
    """How many messages had been queued after each of the moments."""
    counts = []
    for moment in moments:
        chat.clock.instant = moment
        await reminders.say_due()
        counts.append(len(await chat.messages("out")))
    return counts


async def test_a_hold_is_recalled_ten_minutes_before_its_end_and_once(chat: Chat, reminders: Reminders) -> None:
    await reserve(chat, "pre_reserved")

    assert await said_at(chat, reminders, NOW + 19 * MINUTE, NOW + 21 * MINUTE, NOW + 25 * MINUTE) == [0, 1, 1]
    (told,) = await chat.replies()
    assert "*Coihue* está guardada para vos hasta las 12:30" in told


async def test_a_hold_with_money_is_not_recalled(chat: Chat, reminders: Reminders) -> None:
    await reserve(chat, "pre_reserved", paid=True)

    assert await said_at(chat, reminders, NOW + 21 * MINUTE) == [0]


async def test_a_hold_that_ends_at_night_is_let_go_in_silence(chat: Chat, reminders: Reminders) -> None:
    begun = local(21, 22, 30, month=11, year=2026)
    await reserve(chat, "pre_reserved", created_at=begun, expires_at=begun + 30 * MINUTE, release_at=begun + HOUR)

    assert await said_at(chat, reminders, begun + 21 * MINUTE, local(22, 9, month=11, year=2026)) == [0, 0]


async def test_a_quote_is_recalled_after_an_hour_and_once(chat: Chat, reminders: Reminders) -> None:
    quote = await quote_told(chat)

    assert await said_at(chat, reminders, NOW + 59 * MINUTE, NOW + 61 * MINUTE, NOW + 2 * HOUR) == [0, 1, 1]
    (message,) = await chat.messages("out")
    assert message.content["buttons"][0]["id"] == f"book|{quote.public_id}"


async def test_a_quote_of_the_evening_is_recalled_in_the_morning(chat: Chat, reminders: Reminders) -> None:
    quote = await quote_told(chat)
    told_at = local(21, 21, 30, month=11, year=2026)
    await change(chat, Quote, quote.id, created_at=told_at, valid_until=told_at + 24 * HOUR)

    night, morning = told_at + HOUR, local(22, 9, 1, month=11, year=2026)
    assert await said_at(chat, reminders, night, morning, morning + HOUR) == [0, 1, 1]


async def _answered(chat: Chat, _: Quote) -> None:
    chat.wait(5)
    await chat.write("déjame pensarlo")


async def _booked(chat: Chat, quote: Quote) -> None:
    async with chat.database.unit_of_work() as session:
        conversation = await session.get_one(Conversation, chat.conversation_id)
        guest = await session.get_one(Guest, conversation.guest_id)
        cabin = await session.get_one(Accommodation, quote.accommodation_id)
        await add_reservation(session, cabin, guest=guest, quote=await session.merge(quote))


async def _taken(chat: Chat, quote: Quote) -> None:
    async with chat.database.unit_of_work() as session:
        cabin = await session.get_one(Accommodation, quote.accommodation_id)
        await add_reservation(session, cabin, stay=STAY, status="confirmed")


async def _refused(chat: Chat, quote: Quote) -> None:
    assert quote.guest_id is not None
    await change(chat, Guest, quote.guest_id, offers_refused_at=NOW)


async def _driven(chat: Chat, _: Quote) -> None:
    await change(chat, Conversation, chat.conversation_id, driver="human")


async def _switched_off(chat: Chat, _: Quote) -> None:
    async with chat.database.unit_of_work() as session:
        await due.switch(session, Reminder.QUOTE_WAITING, is_on=False, now=NOW)


@pytest.mark.parametrize("happens", [_answered, _booked, _taken, _refused, _driven, _switched_off])
async def test_a_quote_is_not_recalled_after(chat: Chat, reminders: Reminders, happens: Any) -> None:
    quote = await quote_told(chat)
    await happens(chat, quote)

    assert await said_at(chat, reminders, NOW + 61 * MINUTE) == [0]


async def test_a_balance_is_recalled_the_day_before_it_is_due(chat: Chat, reminders: Reminders) -> None:
    await reserve(chat, "confirmed", paid=True)

    assert await said_at(chat, reminders, local(1, 12), local(2, 9), local(2, 10), local(3, 12)) == [0, 0, 1, 1]
    (told,) = await chat.replies()
    assert "hasta el domingo 3 de enero" in told


async def test_what_was_confirmed_by_hand_owes_nothing_that_is_known(chat: Chat, reminders: Reminders) -> None:
    await reserve(chat, "confirmed")

    assert await said_at(chat, reminders, local(2, 12)) == [0]


async def test_the_day_before_arrival_the_guest_has_all_they_need(chat: Chat, reminders: Reminders) -> None:
    await reserve(chat, "confirmed", paid=True)

    # Words, directions and a pin.
    assert await said_at(chat, reminders, local(8, 12), local(9, 9), local(9, 10), local(10, 10)) == [0, 0, 3, 3]
    told, directions, _ = await chat.replies()
    assert told.startswith("¡Mañana te esperamos en *Coihue*!")
    assert "4711#" in told
    assert "Red Coihue, clave 1234" in told
    assert directions.startswith("*Cómo llegar a Coihue*")


async def test_who_booked_for_today_hears_it_today_until_they_can_arrive(chat: Chat, reminders: Reminders) -> None:
    await reserve(chat, "confirmed", paid=True)

    assert await said_at(chat, reminders, local(10, 16)) == [0]
    assert await said_at(chat, reminders, local(10, 9, 30)) == [3]
    assert (await chat.replies())[0].startswith("¡Hoy te esperamos")


@pytest.mark.parametrize(("refused_at", "count"), [(None, 1), (NOW, 0)])
async def test_the_day_after_they_are_thanked_unless_they_want_nothing(
    chat: Chat, reminders: Reminders, refused_at: datetime | None, count: int
) -> None:
    reservation = await reserve(chat, "confirmed", paid=True)
    await change(chat, Guest, reservation.guest_id, offers_refused_at=refused_at)

    assert await said_at(chat, reminders, local(14, 12), local(15, 9), local(15, 12), local(15, 13)) == [
        0,
        0,
        count,
        count,
    ]
    assert all("https://review.example" in reply for reply in await chat.replies())


@pytest.mark.parametrize("status", ["cancelled", "expired", "no_show"])
async def test_a_reservation_that_ended_is_silent(chat: Chat, reminders: Reminders, status: str) -> None:
    await reserve(chat, status, paid=True)

    moments = (NOW + 21 * MINUTE, local(2, 12), local(9, 12), local(15, 12))
    assert await said_at(chat, reminders, *moments) == [0, 0, 0, 0]


async def test_eight_ticks_at_once_say_it_once(chat: Chat, reminders: Reminders) -> None:
    await reserve(chat, "confirmed", paid=True)
    chat.clock.instant = local(9, 12)

    await race([partial(reminders.say_due)] * 8)
    assert len(await chat.messages("out")) == 3


async def test_what_is_not_so_any_more_when_it_would_leave_is_withheld(chat: Chat, reminders: Reminders) -> None:
    reservation = await reserve(chat, "pre_reserved")
    assert await said_at(chat, reminders, NOW + 21 * MINUTE) == [1]
    await change(chat, Reservation, reservation.id, status="confirmed", confirmed_at=NOW)

    await chat.send()

    (message,) = await chat.messages("out")
    assert (message.status, message.error) == ("withheld", {"reason": "not_true_any_more"})


async def test_a_closed_window_is_passed_by_a_template_in_the_guests_language(chat: Chat, reminders: Reminders) -> None:
    await reserve(chat, "confirmed", paid=True)
    await change(chat, Conversation, chat.conversation_id, language="pt")
    await said_at(chat, reminders, local(9, 12))

    first, *_ = await chat.messages("out")

    assert first.stand_ins is not None
    template = first.stand_ins[0]["template"]
    assert (template["name"], template["language"]) == ("stay_begins", "pt_BR")
    assert first.content["body"].startswith("Amanhã esperamos você")


async def test_a_kind_can_be_switched_off_and_on(chat: Chat) -> None:
    async with chat.database.unit_of_work() as session:
        await due.switch(session, Reminder.STAY_ENDED, is_on=False, now=NOW)
        assert [one.kind for one in await due.read_switches(session) if not one.is_on] == ["stay_ended"]
        await due.switch(session, Reminder.STAY_ENDED, is_on=True, now=NOW)
        assert all(one.is_on for one in await due.read_switches(session))


def test_the_stay_of_the_factories_is_what_these_tests_count_on() -> None:
    assert Stay(date(2027, 1, 10), date(2027, 1, 14)) == STAY
