"""Conversations from the command line: which ones a person drives, taking one, and giving one back to the bot."""

import asyncio
from collections.abc import Sequence
from typing import Annotated

import typer

from reservas.bootstrap import open_database
from reservas.config import load_settings
from reservas.features.conversations import repository
from reservas.features.conversations.schemas import Handover
from reservas.features.conversations.service import driving

app = typer.Typer(help="Guests' conversations.", no_args_is_help=True)
Code = Annotated[str, typer.Argument(help="The code that `list` shows, such as C-7K3QXM.")]


@app.command("list")
def list_waiting() -> None:
    """List the conversations a person drives, the longest waiting first."""
    waiting = asyncio.run(_waiting())
    for one in waiting:
        until = f"until {one.until:%Y-%m-%d %H:%M} UTC" if one.until else "until released"
        typer.echo(f"{one.code}\tsince {one.since:%Y-%m-%d %H:%M} UTC\t{until}\t{one.unread} messages since")
    if not waiting:
        typer.echo("No conversation waits for a person.")


@app.command()
def take(code: Code) -> None:
    """Let a person drive a conversation: the bot is silent at once."""
    asyncio.run(_hand(code, driver=repository.HUMAN))
    typer.echo(f"Conversation {code} is yours.")


@app.command()
def release(code: Code) -> None:
    """Give a conversation back to the bot."""
    asyncio.run(_hand(code, driver=repository.BOT))
    typer.echo(f"Conversation {code} is the bot's again.")


async def _waiting() -> Sequence[Handover]:
    settings = load_settings()
    settings.require("DATABASE_URL")
    async with open_database(settings, "cli") as (database, _), database.unit_of_work() as session:
        return await repository.driven_by_person(session)


async def _hand(code: str, *, driver: str) -> None:
    settings = load_settings()
    settings.require("DATABASE_URL")
    async with open_database(settings, "cli") as (database, clock), database.unit_of_work() as session:
        conversation, now = await repository.lock_by_code(session, code), clock.now()
        if driver == repository.BOT:
            await driving.give_back(session, conversation, now, by=driving.COMMAND_LINE)
        else:
            hours = settings.handover.hours or None
            await driving.take(session, conversation, now, by=driving.COMMAND_LINE, hours=hours)
