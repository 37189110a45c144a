"""Who waits for nights hears once that they are free: in turn, awake, while it is so, and nothing is held for them."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import delete, select

from reservas.domain.dialogue.reminders import Reminder
from reservas.domain.wording import words_for
from reservas.features.conversations import due
from reservas.features.conversations.service import Notifier, Reminders
from reservas.features.reservations.repository import as_range
from reservas.models import Accommodation, AuditEntry, Conversation, Guest, Message, Occupancy, WaitingEntry
from tests.factories.accommodations import add_accommodation
from tests.factories.conversations import add_conversation
from tests.factories.guests import add_guest
from tests.factories.moments import MINUTE, NOW, STAY
from tests.factories.reservations import add_occupancy, add_reservation
from tests.integration.concurrency import race
from tests.integration.conversations.chat import MEDIA_URL, Chat

HOUR = timedelta(hours=1)
SEARCH = "tenés algo del 10 al 14 de enero para 4?"
WORDS = words_for("es")


@pytest.fixture
def reminders(chat: Chat) -> Reminders:
    return Reminders(chat.database, chat.clock, Notifier(chat.database, chat.clock, MEDIA_URL), MEDIA_URL)


@pytest.fixture
async def cabin(chat: Chat) -> Accommodation:
    """The only cabin, whose nights its owner keeps."""
    async with chat.database.unit_of_work() as session:
        made = await add_accommodation(session, code="coihue", name="Coihue")
        await add_occupancy(session, made)
        return made


async def free(chat: Chat) -> None:
    async with chat.database.unit_of_work() as session:
        await session.execute(delete(Occupancy))


async def take(chat: Chat, cabin: Accommodation) -> None:
    async with chat.database.unit_of_work() as session:
        await add_occupancy(session, cabin)


async def wait_for(chat: Chat, **values: Any) -> int:
    """Put the chat's guest, or another one, on the list and return the entry's key."""
    async with chat.database.unit_of_work() as session:
        conversation = await session.get_one(Conversation, chat.conversation_id)
        wish: dict[str, Any] = {
            "guest_id": conversation.guest_id,
            "nights": as_range(STAY),
            "adults": 4,
            "children": 0,
            "pets": 0,
            "created_at": chat.clock.now(),
        }
        entry = WaitingEntry(**{**wish, **values})
        session.add(entry)
        await session.flush()
        return entry.id


async def another(chat: Chat, phone: str) -> tuple[int, int]:
    """Another guest with a chat of their own: their key and its."""
    async with chat.database.unit_of_work() as session:
        guest = await add_guest(session, phone=phone)
        return guest.id, (await add_conversation(session, guest, phone=phone)).id


async def change(chat: Chat, model: type[Any], key: int, **values: Any) -> None:
    async with chat.database.unit_of_work() as session:
        row = await session.get_one(model, key)
        for name, value in values.items():
            setattr(row, name, value)


async def told(chat: Chat, reminders: Reminders, after: timedelta = MINUTE) -> list[int]:
    """The chats that heard something, in order, once that much time has passed."""
    chat.clock.instant += after
    await reminders.say_due()
    async with chat.database.unit_of_work() as session:
        query = select(Message.conversation_id).where(Message.cause.startswith("dates_freed:"))
        return list((await session.execute(query.order_by(Message.id))).scalars())


async def entries(chat: Chat) -> list[tuple[str | None, bool]]:
    """Why each entry ended, and whether its guest was told."""
    async with chat.database.unit_of_work() as session:
        found = (await session.execute(select(WaitingEntry).order_by(WaitingEntry.id))).scalars()
        return [(one.ended_reason, one.told_at is not None) for one in found]


@pytest.mark.usefixtures("cabin")
async def test_from_full_to_told_to_quoted(chat: Chat, reminders: Reminders) -> None:
    await chat.say(SEARCH)
    await chat.say("uh, avisame si se libera")
    assert (await chat.replies())[-1] == WORDS.say(
        "wait.joined", stay="domingo 10 al jueves 14 de enero (4 noches)", guests="4 personas"
    )
    assert await told(chat, reminders) == []

    await free(chat)
    assert await told(chat, reminders) == [chat.conversation_id]
    assert await told(chat, reminders, 2 * HOUR) == [chat.conversation_id]
    *_, news = await chat.messages("out")
    assert "se liberó *Coihue* del domingo 10 al jueves 14 de enero" in news.content["body"]
    assert await entries(chat) == [("told", True)]

    await chat.tap(news.content["buttons"][0]["id"])
    assert "*Total:" in (await chat.replies())[-1]


@pytest.mark.usefixtures("cabin")
async def test_the_same_wish_twice_is_one_and_leaving_ends_it(chat: Chat, reminders: Reminders) -> None:
    await chat.say(SEARCH)
    (full,) = await chat.messages("out")
    wait = next(one["id"] for one in full.content["rows"] if one["id"].startswith("wait|"))
    await chat.tap(wait)
    await chat.say("anotame en la lista de espera")
    assert await entries(chat) == [(None, False)]

    await chat.say("ya no me avises, gracias")
    assert (await chat.replies())[-1] == WORDS.say("wait.left")
    await free(chat)
    assert await told(chat, reminders) == []
    assert await entries(chat) == [("left", False)]
    async with chat.database.unit_of_work() as session:
        logged = (await session.execute(select(AuditEntry.action).order_by(AuditEntry.id))).scalars().all()
    assert logged == ["waiting.joined", "waiting.left"]

    await chat.say("ya no me avises")
    assert (await chat.replies())[-1] == WORDS.say("wait.not_listed")


async def test_who_waits_for_what_is_free_is_shown_it(chat: Chat, cabin: Accommodation) -> None:
    await free(chat)
    await chat.tap("wait|2027-01-10|2027-01-14|4|0|0")

    (message,) = await chat.messages("out")
    assert [row["title"] for row in message.content["rows"]] == [cabin.name]
    assert await entries(chat) == []


@pytest.mark.usefixtures("cabin")
async def test_who_wants_no_offers_is_not_promised_one(chat: Chat) -> None:
    guest_id = (await chat.conversation()).guest_id
    await change(chat, Guest, guest_id, offers_refused_at=NOW)
    await chat.tap("wait|2027-01-10|2027-01-14|4|0|0")

    assert await chat.replies() == [WORDS.say("wait.refused")]
    assert await entries(chat) == []


@pytest.mark.usefixtures("cabin")
async def test_dates_that_nobody_can_book_are_refused(chat: Chat) -> None:
    await chat.tap("wait|2026-01-10|2026-01-14|4|0|0")

    assert (await chat.replies())[-1] == WORDS.say("refused.past")
    assert await entries(chat) == []


async def test_one_cabin_is_waited_for_though_another_is_free(
    chat: Chat, cabin: Accommodation, reminders: Reminders
) -> None:
    async with chat.database.unit_of_work() as session:
        await add_accommodation(session, code="lenga", name="Lenga")
    await chat.tap("wait|2027-01-10|2027-01-14|4|0|0|coihue")
    assert "Coihue" in (await chat.replies())[-1]
    assert await told(chat, reminders) == []

    await free(chat)
    assert await told(chat, reminders) == [chat.conversation_id]
    assert cabin.name in (await chat.replies())[-1]


@pytest.mark.usefixtures("cabin")
async def test_of_two_the_first_hears_it_an_hour_before_the_second(chat: Chat, reminders: Reminders) -> None:
    guest, second_chat = await another(chat, "5492944000002")
    await wait_for(chat, guest_id=guest, created_at=NOW + MINUTE)
    await wait_for(chat)
    await free(chat)

    assert await told(chat, reminders, 2 * MINUTE) == [chat.conversation_id]
    assert await told(chat, reminders, 59 * MINUTE) == [chat.conversation_id]
    assert await told(chat, reminders, 2 * MINUTE) == [chat.conversation_id, second_chat]


async def test_the_second_hears_nothing_of_what_the_first_has_booked(
    chat: Chat, cabin: Accommodation, reminders: Reminders
) -> None:
    guest, _ = await another(chat, "5492944000002")
    await wait_for(chat)
    await wait_for(chat, guest_id=guest)
    await free(chat)
    first = [chat.conversation_id]
    assert await told(chat, reminders) == first
    await take(chat, cabin)

    assert await told(chat, reminders, 2 * HOUR) == first
    assert await entries(chat) == [("told", True), (None, False)]


@pytest.mark.usefixtures("cabin")
async def test_sweeps_at_once_tell_one_guest_once(chat: Chat, reminders: Reminders) -> None:
    for number in range(3):
        guest, _ = await another(chat, f"549294400001{number}")
        await wait_for(chat, guest_id=guest)
    await wait_for(chat)
    await free(chat)

    assert {type(one) for one in await race([partial(reminders.say_due)] * 6)} == {int}
    assert len(await told(chat, reminders, timedelta(0))) == 1
    assert sorted(reason or "" for reason, _ in await entries(chat)) == ["", "", "", "told"]


async def test_what_is_taken_again_before_it_is_said_is_not_said_and_they_wait_on(
    chat: Chat, cabin: Accommodation, reminders: Reminders
) -> None:
    await wait_for(chat)
    await free(chat)
    await told(chat, reminders)
    await take(chat, cabin)

    await chat.send()
    (message,) = await chat.messages("out")
    assert (message.status, message.error) == ("withheld", {"reason": "not_true_any_more"})
    assert await entries(chat) == [(None, False)]
    assert await told(chat, reminders) == [chat.conversation_id]

    await free(chat)
    assert await told(chat, reminders) == [chat.conversation_id] * 2
    await chat.send()
    assert [one.status for one in await chat.messages("out")] == ["withheld", "sent"]
    assert await entries(chat) == [("told", True)]


async def _booked(chat: Chat, guest: Guest) -> None:
    async with chat.database.unit_of_work() as session:
        other = await add_accommodation(session)
        await add_reservation(session, other, guest=await session.merge(guest), status="confirmed")


async def _refused(chat: Chat, guest: Guest) -> None:
    await change(chat, Guest, guest.id, offers_refused_at=NOW)


async def _driven(chat: Chat, _: Guest) -> None:
    await change(chat, Conversation, chat.conversation_id, driver="human")


async def _switched_off(chat: Chat, _: Guest) -> None:
    async with chat.database.unit_of_work() as session:
        await due.switch(session, Reminder.DATES_FREED, is_on=False, now=NOW)


async def _late(chat: Chat, _: Guest) -> None:
    chat.clock.instant = datetime(2026, 11, 22, 1, tzinfo=UTC)  # 22:00 there


@pytest.mark.parametrize("happens", [_booked, _refused, _driven, _switched_off, _late])
@pytest.mark.usefixtures("cabin")
async def test_nobody_is_told_who_booked_or_wants_none_or_sleeps(
    chat: Chat, reminders: Reminders, happens: Any
) -> None:
    await wait_for(chat)
    async with chat.database.unit_of_work() as session:
        conversation = await session.get_one(Conversation, chat.conversation_id)
        guest = await session.get_one(Guest, conversation.guest_id)
    await happens(chat, guest)
    if happens is _booked:
        async with chat.database.unit_of_work() as session:
            await session.execute(delete(Occupancy).where(Occupancy.kind == "owner_block"))
    else:
        await free(chat)

    assert await told(chat, reminders) == []
    assert await entries(chat) == [("booked" if happens is _booked else None, False)]


@pytest.mark.usefixtures("cabin")
async def test_what_is_freed_by_night_is_said_in_the_morning(chat: Chat, reminders: Reminders) -> None:
    await wait_for(chat)
    chat.clock.instant = datetime(2026, 11, 22, 1, tzinfo=UTC)  # 22:00 there
    await free(chat)
    assert await told(chat, reminders) == []

    chat.clock.instant = datetime(2026, 11, 22, 12, tzinfo=UTC)
    assert await told(chat, reminders) == [chat.conversation_id]


@pytest.mark.usefixtures("cabin")
async def test_a_wish_ends_when_its_day_has_passed(chat: Chat, reminders: Reminders) -> None:
    await wait_for(chat)
    chat.clock.instant = datetime(2027, 1, 12, 12, tzinfo=UTC)

    assert await told(chat, reminders) == []
    assert await entries(chat) == [("passed", False)]


@pytest.mark.usefixtures("cabin")
async def test_an_owners_rules_are_asked_before_anybody_is_told(chat: Chat, reminders: Reminders) -> None:
    await wait_for(chat)
    await free(chat)
    async with chat.database.unit_of_work() as session:
        cabin = (await session.execute(select(Accommodation))).scalar_one()
        cabin.minimum_nights = 5

    assert await told(chat, reminders) == []


@pytest.mark.usefixtures("cabin")
async def test_outside_the_window_a_template_says_it_and_never_as_news_of_a_booking(
    chat: Chat, reminders: Reminders
) -> None:
    await wait_for(chat)
    await change(chat, Conversation, chat.conversation_id, language="pt", window_closes_at=chat.clock.now() - MINUTE)
    await free(chat)
    await told(chat, reminders)

    await chat.send()

    parked, template = await chat.messages("out")
    assert parked.error == {"reason": "window_closed"}
    assert (template.content["name"], template.content["language"]) == ("dates_freed", "pt_BR")
    assert template.status == "sent"
    assert parked.stand_ins is not None
    assert {one["template"]["name"] for one in parked.stand_ins} == {"dates_freed"}
