"""What both simulators' HTTP sides share: JSON bodies in, a journal of calls kept, and answers that never come."""

import asyncio
import json
import os
from collections import deque
from collections.abc import Mapping
from decimal import Decimal
from typing import TypeAlias

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

Json: TypeAlias = dict[str, object]

JOURNAL_LENGTH = 20_000
TRANSPORT = "sandbox.transport"


class SimulatorApp(Starlette):
    """A Starlette application that remembers each request's connection, so that an answer can be dropped for real."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        # uvicorn's `send` is a method of the object that owns the socket; other servers simply have none to offer.
        scope[TRANSPORT] = getattr(getattr(send, "__self__", None), "transport", None)
        await super().__call__(scope, receive, send)


class NoAnswer(Response):
    """Closes the connection without a byte, as a provider's broken gateway does."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI's shape
        """Break the connection."""
        transport = scope.get(TRANSPORT)
        if transport is None:
            raise ConnectionResetError("answer dropped on purpose")
        transport.abort()
        await asyncio.sleep(0.02)  # the server must notice the loss, or it writes a 500 of its own


class Journal:
    """The calls a simulator received, answered or not, oldest first."""

    def __init__(self) -> None:
        self._entries: deque[Json] = deque(maxlen=JOURNAL_LENGTH)

    def open(self, entry: Json) -> Json:
        """Note a call on arrival; the caller completes the entry once there is an answer."""
        entry["status"] = None
        self._entries.append(entry)
        return entry

    @staticmethod
    def close(entry: Json, response: Response) -> None:
        """Note the answer; a dropped connection keeps `status` null."""
        entry["dropped"] = isinstance(response, NoAnswer)
        if not entry["dropped"]:
            entry["status"] = response.status_code

    def entries(self) -> list[Json]:
        """Everything noted so far."""
        return list(self._entries)

    def clear(self) -> None:
        """Forget all calls."""
        self._entries.clear()


async def read_object(request: Request, *, exact: bool = False) -> Json:
    """The body as a JSON object, decimals exact where money travels; anything else is a ValueError."""
    body = await request.body()
    parsed = json.loads(body, parse_float=Decimal if exact else None) if body.strip() else {}
    if not isinstance(parsed, dict):
        raise ValueError("the body must be a JSON object")  # noqa: TRY004 - a caller's mistake, answered as one
    return parsed


def bearer_of(request: Request) -> str:
    """The bearer token of a request, empty if there is none."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def matchable(request: Request, body: bytes) -> str:
    """The text that a fault's `contains` is looked for in: request line, then body."""
    query = f"?{request.url.query}" if request.url.query else ""
    return f"{request.method} {request.url.path}{query}\n{body.decode('utf-8', 'replace')}"


def first_secret(value: str) -> str:
    """The secret that signs, of a comma-separated list kept during a rotation."""
    return value.split(",", maxsplit=1)[0].strip()


def setting(name: str, default: str = "", environment: Mapping[str, str] | None = None) -> str:
    """A variable of the environment, where empty means absent."""
    source = os.environ if environment is None else environment
    return source.get(name, "").strip() or default
