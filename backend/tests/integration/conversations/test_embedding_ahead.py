"""What guests wrote is embedded before their turn locks anything, and only when it will be read."""

import asyncio
from collections.abc import Sequence

import pytest
from sqlalchemy import select

from reservas.domain.nlu import decisions
from reservas.domain.nlu.embedding import beginning_of
from reservas.features.conversations.service import Turns
from reservas.models import Conversation
from tests.fakes.locks import NO_LOCKS
from tests.integration.conversations.chat import MEDIA_URL, PACE, QUIET, TERMS, Chat

DOUBTFUL = "mi nena de tres duerme con nosotros, igual te la tengo que contar?"


@pytest.fixture(autouse=True)
def asked_of_any_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    """However the weights judge the sentence today."""
    monkeypatch.setattr(decisions, "SURE_LEAD", decisions.DOUBTFUL_LEAD)


class FakeEmbedder:
    """Keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed(self, text: str) -> Sequence[float]:
        self.asked.append(text)
        return [0.05] * 384


def _turns(chat: Chat, embedder: FakeEmbedder) -> Turns:
    return Turns(chat.database, chat.clock, PACE, TERMS, MEDIA_URL, NO_LOCKS, embedder)


async def test_a_doubtful_burst_is_embedded_once_as_one_text(chat: Chat) -> None:
    embedder = FakeEmbedder()
    await chat.write("buenas", DOUBTFUL)

    await _turns(chat, embedder).handle(chat.conversation_id)
    assert embedder.asked == []

    chat.wait(QUIET)
    await _turns(chat, embedder).handle(chat.conversation_id)
    await _turns(chat, embedder).handle(chat.conversation_id)

    assert embedder.asked == [beginning_of(f"buenas\n{DOUBTFUL}")]
    assert len(await chat.replies()) == 1


async def test_what_is_clear_or_read_by_a_person_is_not_embedded(chat: Chat) -> None:
    embedder = FakeEmbedder()
    await chat.write("hola")
    chat.wait(QUIET)
    await _turns(chat, embedder).handle(chat.conversation_id)

    async with chat.database.unit_of_work() as session:
        conversation = await session.get_one(Conversation, chat.conversation_id)
        conversation.driver = "human"
    await chat.write(DOUBTFUL)
    chat.wait(QUIET)
    await _turns(chat, embedder).handle(chat.conversation_id)

    assert embedder.asked == []


async def test_nothing_is_locked_and_the_loop_runs_while_it_is_embedded(chat: Chat) -> None:
    await chat.write(DOUBTFUL)
    chat.wait(QUIET)
    free: list[int] = []

    async def take_lock() -> None:
        async with chat.database.unit_of_work() as session:
            query = select(Conversation.id).where(Conversation.id == chat.conversation_id)
            free.extend(await session.scalars(query.with_for_update(skip_locked=True)))

    class Locker(FakeEmbedder):
        def embed(self, text: str) -> Sequence[float]:
            asyncio.run_coroutine_threadsafe(take_lock(), loop).result(timeout=20)
            return super().embed(text)

    loop = asyncio.get_running_loop()
    await _turns(chat, Locker()).handle(chat.conversation_id)

    assert free == [chat.conversation_id]
    assert len(await chat.replies()) == 1
