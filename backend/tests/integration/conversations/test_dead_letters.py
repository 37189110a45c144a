"""What cannot be taken in waits for an operator, who replays it through the present code; the rest goes on."""

import time
from functools import partial
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from reservas.features.inbox import service as inbox
from reservas.features.inbox.errors import LetterNotFound
from reservas.features.inbox.schemas import Provider, received_job, replayed_job
from reservas.models import InboxEvent
from tests.factories.conversations import PHONE
from tests.factories.moments import MINUTE, NOW
from tests.factories.whatsapp import make_body, make_value, status_item, text_item
from tests.integration.concurrency import race
from tests.integration.conversations.chat import Chat
from tests.integration.stored_events import stored_events

RECEIVED, REPLAYED = received_job(Provider.WHATSAPP), replayed_job(Provider.WHATSAPP)
BROKEN = "entry[0].changes[0].value.messages[1]"
# A mistake of ours that only one item meets: its row is refused by the database.
_POISON = "ALTER TABLE messages ADD CONSTRAINT poison CHECK (provider_id <> 'wamid.poison')"
_CURE = "ALTER TABLE messages DROP CONSTRAINT poison"


async def run(chat: Chat, statement: str) -> None:
    async with chat.database.unit_of_work() as session:
        await session.execute(text(statement))


async def ask_replay(chat: Chat, letter_id: int) -> None:
    """Do what `reservas inbox replay` does, and then what the worker does."""
    async with chat.database.unit_of_work() as session:
        await inbox.replay(session, letter_id)
    for job in await chat.jobs(REPLAYED):
        await chat.receiver.replay(job.payload["letter_id"])
    await run(chat, f"DELETE FROM pgqueuer WHERE entrypoint = '{REPLAYED}'")


async def test_an_item_that_the_database_refuses_is_replayed_when_the_mistake_is_gone(chat: Chat) -> None:
    await run(chat, _POISON)
    items = [text_item("wamid.a"), text_item("wamid.poison", "¿hay lugar?"), text_item("wamid.b")]
    event_id = await chat.store(make_body(make_value(messages=items)))

    await chat.receiver.receive(event_id)

    assert [one.provider_id for one in await chat.messages("in")] == ["wamid.a", "wamid.b"]
    (letter,) = await chat.letters()
    assert (letter.path, letter.event_id, letter.failed_at) == (BROKEN, event_id, NOW)
    assert "¿hay lugar?" in letter.raw
    assert letter.why == "CheckViolationError 23514"

    await ask_replay(chat, letter.id)
    assert [one.id for one in await chat.letters()] == [letter.id]

    await run(chat, _CURE)
    await ask_replay(chat, letter.id)
    assert await chat.letters() == []
    assert "wamid.poison" in {one.provider_id for one in await chat.messages("in")}
    with pytest.raises(LetterNotFound):
        await ask_replay(chat, letter.id)


async def test_an_item_that_still_cannot_be_read_goes_on_waiting(chat: Chat) -> None:
    await chat.receive(make_body(make_value(messages=[text_item("wamid.a"), {"id": "x"}])))
    (letter,) = await chat.letters()
    chat.wait(60)

    await ask_replay(chat, letter.id)

    (still,) = await chat.letters()
    assert (still.id, still.why) == (letter.id, "nobody at the other end")
    assert still.failed_at > letter.failed_at


async def test_a_call_whose_job_gave_up_is_listed_and_replayed_whole(chat: Chat) -> None:
    event_id = await chat.store(make_body(make_value(messages=[text_item("wamid.a")])))
    await run(chat, "UPDATE pgqueuer SET status = 'failed'")
    async with chat.database.unit_of_work() as session:
        await inbox.give_up(session, event_id, NOW)
    (letter,) = await chat.letters()
    assert (letter.path, letter.why) == ("", "its job gave up")

    await ask_replay(chat, letter.id)

    (job,) = await chat.jobs(RECEIVED)
    assert (job.status, job.payload) == ("queued", {"event_id": event_id})
    await chat.receiver.receive(event_id)
    assert await chat.letters() == []
    assert [one.provider_id for one in await chat.messages("in")] == ["wamid.a"]


async def test_a_call_that_is_no_json_stays_a_dead_letter_however_often_it_is_replayed(chat: Chat) -> None:
    event_id = await chat.store(b'{"entry": [')
    for _ in range(2):
        await chat.receiver.receive(event_id)
        (letter,) = await chat.letters()
        assert letter.why == "no JSON: JSONDecodeError"
        await ask_replay(chat, letter.id)


