"""From labelled messages to the bytes of a model: which features are frequent enough, a linear fit, small integers."""

import gzip
import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from sklearn.svm import LinearSVC

from reservas.domain.nlu.features import Features

BYTE = 127


@dataclass(frozen=True, slots=True)
class _Kind:
    """How one kind of feature is counted: its attribute, how often it must occur, what it weighs in the fit."""

    name: str
    least: int
    weight: float
    is_shared: bool


def _kinds(*, has_meaning: bool) -> tuple[_Kind, ...]:
    # Found by five-fold cross-validation on the corpus; without the embedding words carry more.
    of_words = 1.0 if has_meaning else 1.4
    return (
        _Kind("flags", 8, 0.4, is_shared=False),
        _Kind("words", 2, of_words, is_shared=True),
        _Kind("pieces", 4, of_words, is_shared=True),
    )


PAIR_WEIGHT = 0.15
MEANING_WEIGHT = 1.5
SOFTNESS = 0.2


@dataclass(frozen=True, slots=True)
class Learned:
    """A fitted model as ``reservas.domain.nlu.model.Model`` reads it, and what it said before it was made small."""

    blob: bytes
    intents: list[str]
    margins: np.ndarray
    """One row for each message it learned from, one column for each of ``intents``."""


def learn(features: Sequence[Features], intents: Sequence[str], meanings: np.ndarray | None = None) -> Learned:
    """Fit a model; the same input gives the same bytes."""
    blocks, names = [], []
    kinds = _kinds(has_meaning=meanings is not None)
    for kind in kinds:
        vocabulary = _frequent(features, kind)
        blocks.append(_matrix(features, kind, vocabulary))
        names.append(vocabulary)
    centre = meanings.mean(axis=0) if meanings is not None else np.zeros(0)
    if meanings is not None:
        apart = meanings - centre
        apart /= np.linalg.norm(apart, axis=1, keepdims=True)
        blocks.append(sparse.csr_matrix(apart * MEANING_WEIGHT))
    seen = sparse.hstack(blocks).tocsr()
    fitted = LinearSVC(C=SOFTNESS, random_state=0).fit(seen, intents)
    blob = _export(fitted, kinds, names, centre)
    return Learned(blob, list(fitted.classes_), fitted.decision_function(seen))


def _frequent(features: Sequence[Features], kind: _Kind) -> list[str]:
    counts = Counter(name for one in features for name in getattr(one, kind.name))
    return sorted(name for name, count in counts.items() if count >= kind.least)


def _weight_of(name: str, kind: _Kind) -> float:
    return PAIR_WEIGHT if kind.name == "flags" and "&" in name else kind.weight


def _matrix(features: Sequence[Features], kind: _Kind, vocabulary: list[str]) -> sparse.csr_matrix:
    place = {name: index for index, name in enumerate(vocabulary)}
    rows, columns, values = [], [], []
    for index, one in enumerate(features):
        known = [name for name in getattr(one, kind.name) if name in place]
        share = 1 / math.sqrt(len(known)) if kind.is_shared and known else 1.0
        rows += [index] * len(known)
        columns += [place[name] for name in known]
        values += [share * _weight_of(name, kind) for name in known]
    return sparse.csr_matrix((values, (rows, columns)), shape=(len(features), len(vocabulary)))


def _export(fitted: LinearSVC, kinds: Sequence[_Kind], names: Sequence[list[str]], centre: np.ndarray) -> bytes:
    groups, bodies, start = [], [], 0
    for kind, vocabulary in zip(kinds, names, strict=True):
        weights = fitted.coef_[:, start : start + len(vocabulary)].T
        weights = weights * np.array([[_weight_of(name, kind)] for name in vocabulary])
        small, scale = _to_bytes(weights)
        # A feature that weighs nothing for any intent is not worth its name.
        kept = [index for index in range(len(vocabulary)) if small[index].any()]
        groups.append([kind.name, [vocabulary[index] for index in kept], scale, kind.is_shared])
        bodies.append(small[kept].tobytes())
        start += len(vocabulary)
    meaning, meaning_scale = _to_bytes(fitted.coef_[:, start:] * MEANING_WEIGHT)
    bodies.append(meaning.tobytes())
    about = {
        "intents": list(fitted.classes_),
        "biases": [round(float(bias), 5) for bias in fitted.intercept_],
        "groups": groups,
        "centre": [round(float(value), 6) for value in centre],
        "meaning_scale": meaning_scale,
    }
    head = json.dumps(about, ensure_ascii=False, separators=(",", ":")).encode()
    return gzip.compress(head + b"\n" + b"".join(bodies), compresslevel=9, mtime=0)


def _to_bytes(weights: np.ndarray) -> tuple[np.ndarray, float]:
    scale = float(np.abs(weights).max()) / BYTE if weights.size else 1.0
    return np.rint(weights / scale).astype(np.int8), scale
