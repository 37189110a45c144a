"""The inbox from the command line: what of the providers' calls could not be taken in; taking it in again, or not."""

import asyncio
from collections.abc import Sequence
from typing import Annotated

import typer

from reservas.bootstrap import open_database
from reservas.config import load_settings
from reservas.features.inbox import service as inbox
from reservas.features.inbox.errors import LetterNotFound
from reservas.features.inbox.schemas import WHOLE_CALL, WaitingLetter

app = typer.Typer(help="Providers' calls that could not be taken in.", no_args_is_help=True)
MISUSE = 2
LetterId = Annotated[int | None, typer.Argument(help="The number that `failed` shows.")]


@app.command()
def failed(letter_id: LetterId = None) -> None:
    """List what waits for a replay, the oldest first; with a number, show that item as it came."""
    letters = asyncio.run(_waiting())
    if letter_id is not None:
        letter = next((one for one in letters if one.id == letter_id), None)
        if letter is None:
            raise LetterNotFound(f"No dead letter {letter_id} waits.")
        typer.echo(letter.raw)
        return
    for one in letters:
        place = "the whole call" if one.path == WHOLE_CALL else one.path
        typer.echo(f"{one.id}\t{one.failed_at:%Y-%m-%d %H:%M} UTC\t{one.provider} {one.event_id}\t{place}\t{one.why}")
    if not letters:
        typer.echo("Nothing waits for a replay.")


@app.command()
def replay(
    letter_id: LetterId = None,
    everything: Annotated[bool, typer.Option("--all", help="Replay whatever waits.")] = False,
) -> None:
    """Have the worker take one item in again, or all that wait; `failed` lists what fails again."""
    if (letter_id is None) != everything:
        typer.echo("Give the number that `failed` shows, or --all.", err=True)
        raise typer.Exit(MISUSE)
    count = asyncio.run(_replay(None if letter_id is None else [letter_id]))
    typer.echo(f"{count} on their way to the worker; `reservas inbox failed` lists what fails again.")


@app.command()
def dismiss(letter_id: Annotated[int, typer.Argument(help="The number that `failed` shows.")]) -> None:
    """Let one item wait no more, without taking it in: it is not worth it, or was seen to in another way."""
    asyncio.run(_dismiss(letter_id))
    typer.echo("Dismissed.")


async def _waiting() -> list[WaitingLetter]:
    settings = load_settings()
    settings.require("DATABASE_URL")
    async with open_database(settings, "cli") as (database, _), database.unit_of_work() as session:
        return await inbox.waiting_letters(session)


async def _replay(chosen: Sequence[int] | None) -> int:
    settings = load_settings()
    settings.require("DATABASE_URL")
    async with open_database(settings, "cli") as (database, _), database.unit_of_work() as session:
        letters = [one.id for one in await inbox.waiting_letters(session)] if chosen is None else chosen
        for letter_id in letters:
            await inbox.replay(session, letter_id)
    return len(letters)


async def _dismiss(letter_id: int) -> None:
    settings = load_settings()
    settings.require("DATABASE_URL")
    async with open_database(settings, "cli") as (database, clock), database.unit_of_work() as session:
        await inbox.dismiss(session, letter_id, clock.now())
