"""The Graph simulator as an ASGI application: Meta's endpoints, the control API, and the phone page at `/`."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from sandbox.faults import fault_routes
from sandbox.graph.control import control_routes
from sandbox.graph.media_endpoints import download, guarded, look_up, show_on_phone, upload
from sandbox.graph.messages import post_message, show_number
from sandbox.graph.settings import GraphSettings
from sandbox.graph.template_endpoints import create_template, list_templates
from sandbox.graph.world import GraphWorld
from sandbox.serving import SimulatorApp

PHONE = Path(__file__).parent.parent / "phone"


def create_app(
    settings: GraphSettings | None = None, *, transport: httpx.AsyncBaseTransport | None = None
) -> SimulatorApp:
    """Build the simulator; `transport` lets a test stand in for the product."""
    world = GraphWorld(settings or GraphSettings.from_environment(), transport)

    @asynccontextmanager
    async def lifespan(_: object) -> AsyncIterator[None]:
        yield
        world.clear()
        await world.courier.close()

    app = SimulatorApp(lifespan=lifespan, routes=routes(world))
    app.state.world = world
    return app


def routes(world: GraphWorld) -> list[Route | Mount]:
    """All addresses; the fixed ones stand before Meta's, which begin with any version."""

    def bind(
        work: Callable[[GraphWorld, Request], Awaitable[Response]],
    ) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            return await work(world, request)

        return endpoint

    def guard(work: Callable[[GraphWorld, Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            return await guarded(world, request, work)

        return endpoint

    return [
        *control_routes(world),
        *fault_routes(world.board),
        Route("/sim/media/{media_id}", bind(show_on_phone), methods=["GET"]),
        Route("/sim/healthz", healthy, methods=["GET"]),
        Route("/lookaside/{key}", guard(download), methods=["GET"]),
        Route("/", phone, methods=["GET"]),
        Mount("/phone", StaticFiles(directory=PHONE)),
        Route("/{version}/{phone_number_id}/messages", bind(post_message), methods=["POST"]),
        Route("/{version}/{phone_number_id}/media", guard(upload), methods=["POST"]),
        Route("/{version}/{account_id}/message_templates", bind(list_templates), methods=["GET"]),
        Route("/{version}/{account_id}/message_templates", bind(create_template), methods=["POST"]),
        Route(f"/{{version}}/{world.settings.phone_number_id}", bind(show_number), methods=["GET"]),
        Route("/{version}/{media_id}", guard(look_up), methods=["GET"]),
    ]


async def healthy(_: Request) -> Response:
    """The simulator is up."""
    return JSONResponse({"status": "ok"})


async def phone(_: Request) -> Response:
    """The phone page; never cached, since it is being worked on."""
    return FileResponse(PHONE / "index.html", headers={"cache-control": "no-cache"})
