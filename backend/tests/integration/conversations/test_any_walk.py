"""Guests who write and tap at random never meet silence, a dead end, an unknown button or an error.

`make test` runs a small edition, `make test-long` a thousand walks. Both are drawn from WALK_SEED, and a walk by its
number alone, so `WALK_SEED=… WALK=17` walks the seventeenth again.
"""

import logging
import os
import random
import secrets
from collections import Counter
from pathlib import Path

import pytest

from reservas.entrypoints.cli.demo.content import CABINS
from reservas.entrypoints.cli.demo.load import _upsert
from reservas.entrypoints.cli.demo.prices import load_holidays, load_prices
from reservas.infra.database import Database
from reservas.kit.clock import FixedClock
from tests.factories.conversations import add_conversation
from tests.factories.moments import NOW
from tests.fakes.messenger import FakeMessenger
from tests.integration.conversations.any_walk import Walk, forget_guests
from tests.integration.conversations.any_walk_lines import LINES, read_corpus
from tests.integration.conversations.chat import Chat
from tests.integration.reservations.booking import assert_nights_agree

log = logging.getLogger(__name__)
SEED = 20261121
STEPS = 14
SHORT, LONG = 16, 1000
RESERVED = 0.35  # of the guests have come to a hold before they do as they please
STAYS = (("2026-11-24", "2026-11-27"), ("2027-01-10", "2027-01-14"), ("2027-03-05", "2027-03-07"))
LANGUAGES = ("es", "es", "es", "pt", "en")
_CORPUS = Path(__file__).parents[3] / "training" / "nlu"


@pytest.fixture
async def resort(database: Database) -> Database:
    """The demo's cabins, with their prices and rules."""
    async with database.unit_of_work() as session:
        await load_holidays(session, NOW)
        for position, cabin in enumerate(CABINS):
            await load_prices(session, await _upsert(session, cabin, position, NOW), cabin, NOW)
    return database


async def test_a_few_walks(resort: Database) -> None:
    await _walk(resort, int(os.environ.get("WALK_SEED") or SEED), SHORT)


@pytest.mark.long
async def test_a_thousand_walks(resort: Database) -> None:
    await _walk(resort, int(os.environ.get("WALK_SEED") or secrets.randbelow(1_000_000_000)), LONG)


async def _walk(database: Database, seed: int, walks: int) -> None:
    corpus = read_corpus(_CORPUS)
    breaches: list[str] = []
    counts: Counter[str] = Counter()
    only = os.environ.get("WALK")
    for number in [int(only)] if only else range(walks):
        dice = random.Random(f"{seed}/{number}")
        language = dice.choice(LANGUAGES)
        chat = await _begin(database, language)
        other = dice.choice(LANGUAGES)
        lines = [*12 * list(LINES[language]), *6 * list(LINES["any"]), *LINES[other], *corpus[language]]
        walk = Walk(chat, dice, lines)
        try:
            if dice.random() < RESERVED:
                await walk.reserve(*dice.choice(STAYS))
            await walk.go(STEPS)
        except Exception as error:  # noqa: BLE001 - whatever the product raises is what is looked for
            breaches.append("\n".join([f"walk {number}: {type(error).__name__}: {error}", *walk.told]))
        log.debug("walk %s\n%s", number, "\n".join(walk.told))
        counts.update(walks=1, turns=walk.turns, taps=walk.taps)
        await assert_nights_agree(database)
    log.info("WALK_SEED=%s: %s", seed, dict(counts))
    assert not breaches, f"WALK_SEED={seed}: {len(breaches)} of {dict(counts)}\n\n" + "\n\n".join(breaches[:5])


async def _begin(database: Database, language: str) -> Chat:
    chat = Chat(database, FixedClock(NOW), FakeMessenger(), 0)
    await forget_guests(chat)
    async with database.unit_of_work() as session:
        chat.conversation_id = (await add_conversation(session, language=language)).id
    return chat
