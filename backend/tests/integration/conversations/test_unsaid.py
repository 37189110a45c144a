"""What waited before it could be said: a guest is told nothing that is over, and what they asked is answered anew."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from reservas.domain.dialogue.replies import Template
from reservas.features.conversations import channels, repository
from reservas.features.conversations.errors import SendRefused
from reservas.features.conversations.service import Notifier, driving
from reservas.features.conversations.service.stopping import unfreeze
from reservas.models import Accommodation, Conversation, Message, PaymentLink, Reservation
from tests.factories.accommodations import add_accommodation
from tests.factories.conversations import ACCOUNT
from tests.factories.moments import NOW
from tests.factories.reservations import add_occupancy
from tests.factories.whatsapp import make_body, make_value, text_item
from tests.integration.conversations.chat import MEDIA_URL, QUIET, Chat
from tests.integration.conversations.test_notifying import pay, reserve

HOUR = 3600.0
READY = "answer_ready/es_AR"


def said(chat: Chat) -> list[str]:
    """Every attempt: a template's name and language, or the words."""
    replies = [call.reply for call in chat.messenger.calls]
    return [f"{one.name}/{one.language}" if isinstance(one, Template) else getattr(one, "body", "") for one in replies]


async def reasons(chat: Chat) -> list[str]:
    return [str((one.error or {}).get("reason")) for one in await chat.messages("out") if one.status == "withheld"]


async def close_window(chat: Chat) -> None:
    async with chat.database.unit_of_work() as session:
        conversation = await session.get_one(Conversation, chat.conversation_id)
        conversation.window_closes_at = chat.clock.now()


async def freeze(chat: Chat) -> None:
    async with chat.database.unit_of_work() as session:
        number = await channels.lock(session, ACCOUNT)
        number.frozen_at, number.frozen_problem, number.probe_at = NOW, "token", NOW


async def thaw(chat: Chat) -> None:
    async with chat.database.unit_of_work() as session:
        await unfreeze(session, ACCOUNT)
    await chat.send()


async def hear(chat: Chat, text: str = "gracias") -> None:
    """Let the guest write by the channel, and have everything that follows done."""
    item = text_item(f"wamid.{text}", text, at=chat.clock.now())
    await chat.receive(make_body(make_value(messages=[item])))
    chat.wait(QUIET)
    await chat.turns.handle(chat.conversation_id)
    await chat.send()


async def tell(chat: Chat, notice: str, reservation: Reservation, link: PaymentLink) -> None:
    notifier = Notifier(chat.database, chat.clock, MEDIA_URL)
    match notice:
        case "link":
            await notifier.link_opened(link.id)
        case "confirmed":
            await notifier.confirmed(reservation.id)
        case "expired":
            await notifier.expired(reservation.id)
        case "changed":
            await notifier.changed(reservation.id, "operator", "2026-11-21T15:00:00+00:00")
        case "money":
            payment = await pay(chat, reservation, link, "pending")
            await notifier.payment_judged(payment.id, "pending")


async def become(chat: Chat, reservation: Reservation, status: str) -> None:
    """Let the reservation be in `status`, with nights exactly when they are its own."""
    async with chat.database.unit_of_work() as session:
        row = await session.get_one(Reservation, reservation.id)
        is_live = status == "confirmed"
        if is_live and row.occupancy_id is None:
            cabin = await session.get_one(Accommodation, row.accommodation_id)
            row.occupancy_id = (await add_occupancy(session, cabin, kind="stay")).id
        row.status, row.occupancy_id = status, row.occupancy_id if is_live else None
        if status == "cancelled":
            closed = update(PaymentLink).where(PaymentLink.reservation_id == reservation.id)
            await session.execute(closed.values(status="closed"))


STALE = [
    pytest.param("link", "pre_reserved", "cancelled", id="a link to what was cancelled"),
    pytest.param("confirmed", "confirmed", "cancelled", id="a confirmation of what was cancelled"),
    pytest.param("expired", "expired", "confirmed", id="an end that money undid"),
    pytest.param("changed", "confirmed", "cancelled", id="a change of what was cancelled"),
    pytest.param("money", "pre_reserved", "confirmed", id="money on its way that has come"),
]


