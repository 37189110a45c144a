"""A stand-in for the product that keeps every webhook, and both simulators talking to it in process."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx
import pytest

from sandbox.graph.app import create_app as create_graph
from sandbox.graph.settings import GraphSettings
from sandbox.mercadopago.app import create_app as create_mercadopago
from sandbox.mercadopago.settings import MercadoPagoSettings
from sandbox.serving import SimulatorApp

GUEST = "5492944123456"
PICTURE = b"\x89PNG\r\n\x1a\n" + b"0" * 64


@dataclass
class Product:
    """Answers webhooks as told, and serves the pictures it sends by link."""

    received: list[httpx.Request] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            if request.url.path == "/picture.png":
                return httpx.Response(200, content=PICTURE, headers={"content-type": "image/png"})
            if request.url.path == "/page.html":
                return httpx.Response(200, text="<p>", headers={"content-type": "text/html"})
            return httpx.Response(200, text=request.url.params.get("hub.challenge", ""))
        self.received.append(request)
        return httpx.Response(self.answers.pop(0) if self.answers else 200)


async def until(condition: Callable[[], bool], seconds: float = 3) -> None:
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 (what is waited for lives in another process in real life)
            await asyncio.sleep(0.005)


@asynccontextmanager
async def client_of(app: SimulatorApp) -> AsyncIterator[httpx.AsyncClient]:
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://simulator") as client,
    ):
        yield client


@pytest.fixture
def product() -> Product:
    return Product()


@pytest.fixture
async def graph(product: Product) -> AsyncIterator[httpx.AsyncClient]:
    settings = GraphSettings(own_url="http://simulator", status_delay=0.005, retry_wait=0.005)
    async with client_of(create_graph(settings, transport=httpx.MockTransport(product))) as client:
        yield client


@pytest.fixture
async def mercadopago(product: Product) -> AsyncIterator[httpx.AsyncClient]:
    settings = MercadoPagoSettings(retry_wait=0.005, webhook_delay=0.01, copy_delay=0.02, late_order_delay=0.02)
    async with client_of(create_mercadopago(settings, transport=httpx.MockTransport(product))) as client:
        yield client
