"""Relatives a guest lists instead of numbers: "con mi señora", "mi tía y yo"."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from reservas.domain.nlu.lexicon import NUMBER_WORDS, word_set
from reservas.domain.nlu.normalize import Token

_PARTNERS = word_set(
    "senora novio novia marido mujer esposa esposo pareja companero companera wife husband girlfriend boyfriend "
    "partner fiance namorado namorada mulher"
)
_ADULTS = _PARTNERS | word_set(
    "mama papa madre padre vieja viejo tia tio hermano hermana suegra suegro amigo amiga cunado cunada abuela "
    "abuelo prima primo mother father mum mom dad friend sister brother mae pai amigo irma irmao sogra sogro"
)
_CHILDREN = word_set("hijo hija nene nena bebe beba son daughter baby filho filha nieto nieta")
_PARENTS = word_set("padres viejos parents pais abuelos suegros")
_ARTICLES = word_set("un una um uma a")
_OWNERS = word_set("mi my meu minha su") | _ARTICLES
_PLURAL_OWNERS = word_set("mis my meus minhas los")
_BEING = word_set("somos seriamos vamos viajamos")
_WITH = word_set("con with com")
_ME = (("y", "yo"), ("e", "eu"), ("and", "i"), ("and", "me"), ("y", "mi", "persona"))
_ALONE = (
    ("voy", "solo"),
    ("voy", "sola"),
    ("viajo", "solo"),
    ("viajo", "sola"),
    ("yo", "solo"),
    ("yo", "sola"),
    ("mi", "solo"),
    ("mi", "sola"),
    ("just", "me"),
    ("vou", "sozinho"),
    ("vou", "sozinha"),
)
_LINKS = frozenset({"y", "e", "and", ",", "mas", "+"})


@dataclass(frozen=True, slots=True)
class Relatives:
    """People of a list, the speaker included; ``is_couple`` when the only adult beside the speaker is a partner."""

    people: int = 0
    children: int = 0
    is_couple: bool = False


@dataclass(slots=True)
class _Listed:
    adults: int = 0
    partners: int = 0
    children: int = 0
    owned: int = 0
    is_closed_by_speaker: bool = False


def count_relatives(tokens: Sequence[Token]) -> Relatives:
    """The first list of relatives that travels with the speaker; nobody when none does."""
    words = [token.text for token in tokens]
    for index, word in enumerate(words):
        if word in _WITH | _BEING:
            listed = _list_from(words, index + 1)
            is_company = word in _WITH and (listed.adults or listed.owned)
            if is_company or listed.is_closed_by_speaker:
                return _with_speaker(listed)
        elif word in _OWNERS and (index == 0 or words[index - 1] not in _WITH | _LINKS | _BEING):
            listed = _list_from(words, index)
            if listed.is_closed_by_speaker:
                return _with_speaker(listed)
    pairs = set(pairwise(words))
    return Relatives(people=1) if any(pair in pairs for pair in _ALONE) else Relatives()


def _list_from(words: list[str], start: int) -> _Listed:
    """The list "mi X, mi Y y mi Z" that begins at ``start``."""
    listed = _Listed()
    index = start
    while index + 1 < len(words) and words[index] in _OWNERS | _PLURAL_OWNERS:
        if words[index] in _PLURAL_OWNERS and words[index + 1] in NUMBER_WORDS:
            # Counted relatives ("mis dos hijos") are tallied elsewhere.
            index += 1
        elif not _add(listed, words[index], words[index + 1]):
            break
        index += 2
        if any(tuple(words[index : index + len(me)]) == me for me in _ME):
            listed.is_closed_by_speaker = True
            break
        if index < len(words) and words[index] in _LINKS:
            index += 1
    return listed


def _add(listed: _Listed, owner: str, relative: str) -> bool:
    if relative in _ADULTS:
        listed.adults += 1
        listed.partners += relative in _PARTNERS
    elif relative in _PARENTS:
        listed.adults += 2
    elif relative in _CHILDREN:
        listed.children += 1
        listed.owned += owner not in _ARTICLES
    else:
        return False
    return True


def _with_speaker(listed: _Listed) -> Relatives:
    is_couple = listed.partners == listed.adults == 1
    return Relatives(1 + listed.adults + listed.children, listed.children, is_couple)
