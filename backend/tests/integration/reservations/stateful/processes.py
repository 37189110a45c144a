"""A worker as a process of its own: told a round a line on its input, it answers with a tally a line on its output."""

import asyncio
import json
import sys
from dataclasses import asdict
from pathlib import Path

import structlog

from tests.integration.reservations.stateful.worker import Setting, Tally, Worker

_BACKEND = Path(__file__).parents[4]
_LINE_LIMIT = 1 << 20


class WorkerProcess:
    """What the test holds of a worker that lives elsewhere."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def start(cls, setting: Setting, number: int) -> "WorkerProcess":
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            __name__,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            cwd=_BACKEND,
            limit=_LINE_LIMIT,
        )
        worker = cls(process)
        await worker._tell({"setting": asdict(setting), "number": number})
        return worker

    async def work(self, round_number: int, operations: int) -> Tally:
        await self._tell({"round_number": round_number, "operations": operations})
        assert self._process.stdout is not None
        line = await self._process.stdout.readline()
        return Tally.of_json(json.loads(line)) if line else Tally(failure="a worker's process died: see its output")

    async def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        await self._process.wait()

    async def _tell(self, what: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(what).encode() + b"\n")
        await self._process.stdin.drain()


async def _serve() -> None:
    # Redis is away again and again, and each worker says so each time.
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    told = json.loads(sys.stdin.readline())
    worker = Worker(Setting(**told["setting"]), told["number"])
    try:
        while line := await asyncio.to_thread(sys.stdin.readline):
            tally = await worker.work(**json.loads(line))
            sys.stdout.write(json.dumps(tally.as_json()) + "\n")
            sys.stdout.flush()
    finally:
        await worker.close()


if __name__ == "__main__":
    asyncio.run(_serve())
