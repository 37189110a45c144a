"""`reservas …`: each command reads the environment, does one thing, and says clearly what is missing."""

import sys

import typer
from pydantic import ValidationError

from reservas.entrypoints.cli import audit, conversations, guests, inbox, migrate, nlu, operator, processes, whatsapp
from reservas.entrypoints.cli.demo import command as demo
from reservas.kit.errors import ReservasError

MISUSE = 2

typer_app = typer.Typer(
    name="reservas",
    help="Booking automation for holiday cabins.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
typer_app.command("serve")(processes.serve)
typer_app.command("worker")(processes.worker)
typer_app.command("migrate")(migrate.migrate)
typer_app.add_typer(demo.app, name="demo")
typer_app.add_typer(operator.app, name="operator")
typer_app.add_typer(audit.app, name="audit")
typer_app.add_typer(conversations.app, name="conversations")
typer_app.add_typer(whatsapp.app, name="whatsapp")
typer_app.add_typer(guests.app, name="guests")
typer_app.add_typer(inbox.app, name="inbox")
typer_app.add_typer(nlu.app, name="nlu")


def app() -> None:
    """Run the command line; a refusal is one line on stderr and exit code 2, never a stack trace."""
    try:
        typer_app()
    except ReservasError as error:
        _refuse(error.detail)
    except ValidationError as error:
        first = error.errors()[0]
        variable = "_".join(str(part) for part in first["loc"]).upper()
        _refuse(f"{variable}: {first['msg']}")


def _refuse(detail: str) -> None:
    sys.stderr.write(f"reservas: {detail}\n")
    sys.exit(MISUSE)
