"""Faults asked for by a person or a test, struck by the calls and webhooks that pass through a simulator."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from itertools import count

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.serving import Json, NoAnswer, read_object

CALL_KINDS = frozenset({"error", "latency", "hold", "drop", "fail", "late", "gateway"})
WEBHOOK_KINDS = frozenset({"latency", "hold", "lose", "drop", "duplicate", "unheard"})


@dataclass(slots=True)
class Fault:
    """One thing that goes wrong, how often, and how often it has; it lets the first `skip` that it could strike go."""

    id: str
    on: str
    kind: str
    code: int
    http: int
    seconds: float
    times: int | None
    contains: str
    accepted: bool
    copies: int
    skip: int = 0
    hits: int = 0
    released: asyncio.Event = field(default_factory=asyncio.Event)

    def meets(self, on: str, text: str) -> bool:
        """Count a call or webhook, and tell whether the fault strikes it."""
        spent = self.times is not None and self.hits >= self.times
        if self.on != on or spent or self.contains not in text:
            return False
        if self.skip > 0:
            self.skip -= 1
            return False
        self.hits += 1
        return True

    def as_json(self) -> Json:
        """The fault as the control API shows it; `hits` counts the calls that have met it."""
        names = ("id", "on", "kind", "code", "http", "seconds", "times", "contains", "accepted", "copies", "skip")
        return {name: getattr(self, name) for name in (*names, "hits")}


@dataclass(frozen=True, slots=True)
class Terms:
    """How an accepted call must be treated: what its consequences wait for, and whether it later fails."""

    gate: asyncio.Event | None = None
    failure_code: int | None = None


class FaultBoard:
    """The faults in force, by place; webhook places end in `webhook`."""

    def __init__(self, places: frozenset[str], default_code: int, default_http: int) -> None:
        self._places = places
        self._default_code = default_code
        self._default_http = default_http
        self._faults: dict[str, Fault] = {}
        self._numbers = count(1)

    def add(self, spec: Mapping[str, object]) -> Fault:
        """Put a fault in force, or say in a ValueError why it makes no sense."""
        on, kind = str(spec.get("on", "")), str(spec.get("kind", ""))
        if on not in self._places:
            raise ValueError(f"'on' must be one of {sorted(self._places)}")
        kinds = WEBHOOK_KINDS if on.endswith("webhook") else CALL_KINDS
        if kind not in kinds:
            raise ValueError(f"'kind' on {on} must be one of {sorted(kinds)}")
        times = spec.get("times", 1)
        fault = Fault(
            id=f"fault-{next(self._numbers)}",
            on=on,
            kind=kind,
            code=int(str(spec.get("code", self._default_code))),
            http=int(str(spec.get("http", self._default_http))),
            seconds=float(str(spec.get("seconds", 2))),
            times=None if times is None else int(str(times)),
            contains=str(spec.get("contains") or ""),
            # An error usually means "not done"; a held or dropped answer is interesting because it was done.
            accepted=bool(spec.get("accepted", kind not in {"error", "gateway"})),
            copies=int(str(spec.get("copies", 1))),
            skip=int(str(spec.get("skip", 0))),
        )
        self._faults[fault.id] = fault
        return fault

    def get(self, fault_id: str) -> Fault | None:
        """A fault still on the board, spent or not."""
        return self._faults.get(fault_id)

    def all(self) -> list[Fault]:
        """Every fault on the board, oldest first."""
        return list(self._faults.values())

    def remove(self, fault_id: str) -> bool:
        """Take a fault away and let go whatever it was holding."""
        fault = self._faults.pop(fault_id, None)
        if fault is not None:
            fault.released.set()
        return fault is not None

    def clear(self) -> None:
        """Take every fault away."""
        for fault_id in list(self._faults):
            self.remove(fault_id)

    def take(self, on: str, text: str) -> list[Fault]:
        """The faults that strike this call, each counted as one hit."""
        return [fault for fault in self._faults.values() if fault.meets(on, text)]

    async def pass_through(
        self,
        on: str,
        text: str,
        request: Request,
        accept: Callable[[Terms], Awaitable[Response]],
        refuse: Callable[[Fault], Response],
    ) -> Response:
        """Let a call reach `accept`, unless the faults it meets say otherwise."""
        failure: int | None = None
        for fault in self.take(on, text):
            if fault.kind == "latency":
                await wait_or_release(fault)
            elif fault.kind == "fail":
                failure = fault.code
            elif fault.kind == "late":
                response = await accept(Terms(failure_code=failure))
                await wait_or_release(fault)
                return response
            elif fault.kind == "hold":
                if fault.accepted:
                    response = await accept(Terms(gate=fault.released, failure_code=failure))
                    await fault.released.wait()
                    return response
                await fault.released.wait()
                if await request.is_disconnected():
                    return NoAnswer()  # the caller gave up long ago: acting on its words now would be a ghost
            else:
                if fault.accepted:
                    await accept(Terms(failure_code=failure))
                return NoAnswer() if fault.kind == "drop" else refuse(fault)
        return await accept(Terms(failure_code=failure))


async def wait_or_release(fault: Fault) -> None:
    """Wait the fault's seconds, or less if it is removed meanwhile."""
    try:
        async with asyncio.timeout(fault.seconds):
            await fault.released.wait()
    except TimeoutError:
        return


def fault_routes(board: FaultBoard) -> list[Route]:
    """The control API of a board: add, list, look at and remove faults."""

    async def add(request: Request) -> Response:
        try:
            fault = board.add(await read_object(request))
        except ValueError as error:
            return JSONResponse({"detail": str(error)}, status_code=400)
        return JSONResponse(fault.as_json(), status_code=201)

    async def show_all(_: Request) -> Response:
        return JSONResponse([fault.as_json() for fault in board.all()])

    async def show(request: Request) -> Response:
        fault = board.get(request.path_params["fault_id"])
        return JSONResponse(fault.as_json()) if fault else JSONResponse({"detail": "no such fault"}, status_code=404)

    async def remove(request: Request) -> Response:
        found = board.remove(request.path_params["fault_id"])
        return Response(status_code=204 if found else 404)

    async def remove_all(_: Request) -> Response:
        board.clear()
        return Response(status_code=204)

    return [
        Route("/sim/faults", add, methods=["POST"]),
        Route("/sim/faults", show_all, methods=["GET"]),
        Route("/sim/faults", remove_all, methods=["DELETE"]),
        Route("/sim/faults/{fault_id}", show, methods=["GET"]),
        Route("/sim/faults/{fault_id}", remove, methods=["DELETE"]),
    ]
