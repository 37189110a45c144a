"""Why a message was understood as it was: the cues that fired, the weights' best, and the words each value hangs on."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

from reservas.domain.nlu.decisions import Decision
from reservas.domain.nlu.embedding import Embedder
from reservas.domain.nlu.frame import Understanding
from reservas.domain.nlu.normalize import fold
from reservas.domain.nlu.understanding import decide_intent, understand

_OF_INTENT = frozenset({"intent", "also", "is_sure"})


@dataclass(frozen=True, slots=True)
class Explanation:
    """One message, what was understood of it, and from what."""

    folded: str
    decision: Decision
    understood: Understanding
    read_from: dict[str, tuple[str, ...]]
    """For each value that is not None, the guest's words without which it would be another."""


def explain(text: str, *, today: date, cabins: Sequence[str] = (), embedder: Embedder | None = None) -> Explanation:
    """Understand ``text`` as ``understand`` does, and once more without each of its words; takes as long as that."""
    understood = understand(text, today=today, cabins=cabins, embedder=embedder)
    words = text.split()
    read_from: dict[str, list[str]] = {}
    for at, word in enumerate(words):
        without = " ".join([*words[:at], *words[at + 1 :]])
        missed = understand(without, today=today, cabins=cabins, embedder=embedder)
        for name in _differing(understood, missed):
            read_from.setdefault(name, []).append(word)
    return Explanation(
        folded=fold(text),
        decision=decide_intent(text, embedder),
        understood=understood,
        read_from={name: tuple(found) for name, found in read_from.items()},
    )


def _differing(whole: Understanding, part: Understanding) -> list[str]:
    names = [field.name for field in fields(Understanding) if field.name not in _OF_INTENT]
    said = [name for name in names if getattr(whole, name) is not None]
    return [name for name in said if getattr(whole, name) != getattr(part, name)]
