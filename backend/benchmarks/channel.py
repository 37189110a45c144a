"""How fast calls are stored while the worker answers guests, with the Graph API well, refusing and hanging."""

import asyncio
import itertools
import statistics
import time
from dataclasses import replace

import asyncpg
import httpx

from benchmarks.intake import sides_of, webhook_requests
from benchmarks.load import Load, Turns, send_at_once, show_turns, take_turns
from benchmarks.servers import Servers

# Every call is refused as Meta does when it is overloaded, or waits until the caller gives up.
TROUBLES: dict[str, dict[str, object] | None] = {
    "well": None,
    "refusing": {"on": "messages", "kind": "error", "code": 131016, "http": 503, "times": None},
    "hanging": {"on": "messages", "kind": "hold", "accepted": False, "times": None},
}
WAITING_GUESTS = 40
START_SECONDS = 30.0
POLL_SECONDS = 0.1


async def measure(servers: Servers, load: Turns) -> None:
    """Load both sides in each state of the Graph API, the states in turns, and print each state's ratio."""
    await servers.start_channel()
    loads: dict[str, dict[str, list[Load]]] = {state: {"bare": [], "api": []} for state in TROUBLES}
    calls = dict.fromkeys(TROUBLES, 0)
    numbers = itertools.count()
    async with httpx.AsyncClient(base_url=servers.graph_url, trust_env=False, timeout=30) as graph:
        for _ in range(load.rounds):
            for state, trouble in TROUBLES.items():
                await _forget_jobs(servers)
                (await graph.delete("/sim/faults")).raise_for_status()
                if trouble is not None:
                    (await graph.post("/sim/faults", json=trouble)).raise_for_status()
                before = await _calls(graph)
                await _let_guests_write(servers, graph, [f"54929442{next(numbers):05d}" for _ in range(WAITING_GUESTS)])
                for side, done in (await take_turns(sides_of(servers), replace(load, rounds=1))).items():
                    loads[state][side] += done
                calls[state] += await _calls(graph) - before
        (await graph.delete("/sim/faults")).raise_for_status()
    servers.stop_channel()
    await _forget_jobs(servers)
    print("\nWebhook intake while the worker answers")
    for state, sides in loads.items():
        print(f"  Graph API {state}, {calls[state]} calls of it meanwhile")
        show_turns(sides, f"{_ratio(sides) / _ratio(loads['well']):.2f} of the ratio when it is well (bar 0.90)")


async def _let_guests_write(servers: Servers, graph: httpx.AsyncClient, guests: list[str]) -> None:
    """Return when the worker has begun to answer them."""
    for guest in guests:
        (await graph.put(f"/sim/guests/{guest}", json={"last_inbound_at": time.time()})).raise_for_status()
    before = await _calls(graph)
    await send_at_once(servers.api_port, webhook_requests(servers, guests), len(guests))
    async with asyncio.timeout(START_SECONDS):
        while await _calls(graph) == before:  # noqa: ASYNC110 - another process's doing
            await asyncio.sleep(POLL_SECONDS)


async def _calls(graph: httpx.AsyncClient) -> int:
    return len((await graph.get("/sim/calls")).json())


async def _forget_jobs(servers: Servers) -> None:
    """A backlog of one state would keep the worker from answering in the next."""
    connection = await asyncpg.connect(servers.dsn)
    await connection.execute("TRUNCATE pgqueuer")
    await connection.close()


def _ratio(sides: dict[str, list[Load]]) -> float:
    rounds = zip(sides["api"], sides["bare"], strict=True)
    return statistics.median(api.per_second / bare.per_second for api, bare in rounds)
