"""`make bench` runs every measurement and prints its table: `python -m benchmarks [--seconds S] [--rounds N]`."""

import argparse
import asyncio

from benchmarks import intake


def main() -> None:
    """Run the measurements."""
    parser = argparse.ArgumentParser(prog="benchmarks")
    parser.add_argument("--seconds", type=float, default=5.0, help="how long each side is loaded in a round")
    parser.add_argument("--rounds", type=int, default=3, help="how often the sides take turns")
    parser.add_argument("--connections", type=int, default=16, help="concurrent connections")
    arguments = parser.parse_args()
    asyncio.run(intake.measure(arguments.seconds, arguments.rounds, arguments.connections))


if __name__ == "__main__":
    main()
