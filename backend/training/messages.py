"""The guest messages to learn from, as they stand in ``training/nlu``."""

import json
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "nlu"
HELD_OUT = 10
"""Every tenth message of a file is held out, by the number in its id."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """One message with the intent that must be answered first."""

    text: str
    language: str
    intent: str
    is_held_out: bool
    """Never learned from: the tests measure the committed weights on these."""


def read_messages() -> list[Labelled]:
    """Every message, in the order of the files' names."""
    lines = [line for path in sorted(FOLDER.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    rows = [json.loads(line) for line in lines]
    return [Labelled(row["text"], row["lang"], row["intent"], _is_held_out(row["id"])) for row in rows]


def _is_held_out(name: str) -> bool:
    return int(name.rpartition("-")[2]) % HELD_OUT == 0
