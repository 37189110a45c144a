"""Guests from the command line: phones and ids that two of them came with, for a person to look into."""

import asyncio
from collections.abc import Sequence

import typer

from reservas.bootstrap import open_database
from reservas.config import load_settings
from reservas.features.guests import service as guests
from reservas.models import IdentityConflict

app = typer.Typer(help="The people who stay.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """The people who stay."""


@app.command()
def conflicts() -> None:
    """List the identifiers that one guest has and another one came with, the newest first; nobody is merged."""
    found = asyncio.run(_conflicts())
    for one in found:
        typer.echo(
            f"{one.created_at:%Y-%m-%d %H:%M} UTC\t{one.kind} {one.value}\tis guest {one.guest_id}'s, "
            f"guest {one.claimed_by} came with it ({one.reason})"
        )
    if not found:
        typer.echo("No identifier is in dispute.")


async def _conflicts() -> Sequence[IdentityConflict]:
    settings = load_settings()
    settings.require("DATABASE_URL")
    async with open_database(settings, "cli") as (database, _), database.unit_of_work() as session:
        return await guests.list_conflicts(session)
