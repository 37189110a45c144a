"""What the channel refuses is said otherwise, waits, stops the number or is shown, at once and in a status alike."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from reservas.domain.dialogue.replies import Image, Template, to_content
from reservas.features.conversations import channels, repository
from reservas.features.conversations.errors import ChannelStopped, SendLater, SendRefused
from reservas.features.conversations.service import ChannelWatch
from reservas.features.conversations.service.stopping import unfreeze
from reservas.features.conversations.stand_ins import StandIn
from reservas.models import Channel, Conversation, Guest, Message
from tests.factories.conversations import ACCOUNT
from tests.factories.guests import add_guest
from tests.factories.moments import NOW
from tests.factories.whatsapp import make_body, make_value, status_item, text_item
from tests.integration.conversations.chat import Chat

SEND = "conversation.send"
NOTICE = "reservation.confirmed:1:0"
FIRST = Template("reservation_confirmed", "es_AR", ("Coihue",), "Tu reserva en Coihue está confirmada.")
SECOND = Template("reservation_confirmed", "es", ("Coihue",), "Tu reserva en Coihue está confirmada.")
GENERAL = Template("reservation_news", "es_AR", ("R-1",), "Hay novedades de R-1.")

Refuse = Callable[[Chat, int], Awaitable[None]]


def stand_ins(*, says_all: bool = False) -> list[dict[str, object]]:
    return [StandIn(one, says_all=says_all).to_json() for one in (FIRST, SECOND, GENERAL)]


async def at_once(chat: Chat, code: int) -> None:
    """Let the next call be refused, as it is made."""
    chat.messenger.outcomes.append(SendRefused("no", code))
    await chat.send()


async def later(chat: Chat, code: int) -> None:
    """Let the next call be taken, and its message fail in a status."""
    await chat.send()
    await fail_last(chat, code)
    await chat.send()


async def fail_last(chat: Chat, code: int) -> None:
    """Tell twice that what was sent last has failed."""
    sent = [message for message in await chat.messages("out") if message.provider_id][-1]
    assert sent.provider_id
    failed = status_item(sent.provider_id, "failed", str(sent.callback_id), errors=[{"code": code, "title": "no"}])
    await chat.receive(make_body(make_value(statuses=[failed])))
    await chat.receive(make_body(make_value(statuses=[failed]), envelope_id="2"))


both_ways = pytest.mark.parametrize("refuse", [at_once, later])


async def close_window(chat: Chat) -> None:
    async with chat.database.unit_of_work() as session:
        conversation = await session.get_one(Conversation, chat.conversation_id)
        conversation.window_closes_at = chat.clock.now()


async def channel(chat: Chat) -> Channel | None:
    async with chat.database.unit_of_work() as session:
        return await session.get(Channel, ACCOUNT)


def said(chat: Chat) -> list[str]:
    """Every attempt: a template's name and language, or the words."""
    replies = [call.reply for call in chat.messenger.calls]
    return [f"{one.name}/{one.language}" if isinstance(one, Template) else getattr(one, "body", "") for one in replies]


async def test_outside_the_window_a_template_speaks_and_the_answer_comes_when_the_guest_writes(chat: Chat) -> None:
    await close_window(chat)
    (notice,) = await chat.queue("confirmed, with all details", cause=NOTICE, stand_ins=stand_ins())
    (detail,) = await chat.queue("how to arrive", cause="reservation.confirmed:1:1")

    await chat.send()
    await chat.send()

    assert said(chat) == ["reservation_confirmed/es_AR"]
    assert [(await chat.message(key)).error for key in (notice, detail)] == [{"reason": "window_closed"}] * 2
    chat.wait(1)
    await chat.receive(make_body(make_value(messages=[text_item("wamid.1", "ok", at=chat.clock.now())])))
    await chat.receive(make_body(make_value(messages=[text_item("wamid.2", "?", at=chat.clock.now())])))
    await chat.send()
    assert said(chat)[1:] == ["confirmed, with all details", "how to arrive"]
    assert {(await chat.message(key)).status for key in (notice, detail)} == {"sent"}


