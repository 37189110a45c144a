"""Tells a bare number that counts the party ("somos 4", "para cuatro", "los cinco") from any other."""

from collections.abc import Sequence

from reservas.domain.nlu.counted import ADULT_WORDS, CHILD_WORDS, COUNTED_WORDS, NIGHT_WORDS, PERSON_WORDS
from reservas.domain.nlu.lexicon import SHORT_MONTHS, word_set
from reservas.domain.nlu.normalize import Token

_ARTICLES = word_set("un una um uma a an uno one")
_FOR = word_set("para for")
_TOTALS = (["en", "total"], ["in", "total"], ["no", "total"], ["in", "all"])
_MANY_IN_FAMILY = 12
BEING_WORDS = word_set(
    "somos seremos seriamos sumos vamos iriamos viajamos viajariamos iremos caemos caeriamos quedamos quedariamos "
    "eramos entran entrariamos fica ficamos ficaremos seriam iran irian van vao iriam juntamos juntariamos fueramos "
    "fuesemos formos estamos sean seamos sejamos sejam entremos duerman durmamos"
)
_BEING_PHRASES = (
    ["a", "ser"], ["we", "are"], ["we", "re"], ["de", "be"], ["ll", "be"], ["we", "were"], ["make", "it"],
    ["makes", "it"], ["gente", "e"], ["gente", "for"], ["would", "be"], ["will", "be"], ["total"], ["total", "de"],
    ["vai", "ser"], ["pasamos", "a"], ["se", "for"], ["gente", "vai"],
    ["vamos", "estar"], ["al", "final"], ["conta"], ["calcula"], ["calculale"], ["cabemos"], ["metemos"], ["de", "a"],
    ["ponele"], ["ponganle"], ["calculo", "que"], ["creo", "que"], ["might", "be"], ["could", "be"], ["total", "of"],
)  # fmt: skip
_GROUPS = word_set(
    "familia grupo family group party galera banda contingente barra turma mob bando equipe equipo tribu clan patota"
)
_BEING_FILLERS = word_set(
    "uns unos unas como so solo los las os as em en nomas apenas just about around only uns entre between tipo unas , "
    "mismos mismas casi more less or mas menos o max maximo"
)
_IN_ALL = (["asi", "que"], ["o", "sea"], ["ou", "seja"], ["entonces"], ["makes"], ["entao"])
"""What a sum is drawn with, once somebody who comes was named."""
_IN_ALL_REACH = 10
_COMERS = (
    BEING_WORDS
    | PERSON_WORDS
    | CHILD_WORDS
    | word_set(
        "agrega suma suman viene vienen mi mama papa sobrina sobrino cunado cunada suegra suegro hermano hermana "
        "mother father brother sister friend comes coming joins mae pai irma irmao"
    )
)
_LOOSE = word_set("final conta calcula calculale cabemos metemos que a ponele ponganle only")
"""Words that lead to a party's size only where nothing follows that the number could count."""
_ALL_OF = word_set("los os the")
_NOT_ALL_AFTER = word_set("de ninguno noche noches nenhum cualquiera")
_FITTING = word_set("entran entrarian entrariamos fica van vao iran estamos")
_BEHIND_ALL = word_set(
    "que y e de vamos somos entramos cabemos this ahi ai "
    "solos solas solitos solitas juntos nomas en em para con la el and of us tenemos na no ,"
)
_GOING = word_set("entramos cabemos vamos somos viajamos iriamos viajariamos vamo iremos")
_US = word_set("nosotros nosotras nos us")
_DATE_AFTER = frozenset({"/", "de", "al", "ao", "-"})
_NO_SUBJECT_BEFORE = word_set("el del al dia a de do ao ate hasta the to desde entre y e")
_INCLUDING = (
    ["contando"], ["incluyendo"], ["incluido"], ["incluidos"], ["incluida"], ["incluindo"], ["including"],
    ["counting"], ["incl"], ["con", "el", "bebe"], ["con", "la", "bebe"], ["con", "la", "beba"],
    ["de", "los", "cuales"], ["de", "las", "cuales"], ["dos", "quais"], ["das", "quais"], ["of", "which"],
    ["of", "whom"],
)  # fmt: skip
_RANGE = word_set("al a ao hasta ate to till until") | {"-"}


def is_party_size(tokens: Sequence[Token], index: int, end: int) -> bool:
    """Whether the number at ``index``, which ends before ``end`` and has no noun, counts people.

    "somos 4", "para 4", "familia de 5", "4 of us", "los cuatro", "x4".
    """
    before = [token.text for token in tokens[max(0, index - 5) : index]]
    token = tokens[index]
    following = [word.text for word in tokens[end : end + 4]]
    if following[:2] in _TOTALS:
        return not NIGHT_WORDS.intersection(before)
    if following[:2] == ["of", "us"]:
        return True
    is_counting = following[:1] != [] and following[0] in COUNTED_WORDS - {"nosotros", "us", "mas", "mais"}
    if is_counting or token.text in _ARTICLES or is_part_of_day(tokens, end - 1):
        return False
    if _is_told_behind(tokens, before, following, end) or _is_last(tokens, index):
        return True
    if not before:
        return False
    if is_being(before):
        return before[-1] not in _FITTING | _LOOSE or is_closed(following)
    if _is_sum(tokens, index, before) and is_closed(following):
        return True
    return before[-1] in _US or _is_all(token, before, following) or _is_for(token, before, following)


