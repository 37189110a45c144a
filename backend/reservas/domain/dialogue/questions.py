"""Which of the questions that an owner answered a guest has asked: by the words that both share, most of either's."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from reservas.domain.dialogue.controls import said_in
from reservas.domain.dialogue.matching import are_alike, subjects_of
from reservas.domain.nlu.normalize import fold

ALIKE_ENOUGH = 0.6
"""Of all words of both, so many must be shared: "¿sale cara la leña?" is not "¿hay leña?", nor is it told so."""
_SENTENCE = re.compile(r"[^?!.;\n]+[?!.;\n]*")
_PIECE = re.compile(r",|\s(?:y|e|o|u|and|or|ou)\s", re.IGNORECASE)
# Near what, and how well, is said with too many questions to tell one from another.
_VAGUE = frozenset(
    {"cerca", "perto", "proximo", "near", "nearby", "close", "around", "zona", "bien", "anda", "funciona"}
)
_ASKING = re.compile(
    r"(?:tiene|tienen|tenes|hay|habra|se puede|puedo|podemos|acept\w+|inclu\w+|donde|cuanto|como|cuando|hace falta|"
    r"tem|ha|posso|onde|quanto|is there|are there|do you|can (?:i|we)|where|how)\b"
)
_COURTESY = re.compile(
    r"hola|holis|buen[oa]?s?|bom|boa|dias?|tardes?|noches?|noite|gracias|muchas|por|favor|porfa|una|consulta|pregunta|"
    r"te|les|queria|quisiera|saber|disculp\w+|perdon|hi|hello|hey|please|thanks?|you|oi|ola|obrigad[oa]|che|ok|dale|"
    r"si|perfecto|genial|ah|y"
)


@dataclass(frozen=True, slots=True)
class Written:
    """A question as its owner words it, in one way or several; `language` is None when it is for all guests."""

    key: int
    wordings: tuple[str, ...]
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a message asks of the owner's questions: for each thing asked, the cabins that answer it, with the key.

    `rest` is what else it asks; `is_whole` says that nothing else stands in it but courtesies.
    """

    found: tuple[Mapping[str, int], ...]
    rest: str
    is_whole: bool


def find_questions(
    text: str, cabins: Mapping[str, Sequence[Written]], language: str, named: str | None = None
) -> Asked:
    """Return which questions of which cabins `text` asks; of equal ones that in the guest's `language` comes first.

    The name of the cabin that is `named` says where, not what.
    """
    if named is not None:
        text = re.sub(rf"\b{re.escape(fold(named))}\b", " ", fold(text))
    found: list[Mapping[str, int]] = []
    rest: list[str] = []
    is_whole = True
    for sentence in _SENTENCE.findall(text):
        is_answered = False
        for piece, matched in _pieces(sentence, cabins, language):
            if matched:
                is_answered = True
                found += [matched] if matched not in found else []
                continue
            is_whole = False
            # "Vamos con dos nenes, ¿tienen cuna?" asks one thing; what follows an answer, or asks itself, is another.
            if subjects_of(piece) and (is_answered or _ASKING.match(said_in(piece)) or piece == sentence):
                rest.append(piece.strip())
    return Asked(tuple(found), ", ".join(rest), is_whole)


def _pieces(
    sentence: str, cabins: Mapping[str, Sequence[Written]], language: str
) -> Iterator[tuple[str, Mapping[str, int]]]:
    """Yield each thing that the sentence asks with the questions it is; a sentence that is one only as a whole, so."""
    pieces = [one for one in _PIECE.split(sentence) if not _is_courtesy(one)]
    matched = [_match(one, cabins, language) for one in pieces]
    if not any(matched) and (whole := _match(sentence, cabins, language)):
        yield sentence, whole
        return
    if len(pieces) == 1:
        yield sentence, matched[0]
        return
    yield from zip(pieces, matched, strict=True)


def _is_courtesy(text: str) -> bool:
    return all(_COURTESY.fullmatch(word) for word in said_in(text).split())


def _match(text: str, cabins: Mapping[str, Sequence[Written]], language: str) -> Mapping[str, int]:
    asked = _telling_words(text)
    best = {code: _best(asked, written, language) for code, written in cabins.items()} if asked else {}
    return {code: key for code, key in best.items() if key is not None}


def _best(asked: tuple[str, ...], written: Sequence[Written], language: str) -> int | None:
    scored = [(max(_likeness(asked, _telling_words(one)) for one in each.wordings), each) for each in written]
    near = [(score, each.language == language, each.language is None, each.key) for score, each in scored]
    likely = [one for one in near if one[0] >= ALIKE_ENOUGH]
    # max() keeps the first of equals: the owner's order.
    return max(likely, key=lambda one: one[:3])[3] if likely else None


def _likeness(asked: tuple[str, ...], wording: tuple[str, ...]) -> float:
    if not wording:
        return 0.0
    shared = sum(any(are_alike(one, other) for other in wording) for one in asked)
    shared += sum(any(are_alike(one, other) for other in asked) for one in wording)
    return shared / (len(asked) + len(wording))


@lru_cache(maxsize=8192)
def _telling_words(text: str) -> tuple[str, ...]:
    """Return the words that say what it is about; kept, for an owner's wordings are asked for with each question."""
    return tuple(word for word in subjects_of(text) if word not in _VAGUE)


def is_about_something(text: str) -> bool:
    """Tell whether a guest's question could ever be known for this one: whether a word of it tells anything."""
    return bool(_telling_words(text))
