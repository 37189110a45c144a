"""Tells a bare number that counts the party ("somos 4", "para cuatro", "los cinco") from any other."""

from collections.abc import Sequence

from reservas.domain.nlu.counted import COUNTED_WORDS, NIGHT_WORDS
from reservas.domain.nlu.lexicon import SHORT_MONTHS, word_set
from reservas.domain.nlu.normalize import Token

_ARTICLES = word_set("un una um uma a an uno one")
_FOR = word_set("para for")
_TOTALS = (["en", "total"], ["in", "total"], ["no", "total"])
_MANY_IN_FAMILY = 12
BEING_WORDS = word_set(
    "somos seremos seriamos sumos vamos iriamos viajamos viajariamos iremos caemos caeriamos quedamos quedariamos "
    "eramos entran entrariamos fica ficamos ficaremos seriam iran irian van vao iriam"
)
_BEING_PHRASES = (
    ["a", "ser"], ["we", "are"], ["we", "re"], ["we", "de", "be"], ["we", "ll", "be"], ["we", "were"], ["make", "it"],
    ["gente", "e"], ["would", "be"], ["will", "be"], ["total"], ["total", "de"],
)  # fmt: skip
_GROUPS = word_set(
    "familia grupo family group party galera banda contingente barra turma mob bando equipe equipo tribu clan patota"
)
_BEING_FILLERS = word_set(
    "uns unos unas como so solo los las os as em en nomas apenas just about around only uns entre between tipo unas ,"
)
_ALL_OF = word_set("los os the")
_NOT_ALL_AFTER = word_set("de ninguno noche noches nenhum cualquiera")
_FITTING = word_set("entran entrarian entrariamos fica van vao iran")
_BEHIND_ALL = word_set(
    "que y e de solos solas solitos solitas juntos nomas en em para con la el and of us tenemos na no ,"
)
_US = word_set("nosotros nosotras nos us")
_DATE_AFTER = frozenset({"/", "de", "al", "ao", "-"})


def is_party_size(tokens: Sequence[Token], index: int, end: int) -> bool:
    """Whether the number at ``index``, which ends before ``end`` and has no noun, counts people.

    "somos 4", "para 4", "familia de 5", "4 of us", "los cuatro", "x4".
    """
    before = [token.text for token in tokens[max(0, index - 5) : index]]
    token = tokens[index]
    following = [word.text for word in tokens[end : end + 2]]
    if following in _TOTALS:
        return not NIGHT_WORDS.intersection(before)
    if following == ["of", "us"]:
        return True
    is_counting = following[:1] != [] and following[0] in COUNTED_WORDS - {"nosotros", "us", "mas", "mais"}
    if is_counting or not before or token.text in _ARTICLES or _is_date(tokens, end):
        return False
    if is_being(before):
        return before[-1] not in _FITTING or _is_closed(following)
    return before[-1] in _US or _is_all(token, before, following) or _is_for(token, before, following)


def _is_closed(following: list[str]) -> bool:
    """Whether no noun follows that the number could count instead."""
    return not following or not following[0].isalpha() or following[0] in _BEHIND_ALL


def _is_all(token: Token, before: list[str], following: list[str]) -> bool:
    """Whether it is "los cuatro": more than one, and no day of a month in figures."""
    is_led = before[-1] in _ALL_OF and before[-2:-1] != [] and before[-2] not in _NOT_ALL_AFTER
    is_few = token.number is not None and 1 < token.number <= _MANY_IN_FAMILY and not token.is_digits
    return is_led and is_few and _is_closed(following)


def _is_for(token: Token, before: list[str], following: list[str]) -> bool:
    """Whether it is "para 4", "x4", "familia de 5" or "somos una banda, 8"."""
    if before[-1] in _FOR or before[-2:] == ["para", "los"]:
        return not (following and (following[0] in _DATE_AFTER or following[0] in SHORT_MONTHS))
    if before[-1] == "por":
        return token.is_glued and token.is_digits
    return before[-1] in {"de", "of", ","} and before[-2:-1] != [] and before[-2] in _GROUPS


def is_being(before: list[str]) -> bool:
    """Whether ``before``, the words in front of a number, say that the party is so many: "somos como", "we'd be"."""
    while before and before[-1] in _BEING_FILLERS:
        before = before[:-1]
    if before and before[-1] in _GROUPS:
        before = before[:-1]
        before = before[:-1] if before and before[-1] in {"una", "un", "uma", "a"} else before
    if before[-2:-1] and before[-2] in {"no", "nao"}:
        return False
    is_being = before[-1:] != [] and before[-1] in BEING_WORDS
    return is_being or any(before[-len(phrase) :] == phrase for phrase in _BEING_PHRASES)


def _is_date(tokens: Sequence[Token], end: int) -> bool:
    """Whether a number that ends before ``end`` goes on as a date: "4 de enero", "12 a 15 de março", "5/1"."""
    following = [token.text for token in tokens[end : end + 2]]
    if not following:
        return False
    if following[0] == "/" or following[0] in SHORT_MONTHS:
        return True
    if following[0] in {"de", "of"}:
        return following[-1] in SHORT_MONTHS
    is_number = end + 1 < len(tokens) and tokens[end + 1].number is not None
    return following[0] in {"a", "al", "ao", "ate", "-", "to", "till"} and is_number
