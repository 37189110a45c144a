"""A load of ready-made HTTP requests over kept connections on loopback: cheap enough not to be the bottleneck."""

import asyncio
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field

ANSWERED = (b"HTTP/1.1 200", b"HTTP/1.1 201")
WARM_UP_SECONDS = 1.0


@dataclass
class Load:
    """What came of a load: answers by kind, and how long each took in seconds."""

    seconds: float = 0.0
    answered: int = 0
    refused: int = 0
    latencies: list[float] = field(default_factory=list)
    statuses: list[str] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        """Answers of 200 or 201 a second."""
        return self.answered / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        """Return the latency that `share` of the answers stayed under, in milliseconds."""
        ordered = sorted(self.latencies)
        return ordered[int(len(ordered) * share)] * 1000 if ordered else 0.0


async def apply_load(port: int, request: Callable[[], bytes], *, seconds: float, connections: int) -> Load:
    """Send `request()` again and again over `connections` connections for `seconds`, one at a time on each."""
    load, began = Load(), time.perf_counter()
    await asyncio.gather(*(_one_connection(port, request, began + seconds, load) for _ in range(connections)))
    load.seconds = time.perf_counter() - began
    return load


async def apply_rate(port: int, request: Callable[[], bytes], *, seconds: float, per_second: float) -> Load:
    """Send `request()` at a steady rate whatever the answers take, on connections of their own as needed."""
    load, began = Load(), time.perf_counter()
    count = int(seconds * per_second)

    async def send(number: int) -> None:
        await asyncio.sleep(max(0.0, began + number / per_second - time.perf_counter()))
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            await exchange(reader, writer, request(), load)
        finally:
            writer.close()

    await asyncio.gather(*(send(number) for number in range(count)))
    load.seconds = time.perf_counter() - began
    return load


async def send_at_once(port: int, request: Callable[[], bytes], count: int) -> Load:
    """Send `count` requests in one moment, each on a connection opened before."""
    load = Load()
    opened = [await asyncio.open_connection("127.0.0.1", port) for _ in range(count)]
    try:
        await asyncio.gather(*(exchange(reader, writer, request(), load) for reader, writer in opened))
    finally:
        for _, writer in opened:
            writer.close()
    return load


@dataclass(frozen=True)
class Side:
    """One of two things compared: where it listens, and what it is asked."""

    port: int
    request: Callable[[], bytes]


@dataclass(frozen=True)
class Turns:
    """How the sides take turns: so many rounds of so many seconds each, over so many connections."""

    seconds: float
    rounds: int
    connections: int


async def take_turns(sides: dict[str, Side], turns: Turns) -> dict[str, list[Load]]:
    """Load each side in turns, after a warm-up that does not count."""
    loads: dict[str, list[Load]] = {name: [] for name in sides}
    for side in sides.values():
        await apply_load(side.port, side.request, seconds=WARM_UP_SECONDS, connections=turns.connections)
    for _ in range(turns.rounds):
        for name, side in sides.items():
            loads[name].append(
                await apply_load(side.port, side.request, seconds=turns.seconds, connections=turns.connections)
            )
    return loads


def show_turns(loads: dict[str, list[Load]], bar: str) -> None:
    """Print each side's rates and the ratio of `api` to `bare`, round by round."""
    for name, rounds in loads.items():
        rates = [load.per_second for load in rounds]
        tail = statistics.median(load.percentile(0.99) for load in rounds)
        refused = sum(load.refused for load in rounds)
        print(f"  {name:<5} {min(rates):7.0f} … {max(rates):7.0f} /s, p99 {tail:6.1f} ms, {refused} refused")
    ratios = [api.per_second / bare.per_second for api, bare in zip(loads["api"], loads["bare"], strict=True)]
    shown = ", ".join(f"{ratio:.2f}" for ratio in ratios)
    print(f"  ratio to the bare route: {statistics.median(ratios):.2f} (rounds: {shown}); {bar}")


async def _one_connection(port: int, request: Callable[[], bytes], end: float, load: Load) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        while time.perf_counter() < end:
            await exchange(reader, writer, request(), load)
    finally:
        writer.close()


async def exchange(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes, load: Load) -> None:
    """Send one request, read its answer whole, and note it in `load`."""
    sent = time.perf_counter()
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.lower().split(b"\r\n")
    length = next((int(line.split(b":")[1]) for line in lines if line.startswith(b"content-length")), 0)
    await reader.readexactly(length)
    load.latencies.append(time.perf_counter() - sent)
    load.statuses.append(head.split(maxsplit=2)[1].decode())
    if head.startswith(ANSWERED):
        load.answered += 1
    else:
        load.refused += 1
