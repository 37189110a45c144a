"""Webhooks on their way from a simulator to the product: faults met, answers noted, refused ones tried again."""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from itertools import count

import httpx

from sandbox.clock import SandboxClock
from sandbox.faults import FaultBoard, wait_or_release
from sandbox.serving import JOURNAL_LENGTH, Json

LANES = 100


@dataclass(frozen=True, slots=True)
class Signed:
    """One attempt's headers and body, signed at the moment of sending."""

    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Parcel:
    """A webhook to deliver: where, what it is about, and how to sign an attempt."""

    place: str
    kind: str
    url: str
    text: str
    sign: Callable[[], Signed]
    delivered: Callable[[], None] | None = None


@dataclass(frozen=True, slots=True)
class Patience:
    """Which answers count, and how long the others are insisted upon (seconds)."""

    good: frozenset[int]
    first_wait: float
    give_up_after: float = 120.0
    attempt_timeout: float = 22.0


@dataclass(slots=True)
class Courier:
    """Delivers parcels in background tasks and keeps the book of deliveries."""

    board: FaultBoard
    clock: SandboxClock
    patience: Patience
    transport: httpx.AsyncBaseTransport | None = None
    _book: deque[Json] = field(default_factory=lambda: deque(maxlen=JOURNAL_LENGTH))
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    # Queueing here is far cheaper than inside the client's pool, which walks its whole queue on every change.
    _lanes: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(LANES))
    _client: httpx.AsyncClient | None = None
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def post(self, parcel: Parcel) -> None:
        """Deliver in the background, retrying until an answer counts."""
        self.spawn(self._deliver(parcel))

    def spawn(self, work: Coroutine[object, object, None]) -> None:
        """Run background work that must end with the simulator."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def attempt(self, parcel: Parcel) -> Json:
        """Deliver once, now, whatever the faults; the entry tells the product's answer."""
        entry = self._open(parcel)
        await self._try(parcel, entry)
        return entry

    def deliveries(self) -> list[Json]:
        """Every webhook sent, lost or being insisted upon, oldest first."""
        return list(self._book)

    def clear(self) -> None:
        """Forget the deliveries and stop insisting."""
        for task in list(self._tasks):
            task.cancel()
        self._book.clear()

    async def close(self) -> None:
        """Stop everything still on its way."""
        self.clear()
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    async def _deliver(self, parcel: Parcel) -> None:
        copies, unheard = 1, 0
        for fault in self.board.take(parcel.place, parcel.text):
            if fault.kind in {"lose", "drop"}:
                self._open(parcel)["state"] = "lost"
                return
            if fault.kind == "latency":
                await wait_or_release(fault)
            elif fault.kind == "hold":
                await fault.released.wait()
            elif fault.kind == "duplicate":
                copies += fault.copies
            elif fault.kind == "unheard":
                # The product's 200 is lost on its way back: the same bytes come once more.
                unheard += 1
        await asyncio.gather(*(self._insist(parcel, unheard) for _ in range(copies)))

    async def _insist(self, parcel: Parcel, unheard: int) -> None:
        entry = self._open(parcel)
        for _ in range(unheard):
            await self._try(parcel, entry)
        wait, spent = self.patience.first_wait, 0.0
        while not await self._try(parcel, entry):
            if spent >= self.patience.give_up_after:
                entry["state"] = "given_up"
                return
            await asyncio.sleep(wait)
            spent += wait
            wait *= 2

    async def _try(self, parcel: Parcel, entry: Json) -> bool:
        if self._client is None:
            limits = httpx.Limits(max_connections=LANES, max_keepalive_connections=LANES)
            timeout = httpx.Timeout(self.patience.attempt_timeout, pool=None)
            self._client = httpx.AsyncClient(limits=limits, timeout=timeout, transport=self.transport, trust_env=False)
        attempts = entry["attempts"]
        assert isinstance(attempts, list)
        try:
            async with self._lanes:
                signed = parcel.sign()
                answer = await self._client.post(parcel.url, content=signed.body, headers=signed.headers)
        except (httpx.HTTPError, OSError) as error:
            attempts.append({"at": self.clock.now().isoformat(), "error": type(error).__name__})
            return False
        attempts.append({"at": self.clock.now().isoformat(), "status": answer.status_code})
        entry["status"] = answer.status_code
        if answer.status_code not in self.patience.good:
            return False
        entry["state"] = "delivered"
        if parcel.delivered is not None:
            parcel.delivered()
        return True

    def _open(self, parcel: Parcel) -> Json:
        entry: Json = {"id": next(self._numbers), "kind": parcel.kind, "url": parcel.url, "body": parcel.text}
        entry |= {"state": "trying", "status": None, "attempts": []}
        self._book.append(entry)
        return entry
