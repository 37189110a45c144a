"""A guest is answered in their language, which is remembered and can be asked for."""

import pytest

from reservas.models import Conversation, Guest
from tests.integration.conversations.chat import Chat

SPANISH, PORTUGUESE, ENGLISH = "hola, tenés lugar?", "oi, vocês têm uma cabana livre?", "hi, do you have a cabin free?"


async def languages(chat: Chat) -> tuple[str, str]:
    """The conversation's language, and the guest's."""
    async with chat.database.unit_of_work() as session:
        conversation = await session.get_one(Conversation, chat.conversation_id)
        return conversation.language, (await session.get_one(Guest, conversation.guest_id)).language


@pytest.mark.parametrize(
    ("text", "language", "question"),
    [(SPANISH, "es", "¿Para qué"), (PORTUGUESE, "pt", "Para quais"), (ENGLISH, "en", "Which dates")],
)
async def test_the_first_message_chooses(chat: Chat, text: str, language: str, question: str) -> None:
    await chat.say(text)

    assert await languages(chat) == (language, language)
    assert (await chat.replies())[-1].startswith(question)


async def test_it_is_kept_by_what_has_no_language_and_by_one_foreign_message(chat: Chat) -> None:
    await chat.say(PORTUGUESE)
    await chat.say("ok")
    await chat.say("👍")
    await chat.say(SPANISH)
    assert await languages(chat) == ("pt", "pt")

    await chat.say("hola, hay lugar para nosotros?")
    assert await languages(chat) == ("es", "es")


async def test_a_wish_is_confirmed_in_the_language_asked_for_and_keeps_the_open_question(chat: Chat) -> None:
    await chat.say("hola, tenés lugar del 10 al 14 de enero?")
    before = await chat.conversation()

    await chat.say("english please")

    after = await chat.conversation()
    assert (after.language, after.state) == ("en", before.state)
    assert (await chat.replies())[-1].startswith("Sure, English")
    assert "personas" not in (await chat.replies())[-1]

    await chat.say("4")
    assert after.language == (await chat.conversation()).language


async def test_a_wish_beside_a_request_is_answered_as_the_request(chat: Chat) -> None:
    await chat.say("english please. do you have a cabin free?")

    assert (await chat.replies())[-1].startswith("Which dates")


async def test_a_tap_has_no_language(chat: Chat) -> None:
    await chat.say(ENGLISH)
    await chat.tap("menu")

    assert (await languages(chat))[0] == "en"
    assert "help" in (await chat.replies())[-1]