async def test_a_thousand_items_are_taken_in_beside_the_one_that_fails(chat: Chat) -> None:
    (ours,) = await chat.queue("one")
    await chat.send()
    await run(chat, _POISON)
    items = [text_item(f"wamid.{number}", phone=f"54929441{number % 40:05}") for number in range(600)]
    items[333]["id"] = "wamid.poison"
    statuses = [status_item("wamid.out-1", status) for status in ("sent", "delivered", "read", "sent")] * 100
    body = make_body(make_value(messages=[*items[:300], None, *items[300:]], statuses=statuses))
    event_id = await chat.store(body)

    began = time.perf_counter()
    await chat.receiver.receive(event_id)
    took = time.perf_counter() - began
    await chat.receiver.receive(event_id)

    assert len(await chat.messages("in")) == 599
    assert (await chat.message(ours)).status == "read"
    assert [one.why for one in await chat.letters()] == ["not a list of objects", "CheckViolationError 23514"]
    async with chat.database.unit_of_work() as session:
        assert (await session.get_one(InboxEvent, event_id)).handled_at == NOW
    # A job has no limit of its own, but its heartbeat must go on: minutes would be a mistake of ours.
    assert took < 60
    assert len(await chat.jobs("conversation.turn")) <= 40 * (600 // 50)


async def test_what_a_long_call_had_taken_in_before_a_crash_is_not_taken_in_twice(chat: Chat) -> None:
    items = [text_item(f"wamid.{number}", phone=PHONE) for number in range(120)]
    event_id = await chat.store(make_body(make_value(messages=items)))
    await run(chat, "ALTER TABLE dead_letters RENAME TO gone")
    with pytest.raises(DBAPIError, match="dead_letters"):
        await chat.receiver.receive(event_id)
    await run(chat, "ALTER TABLE gone RENAME TO dead_letters")
    assert len(await chat.messages("in")) == 120

    await chat.receiver.receive(event_id)

    assert len(await chat.messages("in")) == 120
    assert await chat.letters() == []


async def test_a_disk_that_is_full_is_waited_for_and_no_item_is_blamed(chat: Chat) -> None:
    event_id = await chat.store(make_body(make_value(messages=[text_item("wamid.a"), text_item("wamid.b")])))
    await run(
        chat,
        """
        CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$
        """,
    )
    await run(chat, "CREATE TRIGGER full_disk BEFORE INSERT ON messages EXECUTE FUNCTION full_disk()")

    with pytest.raises(DBAPIError):
        await chat.receiver.receive(event_id)
    assert await chat.letters() == []

    await run(chat, "DROP TRIGGER full_disk ON messages")
    await chat.receiver.receive(event_id)
    assert {one.provider_id for one in await chat.messages("in")} == {"wamid.a", "wamid.b"}


async def test_a_replay_whose_job_gave_up_is_forgotten_when_it_is_asked_for_again(chat: Chat) -> None:
    await chat.receive(make_body(make_value(messages=[{"id": "x"}])))
    (letter,) = await chat.letters()
    async with chat.database.unit_of_work() as session:
        await inbox.replay(session, letter.id)
    await run(chat, "UPDATE pgqueuer SET status = 'failed'")

    async with chat.database.unit_of_work() as session:
        await inbox.replay(session, letter.id)

    assert [job.status for job in await chat.jobs(REPLAYED)] == ["queued"]


async def test_a_letter_that_is_replayed_twice_at_once_is_taken_in_once(chat: Chat) -> None:
    await run(chat, _POISON)
    await chat.receive(make_body(make_value(messages=[text_item("wamid.poison")])))
    (letter,) = await chat.letters()
    await run(chat, _CURE)

    assert await race([partial(chat.receiver.replay, letter.id)] * 4) == [None] * 4

    assert [one.provider_id for one in await chat.messages("in")] == ["wamid.poison"]
    assert len(await chat.jobs("conversation.turn")) == 1
    assert await chat.letters() == []


async def test_a_list_of_nothing_costs_seconds_and_no_sibling(chat: Chat) -> None:
    nothing: list[Any] = [None] * 20_000
    event_id = await chat.store(make_body(make_value(messages=[*nothing, text_item("wamid.a")])))

    began = time.perf_counter()
    await chat.receiver.receive(event_id)

    # One statement for each took sixteen.
    assert time.perf_counter() - began < 10
    async with chat.database.unit_of_work() as session:
        assert await inbox.count_waiting(session) == len(nothing)
    assert [one.provider_id for one in await chat.messages("in")] == ["wamid.a"]


async def test_calls_are_forgotten_a_month_after_they_were_handled_and_never_while_something_waits(chat: Chat) -> None:
    handled = await chat.store(make_body(make_value(messages=[text_item("wamid.a")])))
    seen, waiting = [await chat.store(make_body(make_value(messages=[None]), envelope_id=one)) for one in "12"]
    for event_id in (handled, seen, waiting):
        await chat.receiver.receive(event_id)
    unhandled = await chat.store(make_body(make_value(messages=[text_item("wamid.b")])))
    async with chat.database.unit_of_work() as session:
        await inbox.dismiss(session, (await chat.letters())[0].id, NOW)

    assert await inbox.forget_old(chat.database, NOW + inbox.KEPT_FOR) == 0
    assert await inbox.forget_old(chat.database, NOW + inbox.KEPT_FOR + MINUTE) == 2

    assert [event.id for event in await stored_events(chat.database)] == [waiting, unhandled]
    assert [letter.event_id for letter in await chat.letters()] == [waiting]
    assert len(await chat.messages("in")) == 1


async def test_a_call_that_gave_up_and_is_dismissed_is_nobodys_trouble_any_more(chat: Chat) -> None:
    event_id = await chat.store(make_body(make_value(messages=[text_item("wamid.a")])))
    await run(chat, "UPDATE pgqueuer SET status = 'failed'")
    async with chat.database.unit_of_work() as session:
        await inbox.give_up(session, event_id, NOW)
    (letter,) = await chat.letters()

    async with chat.database.unit_of_work() as session:
        await inbox.dismiss(session, letter.id, NOW)

    assert await chat.jobs(RECEIVED) == []
    assert await chat.letters() == []
    await chat.receiver.receive(event_id)
    assert await chat.messages("in") == []
