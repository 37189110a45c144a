"""Who drives a conversation, until when, and what the bot leaves unanswered when it comes back."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from reservas.features.conversations import repository
from reservas.features.conversations.service import driving
from reservas.models import AuditEntry, Conversation
from tests.factories.moments import NOW
from tests.integration.conversations.chat import Chat

ANA = "ana@cabanas.example"
HOUR = timedelta(hours=1)


async def take(chat: Chat, by: str = ANA, hours: float | None = 2) -> Conversation:
    async with chat.database.unit_of_work() as session:
        conversation = await repository.lock(session, chat.conversation_id)
        await driving.take(session, conversation, chat.clock.now(), by=by, hours=hours)
        return conversation


async def give_back(chat: Chat) -> None:
    async with chat.database.unit_of_work() as session:
        conversation = await repository.lock(session, chat.conversation_id)
        await driving.give_back(session, conversation, chat.clock.now(), by=ANA)


async def audited(chat: Chat) -> list[tuple[str, str]]:
    async with chat.database.unit_of_work() as session:
        entries = (await session.execute(select(AuditEntry).order_by(AuditEntry.id))).scalars()
        return [(entry.actor, entry.action) for entry in entries]


async def test_a_person_drives_and_the_bot_is_silent_until_they_release(chat: Chat) -> None:
    taken = await take(chat)
    assert (taken.driver, taken.driver_by, taken.driver_since) == ("human", ANA, NOW)
    assert (taken.bot_returns_at, taken.awaits_person_since) == (NOW + 2 * HOUR, None)

    await chat.say("hola")
    await chat.write("¿siguen ahí?")
    await give_back(chat)
    await chat.turns.handle(chat.conversation_id)

    # Neither what a turn read while a person drove nor what none had read yet is answered by the bot later.
    assert await chat.replies() == []
    assert all(message.handled_at for message in await chat.messages("in"))
    await chat.say("hola")
    assert len(await chat.replies()) == 1
    assert await audited(chat) == [
        (f"operator:{ANA}", "conversation.taken"),
        (f"operator:{ANA}", "conversation.released"),
    ]


async def test_the_bot_comes_back_when_the_persons_time_is_over_and_not_before(chat: Chat) -> None:
    await take(chat)
    chat.wait(HOUR.total_seconds())
    assert (await take(chat)).bot_returns_at == NOW + 3 * HOUR

    chat.wait(2 * HOUR.total_seconds() - 1)
    assert await driving.return_overdue(chat.database, chat.clock.now()) == 0
    chat.wait(1)
    assert await driving.return_overdue(chat.database, chat.clock.now()) == 1
    assert await driving.return_overdue(chat.database, chat.clock.now()) == 0

    conversation = await chat.conversation()
    assert (conversation.driver, conversation.driver_by, conversation.bot_returns_at) == ("bot", None, None)
    # The second taking by the same person only gave them more time.
    assert await audited(chat) == [
        (f"operator:{ANA}", "conversation.taken"),
        ("system:handover", "conversation.released"),
    ]


async def test_without_hours_only_a_release_brings_the_bot_back(chat: Chat) -> None:
    await take(chat, hours=None)
    chat.wait(timedelta(days=400).total_seconds())
    assert await driving.return_overdue(chat.database, chat.clock.now()) == 0
    assert (await chat.conversation()).driver == "human"


async def test_a_guest_who_asked_waits_until_a_person_comes_even_when_the_bot_is_back(chat: Chat) -> None:
    await chat.say("quiero hablar con una persona")
    called = await chat.conversation()
    assert (called.driver, called.driver_by) == ("human", "guest")
    assert called.awaits_person_since == called.driver_since
    assert called.bot_returns_at == called.driver_since + 12 * HOUR

    chat.clock.instant = called.bot_returns_at
    await driving.return_overdue(chat.database, chat.clock.now())
    returned = await chat.conversation()
    assert (returned.driver, returned.awaits_person_since) == ("bot", called.awaits_person_since)

    assert (await take(chat)).awaits_person_since is None


async def test_whoever_was_answered_by_nobody_waits_for_a_person_when_the_bot_is_back(chat: Chat) -> None:
    await chat.say("hola")
    await take(chat)
    chat.wait(60)
    await chat.say("¿puedo llevar al perro?")
    returns_at = (await chat.conversation()).bot_returns_at
    assert returns_at is not None
    chat.clock.instant = returns_at

    await driving.return_overdue(chat.database, chat.clock.now())

    returned = await chat.conversation()
    assert (returned.driver, returned.awaits_person_since) == ("bot", returns_at)


async def test_whoever_was_answered_waits_for_nobody_when_the_bot_is_back(chat: Chat) -> None:
    await take(chat)
    chat.wait(60)
    await chat.say("¿puedo llevar al perro?")
    await chat.queue("Sí.", cause=f"operator:{ANA}:1")
    chat.wait(2 * HOUR.total_seconds())

    assert await driving.return_overdue(chat.database, chat.clock.now()) == 1
    assert (await chat.conversation()).awaits_person_since is None


@pytest.mark.parametrize("by", [driving.GUEST, driving.BOT])
async def test_a_call_takes_nothing_from_the_person_who_drives(chat: Chat, by: str) -> None:
    await take(chat)
    chat.wait(60)
    called = await take(chat, by)
    assert (called.driver_by, called.bot_returns_at) == (ANA, NOW + 2 * HOUR)
    assert called.awaits_person_since == NOW + timedelta(minutes=1)


async def test_the_owners_own_phone_takes_over_from_the_bot_and_from_an_operator(chat: Chat) -> None:
    await take(chat)
    assert (await take(chat, driving.OWNER)).driver_by == "owner"
    assert await audited(chat) == [(f"operator:{ANA}", "conversation.taken"), ("owner:phone", "conversation.taken")]


async def test_an_answer_that_had_not_left_when_a_person_took_over_is_never_sent_later(chat: Chat) -> None:
    (answer,) = await chat.queue("¡Hola! ¿Qué fechas buscás?")
    (notice,) = await chat.queue("¡Reserva confirmada!", cause="reservation.confirmed:1:0")
    chat.wait(1)
    await take(chat)
    await give_back(chat)

    await chat.send()

    assert chat.messenger.bodies == ["¡Reserva confirmada!"]
    assert (await chat.message(answer)).error == {"reason": "person_took_over"}
    assert (await chat.message(notice)).status == "sent"
