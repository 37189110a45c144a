"""What the owner answered once is told to each guest who asks, of the cabin they mean, and nothing else is."""

from typing import Any

import pytest

from reservas.domain.wording import words_for
from reservas.models import Accommodation, Conversation, FaqEntry, Guest
from tests.factories.accommodations import add_accommodation
from tests.factories.moments import NOW
from tests.factories.reservations import add_reservation
from tests.integration.conversations.chat import Chat

WOOD = "La bolsa de 10 kg sale $ 8.500."
UNKNOWN = words_for("es").say("about.unknown")


async def add_cabin(chat: Chat, name: str, answer: str | None, **values: Any) -> Accommodation:
    async with chat.database.unit_of_work() as session:
        cabin = await add_accommodation(session, code=name.lower(), name=name)
        if answer is not None:
            entry: dict[str, Any] = {"question": "¿Hay leña?", "answer": answer, "other_wordings": ["fogata"]}
            session.add(FaqEntry(accommodation_id=cabin.id, created_at=NOW, **{**entry, **values}))
        return cabin


async def test_the_only_cabin_answers_figures_and_all_and_the_search_goes_on(chat: Chat) -> None:
    await add_cabin(chat, "Coihue", WOOD)

    await chat.say("tenés algo del 10 al 14 de enero?")
    await chat.say("¿cuánto sale la leña?")

    *_, told, question = await chat.replies()
    assert told == WOOD
    assert question == words_for("es").say("ask.guests")
    assert (await chat.conversation()).awaits_person_since is None


async def test_the_cabin_named_answers_for_itself(chat: Chat) -> None:
    await add_cabin(chat, "Coihue", WOOD)
    await add_cabin(chat, "Lenga", "No hay: se calefacciona con gas.")

    await chat.say("en la Lenga hay leña?")
    await chat.say("¿y en la Coihue hay leña?")

    assert await chat.replies() == ["No hay: se calefacciona con gas.", WOOD]


async def test_cabins_that_differ_are_chosen_by_a_tap(chat: Chat) -> None:
    await add_cabin(chat, "Coihue", WOOD)
    await add_cabin(chat, "Lenga", "No hay.")
    await add_cabin(chat, "Radal", None)

    await chat.say("¿hay leña?")
    (listed,) = await chat.messages("out")
    coihue, lenga, _ = listed.content["rows"]
    assert (coihue["title"], lenga["title"]) == ("Coihue", "Lenga")

    await chat.tap(lenga["id"])
    assert (await chat.replies())[-1] == "No hay."


async def test_who_has_booked_is_answered_of_their_cabin(chat: Chat) -> None:
    cabin = await add_cabin(chat, "Coihue", WOOD)
    await add_cabin(chat, "Lenga", "No hay.")
    async with chat.database.unit_of_work() as session:
        conversation = await session.get_one(Conversation, chat.conversation_id)
        guest = await session.get_one(Guest, conversation.guest_id)
        await add_reservation(session, cabin, guest=guest, status="confirmed")

    await chat.say("¿hay leña?")

    assert await chat.replies() == [WOOD]


@pytest.mark.parametrize("values", [{"active": False}, {"question": "¿Hay pileta?", "other_wordings": []}])
async def test_what_is_not_answered_now_is_passed_to_a_person(chat: Chat, values: dict[str, Any]) -> None:
    await add_cabin(chat, "Coihue", WOOD, **values)

    await chat.say("¿hay leña?")

    assert await chat.replies() == [UNKNOWN]
    assert (await chat.conversation()).awaits_person_since is not None


async def test_a_question_taken_for_two_requests_is_answered_once(chat: Chat) -> None:
    await add_cabin(chat, "Coihue", "Sí, entran dos autos.", question="¿Hay lugar para estacionar?")

    await chat.say("¿hay lugar para estacionar?")

    assert await chat.replies() == ["Sí, entran dos autos."]


async def test_a_cabins_questions_are_tapped_one_by_one(chat: Chat) -> None:
    await add_cabin(chat, "Coihue", WOOD)

    await chat.tap("faq|coihue")
    (listed,) = await chat.messages("out")
    await chat.tap(listed.content["rows"][0]["id"])

    assert (await chat.replies())[-1] == WOOD
