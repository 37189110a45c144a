"""How long availability over fifty cabins takes at a steady rate, with few and with many reservations stored."""

import itertools
import statistics
from collections.abc import Callable
from datetime import date, timedelta

from benchmarks.cabins import CABINS, store_stays
from benchmarks.load import Load, apply_rate
from benchmarks.servers import Servers
from sandbox.stack.ports import LOOPBACK

FEW, MANY = 200, 20_000
PER_SECOND = 50.0
NIGHTS = 30


async def measure(servers: Servers, seconds: float, rounds: int) -> None:
    """Ask for thirty-night windows of all cabins, with each number of reservations in turn, and print the p95."""
    found: dict[int, list[Load]] = {FEW: [], MANY: []}
    for _ in range(rounds):
        for count, loads in found.items():
            await store_stays(servers.dsn, count)
            await apply_rate(servers.api_port, _requests(servers.api_port), seconds=1, per_second=PER_SECOND)
            loads.append(
                await apply_rate(servers.api_port, _requests(servers.api_port), seconds=seconds, per_second=PER_SECOND)
            )
    print(f"\nAvailability: {CABINS} cabins and the demo's, {NIGHTS} nights, {PER_SECOND:.0f} requests/s")
    tails = {count: statistics.median(load.percentile(0.95) for load in loads) for count, loads in found.items()}
    for count, loads in found.items():
        refused = sum(load.refused for load in loads)
        print(f"  {count:>6} reservations stored: p95 {tails[count]:5.1f} ms, {refused} refused")
    print(f"  {MANY} to {FEW}: {tails[MANY] / tails[FEW]:.2f} times; bar p95 under 30 ms and at most 1.5 times")


def _requests(port: int) -> Callable[[], bytes]:
    days = itertools.cycle(range(1, 300))

    def make() -> bytes:
        check_in = date.today() + timedelta(days=next(days))  # noqa: DTZ011 - any day will do
        path = f"/api/v1/availability?check_in={check_in}&check_out={check_in + timedelta(days=NIGHTS)}&guests=2"
        return f"GET {path} HTTP/1.1\r\nHost: {LOOPBACK}:{port}\r\n\r\n".encode()

    return make
