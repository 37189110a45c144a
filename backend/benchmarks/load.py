"""A load of ready-made HTTP requests over kept connections on loopback: cheap enough not to be the bottleneck."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field

OK = b"HTTP/1.1 200"


@dataclass
class Load:
    """What came of a load: answers by kind, and how long each took in seconds."""

    seconds: float = 0.0
    answered: int = 0
    refused: int = 0
    latencies: list[float] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        """Answers of 200 a second."""
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


async def _one_connection(port: int, request: Callable[[], bytes], end: float, load: Load) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        while time.perf_counter() < end:
            sent = time.perf_counter()
            writer.write(request())
            head = await reader.readuntil(b"\r\n\r\n")
            length = next(
                (
                    int(line.split(b":")[1])
                    for line in head.split(b"\r\n")
                    if line.lower().startswith(b"content-length")
                ),
                0,
            )
            if length:
                await reader.readexactly(length)
            load.latencies.append(time.perf_counter() - sent)
            if head.startswith(OK):
                load.answered += 1
            else:
                load.refused += 1
    finally:
        writer.close()
