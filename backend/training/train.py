"""``make nlu-train``: the messages of ``training/nlu`` become weights in the package, or a figure of how well."""

import argparse
import json
from collections import defaultdict
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

import numpy as np
from sklearn.model_selection import StratifiedKFold

from reservas.domain.nlu.decisions import Decision, Models, decide
from reservas.domain.nlu.embedding import Prepared, beginning_of
from reservas.domain.nlu.features import read_features
from reservas.domain.nlu.identifiers import without_codes
from reservas.domain.nlu.model import WITH_MEANING, WORDS_ONLY, Model
from reservas.domain.nlu.normalize import fold, tokenize, words_of
from reservas.integrations.embedding.nano import NanoEmbedder
from training.learning import learn
from training.messages import Labelled, read_messages

FOLDS = 5
SAMPLES = Path(__file__).parents[1] / "tests" / "data" / "nlu" / "learned.json"
"""What training said of a few messages, against which a test holds the exported weights."""
SAMPLED = 300


def main() -> None:
    """Write both sets of weights, or measure them by cross-validation."""
    parser = argparse.ArgumentParser(prog="make nlu-train")
    parser.add_argument("--measure", action="store_true", help="five-fold cross-validation; writes nothing")
    is_measure = parser.parse_args().measure
    messages = read_messages()
    print(f"{len(messages)} messages; embedding them takes a minute or two")
    embedder = NanoEmbedder()
    vectors = np.array([embedder.embed(beginning_of(message.text)) for message in messages])
    if is_measure:
        measure(messages, vectors)
        return
    kept = [index for index, message in enumerate(messages) if not message.is_held_out]
    features = [read_features(messages[index].text) for index in kept]
    intents = [messages[index].intent for index in kept]
    samples: dict[str, list[dict[str, object]]] = {}
    for name, meanings in ((WORDS_ONLY, None), (WITH_MEANING, vectors[kept])):
        learned = learn(features, intents, meanings)
        path = Path(str(resources.files("reservas.domain.nlu.weights") / name))
        path.write_bytes(learned.blob)
        samples[name] = [
            {
                "text": messages[kept[at]].text,
                "margins": dict(zip(learned.intents, learned.margins[at].round(3).tolist(), strict=True)),
            }
            for at in range(0, len(kept), SAMPLED)
        ]
        print(f"{path.name}: {len(learned.blob) / 1000:.0f} kB")
    SAMPLES.write_text(json.dumps(samples, ensure_ascii=False, indent=1) + "\n", "utf-8")


def measure(messages: Sequence[Labelled], vectors: np.ndarray) -> None:
    """Decide each message by weights learned from the other four fifths, as the product does, and print the shares."""
    features = [read_features(message.text) for message in messages]
    intents = np.array([message.intent for message in messages])
    known = Prepared({beginning_of(one.text): list(row) for one, row in zip(messages, vectors, strict=True)})
    with_embedder: dict[int, Decision] = {}
    without: dict[int, Decision] = {}
    for learned, held_out in StratifiedKFold(FOLDS, shuffle=True, random_state=1).split(features, intents):
        seen = [features[index] for index in learned]
        words_only = learn(seen, intents[learned])
        with_meaning = learn(seen, intents[learned], vectors[learned])
        models = Models(Model(words_only.blob), Model(with_meaning.blob))
        for index in held_out:
            text = messages[index].text
            words = words_of(tokenize(without_codes(fold(text))))
            with_embedder[index] = decide(text, words, known, models)
            without[index] = decide(text, words, None, models)
    _tell("with the embedding", messages, with_embedder)
    _tell("words alone", messages, without)


def _tell(title: str, messages: Sequence[Labelled], decided: dict[int, Decision]) -> None:
    right: dict[str, list[bool]] = defaultdict(list)
    for index, decision in decided.items():
        is_right = decision.intent == messages[index].intent
        for key in ("all", messages[index].language, f"by {decision.source}", f"is {messages[index].intent}"):
            right[key].append(is_right)
        right["sure" if decision.is_sure else "doubtful"].append(is_right)
    print(f"\n{title}")
    for key, found in sorted(right.items()):
        print(f"  {key:18} {sum(found) / len(found):6.1%} of {len(found)}")


if __name__ == "__main__":
    main()
