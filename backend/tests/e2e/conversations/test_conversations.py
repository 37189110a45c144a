"""Thirty guests talk as guests do, all at once, each from the first message to what became of their stay.

Their scripts are the text files beside this one. TRANSCRIPTS=file writes down what both sides said, and
CONVERSATION=es/07 plays that one alone.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio
from redis.asyncio import Redis

from tests.e2e.conversations.player import Hour, Player, Stage
from tests.e2e.conversations.script import read_scripts
from tests.fixtures.journey import Product, Simulators, running_product
from tests.fixtures.servers import Postgres, Valkey

WANTED = os.environ.get("CONVERSATION", "")
SCRIPTS = {one.name: one for one in read_scripts(Path(__file__).parent) if WANTED in one.name}
FIRST_NUMBER = 5492944800000
VARIABLES = {
    # Nobody here writes faster than Meta allows.
    "WHATSAPP_GUEST_BURST": "10000",
    "WHATSAPP_GUEST_SECONDS": "0.001",
    # A burst comes in one call: there is nothing to wait for.
    "DEBOUNCE_QUIET_SECONDS": "0.05",
    "DEBOUNCE_CAP_SECONDS": "0.2",
}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def players(
    postgres_server: Postgres,
    valkey_server: Valkey,
    demo_template: str,
    simulators: Simulators,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Mapping[str, Player]]:
    """Everybody, after all has been said."""
    async with Redis.from_url(valkey_server.url) as client:
        await client.flushall()
    folder = tmp_path_factory.mktemp("conversations")
    async with running_product(
        postgres_server, demo_template, simulators, valkey_server.url, folder, **VARIABLES
    ) as product:
        yield await _play(product, simulators)


async def _play(product: Product, simulators: Simulators) -> Mapping[str, Player]:
    # Ticks are other tests' matter: a thousand messages would bring two thousand of them.
    lost = {"on": "status_webhook", "kind": "lose", "times": None}
    (await simulators.graph.post("/sim/faults", json=lost)).raise_for_status()
    connection = await asyncpg.connect(product.database_url)
    stage = Stage(product, simulators, Hour(product.shift_clock, len(SCRIPTS)), connection)
    watching = asyncio.create_task(stage.watch())
    players = {
        script.name: Player(script, stage, str(FIRST_NUMBER + place)) for place, script in enumerate(SCRIPTS.values())
    }
    try:
        await asyncio.gather(*(player.play() for player in players.values()))
    finally:
        watching.cancel()
        await connection.close()
    if path := os.environ.get("TRANSCRIPTS"):
        Path(path).write_text("\n\n\n".join(map(_written, players.values())), encoding="utf-8")  # noqa: ASYNC240 - the talk is over
    return players


@pytest.mark.timeout(300)  # the first of them waits for all
@pytest.mark.parametrize("name", SCRIPTS)
async def test_conversation(name: str, players: Mapping[str, Player]) -> None:
    assert not players[name].faults, _written(players[name])


def _written(player: Player) -> str:
    faults = [f"!!! {fault}" for fault in player.faults]
    return "\n".join([f"## {player.script.name}: {player.script.title}", *player.told, *faults])
