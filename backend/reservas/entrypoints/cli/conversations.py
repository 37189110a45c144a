"""Conversations from the command line: which ones a person drives, taking one, giving it back; replaying turns."""

import asyncio
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated

import typer

from reservas.bootstrap import open_database
from reservas.config import load_settings
from reservas.features.conversations import repository
from reservas.features.conversations.schemas import Handover
from reservas.features.conversations.service import driving
from reservas.features.conversations.service.replaying import ReplayedTurn, replay

CHANGED = 1
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


@app.command("replay")
def replay_turns(
    since: Annotated[datetime, typer.Option(formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"], help="From then on, in UTC.")],
    conversation: Annotated[str | None, typer.Option(help="Only this one, such as C-7K3QXM.")] = None,
    diff: Annotated[bool, typer.Option("--diff", help="Show what changed; exit code 1 when something did.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of text.")] = False,
) -> None:
    """Decide recorded turns again by the present code, sending and changing nothing, and say which replies differ."""
    turns = asyncio.run(_replay(since.replace(tzinfo=UTC), conversation))
    changed = [one for one in turns if not one.is_same]
    if as_json:
        counts = {"turns": len(turns), "same": len(turns) - len(changed), "changed": len(changed)}
        typer.echo(json.dumps({**counts, "changes": [_as_json(one) for one in changed]}, ensure_ascii=False))
    else:
        for one in changed if diff else ():
            typer.echo(f"{one.conversation} {one.at:%Y-%m-%d %H:%M:%S} UTC, message {one.message_id}: {one.heard!r}")
            typer.echo("\n".join([*one.diff(), ""]))
        typer.echo(f"{len(turns)} turns: {len(turns) - len(changed)} same, {len(changed)} changed.")
    if diff and changed:
        raise typer.Exit(CHANGED)


def _as_json(turn: ReplayedTurn) -> dict[str, object]:
    return {
        "conversation": turn.conversation,
        "message_id": turn.message_id,
        "at": turn.at.isoformat(),
        "heard": turn.heard,
        "said": turn.said,
        "would_say": turn.would_say,
        "diff": turn.diff(),
    }


async def _replay(since: datetime, code: str | None) -> list[ReplayedTurn]:
    settings = load_settings()
    settings.require("DATABASE_URL")
    async with open_database(settings, "cli") as (database, _), database.unit_of_work() as session:
        return await replay(session, since, code)


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