async def test_what_a_template_has_said_entirely_is_not_repeated(chat: Chat) -> None:
    await close_window(chat)
    (notice,) = await chat.queue("expired", cause=NOTICE, stand_ins=stand_ins(says_all=True))
    await chat.send()

    await chat.receive(make_body(make_value(messages=[text_item("wamid.1", "ok", at=NOW)])))
    await chat.send()

    assert said(chat) == ["reservation_confirmed/es_AR"]
    assert (await chat.message(notice)).error == {"reason": "said_by_template"}


async def test_a_template_that_has_not_left_says_nothing_once_the_guest_writes(chat: Chat) -> None:
    await close_window(chat)
    (notice,) = await chat.queue("expired", cause=NOTICE, stand_ins=stand_ins(says_all=True))
    chat.messenger.outcomes.append(SendLater("slow down", seconds=600))
    await chat.send()

    await chat.receive(make_body(make_value(messages=[text_item("wamid.1", "hola", at=NOW)])))
    chat.wait(600)
    await chat.send()

    assert said(chat) == ["reservation_confirmed/es_AR", "expired"]
    assert (await chat.message(notice)).status == "sent"


@both_ways
async def test_a_window_that_closed_meanwhile_leads_to_the_template_once(refuse: Refuse, chat: Chat) -> None:
    (notice,) = await chat.queue("confirmed", cause=NOTICE, stand_ins=stand_ins())
    before = (await chat.message(notice)).callback_id

    await refuse(chat, 131047)
    await chat.send()

    assert said(chat) == ["confirmed", "reservation_confirmed/es_AR"]
    parked = await chat.message(notice)
    assert (parked.status, parked.error, parked.provider_id) == ("withheld", {"reason": "window_closed"}, None)
    assert parked.callback_id != before


@pytest.mark.parametrize("code", [132001, 132015, 132000])
@both_ways
async def test_the_next_template_speaks_for_one_that_is_not_to_be_had(refuse: Refuse, code: int, chat: Chat) -> None:
    await close_window(chat)
    await chat.queue("confirmed", cause=NOTICE, stand_ins=stand_ins())

    if refuse is at_once:
        chat.messenger.outcomes.append(SendRefused("no", code))
    await refuse(chat, code)
    if refuse is later:
        await fail_last(chat, code)
        await chat.send()

    assert said(chat) == ["reservation_confirmed/es_AR", "reservation_confirmed/es", "reservation_news/es_AR"]
    await chat.receive(make_body(make_value(messages=[text_item("wamid.1", "hola", at=chat.clock.now())])))
    chat.wait(1)
    await chat.send()
    assert said(chat)[3:] == ["confirmed"]


async def test_an_operators_template_that_is_not_to_be_had_is_said_in_words_while_that_is_allowed(chat: Chat) -> None:
    await chat.queue("", cause="operator:1", kind="template", content=to_content(GENERAL))

    await at_once(chat, 132001)

    assert said(chat) == ["reservation_news/es_AR", GENERAL.fallback_text]


@both_ways
async def test_what_an_old_telephone_cannot_show_is_said_plainly(refuse: Refuse, chat: Chat) -> None:
    link = {"kind": "link", "body": "Seña", "label": "Pagar", "url": "https://pay.example/1"}
    (key,) = await chat.queue("", kind="link", content=link)

    await refuse(chat, 131026)

    assert said(chat) == ["Seña", "Seña\nhttps://pay.example/1"]
    assert (await chat.message(key)).status == "failed"
    assert (await chat.conversation()).awaits_person_since is None


@both_ways
async def test_a_guest_who_wants_no_offers_is_remembered(refuse: Refuse, chat: Chat) -> None:
    (key,) = await chat.queue("one")

    await refuse(chat, 131050)

    async with chat.database.unit_of_work() as session:
        guest = await session.get_one(Guest, (await chat.conversation()).guest_id)
    assert guest.offers_refused_at == NOW
    assert (await chat.message(key)).status == "failed"


# One of each kind; tests/unit/domain/test_delivery.py has every code's.
FINAL = [131049, 131009, 131053, 131030, 131042, 130497, 132068, 131026, 131062, 999999]


