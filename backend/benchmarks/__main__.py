"""`make bench` runs every measurement and prints its table: `python -m benchmarks [--seconds S] [--rounds N]`."""

import argparse
import asyncio

from benchmarks import availability, channel, crowd, intake, pricing, reserving
from benchmarks.cabins import add_cabins
from benchmarks.load import Turns
from benchmarks.servers import open_servers


async def _measure_servers(turns: Turns) -> None:
    async with open_servers() as servers:
        await intake.measure(servers, turns)
        await channel.measure(servers, turns)
        cabins = await add_cabins(servers.dsn)
        await reserving.measure(servers, cabins, turns)
        await crowd.measure(servers, cabins)
        await availability.measure(servers, turns.seconds, turns.rounds)


def main() -> None:
    """Run the measurements."""
    parser = argparse.ArgumentParser(prog="benchmarks")
    parser.add_argument("--seconds", type=float, default=4.0, help="how long each side is loaded in a round")
    parser.add_argument("--rounds", type=int, default=3, help="how often the sides take turns")
    parser.add_argument("--connections", type=int, default=16, help="concurrent connections")
    arguments = parser.parse_args()
    pricing.measure(arguments.seconds / 2, arguments.rounds)
    asyncio.run(_measure_servers(Turns(arguments.seconds, arguments.rounds, arguments.connections)))


if __name__ == "__main__":
    main()
