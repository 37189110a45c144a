"""Replies leave one by one and in order, by one sender at a time, each as often as it must and no more."""

import asyncio
import uuid
from datetime import timedelta

import pytest
from sqlalchemy import text

from reservas.features.conversations.errors import SendLater, SendOutcomeUnknown, SendRefused
from reservas.features.conversations.service import Sender
from reservas.features.conversations.service.fallback import MAXIMUM_ATTEMPTS
from reservas.features.conversations.service.sending import MAXIMUM_DOUBTS
from reservas.models import Conversation
from tests.factories.conversations import PHONE
from tests.factories.moments import MINUTE, NOW
from tests.factories.whatsapp import make_body, make_value, status_item
from tests.integration.concurrency import race
from tests.integration.conversations.chat import LEASE, PACE, UNKNOWN, Chat

SEND = "conversation.send"


async def test_messages_leave_in_the_order_they_were_queued(chat: Chat) -> None:
    keys = await chat.queue("one", "two", "three")

    await chat.send()

    assert chat.messenger.bodies == ["one", "two", "three"]
    assert {call.recipient for call in chat.messenger.calls} == {PHONE}
    for number, key in enumerate(keys, start=1):
        message = await chat.message(key)
        assert (message.status, message.provider_id, message.attempts) == ("sent", f"wamid.out-{number}", 1)
        assert chat.messenger.calls[number - 1].callback_id == str(message.callback_id)
    assert (await chat.conversation()).send_lease_token is None
    assert await chat.jobs(SEND) == []


async def test_what_was_sent_is_not_sent_again(chat: Chat) -> None:
    await chat.queue("one")
    await chat.send()

    await chat.send()

    assert chat.messenger.bodies == ["one"]


async def test_many_senders_at_once_send_each_message_once_and_in_order(chat: Chat) -> None:
    bodies = [str(number) for number in range(12)]
    await chat.queue(*bodies)

    ends = await race([chat.send] * 6)

    assert ends == [None] * 6
    assert chat.messenger.bodies == bodies


async def test_a_second_sender_waits_for_the_lease_and_comes_back(chat: Chat) -> None:
    await chat.queue("one", "two")
    chat.messenger.gate = asyncio.Event()
    first = asyncio.create_task(chat.send())
    await asyncio.wait_for(chat.messenger.arrived.wait(), 5)

    await chat.send()

    assert chat.messenger.bodies == ["one"]
    (job,) = await chat.jobs(SEND)
    assert job.payload == {"conversation_id": chat.conversation_id}
    assert job.delay_seconds == pytest.approx(LEASE, abs=0.2)
    chat.messenger.gate.set()
    await first
    assert chat.messenger.bodies == ["one", "two"]


async def _sender_that_died_in_its_call(chat: Chat) -> None:
    chat.messenger.gate = asyncio.Event()
    dying = asyncio.create_task(chat.send())
    await asyncio.wait_for(chat.messenger.arrived.wait(), 5)
    dying.cancel()
    with pytest.raises(asyncio.CancelledError):
        await dying
    chat.messenger.gate = None


async def test_a_dead_senders_message_is_sent_again_only_after_the_wait(chat: Chat) -> None:
    await chat.queue("one", "two")
    await _sender_that_died_in_its_call(chat)
    assert chat.messenger.bodies == ["one"]

    await chat.send()
    chat.wait(LEASE)
    await chat.send()

    assert chat.messenger.bodies == ["one"]
    _, job = await chat.jobs(SEND)
    assert job.delay_seconds == pytest.approx(UNKNOWN - LEASE, abs=0.2)
    chat.wait(UNKNOWN - LEASE)
    await chat.send()
    assert chat.messenger.bodies == ["one", "one", "two"]