@pytest.mark.parametrize(("notice", "was", "is_now"), STALE)
async def test_what_was_overtaken_while_the_window_was_closed_is_never_told(
    notice: str, was: str, is_now: str, chat: Chat
) -> None:
    reservation, link = await reserve(chat, was)
    await tell(chat, notice, reservation, link)
    await close_window(chat)
    # No template of the account's is to be had: nothing was said in the notice's place.
    chat.messenger.outcomes.extend(SendRefused("no", 132001) for _ in range(4))
    await chat.send()
    chat.messenger.calls.clear()
    chat.messenger.outcomes.clear()
    await become(chat, reservation, is_now)

    await hear(chat)

    assert len(said(chat)) == 1  # the answer to what was just written
    assert set(await reasons(chat)) == {"not_true_any_more"}


async def test_a_link_that_waited_for_the_number_is_not_told_when_its_hold_is_over(chat: Chat) -> None:
    reservation, link = await reserve(chat, "pre_reserved")
    await freeze(chat)
    await tell(chat, "link", reservation, link)
    await chat.send()
    assert reservation.expires_at is not None
    chat.clock.instant = reservation.expires_at - timedelta(seconds=1)
    await thaw(chat)
    assert len(said(chat)) == 1

    (late,) = await chat.queue("Pagá hasta las 12:30", cause=f"payment_link.opened:{link.id}:1")
    chat.wait(1)
    await chat.send()

    assert len(said(chat)) == 1
    assert (await chat.message(late)).error == {"reason": "not_true_any_more"}


async def test_of_two_changes_that_waited_only_the_last_is_told(chat: Chat) -> None:
    reservation, _ = await reserve(chat, "confirmed")
    notifier = Notifier(chat.database, chat.clock, MEDIA_URL)
    await freeze(chat)
    for minute in ("00", "01"):
        await notifier.changed(reservation.id, "operator", f"2026-11-21T15:{minute}:00+00:00")

    await thaw(chat)

    assert len(said(chat)) == 1
    assert await reasons(chat) == ["not_true_any_more"]


async def test_nobody_is_told_how_to_arrive_at_a_stay_that_is_over(chat: Chat) -> None:
    reservation, link = await reserve(chat, "confirmed")
    await tell(chat, "confirmed", reservation, link)
    await freeze(chat)
    chat.clock.instant = NOW + timedelta(days=365)
    async with chat.database.unit_of_work() as session:
        conversation = await session.get_one(Conversation, chat.conversation_id)
        conversation.window_closes_at = chat.clock.now() + timedelta(hours=1)

    await thaw(chat)

    assert said(chat) == []
    assert await reasons(chat) == ["not_true_any_more"] * 3


async def test_an_answer_that_waited_too_long_is_given_anew_and_once(chat: Chat) -> None:
    async with chat.database.unit_of_work() as session:
        await add_accommodation(session, name="Coihue")
    await freeze(chat)
    await chat.say("hola, somos 2 del 10 al 14 de enero")
    old = [one.id for one in await chat.messages("out")]
    chat.wait(HOUR)

    await thaw(chat)
    assert said(chat) == []
    await chat.turns.handle(chat.conversation_id)
    await chat.turns.handle(chat.conversation_id)
    await chat.send()

    anew = [one for one in await chat.messages("out") if one.id not in old]
    assert said(chat) == [str(one.content.get("body", "")) for one in anew]
    assert "Coihue" in str([one.content for one in anew])
    assert {str((await chat.message(key)).error) for key in old} == {"{'reason': 'answered_anew'}"}
    assert all(one.handled_at for one in await chat.messages("in"))


async def test_an_answer_that_was_begun_and_waited_too_long_is_given_anew_whole(chat: Chat) -> None:
    async with chat.database.unit_of_work() as session:
        await add_accommodation(session, name="Coihue")
    await chat.say("hola, somos 2 del 10 al 14 de enero")
    await chat.send()
    begun = len(said(chat))
    chat.wait(1)
    await chat.tap(await choice(chat, "cabin|"))
    parts = [one.id for one in (await chat.messages("out"))[begun:]]
    assert len(parts) > 1
    async with chat.database.unit_of_work() as session:
        (await session.get_one(Message, parts[0])).status = "sent"
    chat.wait(HOUR)

    await chat.send()
    await chat.turns.handle(chat.conversation_id)
    await chat.send()

    assert len(said(chat)) == begun + len(parts)
    assert (await chat.message(parts[0])).status == "sent"


