"""How fast disjoint nights are held over HTTP, against a bare route with one INSERT under the same constraint."""

import itertools
import json
from collections.abc import Callable
from datetime import date, timedelta

import asyncpg
import httpx

from benchmarks.load import Side, Turns, show_turns, take_turns
from benchmarks.servers import OPERATOR, Servers
from sandbox.stack.ports import LOOPBACK

DAYS = 700


async def measure(servers: Servers, cabins: list[str], turns: Turns) -> None:
    """Load both sides in turns with one-night stays that never meet, and print the table."""
    await forget_stays(servers.dsn)
    token = await sign_in(servers)
    sides = {
        "bare": Side(servers.bare_port, _requests("/bare/stays", servers.bare_port, cabins, token)),
        "api": Side(servers.api_port, _requests("/api/v1/reservations", servers.api_port, cabins, token)),
    }
    loads = await take_turns(sides, turns)
    print(
        "\nPOST /api/v1/reservations on disjoint dates: quote, lock, nights, reservation, audit, fact, one transaction"
    )
    show_turns(loads, "bar 0.10, aim 0.20")


async def forget_stays(dsn: str) -> None:
    """Delete every reservation and every taken night."""
    connection = await asyncpg.connect(dsn)
    await connection.execute("DELETE FROM reservations; DELETE FROM occupancies;")
    await connection.close()


async def sign_in(servers: Servers) -> str:
    """Return an access token of the operator."""
    email, password = OPERATOR
    async with httpx.AsyncClient(base_url=f"http://{LOOPBACK}:{servers.api_port}", trust_env=False) as client:
        answer = await client.post("/api/v1/auth/token", data={"username": email, "password": password})
    return str(answer.raise_for_status().json()["access_token"])


def _requests(path: str, port: int, cabins: list[str], token: str) -> Callable[[], bytes]:
    slots = itertools.product(range(1, DAYS), cabins)
    phones = itertools.cycle(range(100))

    def make() -> bytes:
        day, cabin = next(slots)
        check_in = date.today() + timedelta(days=day)  # noqa: DTZ011 - any day will do
        guest = {"name": "Bench", "phone": f"+549294412{next(phones):04d}", "email": None}
        stay = {"check_in": str(check_in), "check_out": str(check_in + timedelta(days=1))}
        people = {"adults": 2, "children": 0, "pets": 0}
        body = json.dumps({"accommodation": cabin, **stay, **people, "guest": guest}).encode()
        return reservation_request(path, port, token, body)

    return make


def reservation_request(path: str, port: int, token: str, body: bytes) -> bytes:
    """Return the bytes of a POST by an operator."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {LOOPBACK}:{port}\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {token}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