async def test_a_slow_sender_that_lost_its_lease_does_not_overtake(chat: Chat) -> None:
    await chat.queue("one", "two")
    chat.messenger.gate = asyncio.Event()
    slow = asyncio.create_task(chat.send())
    await asyncio.wait_for(chat.messenger.arrived.wait(), 5)
    chat.wait(LEASE)
    async with chat.database.unit_of_work() as session:
        conversation = await session.get_one(Conversation, chat.conversation_id)
        conversation.send_lease_token = uuid.uuid4()
        conversation.send_lease_until = chat.clock.now() + timedelta(seconds=LEASE)

    chat.messenger.gate.set()
    await slow

    assert chat.messenger.bodies == ["one"]
    assert [message.status for message in await chat.messages("out")] == ["sent", "pending"]


async def test_an_unknown_outcome_waits_and_is_sent_again_once(chat: Chat) -> None:
    first, second = await chat.queue("one", "two")
    chat.messenger.outcomes.append(SendOutcomeUnknown("timeout"))
    await chat.send()
    assert [(await chat.message(key)).status for key in (first, second)] == ["sending", "pending"]
    (job,) = await chat.jobs(SEND)
    assert job.delay_seconds == pytest.approx(UNKNOWN, abs=0.2)

    chat.wait(UNKNOWN - 1)
    await chat.send()
    assert chat.messenger.bodies == ["one"]
    chat.wait(1)
    await chat.send()
    await chat.send()

    assert chat.messenger.bodies == ["one", "one", "two"]
    assert chat.messenger.calls[0].callback_id == chat.messenger.calls[1].callback_id
    assert [(await chat.message(key)).status for key in (first, second)] == ["sent", "sent"]


async def test_a_doubt_that_never_ends_is_given_up_before_the_phone_is_full_of_copies(chat: Chat) -> None:
    first, _ = await chat.queue("one", "two")
    chat.messenger.outcomes.extend([SendOutcomeUnknown("timeout")] * (1 + MAXIMUM_DOUBTS))

    for _ in range(3 + MAXIMUM_DOUBTS):
        await chat.send()
        chat.wait(UNKNOWN)

    assert chat.messenger.bodies == ["one"] * (1 + MAXIMUM_DOUBTS) + ["two"]
    assert (await chat.message(first)).status == "failed"


async def test_a_doubt_is_not_ended_while_a_status_that_settles_it_waits_to_be_read(chat: Chat) -> None:
    first, _ = await chat.queue("one", "two")
    chat.messenger.outcomes.append(SendOutcomeUnknown("timeout"))
    await chat.send()
    ours = str((await chat.message(first)).callback_id)
    unread = await chat.store(make_body(make_value(statuses=[status_item("wamid.unheard", "sent", ours)])))

    chat.wait(UNKNOWN)
    await chat.send()

    assert chat.messenger.bodies == ["one"]
    assert (await chat.jobs(SEND))[-1].delay_seconds == pytest.approx(1, abs=0.2)
    await chat.receiver.receive(unread)
    await chat.send()
    assert chat.messenger.bodies == ["one", "two"]


async def test_a_doubt_from_before_a_restart_waits_anew_for_what_could_not_be_heard_meanwhile(chat: Chat) -> None:
    await chat.queue("one")
    chat.messenger.outcomes.append(SendOutcomeUnknown("timeout"))
    await chat.send()
    chat.wait(UNKNOWN)
    restarted = Sender(chat.database, chat.clock, chat.messenger, PACE, chat.rates, heard_since=chat.clock.now())

    await restarted.send(chat.conversation_id)
    assert chat.messenger.bodies == ["one"]
    chat.wait(UNKNOWN)
    await restarted.send(chat.conversation_id)

    assert chat.messenger.bodies == ["one", "one"]


