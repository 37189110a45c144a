"""How fast signed WhatsApp calls are stored, against a bare route that does the same HMAC and one INSERT."""

import hashlib
import hmac
import itertools
import json
import secrets
import time
from collections.abc import Callable

import asyncpg

from benchmarks.load import Side, Turns, show_turns, take_turns
from benchmarks.servers import Servers
from sandbox.stack.ports import LOOPBACK

GUESTS = [f"54929441{number:05d}" for number in range(200)]
WEBHOOK = "/api/v1/webhooks/whatsapp"


async def measure(servers: Servers, load: Turns) -> None:
    """Load both sides in turns and print the table."""
    loads = await take_turns(sides_of(servers), load)
    print("\nWebhook intake: HMAC, inbox row and job in one transaction, then 200")
    show_turns(loads, "bar 0.25, aim 0.50")
    connection = await asyncpg.connect(servers.dsn)
    stored, jobs = await connection.fetchrow(
        "SELECT (SELECT count(*) FROM inbox_events), (SELECT count(*) FROM pgqueuer WHERE entrypoint LIKE '%.received')"
    )
    await connection.close()
    print(f"  rows stored {stored}, jobs stored {jobs}")


def sides_of(servers: Servers) -> dict[str, Side]:
    """Return the bare route and the webhook, each with requests of its own."""
    bare = _requests("/bare", servers.bare_port, servers.environment["WHATSAPP_APP_SECRET"], GUESTS)
    return {"bare": Side(servers.bare_port, bare), "api": Side(servers.api_port, webhook_requests(servers, GUESTS))}


def webhook_requests(servers: Servers, guests: list[str], said: str = "hola") -> Callable[[], bytes]:
    """Return a maker of signed webhooks, the guests writing in turns."""
    return _requests(WEBHOOK, servers.api_port, servers.environment["WHATSAPP_APP_SECRET"], guests, said)


def _requests(path: str, port: int, secret: str, guests: list[str], said: str = "hola") -> Callable[[], bytes]:
    """Return a maker of signed requests, each with a message id of its own."""
    numbers, run = itertools.count(), secrets.token_hex(4)

    def make() -> bytes:
        number = next(numbers)
        body = json.dumps(_envelope(f"wamid.{run}-{number}", guests[number % len(guests)], said)).encode()
        signature = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        head = (
            f"POST {path} HTTP/1.1\r\nHost: {LOOPBACK}:{port}\r\nContent-Type: application/json\r\n"
            f"X-Hub-Signature-256: sha256={signature}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    return make


def _envelope(wamid: str, guest: str, said: str) -> dict[str, object]:
    message = {
        "from": guest,
        "id": wamid,
        "timestamp": str(int(time.time())),
        "type": "text",
        "text": {"body": said},
    }
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "5492944000000", "phone_number_id": "100000000000001"},
        "contacts": [{"profile": {"name": "Ana"}, "wa_id": guest}],
        "messages": [message],
    }
    entry = {"id": "1", "changes": [{"field": "messages", "value": value}]}
    return {"object": "whatsapp_business_account", "entry": [entry]}
