"""Operators' accounts from the command line."""

import asyncio
from enum import StrEnum
from typing import Annotated

import typer

from reservas.bootstrap import open_database
from reservas.config import load_settings
from reservas.features.staff import service as staff

app = typer.Typer(help="Operators' accounts.", no_args_is_help=True)


class Role(StrEnum):
    """What an operator may do."""

    OWNER = "owner"
    STAFF = "staff"
    CLEANER = "cleaner"


@app.callback()
def _group() -> None:
    """Operators' accounts."""


@app.command()
def create(
    email: Annotated[str, typer.Option(help="Their e-mail, used to sign in.")],
    password: Annotated[str, typer.Option(help="At least ten characters.")],
    role: Annotated[Role, typer.Option(help="What they may do.")] = Role.STAFF,
) -> None:
    """Create an operator, or give an existing one this password and role."""
    is_new = asyncio.run(_create(email, password, role))
    typer.echo(f"{email}: {'created' if is_new else 'updated'}.")


async def _create(email: str, password: str, role: Role) -> bool:
    settings = load_settings()
    settings.require("DATABASE_URL")
    async with open_database(settings, "cli") as (database, clock), database.unit_of_work() as session:
        return await staff.create_operator(session, email, password, role, clock.now())