async def test_a_call_that_nobody_reads_any_more_settles_no_doubt(chat: Chat) -> None:
    (key,) = await chat.queue("one")
    chat.messenger.outcomes.append(SendOutcomeUnknown("timeout"))
    await chat.send()
    ours = str((await chat.message(key)).callback_id)
    await chat.store(make_body(make_value(statuses=[status_item("wamid.unheard", "sent", ours)])))
    async with chat.database.unit_of_work() as session:
        await session.execute(text("UPDATE pgqueuer SET status = 'failed' WHERE entrypoint = 'whatsapp.received'"))

    chat.wait(UNKNOWN)
    await chat.send()

    assert chat.messenger.bodies == ["one", "one"]


@pytest.mark.parametrize("status", ["sent", "delivered", "read"])
async def test_a_status_that_carries_our_id_settles_the_doubt(status: str, chat: Chat) -> None:
    first, _ = await chat.queue("one", "two")
    chat.messenger.outcomes.append(SendOutcomeUnknown("timeout"))
    await chat.send()
    ours = str((await chat.message(first)).callback_id)

    await chat.receive(make_body(make_value(statuses=[status_item("wamid.unheard", status, ours)])))

    told = await chat.message(first)
    assert (told.status, told.provider_id) == (status, "wamid.unheard")
    assert [job.delay_seconds for job in await chat.jobs(SEND)][1:] == [0]
    await chat.send()
    assert chat.messenger.bodies == ["one", "two"]


async def test_a_doubt_that_ends_in_failure_lets_the_next_go(chat: Chat) -> None:
    first, _ = await chat.queue("one", "two")
    chat.messenger.outcomes.append(SendOutcomeUnknown("timeout"))
    await chat.send()
    ours = str((await chat.message(first)).callback_id)
    failed = status_item("wamid.unheard", "failed", ours, errors=[{"code": 131026, "title": "Undeliverable"}])

    await chat.receive(make_body(make_value(statuses=[failed])))
    await chat.send()

    message = await chat.message(first)
    assert (message.status, message.error) == ("failed", {"code": 131026, "title": "Undeliverable"})
    assert chat.messenger.bodies == ["one", "two"]


async def test_a_status_faster_than_the_answer_is_not_undone_by_it(chat: Chat) -> None:
    (key,) = await chat.queue("one")
    chat.messenger.gate = asyncio.Event()
    sending = asyncio.create_task(chat.send())
    await asyncio.wait_for(chat.messenger.arrived.wait(), 5)
    ours = str((await chat.message(key)).callback_id)

    await chat.receive(make_body(make_value(statuses=[status_item("wamid.out-1", "delivered", ours)])))
    chat.messenger.gate.set()
    await sending

    message = await chat.message(key)
    assert (message.status, message.provider_id) == ("delivered", "wamid.out-1")


async def test_a_failure_faster_than_the_answer_is_not_undone_by_it(chat: Chat) -> None:
    (key,) = await chat.queue("one")
    chat.messenger.gate = asyncio.Event()
    sending = asyncio.create_task(chat.send())
    await asyncio.wait_for(chat.messenger.arrived.wait(), 5)
    ours = str((await chat.message(key)).callback_id)

    failed = status_item("wamid.out-1", "failed", ours, errors=[{"code": 131000, "title": "Something went wrong"}])
    await chat.receive(make_body(make_value(statuses=[failed])))
    chat.messenger.gate.set()
    await sending

    message = await chat.message(key)
    assert (message.status, message.provider_id) == ("pending", None)
    chat.wait(2)
    await chat.send()
    message = await chat.message(key)
    assert (message.status, message.provider_id) == ("sent", "wamid.out-2")
    assert chat.messenger.calls[0].callback_id != chat.messenger.calls[1].callback_id


async def test_a_channel_that_asks_for_patience_gets_it(chat: Chat) -> None:
    first, _ = await chat.queue("one", "two")
    chat.messenger.outcomes.append(SendLater("slow down", seconds=90))
    await chat.send()
    assert (await chat.message(first)).status == "pending"
    assert chat.messenger.bodies == ["one"]
    (job,) = await chat.jobs(SEND)
    assert job.delay_seconds == pytest.approx(90, abs=0.2)

    chat.wait(89)
    await chat.send()
    assert chat.messenger.bodies == ["one"]
    chat.wait(1)
    await chat.send()

    assert chat.messenger.bodies == ["one", "one", "two"]


