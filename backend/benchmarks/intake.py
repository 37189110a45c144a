"""How fast signed WhatsApp calls are stored, against a bare route that does the same HMAC and one INSERT."""

import asyncio
import hashlib
import hmac
import itertools
import json
import os
import secrets
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import asyncpg

from benchmarks.load import Load, apply_load
from sandbox.stack.ports import LOOPBACK, free_port
from sandbox.stack.postgres import PostgresServer
from sandbox.stack.process import Child, wait_until_answering
from sandbox.stack.valkey import ValkeyServer

BACKEND = Path(__file__).resolve().parents[1]
START_SECONDS = 30.0
WARM_UP_SECONDS = 1.0


async def measure(seconds: float, rounds: int, connections: int) -> None:
    """Load both sides in turns, `rounds` times, on a durable PostgreSQL, and print the table."""
    with tempfile.TemporaryDirectory(prefix="reservas-bench-") as folder:
        postgres, valkey = PostgresServer(Path(folder)), ValkeyServer(Path(folder))
        postgres.start()
        valkey.start()
        children: list[Child] = []
        try:
            await _measure_on(postgres, valkey, children, Path(folder), seconds, rounds, connections)
        finally:
            for child in children:
                child.stop()
            valkey.stop()
            postgres.destroy()


async def _measure_on(
    postgres: PostgresServer,
    valkey: ValkeyServer,
    children: list[Child],
    folder: Path,
    seconds: float,
    rounds: int,
    connections: int,
) -> None:
    environment = _environment(postgres.dsn(), valkey.url, folder)
    bare_port, api_port = free_port(), free_port()
    migrate = Child("migrate", [_reservas(), "migrate"], env=environment, log_path=folder / "migrate.log", cwd=BACKEND)
    migrate.start()
    assert migrate.wait(START_SECONDS) == 0, migrate.log_tail()
    uvicorn = [sys.executable, "-m", "uvicorn", "benchmarks.bare:app", "--no-access-log", "--log-level", "warning"]
    for name, command, path in (
        ("bare", [*uvicorn, "--port", str(bare_port)], f"http://{LOOPBACK}:{bare_port}/openapi.json"),
        ("api", [_reservas(), "serve", "--port", str(api_port)], f"http://{LOOPBACK}:{api_port}/api/v1/healthz"),
    ):
        child = Child(name, command, env=environment, log_path=folder / f"{name}.log", cwd=BACKEND)
        child.start()
        children.append(child)
        await asyncio.to_thread(wait_until_answering, path, child, timeout_seconds=START_SECONDS)
    requests = {
        "bare": _requests("/bare", bare_port, environment["WHATSAPP_APP_SECRET"]),
        "api": _requests("/api/v1/webhooks/whatsapp", api_port, environment["WHATSAPP_APP_SECRET"]),
    }
    ports = {"bare": bare_port, "api": api_port}
    loads: dict[str, list[Load]] = {"bare": [], "api": []}
    for name, port in ports.items():
        await apply_load(port, requests[name], seconds=WARM_UP_SECONDS, connections=connections)
    for _ in range(rounds):
        for name, port in ports.items():
            loads[name].append(await apply_load(port, requests[name], seconds=seconds, connections=connections))
    await _show(loads, postgres.dsn())


async def _show(loads: dict[str, list[Load]], dsn: str) -> None:
    connection = await asyncpg.connect(dsn)
    stored, jobs = await connection.fetchrow(
        "SELECT (SELECT count(*) FROM inbox_events), (SELECT count(*) FROM pgqueuer)"
    )
    await connection.close()
    print("Webhook intake: HMAC, inbox row and job in one transaction, then 200")
    for name, rounds in loads.items():
        rates = [load.per_second for load in rounds]
        tail = statistics.median(load.percentile(0.99) for load in rounds)
        refused = sum(load.refused for load in rounds)
        print(f"  {name:<5} {min(rates):7.0f} … {max(rates):7.0f} /s, p99 {tail:6.1f} ms, {refused} refused")
    ratios = [api.per_second / bare.per_second for api, bare in zip(loads["api"], loads["bare"], strict=True)]
    shown = ", ".join(f"{ratio:.2f}" for ratio in ratios)
    print(f"  ratio to the bare route: {statistics.median(ratios):.2f} (rounds: {shown}); bar 0.25, aim 0.50")
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


def _environment(database_url: str, redis_url: str, folder: Path) -> dict[str, str]:
    made = ("JWT_SECRET_KEY", "WHATSAPP_ACCESS_TOKEN", "WHATSAPP_APP_SECRET", "WHATSAPP_VERIFY_TOKEN")
    paid = ("MERCADOPAGO_ACCESS_TOKEN", "MERCADOPAGO_WEBHOOK_SECRET")
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "WHATSAPP_PHONE_NUMBER_ID": "100000000000001",
        "MEDIA_DIR": str(folder / "media"),
        **{name: secrets.token_hex(24) for name in (*made, *paid)},
    }


def _reservas() -> str:
    return str(Path(sys.executable).with_name("reservas"))
