"""The environment, under the product's own names, as the Graph simulator's settings."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sandbox.serving import first_secret, setting


@dataclass(frozen=True)
class GraphSettings:
    """Who the simulated business is, which secrets it shares with the product, and where both live."""

    product_url: str = "http://127.0.0.1:8000"
    own_url: str = "http://127.0.0.1:8001"
    access_token: str = "sandbox-whatsapp-token"
    app_secret: str = "sandbox-whatsapp-secret"
    phone_number_id: str = "100000000000001"
    business_account_id: str = "100000000000002"
    verify_token: str = "sandbox-verify-token"
    business_name: str = "Cabañas del Lago"
    business_phone: str = "5492944000000"
    clock_offset_file: Path | None = None
    links: tuple[tuple[str, str], ...] = ()
    status_delay: float = 0.15
    retry_wait: float = 0.5

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "GraphSettings":
        """Read the settings; what is absent keeps the default a developer's machine uses."""

        def read(name: str, default: str) -> str:
            return setting(name, default, environment)

        offset_file = read("CLOCK_OFFSET_FILE", "")
        links = json.loads(read("SANDBOX_LINKS", "[]"))
        return cls(
            product_url=read("PUBLIC_BASE_URL", cls.product_url).rstrip("/"),
            own_url=read("SANDBOX_PHONE_BASE_URL", cls.own_url).rstrip("/"),
            access_token=read("WHATSAPP_ACCESS_TOKEN", cls.access_token),
            app_secret=first_secret(read("WHATSAPP_APP_SECRET", cls.app_secret)),
            phone_number_id=read("WHATSAPP_PHONE_NUMBER_ID", cls.phone_number_id),
            business_account_id=read("WHATSAPP_BUSINESS_ACCOUNT_ID", cls.business_account_id),
            verify_token=read("WHATSAPP_VERIFY_TOKEN", cls.verify_token),
            business_name=read("SANDBOX_BUSINESS_NAME", cls.business_name),
            clock_offset_file=Path(offset_file) if offset_file else None,
            links=tuple((str(link["label"]), str(link["url"])) for link in links),
        )

    @property
    def webhook_url(self) -> str:
        """Where the product listens for WhatsApp."""
        return f"{self.product_url}/api/v1/webhooks/whatsapp"