async def test_an_old_answer_that_a_later_one_overtook_is_not_given_anew(chat: Chat) -> None:
    await freeze(chat)
    await chat.say("hola")
    chat.wait(HOUR)
    await chat.say("¿hola?")

    await thaw(chat)
    await chat.turns.handle(chat.conversation_id)
    await chat.send()

    assert len(said(chat)) == 1
    assert await reasons(chat) == ["overtaken"]


async def test_a_guest_whose_answer_the_window_kept_back_is_told_and_answered_when_they_write(chat: Chat) -> None:
    async with chat.database.unit_of_work() as session:
        await add_accommodation(session, name="Coihue")
    await chat.say("hola, somos 2 del 10 al 14 de enero")
    await close_window(chat)
    await chat.send()
    await chat.send()
    assert said(chat) == [READY]

    chat.wait(HOUR)
    await hear(chat)

    told = [one for one in await chat.messages("out") if one.status == "sent"]
    assert "Coihue" in str([one.content for one in told])
    assert all(one.handled_at for one in await chat.messages("in"))
    assert "window_closed" not in await reasons(chat)


async def test_one_template_speaks_for_every_answer_that_waits(chat: Chat) -> None:
    await chat.say("hola")
    await chat.say("¿hola?")
    await close_window(chat)
    await chat.queue("Soy Ana", cause="operator:ana@cabanas.example:1")

    await chat.send()

    assert said(chat) == [READY]


async def test_a_persons_words_that_the_window_kept_back_are_announced_and_said(chat: Chat) -> None:
    await chat.queue("Sí, hay pileta.", cause="operator:ana@cabanas.example:1")
    chat.messenger.outcomes.append(SendRefused("no", 131047))

    await chat.send()
    await chat.send()
    assert said(chat) == ["Sí, hay pileta.", READY]
    await hear(chat)

    assert said(chat)[2] == "Sí, hay pileta."


async def test_while_a_person_drives_nothing_is_answered_anew_by_the_bot(chat: Chat) -> None:
    await chat.say("hola")
    await close_window(chat)
    await chat.send()
    async with chat.database.unit_of_work() as session:
        conversation = await repository.lock(session, chat.conversation_id)
        await driving.take(session, conversation, chat.clock.now(), by="ana@cabanas.example", hours=None)

    await hear(chat)

    assert said(chat) == [READY]


async def test_a_hold_whose_answer_waited_too_long_is_not_said_to_be_kept(chat: Chat) -> None:
    async with chat.database.unit_of_work() as session:
        await add_accommodation(session, name="Coihue")
    await chat.say("hola, somos 2 del 10 al 14 de enero")
    await chat.tap(await choice(chat, "cabin|"))
    await freeze(chat)
    await chat.tap(await choice(chat, "book|"))
    assert "guard" in (await chat.replies())[-1]
    old = len(await chat.replies())
    chat.wait(HOUR)

    await thaw(chat)
    await chat.turns.handle(chat.conversation_id)
    await chat.send()

    assert said(chat) != []
    assert len(await chat.replies()) > old
    assert not any("guard" in words for words in said(chat))


async def choice(chat: Chat, kind: str) -> str:
    """The id of the newest button or row of that kind."""
    content = [one.content for one in await chat.messages("out")]
    shown = [one for each in content for one in (*each.get("buttons", ()), *each.get("rows", ()))]
    return str(next(one["id"] for one in reversed(shown) if one["id"].startswith(kind)))


@pytest.mark.parametrize("kept_back_by", ["number", "window", "person"])
async def test_what_a_guest_ended_is_told_however_late(kept_back_by: str, chat: Chat) -> None:
    await reserve(chat, "pre_reserved")
    await chat.say("quiero cancelar la reserva")
    await chat.send()
    before = len(said(chat))
    if kept_back_by == "number":
        await freeze(chat)
    await chat.say("sí")
    ended = (await chat.replies())[-1]
    if kept_back_by == "number":
        chat.wait(HOUR)
        await thaw(chat)
        assert said(chat)[before:] == [ended]
    elif kept_back_by == "window":
        await close_window(chat)
        await chat.send()
        chat.wait(HOUR)
        await hear(chat)
        assert said(chat)[before : before + 2] == [READY, ended]
    else:
        chat.wait(1)
        async with chat.database.unit_of_work() as session:
            conversation = await repository.lock(session, chat.conversation_id)
            await driving.take(session, conversation, chat.clock.now(), by="ana@cabanas.example", hours=None)
        await chat.send()
        assert said(chat)[before:] == [ended]
