"""The audit log from the command line: whether anybody has changed what was written."""

import asyncio

import typer

from reservas.bootstrap import open_database
from reservas.config import load_settings
from reservas.features.audit import service as audit
from reservas.features.audit.schemas import Verdict

app = typer.Typer(help="Who did what, and the proof that nobody rewrote it.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Who did what, and the proof that nobody rewrote it."""


@app.command()
def verify() -> None:
    """Check every seal; exit 1 and name the first broken entry when one was changed, removed or put in."""
    verdict = asyncio.run(_verify())
    if verdict.broken is not None:
        broken = verdict.broken
        typer.echo(f"Broken at entry {broken.seq} ({broken.subject}): {broken.reason}.", err=True)
        raise typer.Exit(1)
    # An owner who keeps this line elsewhere can tell later whether the chain's end was cut off.
    waiting = f"{verdict.unsealed} not sealed yet" if verdict.unsealed else "all of them sealed"
    typer.echo(f"The chain holds: {verdict.last.seq} entries, the last one {verdict.last.hash}; {waiting}.")


async def _verify() -> Verdict:
    settings = load_settings()
    settings.require("DATABASE_URL")
    async with open_database(settings, "cli") as (database, _), database.unit_of_work() as session:
        return await audit.verify(session)
