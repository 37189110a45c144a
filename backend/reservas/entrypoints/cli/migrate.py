"""The database's shape is brought to this version's."""

from pathlib import Path
from typing import Annotated

import typer
from alembic import command
from alembic.config import Config

from reservas.config import load_settings

ALEMBIC_INI = Path(__file__).resolve().parents[3] / "alembic.ini"


def migrate(to: Annotated[str, typer.Option(help="Revision to stop at; `base` undoes everything.")] = "head") -> None:
    """Run the migrations on DATABASE_URL, forwards, or back to an earlier revision."""
    load_settings().require("DATABASE_URL")
    config = Config(str(ALEMBIC_INI))
    if to == "base":
        command.downgrade(config, to)
    else:
        command.upgrade(config, to)
    typer.echo(f"Database is at {to}.")
