"""The whole HTTP application over a real database, at a moment that stands still."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx

from reservas.config import (
    DatabaseSettings,
    JwtSettings,
    LogSettings,
    MediaSettings,
    MercadopagoSettings,
    PublicSettings,
    RedisSettings,
    Settings,
    WhatsappSettings,
)
from reservas.entrypoints.app import create_app
from reservas.kit.clock import Clock

APP_SECRETS = ["new-app-secret", "old-app-secret"]
WEBHOOK_SECRET = "mercadopago-webhook-secret"
VERIFY_TOKEN = "lago-2026"
NOWHERE = "postgresql://nobody@127.0.0.1:1/nothing"
NO_REDIS = "redis://127.0.0.1:1/0"


def settings_for(database_url: str, redis_url: str, media: Path) -> Settings:
    return Settings(
        database=DatabaseSettings(url=database_url, pool_size=20),
        redis=RedisSettings(url=redis_url),
        public=PublicSettings(base_url="https://cabanas.example"),
        jwt=JwtSettings(secret_key="0123456789abcdef0123456789abcdef"),
        whatsapp=WhatsappSettings(
            access_token="graph-token",
            app_secret=APP_SECRETS,
            phone_number_id="100000000000001",
            verify_token=VERIFY_TOKEN,
        ),
        mercadopago=MercadopagoSettings(access_token="mp-token", webhook_secret=[WEBHOOK_SECRET]),
        media=MediaSettings(dir=media),
        log=LogSettings(level="WARNING"),
    )


@asynccontextmanager
async def serve(settings: Settings, clock: Clock, **parts: Any) -> AsyncIterator[httpx.AsyncClient]:
    """Open the application as its server would, and a client that sees what a caller sees, a 500 included.

    `parts` are put in the place of the application's own connections.
    """
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    app = create_app(settings)
    try:
        async with app.router.lifespan_context(app):
            app.state.connections = replace(app.state.connections, clock=clock, **parts)
            transport = httpx.ASGITransport(app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://product") as client:
                yield client
    finally:
        root.handlers, root.level = handlers, level


def assert_problem(answer: httpx.Response, status: int, code: str, field: str | None = None) -> None:
    """Hold an answer against what every refusal promises."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert (body["status"], body["code"], body.get("field")) == (status, code, field)
    assert body["type"] == f"urn:reservas:problem:{code}"
    assert body["title"]
    assert body["detail"]
    assert body["request_id"] == answer.headers["x-trace-id"]
