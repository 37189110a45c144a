"""How long a guest waits: from a message at the webhook to our call of the Graph API, apart from the debounce."""

import asyncio
import math
import time
from bisect import bisect_left
from collections import defaultdict

import asyncpg
import httpx

from benchmarks.intake import webhook_requests
from benchmarks.load import Load, exchange
from benchmarks.reserving import forget_stays
from benchmarks.servers import Servers
from sandbox.stack.ports import LOOPBACK

GUESTS = 200
DEBOUNCE_SECONDS = 0.8
DRAIN_SECONDS = 180.0
POLL_SECONDS = 0.5
UNDONE = "SELECT count(*) FROM pgqueuer WHERE status <> 'failed'"
SAID = (
    "hola",
    "tenés algo del 10 al 14 de enero para 4?",
    "cuánto sale la lenga?",
    "y si vamos 2 y un bebé",
    "mejor del 12 al 15",
    "aceptan mascotas?",
)


async def measure(servers: Servers, seconds: float, rates: tuple[int, ...]) -> None:
    """Let 200 guests write at each of `rates` messages a second, and print how long answers took."""
    await _clear(servers)
    await servers.start_channel()
    print(f"\nA whole turn, {GUESTS} guests writing for {seconds:.0f} s: webhook to our call of the Graph API")
    async with httpx.AsyncClient(base_url=servers.graph_url, trust_env=False, timeout=30) as graph:
        await _write(servers, ["5492944200000"], rate=1, seconds=1)
        await _drained(servers)  # the worker has begun
        for number, rate in enumerate(rates):
            guests = [f"5492944{number + 3}{one:05d}" for one in range(GUESTS)]
            for guest in guests:
                met = await graph.put(f"/sim/guests/{guest}", json={"last_inbound_at": time.time()})
                met.raise_for_status()
            written = await _write(servers, guests, rate, seconds)
            await _drained(servers)
            _show(rate, written, await _answered(graph))
    servers.stop_channel()
    print(f"  bar: p95 under 300 ms at 20 a second; out of order {await _out_of_order(servers)}")


async def _write(servers: Servers, guests: list[str], rate: int, seconds: float) -> dict[str, list[float]]:
    """Send whatever the answers take; return when each guest wrote in the last `seconds`, at a steady rate.

    Guests come one after another, as long before as a conversation lasts, so that they are at every point of one at
    any moment: otherwise two hundred would be shown the pictures of a cabin in the same seconds.
    """
    written: dict[str, list[float]] = defaultdict(list)
    pause = len(guests) / rate
    coming = pause * len(SAID)
    moments = sorted(
        (enters + turn * pause, guest, turn % len(SAID))
        for guest, enters in ((guest, coming * number / len(guests)) for number, guest in enumerate(guests))
        for turn in range(math.ceil((coming + seconds - enters) / pause))
    )
    makers = {guest: [webhook_requests(servers, [guest], said) for said in SAID] for guest in guests}
    load, began, sending = Load(), time.perf_counter(), []
    for moment, guest, said in moments:
        await asyncio.sleep(max(0.0, began + moment - time.perf_counter()))
        if moment >= coming:
            written[guest].append(time.time())
        sending.append(asyncio.create_task(_post(servers.api_port, makers[guest][said](), load)))
    await asyncio.gather(*sending)
    assert load.refused == 0, load.statuses
    return written


async def _post(port: int, request: bytes, load: Load) -> None:
    reader, writer = await asyncio.open_connection(LOOPBACK, port)
    try:
        await exchange(reader, writer, request, load)
    finally:
        writer.close()


async def _clear(servers: Servers) -> None:
    """Take away what other measurements left: holds, and jobs that wait for a Mercado Pago that is not there."""
    await forget_stays(servers.dsn)
    connection = await asyncpg.connect(servers.dsn)
    try:
        await connection.execute("TRUNCATE pgqueuer")
    finally:
        await connection.close()


async def _drained(servers: Servers) -> None:
    connection = await asyncpg.connect(servers.dsn)
    try:
        async with asyncio.timeout(DRAIN_SECONDS):
            while await connection.fetchval(UNDONE):  # noqa: ASYNC110 - another process's doing
                await asyncio.sleep(POLL_SECONDS)
    finally:
        await connection.close()


async def _answered(graph: httpx.AsyncClient) -> dict[str, list[float]]:
    answered: dict[str, list[float]] = defaultdict(list)
    for message in (await graph.get("/sim/outbound")).json():
        answered[message["to"]].append(message["accepted_at"])
    return answered


def _show(rate: int, written: dict[str, list[float]], answered: dict[str, list[float]]) -> None:
    waits, lost = [], 0
    for guest, moments in written.items():
        answers = answered.get(guest, [])
        for moment in moments:
            place = bisect_left(answers, moment)
            if place == len(answers):
                lost += 1
            else:
                waits.append(answers[place] - moment - DEBOUNCE_SECONDS)
    waits.sort()
    p50, p95, p99 = (waits[int(len(waits) * share)] * 1000 for share in (0.5, 0.95, 0.99))
    print(f"  {rate:3d} messages/s: p50 {p50:5.0f} ms, p95 {p95:5.0f} ms, p99 {p99:5.0f} ms; {lost} without an answer")


async def _out_of_order(servers: Servers) -> int:
    """Count messages that the simulator took before one that we had queued earlier for the same guest."""
    connection = await asyncpg.connect(servers.dsn)
    try:
        count = await connection.fetchval(
            "SELECT count(*) FROM (SELECT sending_since, lag(sending_since) OVER (PARTITION BY conversation_id"
            " ORDER BY id) AS before FROM messages WHERE direction = 'out') AS m WHERE sending_since < before"
        )
    finally:
        await connection.close()
    return int(count)