@pytest.mark.parametrize("code", FINAL)
async def test_everything_else_is_shown_and_the_next_goes_on(code: int, chat: Chat) -> None:
    first, _ = await chat.queue("one", "two")

    await at_once(chat, code)
    await chat.send()

    assert said(chat) == ["one", "two"]
    message = await chat.message(first)
    assert (message.status, message.error) == ("failed", {"reason": "refused", "code": code, "detail": "no"})
    assert (await chat.conversation()).awaits_person_since == NOW
    assert (await chat.conversation()).driver == "bot"


async def test_a_picture_that_cannot_be_sent_calls_nobody(chat: Chat) -> None:
    content = to_content(Image("https://cabins.example/media/1.jpg", "Coihue"))
    (key,) = await chat.queue("", kind="image", content=content)

    await at_once(chat, 131053)

    assert (await chat.message(key)).status == "failed"
    assert (await chat.conversation()).awaits_person_since is None


@pytest.mark.parametrize("code", [131056, 130429, 80007, 131000])
async def test_what_failed_later_through_no_fault_of_its_own_is_sent_again(code: int, chat: Chat) -> None:
    (key,) = await chat.queue("one")

    await later(chat, code)

    again = await chat.message(key)
    assert again.status == "pending"
    assert again.not_before is not None
    chat.clock.instant = again.not_before
    await chat.send()
    assert said(chat) == ["one", "one"]
    assert (await chat.message(key)).status == "sent"


@pytest.mark.parametrize(("code", "first", "third"), [(131056, 1, 16), (4, 60, 240), (80007, 60, 240), (130429, 1, 4)])
async def test_each_rate_has_its_own_patience(code: int, first: float, third: float, chat: Chat) -> None:
    (key,) = await chat.queue("one")
    waits = []
    for _ in range(3):
        chat.messenger.outcomes.append(SendLater("slow down", provider_code=code))
        await chat.send()
        message = await chat.message(key)
        assert message.not_before is not None
        waits.append((message.not_before - chat.clock.now()).total_seconds())
        chat.clock.instant = message.not_before

    assert waits[0] == pytest.approx(first, rel=0.21)
    assert waits[2] == pytest.approx(third, rel=0.21)
    # One guest's patience is nobody else's; the number's is everybody's.
    assert bool(chat.rates.pauses) == (code != 131056)


async def test_a_message_that_waits_its_turn_among_all_was_not_tried(chat: Chat) -> None:
    (key,) = await chat.queue("one")
    chat.rates.waits.append(2.5)

    await chat.send()

    message = await chat.message(key)
    assert (message.status, message.attempts, message.not_before) == ("pending", 0, NOW + timedelta(seconds=2.5))
    assert chat.messenger.calls == []
    (job,) = await chat.jobs(SEND)
    assert job.delay_seconds == pytest.approx(2.5, abs=0.2)


async def test_a_short_wait_for_the_rate_is_waited_out_without_a_job(chat: Chat) -> None:
    keys = await chat.queue("one", "two")
    chat.rates.waits.extend([0.002, 0.001, 0, 0.001])

    await chat.send()

    assert said(chat) == ["one", "two"]
    assert [(await chat.message(key)).attempts for key in keys] == [1, 1]
    assert await chat.jobs(SEND) == []


@pytest.mark.parametrize("code", [190, 131031, 10])
async def test_a_number_that_may_not_send_stops_and_loses_nothing(code: int, chat: Chat) -> None:
    keys = await chat.queue("one", "two", "three")
    chat.messenger.outcomes.append(ChannelStopped("no", code))

    await chat.send()
    await chat.send()

    assert said(chat) == ["one"]
    assert [((await chat.message(key)).status, (await chat.message(key)).attempts) for key in keys] == [
        ("pending", 0)
    ] * 3
    frozen = await channel(chat)
    assert frozen is not None
    assert (frozen.frozen_at, frozen.frozen_code) == (NOW, code)
    assert await chat.jobs(SEND) == []
    async with chat.database.unit_of_work() as session:
        assert await unfreeze(session, ACCOUNT) == 1
    assert [job.payload for job in await chat.jobs(SEND)] == [{"conversation_id": chat.conversation_id}]
    await chat.send()
    assert said(chat) == ["one", "one", "two", "three"]
    after = await channel(chat)
    assert after is not None
    assert after.frozen_at is None


