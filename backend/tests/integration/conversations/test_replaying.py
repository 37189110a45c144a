"""Turns of the past are decided again on the present code: alike until the code says otherwise, and nothing changes."""

import json
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from reservas.domain.wording import es_ar
from reservas.features.conversations.errors import ConversationNotFound
from reservas.features.conversations.service.replaying import ReplayedTurn, replay
from reservas.models import Accommodation
from tests.factories.accommodations import add_accommodation
from tests.factories.moments import NOW
from tests.integration.cli.conftest import Command
from tests.integration.conversations.chat import Chat

BEGUN = NOW - timedelta(days=1)
TABLES = "conversations", "messages", "quotes", "reservations", "pgqueuer"


@pytest.fixture
async def talk(chat: Chat) -> Chat:
    """A conversation with a search, a quote, a hold, a tap, a language asked for, and a message that says nothing."""
    async with chat.database.unit_of_work() as session:
        await add_accommodation(session, code="lenga", name="Lenga", capacity=4)
    await chat.say("hola, tenés lugar del 10 al 14 de enero?", "somos 4")
    await chat.tap("cabin|lenga|2027-01-10|2027-01-14|4|0|0")
    await chat.say("sí, la reservo")
    await chat.tap("mine")
    await chat.say("english please")
    await chat.say("qwertz")
    return chat


async def replayed(chat: Chat, since: datetime = BEGUN, code: str | None = None) -> list[ReplayedTurn]:
    async with chat.database.unit_of_work() as session:
        return await replay(session, since, code)


async def contents(chat: Chat) -> list[str]:
    async with chat.database.unit_of_work() as session:
        queries = [text(f"SELECT md5(string_agg(t::text, ',' ORDER BY id)) FROM {table} t") for table in TABLES]
        return [str((await session.execute(query)).scalar()) for query in queries]


async def test_the_same_code_says_the_same_and_changes_nothing(talk: Chat) -> None:
    before = await contents(talk)

    turns = await replayed(talk)

    assert [turn.diff() for turn in turns] == [[]] * 6
    assert [len(turn.said) for turn in turns] == [1, 2, 1, 1, 1, 1]
    assert all(turn.said for turn in turns)
    assert await contents(talk) == before


async def test_data_that_changed_since_changes_no_reply(talk: Chat) -> None:
    async with talk.database.unit_of_work() as session:
        cabin = (await session.execute(text("SELECT id FROM accommodations"))).scalar_one()
        (await session.get_one(Accommodation, cabin)).base_price_cents *= 2

    assert all(turn.is_same for turn in await replayed(talk))


async def test_words_that_changed_are_shown(talk: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(es_ar.TEXTS, "found.button", "Elegir")
    monkeypatch.setitem(es_ar.TEXTS, "found", "{stay}, {guests}:")

    first, *others = await replayed(talk)

    assert first.heard == "hola, tenés lugar del 10 al 14 de enero?\nsomos 4"
    assert [line[:1] for line in first.diff() if not line.startswith(("---", "+++", "@@"))][:2] == ["-", "+"]
    assert all(other.is_same for other in others)


async def test_a_conversation_and_a_time_can_be_chosen(talk: Chat) -> None:
    conversation = await talk.conversation()

    assert len(await replayed(talk, code=conversation.code)) == 6
    assert await replayed(talk, since=talk.clock.now() + timedelta(seconds=1)) == []
    with pytest.raises(ConversationNotFound):
        await replayed(talk, code="C-NOBODY")


async def test_the_command_sums_up_and_its_exit_code_says_whether_something_changed(
    talk: Chat,
    reservas: Command,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    arguments = ("conversations", "replay", "--since", BEGUN.date().isoformat())
    same = await reservas(*arguments, "--diff", DATABASE_URL=database_url)
    assert (same.code, same.stdout) == (0, "6 turns: 6 same, 0 changed.\n"), same.stderr

    monkeypatch.setitem(es_ar.TEXTS, "found", "{stay}, {guests}:")
    told = await reservas(*arguments, "--json", DATABASE_URL=database_url)
    assert told.code == 0
    assert {key: value for key, value in json.loads(told.stdout).items() if key != "changes"} == {
        "turns": 6,
        "same": 5,
        "changed": 1,
    }
    shown = await reservas(*arguments, "--diff", DATABASE_URL=database_url)
    assert shown.code == 1
    assert "--- then" in shown.stdout
    assert shown.stdout.endswith("6 turns: 5 same, 1 changed.\n")
