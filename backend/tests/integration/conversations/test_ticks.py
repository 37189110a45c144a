"""Statuses that came in many calls move our messages up as one by one, and nothing is lost of what is more."""

import random
import uuid
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from reservas.features.conversations.service import statuses, ticks
from reservas.features.inbox.schemas import Provider, received_job
from reservas.infra.database import Database
from reservas.models import InboxEvent, Message
from tests.factories.moments import NOW
from tests.factories.whatsapp import make_body, make_value, status_item, text_item
from tests.integration.concurrency import race
from tests.integration.conversations.chat import Chat

STEPS = ("sent", "delivered", "read")


async def _sent(chat: Chat, count: int) -> list[Message]:
    """Return messages of ours that have left, each by its own ids."""
    keys = [
        (await chat.queue(f"message {number}", status="sent", provider_id=f"wamid.out-{number}", cause=f"{number}"))[0]
        for number in range(count)
    ]
    return [await chat.message(key) for key in keys]


def _call(message: Message, status: str, **values: object) -> bytes:
    item = status_item(str(message.provider_id), status, str(message.callback_id), **values)
    return make_body(make_value(statuses=[item]))


async def _handled(database: Database) -> dict[int, bool]:
    async with database.unit_of_work() as session:
        rows = await session.execute(select(InboxEvent.id, InboxEvent.handled_at))
        return {row.id: row.handled_at is not None for row in rows}


@pytest.mark.parametrize("seed", range(3))
async def test_statuses_in_any_order_and_any_number_of_jobs_end_where_they_would_one_by_one(
    chat: Chat, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr(ticks, "AT_ONCE", 5)
    order = random.Random(seed)
    messages = await _sent(chat, 6)
    reached = {message.id: order.randint(1, len(STEPS)) for message in messages}
    calls = [
        _call(message, status, timestamp=str(int((NOW - timedelta(seconds=60 - number)).timestamp())))
        for message in messages
        for number, status in enumerate(STEPS[: reached[message.id]])
    ]
    order.shuffle(calls)
    for body in calls:
        assert await chat.store(body, in_bulk=True)

    assert await race([chat.ticks.take_in] * 3) == [None] * 3

    assert set((await _handled(chat.database)).values()) == {True}
    for message in messages:
        steps, now = reached[message.id], await chat.message(message.id)
        assert now.status == STEPS[steps - 1]
        assert now.delivered_at == (NOW - timedelta(seconds=59) if steps >= 2 else None)
        assert now.read_at == (NOW - timedelta(seconds=58) if steps >= 3 else None)


async def test_a_message_never_moves_down_and_a_failed_one_stays_failed(chat: Chat) -> None:
    read, failed = await _sent(chat, 2)
    async with chat.database.unit_of_work() as session:
        (await session.get_one(Message, read.id)).status = "read"
        (await session.get_one(Message, failed.id)).status = "failed"
    for message in (read, failed):
        await chat.store(_call(message, "delivered"), in_bulk=True)

    await chat.ticks.take_in()

    assert (await chat.message(read.id)).status == "read"
    assert (await chat.message(failed.id)).status == "failed"
    assert (await chat.message(failed.id)).delivered_at is not None


async def test_what_is_more_than_up_gets_a_job_of_its_own(chat: Chat) -> None:
    plain, failing, doubtful = await _sent(chat, 3)
    async with chat.database.unit_of_work() as session:
        (await session.get_one(Message, doubtful.id)).status = "sending"
    plainly = await chat.store(_call(plain, "read"), in_bulk=True)
    others = [
        await chat.store(body, in_bulk=True)
        for body in (
            _call(failing, "failed"),
            _call(doubtful, "delivered"),
            make_body(make_value(statuses=[status_item("wamid.out-0", "delivered")])),
            make_body(make_value(statuses=[status_item("wamid.nobody", "sent", str(uuid.uuid4()))])),
            make_body(make_value(messages=[text_item("wamid.a")], statuses=[])),
            b"no JSON at all",
        )
    ]

    await chat.ticks.take_in()

    assert (await chat.message(plain.id)).status == "read"
    assert await _handled(chat.database) == {plainly: True, **dict.fromkeys(others, False)}
    jobs = await chat.jobs(received_job(Provider.WHATSAPP))
    assert sorted(job.payload["event_id"] for job in jobs) == sorted(others)

    for event_id in others:
        await chat.receiver.receive(event_id)
    assert (await chat.message(failing.id)).status == "failed"
    assert (await chat.message(doubtful.id)).status == "delivered"
    assert len(await chat.messages("in")) == 1
    assert [letter.event_id for letter in await chat.letters()] == [others[-1]]


async def test_one_call_that_breaks_the_statement_keeps_back_no_other(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    messages = await _sent(chat, 2)
    stored = [await chat.store(_call(message, "delivered"), in_bulk=True) for message in messages]
    monkeypatch.setattr(statuses, "note_together", partial(_fail))

    await chat.ticks.take_in()

    jobs = await chat.jobs(received_job(Provider.WHATSAPP))
    assert sorted(job.payload["event_id"] for job in jobs) == stored
    for event_id in stored:
        await chat.receiver.receive(event_id)
    assert {(await chat.message(message.id)).status for message in messages} == {"delivered"}


async def _fail(*_: object) -> set[str]:
    raise ValueError("a status that nobody thought of")