async def test_a_token_that_is_good_again_is_noticed(chat: Chat) -> None:
    await chat.queue("one", "two")
    watch = ChannelWatch(chat.database, chat.clock, chat.messenger)
    chat.messenger.outcomes.append(ChannelStopped("no", 190))
    chat.messenger.probes.append(ChannelStopped("no", 190))
    await chat.send()

    await watch.look()
    assert len(chat.messenger.probes) == 1  # not before it has rested
    chat.wait(60)
    await watch.look()
    await chat.send()
    assert said(chat) == ["one"]
    chat.wait(600)
    await watch.look()
    assert len(await chat.jobs(SEND)) == 1
    await chat.send()

    assert said(chat) == ["one", "one", "two"]


async def test_a_block_is_tried_again_by_a_message_and_rests_longer_each_time(chat: Chat) -> None:
    await chat.queue("one")
    watch = ChannelWatch(chat.database, chat.clock, chat.messenger)
    rests = []
    for _ in range(3):
        chat.messenger.outcomes.append(ChannelStopped("no", 368))
        await chat.send()
        frozen = await channel(chat)
        assert frozen is not None
        assert frozen.probe_at is not None
        rests.append((frozen.probe_at - chat.clock.now()) / timedelta(minutes=1))
        chat.clock.instant = frozen.probe_at
        await watch.look()

    await chat.send()

    assert rests == [5, 10, 20]
    assert said(chat) == ["one"] * 4
    thawed = await channel(chat)
    assert thawed is not None
    assert thawed.rests == 0


async def test_guests_complaints_stop_what_is_unasked_for_a_day(chat: Chat) -> None:
    await close_window(chat)
    await chat.queue("confirmed", cause=NOTICE, stand_ins=stand_ins())
    await at_once(chat, 131048)
    await chat.queue("changed", cause="reservation.changed:1:x:0", stand_ins=stand_ins())
    await chat.send()
    assert said(chat) == ["reservation_confirmed/es_AR"]

    chat.wait(24 * 3600)
    await ChannelWatch(chat.database, chat.clock, chat.messenger).look()
    await chat.send()

    assert said(chat) == ["reservation_confirmed/es_AR"] * 3


async def test_guests_complaints_keep_no_answer_back(chat: Chat) -> None:
    async with chat.database.unit_of_work() as session:
        (await channels.lock(session, ACCOUNT)).unasked_after = NOW + timedelta(hours=1)
    await chat.queue("an answer")
    await chat.queue("news within the window", cause=NOTICE, stand_ins=stand_ins())

    await chat.send()

    assert said(chat) == ["an answer", "news within the window"]


@both_ways
async def test_what_cannot_go_to_a_user_id_goes_to_the_phone(refuse: Refuse, chat: Chat) -> None:
    async with chat.database.unit_of_work() as session:
        guest = await add_guest(session, phone="5492944777777")
        conversation = await session.get_one(Conversation, chat.conversation_id)
        conversation.guest_id, conversation.recipient = guest.id, "AR.abc"
    await chat.queue("one")

    await refuse(chat, 131062)
    await chat.send()

    assert [call.recipient for call in chat.messenger.calls] == ["AR.abc", "5492944777777"]


async def test_a_requeued_message_does_not_hear_its_old_failure_again(chat: Chat) -> None:
    (key,) = await chat.queue("one")
    await chat.send()
    old = await chat.message(key)
    assert old.provider_id
    failed = status_item(old.provider_id, "failed", str(old.callback_id), errors=[{"code": 131000, "title": "no"}])
    await chat.receive(make_body(make_value(statuses=[failed])))
    again = await chat.message(key)
    assert again.not_before is not None
    chat.clock.instant = again.not_before
    await chat.send()

    await chat.receive(make_body(make_value(statuses=[{**failed, "timestamp": "1"}])))

    assert (await chat.message(key)).status == "sent"
    async with chat.database.unit_of_work() as session:
        query = select(Message.id).where(Message.direction == "out")
        assert (await session.execute(query)).scalars().all() == [key]
        conversation = await session.get_one(Conversation, chat.conversation_id)
        assert await repository.next_to_send(session, conversation) == (None, None)
