"""`make bench` runs every measurement and prints its table: `python -m benchmarks [--seconds S] [--rounds N]`."""

import argparse
import asyncio

from benchmarks import availability, channel, crowd, intake, pricing, reserving, turns, understanding
from benchmarks.cabins import add_cabins
from benchmarks.load import Turns
from benchmarks.servers import open_servers

RATES = (20, 50)


async def _measure_servers(load: Turns, turn_seconds: float) -> None:
    async with open_servers() as servers:
        await intake.measure(servers, load)
        await channel.measure(servers, load)
        cabins = await add_cabins(servers.dsn)
        await reserving.measure(servers, cabins, load)
        await crowd.measure(servers, cabins)
        await availability.measure(servers, load.seconds, load.rounds)
        await turns.measure(servers, turn_seconds, RATES)


def main() -> None:
    """Run the measurements."""
    parser = argparse.ArgumentParser(prog="benchmarks")
    parser.add_argument("--seconds", type=float, default=4.0, help="how long each side is loaded in a round")
    parser.add_argument("--rounds", type=int, default=3, help="how often the sides take turns")
    parser.add_argument("--connections", type=int, default=16, help="concurrent connections")
    parser.add_argument("--turn-seconds", type=float, default=60.0, help="how long guests write at each rate")
    arguments = parser.parse_args()
    pricing.measure(arguments.seconds / 2, arguments.rounds)
    understanding.measure()
    load = Turns(arguments.seconds, arguments.rounds, arguments.connections)
    asyncio.run(_measure_servers(load, arguments.turn_seconds))


if __name__ == "__main__":
    main()
