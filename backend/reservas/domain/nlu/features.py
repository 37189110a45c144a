"""What the model looks at in a message: concepts and pairs of them, words, and pieces of words.

The text is read here in its own, plainest way, apart from the grammar of dates: weights belong to exactly these
features, so after a change here ``make nlu-train`` must learn them anew.
"""

import re
import unicodedata
from dataclasses import dataclass
from itertools import combinations, pairwise

from reservas.domain.nlu.concepts import CONCEPTS, SIGNS

LONGEST_READ = 1000
"""Characters: a voice note of sixty words has 350. What comes later changes no intent and would only cost time."""

_TOKEN = re.compile(r"[a-z]+|[0-9]+|[^\sa-z0-9.,;:¿¡\"'()*_-]")
_REPEATED = re.compile(r"([a-z])\1{2,}")
_DIGITS = re.compile(r"[0-9]+")
_APOSTROPHES = re.compile(r"['’`´]")
_LENGTHS = {"1": (1, 1), "2": (2, 2), "-3": (0, 3), "-5": (0, 5), "-8": (0, 8), "-12": (0, 12), "21-": (21, 999)}
_LENGTHS |= {"0": (0, 0), "36-": (36, 999)}
_PIECES = (3, 4)

_SHORTHAND = {
    "q": "que",
    "k": "que",
    "ke": "que",
    "x": "por",
    "xq": "porque",
    "pq": "porque",
    "xa": "para",
    "pa": "para",
    "pra": "para",
    "d": "de",
    "ay": "hay",
    "vcs": "voces",
    "vc": "voce",
    "tb": "tambien",
    "tmb": "tambien",
    "porfa": "por favor",
    "xfa": "por favor",
    "pls": "please",
    "plz": "please",
    "u": "you",
    "ur": "your",
    "r": "are",
}


@dataclass(frozen=True, slots=True)
class Features:
    """One message as the model sees it; every group is in a fixed order, so sums come out the same each time."""

    flags: tuple[str, ...]
    """Concepts, signs, lengths, and pairs of them ("change&month")."""
    words: tuple[str, ...]
    """Single words and neighbours, figures written as 0."""
    pieces: tuple[str, ...]
    """Three and four letters in a row, by which a misspelled word is still known."""


def read_features(text: str) -> Features:
    """The features of one message, whatever it holds."""
    shown = text[:LONGEST_READ]
    tokens = _tokens(shown)
    words = [token for token in tokens if token.isalnum()]
    spoken = " ".join(words)
    single = [name for name, pattern in CONCEPTS.items() if pattern.search(spoken)]
    single += [name for name, pattern in SIGNS.items() if pattern.search(shown)]
    single += [f"words:{name}" for name, (least, most) in _LENGTHS.items() if least <= len(words) <= most]
    plain = [_DIGITS.sub("0", token) for token in tokens]
    return Features(
        flags=(*single, *(f"{one}&{other}" for one, other in combinations(single, 2))),
        words=tuple(dict.fromkeys([*plain, *(f"{one} {other}" for one, other in pairwise(plain))])),
        pieces=tuple(dict.fromkeys(piece for word in plain for piece in _pieces(word))),
    )


def _tokens(shown: str) -> list[str]:
    decomposed = unicodedata.normalize("NFKD", _APOSTROPHES.sub(" ", shown)).lower()
    folded = "".join(char for char in decomposed if not unicodedata.combining(char))
    found = _TOKEN.findall(_REPEATED.sub(r"\1", folded))
    return [word for token in found for word in _SHORTHAND.get(token, token).split()]


def _pieces(word: str) -> list[str]:
    padded = f" {word} "
    return [padded[at : at + size] for size in _PIECES for at in range(len(padded) - size + 1)]
