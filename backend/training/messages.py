"""The guest messages to learn from, as they stand in ``training/nlu``."""

import json
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "nlu"


@dataclass(frozen=True, slots=True)
class Labelled:
    """One message with the intent that must be answered first."""

    text: str
    language: str
    intent: str


def read_messages() -> list[Labelled]:
    """Every message, in the order of the files' names."""
    lines = [line for path in sorted(FOLDER.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    rows = [json.loads(line) for line in lines]
    return [Labelled(row["text"], row["lang"], row["intent"]) for row in rows]
