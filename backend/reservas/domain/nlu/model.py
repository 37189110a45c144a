"""Features of a message times learned weights: a margin for every intent, with or without the sentence's embedding."""

import gzip
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from operator import add, mul

from reservas.domain.nlu.features import Features
from reservas.domain.nlu.frame import Intent

WORDS_ONLY = "words.gz"
"""Weights that need no embedding."""
WITH_MEANING = "meaning.gz"
"""Weights for words and embedding together."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """Every intent with its margin, the best first; above 0 means "more likely than not"."""

    margins: tuple[tuple[Intent, float], ...]

    @property
    def best(self) -> Intent:
        """The intent with the largest margin."""
        return self.margins[0][0]

    @property
    def lead(self) -> float:
        """How far the best is ahead of the next: the surer, the larger."""
        return self.margins[0][1] - self.margins[1][1]

    def margin_of(self, intent: Intent) -> float:
        """The margin of one intent."""
        return dict(self.margins)[intent]


@dataclass(frozen=True, slots=True)
class _Group:
    """Weights of one kind of feature: a row of small integers for each name, times one scale."""

    rows: Mapping[str, tuple[int, ...]]
    scale: float
    is_shared: bool
    """Words and pieces share one vote, however many there are; flags have one each."""

    def sums(self, names: Iterable[str], width: int) -> list[float]:
        totals, count = [0] * width, 0
        for name in names:
            row = self.rows.get(name)
            if row is not None:
                totals = list(map(add, totals, row))
                count += 1
        share = self.scale / math.sqrt(count) if self.is_shared and count else self.scale
        return [total * share for total in totals]


class Model:
    """A linear model over ``Features`` and, if it was trained with one, an embedding."""

    def __init__(self, blob: bytes) -> None:
        """Read what ``training`` exported: a line of JSON, then one signed byte for each weight, all gzipped."""
        head, _, body = gzip.decompress(blob).partition(b"\n")
        about = json.loads(head)
        numbers = memoryview(body).cast("b")
        self._intents = [Intent(name) for name in about["intents"]]
        self._biases: list[float] = about["biases"]
        self._groups: dict[str, _Group] = {}
        width, at = len(self._intents), 0
        for kind, names, scale, is_shared in about["groups"]:
            rows = {name: tuple(numbers[at + width * i : at + width * (i + 1)]) for i, name in enumerate(names)}
            self._groups[kind] = _Group(rows, scale, is_shared)
            at += width * len(names)
        self._centre: list[float] = about["centre"]
        size = len(self._centre)
        self._meaning_scale: float = about["meaning_scale"]
        self._meaning = [tuple(numbers[at + size * i : at + size * (i + 1)]) for i in range(width if size else 0)]

    def judge(self, features: Features, meaning: Sequence[float] | None = None) -> Judgement:
        """Weigh a message; ``meaning`` is its embedding, for a model that was trained with one."""
        totals = self._biases
        kinds = (("flags", features.flags), ("words", features.words), ("pieces", features.pieces))
        for kind, names in kinds:
            totals = list(map(add, totals, self._groups[kind].sums(names, len(totals))))
        if meaning is not None and self._meaning:
            totals = list(map(add, totals, self._weigh_meaning(meaning)))
        ranked = sorted(zip(self._intents, totals, strict=True), key=lambda pair: -pair[1])
        return Judgement(tuple(ranked))

    def _weigh_meaning(self, meaning: Sequence[float]) -> list[float]:
        # All sentences point much the same way; what tells them apart is where they leave the middle.
        apart = [value - middle for value, middle in zip(meaning, self._centre, strict=True)]
        length = math.sqrt(sum(map(mul, apart, apart))) or 1.0
        factor = self._meaning_scale / length
        return [sum(map(mul, apart, row)) * factor for row in self._meaning]


@cache
def load_model(name: str) -> Model:
    """The model called ``WORDS_ONLY`` or ``WITH_MEANING``, from the package's data, read once in a process."""
    return Model((resources.files("reservas.domain.nlu.weights") / name).read_bytes())
