"""`reservas demo load` fills an empty installation with cabins that can be booked at once."""

import asyncio
import json

import typer

from reservas.config import load_settings
from reservas.entrypoints.cli.demo.load import load_demo

app = typer.Typer(help="Demo data, for development.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Demo data, for development."""


@app.command()
def load() -> None:
    """Load six cabins, their pictures, an operator and calendar addresses; running it again changes nothing."""
    for line in asyncio.run(load_demo(load_settings())):
        # One JSON object a line: `make run` shows them among its addresses.
        typer.echo(json.dumps(line, ensure_ascii=False))
