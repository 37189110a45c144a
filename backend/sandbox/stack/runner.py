"""The whole stack as one: started in order, watched, and stopped in reverse."""

import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sandbox.stack.data_dir import DataDir, Link, RunningNotice
from sandbox.stack.environment import (
    Addresses,
    build_environment,
    require_providers,
    reservas_program,
    write_stack_env,
)
from sandbox.stack.postgres import PostgresServer
from sandbox.stack.process import Child, ProcessRecord, StackError, is_answering, wait_until_answering
from sandbox.stack.signals import ignore_ending_signals
from sandbox.stack.terminal import say, show_links, step
from sandbox.stack.valkey import ValkeyServer

BACKEND = Path(__file__).resolve().parents[2]
_COMMAND_SECONDS = 300.0
_HEALTH_SECONDS = 60.0
_STOP_SECONDS = 12.0
_WATCH_SECONDS = 0.5
_QUICK_DEATH_SECONDS = 15.0


@dataclass
class Watched:
    """A part that should live as long as the stack, and how it is started again."""

    child: Callable[[], Child]
    start_again: Callable[[], None]
    restarts: int = 0


class Stack:
    """Everything that `make run` starts."""

    def __init__(self, data_dir: DataDir, addresses: Addresses) -> None:
        self._data_dir = data_dir
        self._addresses = addresses
        self._environment: dict[str, str] = {}
        self._links: list[Link] = []
        self._is_up = False
        self._servers: list[PostgresServer | ValkeyServer] = []
        self._children: list[Child] = []
        self._watched: list[Watched] = []

    def start(self) -> None:
        """Start every part in order and return when the health page is well.

        Raises: StackError when one does not come up; what was started is then still to be stopped.
        """
        if not self._addresses.with_providers:
            require_providers(os.environ)
        self._data_dir.start_logs_afresh()
        self._start_servers()
        self._run_to_its_end("migrate", "Tables", "migrate")
        self._run_to_its_end("demo", "Demo data", "demo", "load")
        self._links = [*_main_links(self._addresses), *_links_printed_in(self._data_dir.logs / "demo.log")]
        if self._addresses.with_providers:
            shown = [{"label": link.label, "url": link.url} for link in self._links if link.url]
            self._environment["SANDBOX_LINKS"] = json.dumps(shown)
            self._start_simulator("Phone and WhatsApp simulator", "graph", self._addresses.graph)
            self._start_simulator("Mercado Pago simulator", "mercadopago", self._addresses.mercadopago)
            self._run_to_its_end("templates", "Message templates", "whatsapp", "templates", "sync")
        self._start_product()
        self._is_up = True
        self._publish()
        if not self._addresses.with_providers:
            write_stack_env(self._data_dir, self._environment)

    def announce(self) -> None:
        """Print where everything is."""
        say()
        show_links(self._links)
        say(f"\n  Logs and data are in {_short(self._data_dir.path)}. Ctrl-C stops everything.")

    def watch(self) -> None:
        """Start again, once, whatever ends by itself; returns never.

        Raises: StackError when a part keeps ending.
        """
        while True:
            for part in self._watched:
                child = part.child()
                if not child.is_running():
                    self._start_again(part, child)
            time.sleep(_WATCH_SECONDS)

    def stop(self) -> None:
        """Stop every part in reverse order; what takes guests' messages ends together."""
        ignore_ending_signals()  # the way down is not to be interrupted
        running = [child for child in reversed(self._children) if child.is_running()]
        for child in running:
            if child.name in {"api", "worker"}:
                child.ask_to_stop()
        for child in running:
            with step(f"{child.name} stopped"):
                child.stop(grace_seconds=_STOP_SECONDS)
        for server in reversed(self._servers):
            if server.is_running():
                with step(f"{server.child.name} stopped"):
                    server.stop()
        for path in (self._data_dir.notice_path, self._data_dir.path / "stack.env"):
            path.unlink(missing_ok=True)

    def _start_servers(self) -> None:
        database_url, redis_url = os.environ.get("DATABASE_URL", ""), os.environ.get("REDIS_URL", "")
        if not database_url:
            postgres = PostgresServer(self._data_dir.path, log_path=self._data_dir.logs / "postgres.log")
            self._start_server("PostgreSQL", postgres)
            database_url = postgres.dsn()
        if not redis_url:
            valkey = ValkeyServer(self._data_dir.path, log_path=self._data_dir.logs / "valkey.log")
            self._start_server("Valkey", valkey)
            redis_url = valkey.url
        self._environment = build_environment(
            self._data_dir, self._addresses, database_url=database_url, redis_url=redis_url, outside=os.environ
        )

    def _start_server(self, name: str, server: PostgresServer | ValkeyServer) -> None:
        self._servers.append(server)
        with step(name):
            server.start()
        self._watched.append(Watched(lambda: server.child, lambda: server.start(server.port)))
        self._publish()

    def _run_to_its_end(self, log_name: str, title: str, *arguments: str) -> None:
        child = self._add_child(log_name, [reservas_program(), *arguments])
        with step(title):
            child.start()
            code = child.wait(_COMMAND_SECONDS)
        if code != 0:
            command = " ".join(["reservas", *arguments])
            raise StackError(
                f"`{command}` failed with code {code}; its log ({child.log_path}) ends:\n{child.log_tail()}"
            )

    def _start_simulator(self, title: str, name: str, url: str) -> None:
        port = url.rsplit(":", 1)[1]
        command = [sys.executable, "-m", "sandbox", name, "--host", self._addresses.host, "--port", port]
        child = self._start_watched(name, command)
        with step(title):
            wait_until_answering(url, child)

    def _start_product(self) -> None:
        program = reservas_program()
        listen = ["--host", self._addresses.host, "--port", str(self._addresses.port)]
        with step("API"):
            api = self._start_watched("api", [program, "serve", *listen])
            worker = self._start_watched("worker", [program, "worker"])
        with step("Health page is well"):
            self._wait_until_healthy(api, worker)

    def _wait_until_healthy(self, api: Child, worker: Child) -> None:
        url = f"{self._addresses.product}/api/v1/healthz"
        deadline = time.monotonic() + _HEALTH_SECONDS
        while not is_answering(url):
            for child in (api, worker):
                if not child.is_running():
                    raise StackError(f"{child.name} ended; its log ({child.log_path}) ends:\n{child.log_tail()}")
            if time.monotonic() > deadline:
                raise StackError(f"{url} is not well after {_HEALTH_SECONDS:.0f} s; the logs: {self._data_dir.logs}")
            time.sleep(0.1)

    def _start_watched(self, name: str, command: Sequence[str]) -> Child:
        child = self._add_child(name, command)
        child.start()
        self._watched.append(Watched(lambda: child, child.start))
        self._publish()
        return child

    def _add_child(self, name: str, command: Sequence[str]) -> Child:
        log_path = self._data_dir.logs / f"{name}.log"
        child = Child(name, command, env=self._environment, log_path=log_path, cwd=BACKEND)
        self._children.append(child)
        return child

    def _start_again(self, part: Watched, child: Child) -> None:
        lived_seconds = time.monotonic() - child.started_at
        if part.restarts and lived_seconds < _QUICK_DEATH_SECONDS:
            raise StackError(f"{child.name} keeps ending; its log ({child.log_path}) ends:\n{child.log_tail()}")
        say(f"  ! {child.name} ended with code {child.returncode}: starting it again (log: {_short(child.log_path)})")
        part.restarts += 1
        part.start_again()
        self._publish()

    def _publish(self) -> None:
        """Tell others who may start in this folder what runs."""
        running = [part.child() for part in self._watched if part.child().is_running()]
        records = [ProcessRecord.of(child.pid) for child in running]
        notice = RunningNotice(os.getpid(), records, self._links if self._is_up else [])
        notice.write(self._data_dir.notice_path)


def _main_links(addresses: Addresses) -> list[Link]:
    providers = [Link("The guest's phone", addresses.graph), Link("Mercado Pago simulator", addresses.mercadopago)]
    return [
        *(providers if addresses.with_providers else []),
        Link("API (Swagger)", f"{addresses.product}/api/docs"),
        Link("Health", f"{addresses.product}/api/v1/healthz"),
        Link("Metrics", f"{addresses.product}/metrics"),
        Link("Worker's metrics", addresses.worker_metrics),
    ]


def _links_printed_in(path: Path) -> list[Link]:
    """What `reservas demo load` wants shown: lines of JSON with a label and a url; other lines are its own affair."""
    links = []
    for line in path.read_text(errors="replace").splitlines():
        try:
            content = json.loads(line)
            links.append(Link(str(content["label"]), str(content.get("url", "")), str(content.get("note", ""))))
        except (ValueError, KeyError, TypeError, AttributeError):
            continue
    return links


def _short(path: Path) -> str:
    """A path as it is typed from the clone's root, when it is inside."""
    root = BACKEND.parent
    return str(path.relative_to(root)) if path.is_relative_to(root) else str(path)
