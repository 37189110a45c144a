"""How fast signed WhatsApp calls are stored, against a bare route that does the same HMAC and one INSERT."""

import hashlib
import hmac
import itertools
import json
import secrets
from collections.abc import Callable

import asyncpg

from benchmarks.load import Side, Turns, show_turns, take_turns
from benchmarks.servers import Servers
from sandbox.stack.ports import LOOPBACK


async def measure(servers: Servers, load: Turns) -> None:
    """Load both sides in turns and print the table."""
    secret = servers.environment["WHATSAPP_APP_SECRET"]
    sides = {
        "bare": Side(servers.bare_port, _requests("/bare", servers.bare_port, secret)),
        "api": Side(servers.api_port, _requests("/api/v1/webhooks/whatsapp", servers.api_port, secret)),
    }
    loads = await take_turns(sides, load)
    print("\nWebhook intake: HMAC, inbox row and job in one transaction, then 200")
    show_turns(loads, "bar 0.25, aim 0.50")
    connection = await asyncpg.connect(servers.dsn)
    stored, jobs = await connection.fetchrow(
        "SELECT (SELECT count(*) FROM inbox_events), (SELECT count(*) FROM pgqueuer WHERE entrypoint LIKE '%.received')"
    )
    await connection.close()
    print(f"  rows stored {stored}, jobs stored {jobs}")


def _requests(path: str, port: int, secret: str) -> Callable[[], bytes]:
    """Return a maker of signed requests, each with a message id of its own."""
    numbers, run = itertools.count(), secrets.token_hex(4)

    def make() -> bytes:
        body = json.dumps(_envelope(f"wamid.{run}-{next(numbers)}")).encode()
        signature = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        head = (
            f"POST {path} HTTP/1.1\r\nHost: {LOOPBACK}:{port}\r\nContent-Type: application/json\r\n"
            f"X-Hub-Signature-256: sha256={signature}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    return make


def _envelope(wamid: str) -> dict[str, object]:
    message = {
        "from": "5492944123456",
        "id": wamid,
        "timestamp": "1795273200",
        "type": "text",
        "text": {"body": "hola"},
    }
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "5492944000000", "phone_number_id": "100000000000001"},
        "contacts": [{"profile": {"name": "Ana"}, "wa_id": "5492944123456"}],
        "messages": [message],
    }
    entry = {"id": "1", "changes": [{"field": "messages", "value": value}]}
    return {"object": "whatsapp_business_account", "entry": [entry]}