async def test_without_a_word_from_the_channel_the_patience_doubles(chat: Chat) -> None:
    (key,) = await chat.queue("one")
    waits = []
    for _ in range(10):
        chat.messenger.outcomes.append(SendLater("away"))
        await chat.send()
        message = await chat.message(key)
        assert message.not_before is not None
        waits.append((message.not_before - chat.clock.now()).total_seconds())
        chat.clock.instant = message.not_before

    for number, wait in enumerate(waits):
        assert wait == pytest.approx(min(300, 2**number), rel=0.21)
    assert len(chat.messenger.calls) == 10


async def test_a_refused_message_is_shown_and_the_next_goes_on(chat: Chat) -> None:
    first, second = await chat.queue("one", "two")
    chat.messenger.outcomes.append(SendRefused("no such number", 131026))

    await chat.send()
    await chat.send()

    assert chat.messenger.bodies == ["one", "two"]
    message = await chat.message(first)
    assert message.status == "failed"
    assert message.error == {"reason": "refused", "code": 131026, "detail": "no such number"}
    assert (await chat.message(second)).status == "sent"


async def test_after_too_many_attempts_a_message_gives_way(chat: Chat) -> None:
    first, _ = await chat.queue("one", "two")
    async with chat.database.unit_of_work() as session:
        stored = await session.get_one(type(await chat.message(first)), first)
        stored.attempts = MAXIMUM_ATTEMPTS

    await chat.send()

    assert chat.messenger.bodies == ["two"]
    message = await chat.message(first)
    assert (message.status, message.error) == ("failed", {"reason": "too_many_attempts"})
    assert (await chat.conversation()).awaits_person_since == chat.clock.now()


@pytest.mark.parametrize("closes_at", [NOW, NOW - MINUTE, None])
async def test_outside_the_window_a_message_is_withheld(closes_at: object, chat: Chat) -> None:
    (key,) = await chat.queue("one")
    async with chat.database.unit_of_work() as session:
        conversation = await session.get_one(Conversation, chat.conversation_id)
        conversation.window_closes_at = closes_at  # type: ignore[assignment]  # the parameter is any instant or none

    await chat.send()

    message = await chat.message(key)
    assert chat.messenger.calls == []
    assert (message.status, message.error) == ("withheld", {"reason": "window_closed"})


async def test_a_person_who_took_the_chat_is_not_talked_over(chat: Chat) -> None:
    (before,) = await chat.queue("from the dialogue")
    (notice,) = await chat.queue("a confirmation", cause="reservation.confirmed:1:0")
    async with chat.database.unit_of_work() as session:
        conversation = await session.get_one(Conversation, chat.conversation_id)
        conversation.driver, conversation.driver_since = "human", NOW + MINUTE
    (goodbye,) = await chat.queue("a person will answer you", created_at=NOW + MINUTE)
    chat.clock.instant = NOW + 2 * MINUTE

    await chat.send()

    withheld = await chat.message(before)
    assert (withheld.status, withheld.error) == ("withheld", {"reason": "person_took_over"})
    assert chat.messenger.bodies == ["a confirmation", "a person will answer you"]
    assert {(await chat.message(key)).status for key in (notice, goodbye)} == {"sent"}


async def test_a_message_in_doubt_is_not_withheld_but_settled(chat: Chat) -> None:
    (key,) = await chat.queue("one")
    chat.messenger.outcomes.append(SendOutcomeUnknown("timeout"))
    await chat.send()
    async with chat.database.unit_of_work() as session:
        conversation = await session.get_one(Conversation, chat.conversation_id)
        conversation.driver, conversation.driver_since = "human", NOW + MINUTE

    await chat.send()

    assert (await chat.message(key)).status == "sending"
