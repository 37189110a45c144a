"""What the stack's processes are told: addresses, and secrets that are made once and kept."""

import json
import os
import secrets
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel

from reservas.config import Settings
from sandbox.stack.data_dir import DataDir, write_privately
from sandbox.stack.process import StackError

_SECRETS = (
    "JWT_SECRET_KEY",
    "WHATSAPP_ACCESS_TOKEN",
    "WHATSAPP_APP_SECRET",
    "WHATSAPP_VERIFY_TOKEN",
    "MERCADOPAGO_ACCESS_TOKEN",
    "MERCADOPAGO_WEBHOOK_SECRET",
)
_PROVIDER_VARIABLES = (
    "WHATSAPP_API_BASE_URL",
    "WHATSAPP_APP_SECRET",
    "MERCADOPAGO_API_BASE_URL",
    "MERCADOPAGO_WEBHOOK_SECRET",
)
_DEMO_PHONE_NUMBER_ID = "100000000000001"
_DEMO_BUSINESS_ACCOUNT_ID = "100000000000002"
_GRAPH_VERSION = "v25.0"


@dataclass(frozen=True)
class Addresses:
    """Where each part of the stack listens."""

    host: str
    port: int
    metrics_port: int
    with_providers: bool = True

    @property
    def product(self) -> str:
        """The API."""
        return self._url(self.port)

    @property
    def graph(self) -> str:
        """The Graph API's simulator, and the phone page."""
        return self._url(self.port + 1)

    @property
    def mercadopago(self) -> str:
        """Mercado Pago's simulator."""
        return self._url(self.port + 2)

    @property
    def worker_metrics(self) -> str:
        """The worker's metrics."""
        return f"{self._url(self.metrics_port)}/metrics"

    def _url(self, port: int) -> str:
        host = "127.0.0.1" if self.host in {"", "0.0.0.0", "::"} else self.host
        return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def build_environment(
    data_dir: DataDir, addresses: Addresses, *, database_url: str, redis_url: str, outside: Mapping[str, str]
) -> dict[str, str]:
    """The environment of every process of the stack, on top of the outside one.

    With simulators, nothing about the providers is taken from outside: a demo must never reach a real account.
    """
    own = {
        "ENVIRONMENT": "development",
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "METRICS_WORKER_PORT": str(addresses.metrics_port),
    }
    defaults = {
        "PUBLIC_BASE_URL": addresses.product,
        "CLOCK_OFFSET_FILE": str(data_dir.path / "clock-offset"),
        "MEDIA_DIR": str(data_dir.path / "media"),
        "WHATSAPP_PHONE_NUMBER_ID": _DEMO_PHONE_NUMBER_ID,
        "WHATSAPP_BUSINESS_ACCOUNT_ID": _DEMO_BUSINESS_ACCOUNT_ID,
        "WHATSAPP_API_VERSION": _GRAPH_VERSION,
        **_kept_secrets(data_dir.path / "secrets.json"),
    }
    if addresses.with_providers:
        outside = {name: value for name, value in outside.items() if not name.startswith(("WHATSAPP_", "MERCADOPAGO_"))}
        own["WHATSAPP_API_BASE_URL"] = own["SANDBOX_PHONE_BASE_URL"] = addresses.graph
        own["MERCADOPAGO_API_BASE_URL"] = own["SANDBOX_MERCADOPAGO_BASE_URL"] = addresses.mercadopago
    given = {name: value for name, value in outside.items() if value}
    return {**outside, **defaults, **given, **own, "PYTHONUNBUFFERED": "1"}


def require_providers(outside: Mapping[str, str]) -> None:
    """Make sure that the outside says where the providers are, and what signs their webhooks.

    Raises: StackError when it does not.
    """
    missing = [name for name in _PROVIDER_VARIABLES if not outside.get(name)]
    if missing:
        raise StackError(f"--without-providers takes the providers from the environment: set {', '.join(missing)}")


def write_stack_env(data_dir: DataDir, environment: Mapping[str, str]) -> None:
    """Write every variable that a `reservas` command reads, one `KEY=value` a line, atomically."""
    lines = [f"{name}={environment[name]}" for name in sorted(_product_variables()) if environment.get(name)]
    write_privately(data_dir.path / "stack.env", "\n".join(lines) + "\n")


def _product_variables() -> set[str]:
    """The names of all variables of `Settings`: `DATABASE_URL` for `database.url`, and so on."""
    names = set()
    for section, field in Settings.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            names |= {f"{section}_{name}".upper() for name in kind.model_fields}
        else:
            names.add(section.upper())
    return names


def _kept_secrets(path: Path) -> dict[str, str]:
    """Secrets of this data directory, made the first time."""
    try:
        kept = json.loads(path.read_text())
    except (OSError, ValueError):
        kept = {}
    if missing := [name for name in _SECRETS if not kept.get(name)]:
        kept |= {name: secrets.token_hex(24) for name in missing}
        write_privately(path, json.dumps(kept, indent=2))
    return {name: str(kept[name]) for name in _SECRETS}


def reservas_program() -> str:
    """The product's command, beside the Python that runs the stack."""
    program = Path(sys.executable).with_name("reservas")
    if not os.access(program, os.X_OK):
        raise StackError(f"{program} is missing: run `make setup`")
    return str(program)
