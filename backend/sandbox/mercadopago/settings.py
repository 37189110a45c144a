"""The environment, under the product's own names, as the Mercado Pago simulator's settings."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sandbox.serving import first_secret, setting

DEFAULT_COLLECTOR = "239610915"


@dataclass(frozen=True)
class MercadoPagoSettings:
    """The owner's account, the secret shared with the product, and where both live."""

    product_url: str = "http://127.0.0.1:8000"
    own_url: str = "http://127.0.0.1:8002"
    access_token: str = f"APP_USR-sandbox-{DEFAULT_COLLECTOR}"
    webhook_secret: str = "sandbox-mercadopago-secret"
    clock_offset_file: Path | None = None
    retry_wait: float = 1.0
    webhook_delay: float = 0.2
    copy_delay: float = 0.081
    late_order_delay: float = 1.5

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "MercadoPagoSettings":
        """Read the settings; what is absent keeps the default a developer's machine uses."""

        def read(name: str, default: str) -> str:
            return setting(name, default, environment)

        offset_file = read("CLOCK_OFFSET_FILE", "")
        return cls(
            product_url=read("PUBLIC_BASE_URL", cls.product_url).rstrip("/"),
            own_url=read("SANDBOX_MERCADOPAGO_BASE_URL", cls.own_url).rstrip("/"),
            access_token=read("MERCADOPAGO_ACCESS_TOKEN", cls.access_token),
            webhook_secret=first_secret(read("MERCADOPAGO_WEBHOOK_SECRET", cls.webhook_secret)),
            clock_offset_file=Path(offset_file) if offset_file else None,
        )

    @property
    def collector_id(self) -> int:
        """The seller's user id: real tokens end with it."""
        tail = self.access_token.rpartition("-")[2]
        return int(tail if tail.isdigit() else DEFAULT_COLLECTOR)

    @property
    def webhook_url(self) -> str:
        """Where the product listens, for links that name no address of their own."""
        return f"{self.product_url}/api/v1/mercadopago/webhook"
