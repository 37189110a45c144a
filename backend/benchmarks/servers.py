"""The servers a measurement runs on: a durable embedded PostgreSQL, Valkey, and the product's api beside a bare one."""

import asyncio
import os
import secrets
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from sandbox.stack.ports import LOOPBACK, free_port
from sandbox.stack.postgres import PostgresServer
from sandbox.stack.process import Child, wait_until_answering
from sandbox.stack.valkey import ValkeyServer

BACKEND = Path(__file__).resolve().parents[1]
START_SECONDS = 30.0
OPERATOR = ("bench@reservas.example", "a-password-for-the-bench")


@dataclass
class Servers:
    """What runs, and where."""

    environment: dict[str, str]
    folder: Path
    valkey: ValkeyServer
    api_port: int = field(default_factory=free_port)
    bare_port: int = field(default_factory=free_port)
    graph_port: int = field(default_factory=free_port)
    children: list[Child] = field(default_factory=list)

    @property
    def dsn(self) -> str:
        """The database's address."""
        return self.environment["DATABASE_URL"]

    @property
    def graph_url(self) -> str:
        """Where the simulator of the Graph API listens."""
        return f"http://{LOOPBACK}:{self.graph_port}"

    def reservas(self, *arguments: str) -> None:
        """Run one `reservas` command to its end."""
        program = str(Path(sys.executable).with_name("reservas"))
        subprocess.run([program, *arguments], env=self.environment, cwd=BACKEND, check=True, stdout=subprocess.DEVNULL)

    async def start(self) -> None:
        """Start the api and the bare routes, and return when both answer."""
        uvicorn = [sys.executable, "-m", "uvicorn", "benchmarks.bare:app", "--no-access-log", "--log-level", "warning"]
        serve = [str(Path(sys.executable).with_name("reservas")), "serve", "--port", str(self.api_port)]
        bare = self._start("bare", [*uvicorn, "--port", str(self.bare_port)])
        await _answers(bare, f"http://{LOOPBACK}:{self.bare_port}/openapi.json")
        api = self._start("api", serve)
        await _answers(api, f"http://{LOOPBACK}:{self.api_port}/api/v1/healthz")

    async def start_channel(self) -> None:
        """Start the simulator of the Graph API and the worker that calls it."""
        graph = self._start("graph", [sys.executable, "-m", "sandbox", "graph", "--port", str(self.graph_port)])
        await _answers(graph, f"{self.graph_url}/sim/healthz")
        self._start("worker", [str(Path(sys.executable).with_name("reservas")), "worker"])

    def stop_channel(self) -> None:
        """Stop the worker, then the simulator."""
        for name in ("worker", "graph"):
            child = next(child for child in self.children if child.name == name)
            child.stop()
            self.children.remove(child)

    def _start(self, name: str, command: list[str]) -> Child:
        child = Child(name, command, env=self.environment, log_path=self.folder / f"{name}.log", cwd=BACKEND)
        child.start()
        self.children.append(child)
        return child


async def _answers(child: Child, url: str) -> None:
    await asyncio.to_thread(wait_until_answering, url, child, timeout_seconds=START_SECONDS)


@asynccontextmanager
async def open_servers() -> AsyncIterator[Servers]:
    """Start the databases, migrate, load the demo cabins and an operator; stop everything at the end."""
    with TemporaryDirectory(prefix="reservas-bench-") as name:
        folder = Path(name)
        postgres, valkey = PostgresServer(folder), ValkeyServer(folder)
        postgres.start()
        valkey.start()
        servers = Servers(_environment(postgres.dsn(), valkey.url, folder), folder, valkey)
        servers.environment |= {
            "WHATSAPP_API_BASE_URL": servers.graph_url,
            "PUBLIC_BASE_URL": f"http://{LOOPBACK}:{servers.api_port}",
        }
        try:
            servers.reservas("migrate")
            servers.reservas("demo", "load")
            email, password = OPERATOR
            servers.reservas("operator", "create", "--email", email, "--password", password, "--role", "owner")
            await servers.start()
            yield servers
        finally:
            for child in servers.children:
                child.stop()
            valkey.stop()
            postgres.destroy()


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
