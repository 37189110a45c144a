"""What is understood of guests' messages, from the command line: no database, no secret, the day is handed in."""

import json
import sys
from datetime import date, datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from reservas.domain.nlu import understand
from reservas.domain.nlu.explaining import Explanation, explain
from reservas.integrations.embedding.nano import open_embedder
from reservas.kit.errors import ReservasError

DEMO_CABINS = "Arrayán,Coihue,Lenga,Ñire"
_SHOWN_MARGINS = 3
_HOUSE_TIME = ZoneInfo("America/Argentina/Buenos_Aires")

app = typer.Typer(help="What the assistant understands of a message, and why.", no_args_is_help=True)


class MisuseError(ReservasError):
    """An argument or a line that cannot be read."""

    code = "misuse"


Today = Annotated[str, typer.Option("--today", help="The day it is read on, YYYY-MM-DD.")]
Cabins = Annotated[str, typer.Option("--cabins", help="The cabins' names, with commas between them.")]


@app.callback()
def _group() -> None:
    """What the assistant understands of a message, and why."""


@app.command("predict")
def predict(today: Today, cabins: Cabins = DEMO_CABINS) -> None:
    """Read JSON lines with `id` and `text`, write one frame for each, in their order."""
    day, names, embedder = _day(today), _names(cabins), open_embedder()
    for number, line in enumerate(sys.stdin, start=1):
        if line.strip():
            row = _row(line, number)
            understood = understand(row["text"], today=day, cabins=names, embedder=embedder)
            typer.echo(json.dumps({"id": row["id"], **understood.as_labels()}, ensure_ascii=False))


@app.command("explain")
def explain_message(text: str, today: Today = "", cabins: Cabins = DEMO_CABINS) -> None:
    """Show what a message is understood as: its cues, the weights' best three, and the words each value hangs on."""
    day = _day(today) if today else datetime.now(_HOUSE_TIME).date()
    told = explain(text, today=day, cabins=_names(cabins), embedder=open_embedder())
    for title, value in _lines(told):
        typer.echo(f"{title:10} {value}")


def _lines(told: Explanation) -> list[tuple[str, str]]:
    decision = told.decision
    lines = [("text", told.folded), ("cues", ", ".join(sorted(decision.requests)) or "none")]
    if decision.judgement is not None:
        best = decision.judgement.margins[:_SHOWN_MARGINS]
        lines.append(("weights", ", ".join(f"{intent} {margin:+.2f}" for intent, margin in best)))
    by = decision.source if decision.intent == told.understood.intent else "what else it holds"
    doubt = "" if told.understood.is_sure else ", in doubt"
    lines.append(("intent", f"{told.understood.intent} (by {by}{doubt})"))
    if told.understood.also:
        lines.append(("also", ", ".join(told.understood.also)))
    for name, value in told.understood.as_labels().items():
        source = told.read_from.get("ambiguity" if name == "ambiguous" else name)
        if name not in {"intent", "also"} and value not in {None, False}:
            lines.append((name, f"{value}" + (f"   from: {' '.join(source)}" if source else "")))
    return lines


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise MisuseError(f"--today: {text!r} is no day; write it as 2027-01-31") from None


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _row(line: str, number: int) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError:
        row = None
    if not isinstance(row, dict) or not isinstance(row.get("text"), str) or "id" not in row:
        raise MisuseError(f"line {number}: every line is a JSON object with an id and a text")
    return row
