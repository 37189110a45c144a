"""One turn answers all that was written, once, and what it says and does stands or falls together."""

from functools import partial

import pytest
from sqlalchemy import select

from reservas.domain.dialogue import Action
from reservas.domain.dialogue.actions import ActionKind
from reservas.domain.stays import Stay
from reservas.domain.wording import words_for
from reservas.features.conversations.service import turns as turns_module
from reservas.models import Accommodation, Conversation, Reservation
from tests.factories.accommodations import add_accommodation
from tests.factories.conversations import add_inbound
from tests.factories.moments import NOW, STAY
from tests.factories.reservations import add_occupancy, add_quote
from tests.integration.concurrency import race
from tests.integration.conversations.chat import CAP, QUIET, Chat
from tests.integration.queued import queued_jobs
from tests.integration.reservations.booking import assert_nights_agree

TURN, SEND = "conversation.turn", "conversation.send"
SEARCH = "tenés algo del 10 al 14 de enero para 4?"


@pytest.fixture
async def cabin(chat: Chat) -> Accommodation:
    async with chat.database.unit_of_work() as session:
        return await add_accommodation(session, name="Coihue")


async def _handled(chat: Chat) -> list[bool]:
    return [message.handled_at is not None for message in await chat.messages("in")]


async def test_text_is_answered_after_some_quiet(chat: Chat) -> None:
    await chat.write("hola")

    await chat.turns.handle(chat.conversation_id)

    assert await chat.replies() == []
    assert await _handled(chat) == [False]
    (job,) = await chat.jobs(TURN)
    assert job.delay_seconds == pytest.approx(QUIET, abs=0.05)

    chat.wait(QUIET)
    await chat.turns.handle(chat.conversation_id)

    assert await _handled(chat) == [True]
    assert len(await chat.replies()) == 1


async def test_another_message_starts_the_quiet_anew(chat: Chat) -> None:
    await chat.write("hola")
    chat.wait(QUIET - 0.1)
    await chat.write("tenés algo")
    chat.wait(QUIET - 0.1)

    await chat.turns.handle(chat.conversation_id)

    assert await chat.replies() == []
    (job,) = await chat.jobs(TURN)
    assert job.delay_seconds == pytest.approx(0.1, abs=0.05)


async def test_a_burst_is_one_turn_and_ends_at_the_cap(chat: Chat, cabin: Accommodation) -> None:
    for body in ("hola", "tenés algo", "del 10", "al 14 de enero", "para 4"):
        await chat.write(body)
        chat.wait(0.4)
    assert chat.clock.now().timestamp() == pytest.approx(NOW.timestamp() + CAP)

    await chat.turns.handle(chat.conversation_id)

    assert await _handled(chat) == [True] * 5
    (message,) = await chat.messages("out")
    assert message.kind == "list"
    assert [row["title"] for row in message.content["rows"]] == [cabin.name]
    state = (await chat.conversation()).state
    assert (state["check_in"], state["check_out"], state["adults"]) == ("2027-01-10", "2027-01-14", 4)


async def test_a_tap_is_answered_at_once_with_what_was_written_before_it(chat: Chat) -> None:
    await chat.write("hola")

    await chat.tap(Action(ActionKind.MENU).as_id())

    assert await _handled(chat) == [True, True]
    assert len(await chat.replies()) == 2


async def test_a_surplus_job_finds_nothing_to_do(chat: Chat) -> None:
    await chat.say("hola")
    before = await chat.replies()

    await chat.turns.handle(chat.conversation_id)

    assert await chat.replies() == before
    assert await chat.jobs(TURN) == []


async def test_many_turns_at_once_answer_once(chat: Chat) -> None:
    await chat.write("hola")
    chat.wait(QUIET)

    ends = await race([partial(chat.turns.handle, chat.conversation_id)] * 6)

    assert ends == [None] * 6
    assert len(await chat.replies()) == 1


async def test_while_a_person_drives_the_bot_is_silent_and_nothing_stays_unread(chat: Chat) -> None:
    async with chat.database.unit_of_work() as session:
        (await session.get_one(Conversation, chat.conversation_id)).driver = "human"

    await chat.say("hola", SEARCH)

    assert await _handled(chat) == [True, True]
    assert await chat.replies() == []
    assert await chat.jobs(SEND) == []


