"""Conversations from the command line: which ones wait for a person, and giving one back to the bot."""

import asyncio
from datetime import datetime
from typing import Annotated

import typer

from reservas.bootstrap import open_database
from reservas.config import load_settings
from reservas.features.conversations import repository

app = typer.Typer(help="Guests' conversations.", no_args_is_help=True)


@app.command("list")
def list_waiting() -> None:
    """List the conversations a person drives, the longest waiting first."""
    waiting = asyncio.run(_waiting())
    for conversation_id, since, unread in waiting:
        typer.echo(f"{conversation_id}\tsince {since:%Y-%m-%d %H:%M} UTC\t{unread} messages since")
    if not waiting:
        typer.echo("No conversation waits for a person.")


@app.command()
def release(conversation_id: Annotated[int, typer.Argument(help="The number that `list` shows.")]) -> None:
    """Give a conversation back to the bot."""
    if not asyncio.run(_release(conversation_id)):
        typer.echo(f"There is no conversation {conversation_id}.", err=True)
        raise typer.Exit(2)
    typer.echo(f"Conversation {conversation_id} is the bot's again.")


async def _waiting() -> list[tuple[int, datetime, int]]:
    settings = load_settings()
    settings.require("DATABASE_URL")
    async with open_database(settings, "cli") as (database, _), database.unit_of_work() as session:
        return await repository.driven_by_person(session)


async def _release(conversation_id: int) -> bool:
    settings = load_settings()
    settings.require("DATABASE_URL")
    async with open_database(settings, "cli") as (database, clock), database.unit_of_work() as session:
        return await repository.set_driver(session, conversation_id, repository.BOT, clock.now())
