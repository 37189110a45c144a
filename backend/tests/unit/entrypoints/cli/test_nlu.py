"""The command line understands messages without a database, line for line, and says in one line what it cannot read."""

import json

import pytest
from typer.testing import CliRunner

from reservas.entrypoints.cli import nlu
from reservas.entrypoints.cli.nlu import MisuseError

TODAY = ["--today", "2026-09-16"]


def test_every_line_gets_its_frame_in_order() -> None:
    lines = [
        {"id": "b", "text": "tenés algo del 3 al 8 de enero para 4? la Coihue", "intent": "ignored"},
        {"id": "a", "text": "cancelar RES-2026-412"},
    ]

    done = CliRunner().invoke(nlu.app, ["predict", *TODAY], input="\n".join(map(json.dumps, lines)))

    frames = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.exit_code == 0
    assert [(frame["id"], frame["intent"]) for frame in frames] == [("b", "availability"), ("a", "cancel")]
    assert (frames[0]["check_in"], frames[0]["check_out"], frames[0]["guests"]) == ("2027-01-03", "2027-01-08", 4)
    assert frames[0]["cabin"] == "Coihue"
    assert frames[1]["code"] == "RES-2026-412"


def test_an_explanation_tells_cues_weights_and_words() -> None:
    done = CliRunner().invoke(nlu.app, ["explain", "somos 4, cuánto sale del 3 al 8 de enero?", *TODAY])

    assert done.exit_code == 0
    assert "somos 4, cuanto sale del 3 al 8 de enero?" in done.stdout
    assert "cues       price" in done.stdout
    assert "price +" in done.stdout
    assert "guests     4   from: somos 4," in done.stdout


@pytest.mark.parametrize("line", ["no json", "[]", '{"id": 1}', '{"id": 1, "text": 5}'])
def test_a_line_that_is_no_message_is_refused_by_its_number(line: str) -> None:
    done = CliRunner().invoke(nlu.app, ["predict", *TODAY], input=line)

    assert isinstance(done.exception, MisuseError)
    assert done.exception.detail.startswith("line 1:")


def test_a_day_that_is_none_is_refused() -> None:
    done = CliRunner().invoke(nlu.app, ["explain", "hola", "--today", "31/01/2027"])

    assert isinstance(done.exception, MisuseError)
    assert "--today" in done.exception.detail
