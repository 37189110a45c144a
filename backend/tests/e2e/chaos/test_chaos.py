"""Many guests write at once while everything goes wrong that can: each is heard once and answered once, in order.

`make test` runs a small edition, `make test-long` twenty guests with two thousand messages. Both draw what happens from
a seed, CHAOS_SEED, though processes never meet in quite the same order, and print it with how often each fault struck.
"""

import asyncio
import logging
import os
import random
import secrets
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.e2e.chaos.checker import find_breaches
from tests.e2e.chaos.guests import Crowd, Tempo
from tests.e2e.chaos.mischief import Deck, count_strikes, deal, long_decks, short_decks
from tests.e2e.chaos.record import keep_history, read_world
from tests.e2e.chaos.staff import Staff
from tests.e2e.chaos.world import World
from tests.fixtures.journey import Product, Simulators, running_product
from tests.fixtures.servers import Postgres

log = logging.getLogger(__name__)
SEED = 20261122
POLL_SECONDS = 0.2
BUSY = """
SELECT (SELECT count(*) FROM pgqueuer WHERE status <> 'failed')
     + (SELECT count(*) FROM inbox_events WHERE handled_at IS NULL)
     + (SELECT count(*) FROM messages WHERE status IN ('pending', 'sending')) AS busy
"""


@dataclass(frozen=True, slots=True)
class Edition:
    """How many guests write how much, and what dies: each process at that share of the messages written."""

    guests: int
    messages: int
    tempo: Tempo
    pause_seconds: float
    deaths: Sequence[tuple[float, str]]
    # Longer than a status may take to come: where the api dies, Meta's simulator tries again for eight seconds.
    doubt_seconds: float
    patience_seconds: float


SHORT = Edition(8, 150, Tempo(0.3, 1), 2.5, ((0.75, "worker"),), 5, 60)
LONG = Edition(20, 2000, Tempo(0.8, 4), 2.0, ((0.25, "worker"), (0.5, "api"), (0.7, "worker")), 10, 900)


@dataclass
class Run:
    """One run of an edition from its seed, and what happened so far."""

    product: Product
    simulators: Simulators
    edition: Edition
    seed: int
    world: World = field(default_factory=World)
    strikes: Counter[str] = field(default_factory=Counter)
    deaths: list[float] = field(default_factory=list)
    _began: float = field(default_factory=time.monotonic)

    async def play(self, decks: Sequence[Deck]) -> None:
        """Have everything happen, wait until all has come to its end, and read what is left."""
        graph, dice = self.simulators.graph, random.Random(f"{self.seed}/staff")
        await keep_history(self.product)
        names = await deal(graph, decks, random.Random(f"{self.seed}/cards"))
        crowd = await Crowd.meet(graph, self.seed, self.edition.guests, self.edition.tempo)
        staff = Staff(self.product, dice, self.edition.pause_seconds)
        async with staff.at_the_server():
            async with staff.at_the_chats():
                await asyncio.gather(crowd.write(self.edition.messages), self._kill(crowd))
            written_after = time.monotonic() - self._began
            await self._come_to_an_end()
        self.strikes = await count_strikes(graph, names)
        self.world = await read_world(self.product, graph, self.deaths)
        log.info("%s\nwritten after %.0f s, %d batches\n%s", self.told, written_after, crowd.batches, staff.done)

    @property
    def told(self) -> str:
        """What happened, for whoever reads a failure or the log."""
        world, arrived = self.world, Counter(one.status for one in self.world.queued)
        return (
            f"CHAOS_SEED={self.seed}: {len(world.written)} messages of {self.edition.guests} guests, "
            f"{len(world.calls)} calls, {len(world.queued)} messages of ours {dict(arrived)}, "
            f"{len(self.deaths)} deaths of workers, {time.monotonic() - self._began:.0f} s\n"
            f"struck {self.strikes.total()} times: {dict(sorted(self.strikes.items()))}"
        )

    async def _kill(self, crowd: Crowd) -> None:
        """Kill each process at its share of the messages, as a power cut would, and start it anew."""
        dice = random.Random(f"{self.seed}/deaths")
        for share, name in self.edition.deaths:
            limit = self.edition.messages * (share + dice.uniform(-0.05, 0.05))
            while crowd.written < limit:  # noqa: ASYNC110 - the moment should fall anywhere, not on a message's end
                await asyncio.sleep(POLL_SECONDS * dice.random())
            self.product.kill(name)
            if name == "api":
                self.product.start_api()
                continue
            self.deaths.append((await self.simulators.graph.get("/sim/about")).json()["now"])
            await asyncio.sleep(dice.uniform(0, 1))
            self.product.start_worker()

    async def _come_to_an_end(self) -> None:
        """Return once nothing moves any more, in the product and around it, or when patience ends."""
        deadline = time.monotonic() + self.edition.patience_seconds
        while time.monotonic() < deadline:
            if await self._is_at_rest() and await self._is_at_rest():
                return
            await asyncio.sleep(POLL_SECONDS)

    async def _is_at_rest(self) -> bool:
        graph = self.simulators.graph
        if (await self.product.fetch(BUSY))[0]["busy"] or (await graph.get("/sim/webhooks?state=trying")).json():
            return False
        return all(one["status"] not in ("accepted", "sent") for one in (await graph.get("/sim/outbound")).json())


@asynccontextmanager
async def _run(
    edition: Edition, seed: int, server: Postgres, template: str, simulators: Simulators, redis_url: str, folder: Path
) -> AsyncIterator[Run]:
    variables = {
        # As fast as can be: what is proved here is order and number, not Meta's rates.
        "WHATSAPP_GUEST_BURST": "10000",
        "WHATSAPP_GUEST_SECONDS": "0.001",
        "WHATSAPP_TIMEOUT_SECONDS": "1.5",
        "WHATSAPP_UNKNOWN_OUTCOME_SECONDS": str(edition.doubt_seconds),
        # Short, so that there are many turns.
        "DEBOUNCE_QUIET_SECONDS": "0.1",
        "DEBOUNCE_CAP_SECONDS": "0.4",
    }
    async with running_product(server, template, simulators, redis_url, folder, **variables) as product:
        yield Run(product, simulators, edition, seed)


async def test_chaos(
    postgres_server: Postgres, demo_template: str, simulators: Simulators, redis_url: str, tmp_path: Path
) -> None:
    seed = int(os.environ.get("CHAOS_SEED") or SEED)
    async with _run(SHORT, seed, postgres_server, demo_template, simulators, redis_url, tmp_path) as run:
        await run.play(short_decks(random.Random(seed)))

    _require_no_breach(run)
    assert len(run.world.written) == SHORT.messages


@pytest.mark.long
@pytest.mark.timeout(3600)
async def test_chaos_for_long(
    postgres_server: Postgres, demo_template: str, simulators: Simulators, redis_url: str, tmp_path: Path
) -> None:
    seed = int(os.environ.get("CHAOS_SEED") or secrets.randbelow(1_000_000_000))
    async with _run(LONG, seed, postgres_server, demo_template, simulators, redis_url, tmp_path) as run:
        await run.play(long_decks(random.Random(seed)))

    _require_no_breach(run)
    assert len(run.world.written) == LONG.messages
    # A fault that never struck proves nothing about it.
    assert [name for name, times in run.strikes.items() if times == 0] == [], run.told


def _require_no_breach(run: Run) -> None:
    breaches = find_breaches(run.world)
    assert not breaches, "\n".join([f"{len(breaches)} breaches", *breaches, run.told])
