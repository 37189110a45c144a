"""The app factory: every HTTP door of the product behind one middleware."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import fastapi_offline
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles
from starlette.types import Lifespan

from reservas.bootstrap import MEDIA_PATH, open_connections
from reservas.config import Settings, load_settings
from reservas.entrypoints.http import (
    accommodations,
    auth,
    blocks,
    booking,
    calendars,
    cancellations,
    conversations,
    exchange_rates,
    faq,
    fees,
    health,
    holidays,
    lists,
    price_rules,
    prices,
    refunds,
    reminders,
    reservation_changes,
    reservations,
    seasons,
    waiting_list,
)
from reservas.entrypoints.http.documented import add_problem_schema
from reservas.entrypoints.http.middleware import RequestContext
from reservas.entrypoints.problems import add_problem_handlers
from reservas.entrypoints.webhooks import mercadopago, whatsapp
from reservas.infra.logging import configure_logging

DOCS_PATH = "/api/docs"
ASSETS_PATH = "/api/docs/assets"
PHOTOS_FOLDER = "accommodations"


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the app. Raises SettingsError when a variable it cannot work without is missing."""
    settings = settings or load_settings()
    settings.require_for_serving()
    configure_logging(settings.log.level, process="api")

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with open_connections(settings, "api") as connections:
            app.state.connections = connections
            yield

    app = build_api(lifespan)
    # Only the owner's own pictures are public; whatever guests send will live beside this folder, not in it.
    photos = settings.media.dir / PHOTOS_FOLDER
    photos.mkdir(parents=True, exist_ok=True)
    app.mount(f"{MEDIA_PATH}/{PHOTOS_FOLDER}", StaticFiles(directory=photos))
    app.add_middleware(CORSMiddleware, allow_origins=settings.cors.origins, allow_methods=["*"], allow_headers=["*"])
    app.add_middleware(RequestContext)
    return app


def build_api(lifespan: Lifespan[FastAPI] | None = None) -> FastAPI:
    """Return every route and the document of them, without anything that a process holds open."""
    app = FastAPI(
        title="Reservas",
        description="Booking automation for holiday cabins. Money is in cents; dates are the cabin's own.",
        version="0.1.0",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        lifespan=lifespan,
    )
    add_problem_handlers(app)
    for module in (
        accommodations,
        seasons,
        price_rules,
        fees,
        faq,
        holidays,
        exchange_rates,
        prices,
        booking,
        lists,
        reservations,
        reservation_changes,
        cancellations,
        refunds,
        blocks,
        conversations,
        reminders,
        waiting_list,
        auth,
        calendars,
        whatsapp,
        mercadopago,
        health,
    ):
        app.include_router(module.router)
    _add_docs(app)
    add_problem_schema(app.openapi().setdefault("components", {}).setdefault("schemas", {}))
    return app


def _add_docs(app: FastAPI) -> None:
    """Serve Swagger with its scripts from a package: FastAPI's own page loads them from elsewhere."""
    assets = Path(fastapi_offline.__file__).parent / "static"
    app.mount(ASSETS_PATH, StaticFiles(directory=assets))

    @app.get(DOCS_PATH, include_in_schema=False)
    async def read_docs() -> HTMLResponse:
        return get_swagger_ui_html(
            openapi_url=str(app.openapi_url),
            title="Reservas · API",
            swagger_js_url=f"{ASSETS_PATH}/swagger-ui-bundle.js",
            swagger_css_url=f"{ASSETS_PATH}/swagger-ui.css",
            swagger_favicon_url=f"{ASSETS_PATH}/favicon.png",
        )
