"""One job answers a guest; what it cannot send itself leaves by a job of its own."""

import asyncio

from reservas.features.conversations.schemas import SEND
from reservas.features.conversations.service import Replies
from tests.integration.conversations.chat import QUIET, Chat


def _replies(chat: Chat, at_once: int = 2) -> Replies:
    return Replies(chat.database, chat.turns, chat.sender, at_once)


async def test_what_a_turn_says_leaves_with_it(chat: Chat) -> None:
    await chat.write("hola")
    chat.wait(QUIET)

    await _replies(chat).answer(chat.conversation_id)

    assert chat.messenger.bodies == await chat.replies()
    assert len(chat.messenger.bodies) == 1
    assert await chat.jobs(SEND) == []


async def test_too_early_a_turn_says_nothing(chat: Chat) -> None:
    await chat.queue("a notice that its own job sends")
    await chat.write("hola")

    await _replies(chat).answer(chat.conversation_id)

    assert chat.messenger.bodies == []


async def test_what_a_killed_job_left_unsaid_is_said_when_it_is_run_again(chat: Chat) -> None:
    await chat.say("hola")  # the turn committed, and its worker died
    assert chat.messenger.bodies == []

    await _replies(chat).answer(chat.conversation_id)

    assert chat.messenger.bodies == await chat.replies()


async def test_while_a_channel_hangs_turns_go_on_and_their_messages_wait_in_the_queue(chat: Chat) -> None:
    chat.messenger.gate = asyncio.Event()
    replies = _replies(chat, at_once=1)
    await chat.write("hola")
    chat.wait(QUIET)
    hanging = asyncio.create_task(replies.answer(chat.conversation_id))
    await asyncio.wait_for(chat.messenger.arrived.wait(), 10)
    await chat.write("hay pileta?")
    chat.wait(QUIET)

    await asyncio.wait_for(replies.answer(chat.conversation_id), 10)

    assert len(await chat.replies()) == 2
    assert [job.payload for job in await chat.jobs(SEND)] == [{"conversation_id": chat.conversation_id}]
    chat.messenger.gate.set()
    await hanging
    assert chat.messenger.bodies == await chat.replies()
