"""The two kinds of process that run all the time."""

import asyncio
import gc
from typing import Annotated

import typer
import uvicorn
from uvicorn.loops.auto import auto_loop_factory

from reservas.config import load_settings
from reservas.entrypoints.app import create_app
from reservas.entrypoints.worker.main import run_worker

STOP_SECONDS = 10
GC_THRESHOLD = 20_000


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
) -> None:
    """Answer HTTP: webhooks, the API, health and metrics."""
    app = create_app(load_settings())
    _spare_the_garbage_collector()
    # Our own middleware logs and measures; uvicorn's access lines would print tokens that live in paths.
    uvicorn.run(app, host=host, port=port, log_config=None, access_log=False, timeout_graceful_shutdown=STOP_SECONDS)


def worker() -> None:
    """Run jobs until told to stop."""
    _spare_the_garbage_collector()
    # The faster loop that uvicorn takes for the api.
    with asyncio.Runner(loop_factory=auto_loop_factory()) as runner:
        runner.run(run_worker(load_settings()))


def _spare_the_garbage_collector() -> None:
    """Keep it from walking what lives as long as the process, and from running with every few requests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(GC_THRESHOLD)