async def test_asking_for_a_person_is_the_last_thing_the_bot_answers(chat: Chat, cabin: Accommodation) -> None:
    await chat.tap(Action(ActionKind.PERSON).as_id())
    await chat.say(SEARCH)

    conversation = await chat.conversation()
    assert (conversation.driver, conversation.driver_since) == ("human", NOW)
    assert len(await chat.replies()) == 1
    assert await _handled(chat) == [True, True]


async def test_what_is_not_words_gets_an_answer_too(chat: Chat) -> None:
    kinds = ("audio", "image", "video", "document", "sticker", "location", "unsupported")
    for kind in kinds:
        async with chat.database.unit_of_work() as session:
            conversation = await session.get_one(Conversation, chat.conversation_id)
            await add_inbound(session, conversation, kind=kind, content={"id": f"media-{kind}"})
        chat.wait(QUIET)

        await chat.turns.handle(chat.conversation_id)

        assert "texto" in (await chat.replies())[-1]
    assert len(await chat.replies()) == len(kinds)
    assert all(await _handled(chat))


async def test_the_state_outlives_the_process(chat: Chat, cabin: Accommodation) -> None:
    await chat.say("del 10 al 14 de enero")
    (question,) = await chat.replies()
    assert "Cuántas personas" in question

    await chat.say("4")

    assert [message.kind for message in await chat.messages("out")] == ["list", "list"]


def _book(quote: str) -> str:
    return Action(ActionKind.BOOK, (quote,)).as_id()


async def test_booking_holds_and_answers_in_one_transaction(chat: Chat, cabin: Accommodation) -> None:
    async with chat.database.unit_of_work() as session:
        quote = await add_quote(session, cabin)

    await chat.tap(_book(quote.public_id))
    await chat.tap(_book(quote.public_id))

    async with chat.database.unit_of_work() as session:
        held = (await session.execute(select(Reservation))).scalar_one()
    assert (held.status, held.source) == ("pre_reserved", "whatsapp")
    first, again, *_ = await chat.replies()
    assert held.code in first
    assert held.code in again
    assert len(await queued_jobs(chat.database, "reservation.held")) == 1
    await assert_nights_agree(chat.database)


async def test_a_turn_that_breaks_leaves_nothing_and_is_done_again(
    chat: Chat, cabin: Accommodation, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with chat.database.unit_of_work() as session:
        quote = await add_quote(session, cabin)

    def broken(_: object) -> None:
        raise RuntimeError("between the hold and its reply")

    with monkeypatch.context() as patched:
        patched.setattr(turns_module, "to_content", broken)
        with pytest.raises(RuntimeError):
            await chat.tap(_book(quote.public_id))

    assert await _handled(chat) == [False]
    assert await queued_jobs(chat.database) == []
    await assert_nights_agree(chat.database)
    await chat.turns.handle(chat.conversation_id)
    assert len(await chat.replies()) == 1
    assert len(await queued_jobs(chat.database, "reservation.held")) == 1


async def test_a_turn_that_keeps_failing_calls_a_person_once(chat: Chat) -> None:
    await chat.write("hola", "buenas")
    chat.wait(QUIET)

    assert await race([partial(chat.turns.give_up, chat.conversation_id)] * 4) == [None] * 4

    assert (await chat.conversation()).driver == "human"
    assert await _handled(chat) == [True, True]
    assert len(await chat.replies()) == 1
    await chat.send()
    assert len(chat.messenger.calls) == 1


async def test_who_was_too_slow_is_offered_what_else_is_free(chat: Chat, cabin: Accommodation) -> None:
    async with chat.database.unit_of_work() as session:
        quote = await add_quote(session, cabin)
        await add_occupancy(session, cabin, stay=Stay(STAY.check_in, STAY.check_out))
        other = await add_accommodation(session, name="Lenga")

    await chat.tap(_book(quote.public_id))

    messages = await chat.messages("out")
    assert cabin.name in "".join(await chat.replies())
    titles = [row["title"] for message in messages for row in message.content.get("rows", [])]
    assert titles == [other.name, words_for("es").say("button.wait")]
    assert await queued_jobs(chat.database, "reservation.held") == []
    await assert_nights_agree(chat.database)


async def test_a_tap_that_leads_nowhere_still_gets_an_answer(chat: Chat, cabin: Accommodation) -> None:
    actions = ("book|no-such-quote", "cancel-yes|R-NOBODY", "pay|R-NOBODY", "nonsense", "cabin|x")
    for number, action in enumerate(actions, start=1):
        await chat.tap(action)

        assert len(await chat.replies()) >= number
    assert all(await _handled(chat))