def _is_told_behind(tokens: Sequence[Token], before: list[str], following: list[str], end: int) -> bool:
    """Whether what follows makes people of it: "4 somos", "3 p", "5 contando al bebé", "6 entre grandes y chicos"."""
    if before and before[-1] in _NO_SUBJECT_BEFORE:
        return False
    if following[:1] in (["somos"], ["seriamos"], ["seremos"]):
        return True
    behind = following[1:] if following[:1] == [","] else following
    if any(behind[: len(phrase)] == phrase for phrase in _INCLUDING):
        return True
    if following[:1] == ["entre"] and following[1:2] != [] and following[1] in ADULT_WORDS | CHILD_WORDS:
        return True
    if following[:1] in (["in"], ["en"]) and following[2:3] != [] and following[2] in _GROUPS:
        return True
    # "3 p", "4p": the letter alone, where nothing follows that it could be "para" to.
    is_letter = following[:1] == ["para"] and tokens[end - 1].is_digits
    return is_letter and (tokens[end].is_glued or not following[1:2] or not following[1].isalnum())


def _is_last(tokens: Sequence[Token], index: int) -> bool:
    """Whether it stands alone behind a whole stay, at the end: "20 al 25 de mayo, 2"."""
    if index < 2 or tokens[index - 1].text != "," or not tokens[index].is_digits:  # noqa: PLR2004 - a day and a comma
        return False
    if any(token.text.isalnum() for token in tokens[index + 1 :]) or (tokens[index].number or 99) > _MANY_IN_FAMILY:
        return False
    words = [token.text for token in tokens[max(0, index - 5) : index - 1]]
    is_stay_told = any(token.number is not None for token in tokens[: index - 2])
    is_dated = words[-1] in SHORT_MONTHS or words[-2:-1] == ["/"] or (words[-2:-1] != [] and words[-2] in _RANGE)
    return is_dated and is_stay_told


def _is_sum(tokens: Sequence[Token], index: int, before: list[str]) -> bool:
    """Whether it sums up those who come: "se agrega mi sobrina, así que 4"."""
    lead = next((phrase for phrase in _IN_ALL if before[-len(phrase) :] == phrase), None)
    if lead is None:
        return False
    start = index - len(lead)
    return any(token.text in _COMERS for token in tokens[max(0, start - _IN_ALL_REACH) : start]) or lead == ["makes"]


def is_closed(following: list[str]) -> bool:
    """Whether no noun follows that the number could count instead."""
    return not following or not following[0].isalpha() or following[0] in _BEHIND_ALL


def _is_all(token: Token, before: list[str], following: list[str]) -> bool:
    """Whether it is "los cuatro": more than one, and no day of a month in figures."""
    is_led = before[-1] in _ALL_OF and before[-2:-1] != [] and before[-2] not in _NOT_ALL_AFTER
    is_few = token.number is not None and 1 < token.number <= _MANY_IN_FAMILY
    # In figures it may be a day of the month, unless those who go were spoken of: "vamos sin auto los 4".
    is_counted = not token.is_digits or bool(_GOING.intersection(before))
    return is_led and is_few and is_counted and is_closed(following)


def _is_for(token: Token, before: list[str], following: list[str]) -> bool:
    """Whether it is "para 4", "x4", "familia de 5" or "somos una banda, 8"."""
    if before[-1] in _FOR or before[-2:] == ["para", "los"]:
        return not (following and (following[0] in _DATE_AFTER or following[0] in SHORT_MONTHS))
    if before[-1] == "por":
        # "x4", "x 4" at the end
        return token.is_digits and (token.is_glued or not following or not following[0].isalnum())
    if before[-1] == "," and _GROUPS.intersection(before) and is_closed(following):
        # "grupo de motoqueros, 7"
        return True
    led = _without_fillers(before)
    led = led if led and led[-1] in {"de", "of"} else before
    return led[-1] in {"de", "of", ","} and led[-2:-1] != [] and led[-2] in _GROUPS


def _without_fillers(before: list[str]) -> list[str]:
    while before and before[-1] in _BEING_FILLERS:
        before = before[:-1]
    return before


def is_being(before: list[str]) -> bool:
    """Whether ``before``, the words in front of a number, say that the party is so many: "somos como", "we'd be"."""
    before = _without_fillers(before)
    if before and before[-1] in _GROUPS:
        before = before[:-1]
        before = before[:-1] if before and before[-1] in {"una", "un", "uma", "a"} else before
    if before[-2:-1] and before[-2] in {"no", "nao"}:
        return False
    is_being = before[-1:] != [] and before[-1] in BEING_WORDS
    return is_being or any(before[-len(phrase) :] == phrase for phrase in _BEING_PHRASES)


def is_part_of_day(tokens: Sequence[Token], at: int) -> bool:
    """Whether the number at ``at`` goes on as a date: "4 de enero", "12 a 15 de março", "5/1"."""
    end = at + 1
    following = [token.text for token in tokens[end : end + 2]]
    if not following:
        return False
    if following[0] == "/" or following[0] in SHORT_MONTHS:
        return True
    if following[0] in {"de", "of"}:
        return following[-1] in SHORT_MONTHS
    is_number = end + 1 < len(tokens) and tokens[end + 1].number is not None
    return following[0] in {"a", "al", "ao", "ate", "-", "to", "till"} and is_number
