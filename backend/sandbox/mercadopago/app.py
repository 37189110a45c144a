"""The Mercado Pago simulator as an ASGI application: the API, the checkout pages, the control API."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from sandbox.faults import fault_routes
from sandbox.mercadopago.checkout import PAGES, checkout_routes
from sandbox.mercadopago.control import control_routes
from sandbox.mercadopago.payments_api import payment_routes
from sandbox.mercadopago.preferences_api import preference_routes
from sandbox.mercadopago.settings import MercadoPagoSettings
from sandbox.mercadopago.world import MercadoPagoWorld
from sandbox.serving import SimulatorApp


def create_app(
    settings: MercadoPagoSettings | None = None, *, transport: httpx.AsyncBaseTransport | None = None
) -> SimulatorApp:
    """Build the simulator; `transport` lets a test stand in for the product."""
    world = MercadoPagoWorld(settings or MercadoPagoSettings.from_environment(), transport)

    @asynccontextmanager
    async def lifespan(_: object) -> AsyncIterator[None]:
        yield
        world.clear()
        await world.courier.close()

    routes = [
        *preference_routes(world),
        *payment_routes(world),
        *control_routes(world),
        *fault_routes(world.board),
        *checkout_routes(world),
        Mount("/checkout/static", StaticFiles(directory=PAGES / "static")),
    ]
    app = SimulatorApp(lifespan=lifespan, routes=routes)
    app.state.world = world
    return app
