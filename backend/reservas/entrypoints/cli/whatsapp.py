"""The WhatsApp number from the command line: its templates, and letting it send again after the channel stopped it."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

import typer

from reservas.bootstrap import open_database, open_templates
from reservas.config import load_settings
from reservas.domain.dialogue.templates import TEMPLATES
from reservas.features.conversations.service.stopping import unfreeze as let_send_again
from reservas.integrations.whatsapp.templates import MISSING, TemplateAccount, TemplateState

NOT_ALL_GOOD = 1
app = typer.Typer(help="The WhatsApp number.", no_args_is_help=True)
templates = typer.Typer(help="The messages that may be sent outside the 24 hours.", no_args_is_help=True)
app.add_typer(templates, name="templates")


@templates.command()
def status() -> None:
    """Compare our templates with the account's; exit code 1 when one is missing, paused, rejected or altered."""
    _print(asyncio.run(_compare()))


@templates.command()
def sync() -> None:
    """Ask for the templates that are missing, then compare; Meta reviews each before it can be sent."""
    _print(asyncio.run(_sync()))


@app.command()
def unfreeze() -> None:
    """Let the number send at once all that waits, after its token was renewed or its block lifted."""
    typer.echo(f"The number sends again; conversations that were waiting: {asyncio.run(_unfreeze())}.")


def _print(states: Iterable[TemplateState]) -> None:
    states = list(states)
    width = max(len(state.name) for state in states)
    for state in states:
        typer.echo(f"{state.name:<{width}}  {state.language:<6}  {state.status}")
    if not all(state.is_good for state in states):
        raise typer.Exit(NOT_ALL_GOOD)


async def _compare() -> list[TemplateState]:
    async with _account() as account:
        return await account.compare(TEMPLATES.values())


async def _sync() -> list[TemplateState]:
    async with _account() as account:
        for state in await account.compare(TEMPLATES.values()):
            if state.status == MISSING:
                await account.create(TEMPLATES[state.name], state.language)
        return await account.compare(TEMPLATES.values())


@asynccontextmanager
async def _account() -> AsyncIterator[TemplateAccount]:
    settings = load_settings()
    settings.require("WHATSAPP_ACCESS_TOKEN", "WHATSAPP_BUSINESS_ACCOUNT_ID")
    async with open_templates(settings) as account:
        yield account


async def _unfreeze() -> int:
    settings = load_settings()
    settings.require("DATABASE_URL", "WHATSAPP_PHONE_NUMBER_ID")
    async with open_database(settings, "cli") as (database, _), database.unit_of_work() as session:
        return await let_send_again(session, settings.whatsapp.phone_number_id)
