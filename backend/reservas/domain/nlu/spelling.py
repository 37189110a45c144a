"""One slip of the thumb in a word that dates or counts is forgiven: "dicembre", "juebes", "nigths", "reveillonnn"."""

import re
from functools import lru_cache

from reservas.domain.nlu.lexicon import MONTHS, WEEKDAYS, word_set

_SHORTEST_WORD, _SHORTEST_TARGET = 4, 5
_LONGEST_WORD = 14

_TARGETS = frozenset(
    word for word in (*MONTHS, *WEEKDAYS) if len(word) >= _SHORTEST_TARGET and word not in {"terca", "sunday"}
) | word_set(
    "noche noches noite noites night nights semana semanas weekend persona personas pessoa pessoas people adulto "
    "adultos adults guests children couple matrimonio quincena quinzena manana amanha tomorrow tonight carnaval "
    "navidad pascua reveillon easter christmas vacaciones invierno verano feriado"
)

_REAL_WORDS = word_set(
    "entro entero entera enter abrir abriu abra junto junta juntos juntas julia julian julios mario marta marcos marca "
    "marcas marcha marcho marcia mareo mares marte margo macro match agoto agusto angosto augusto lunas luces lunar "
    "mates matres jueces juegos vienes vieres salado sacado saldado sabados domino domingos sexto sextas norte note "
    "noiva semanal personal pessoal guess quincenal mananas macana manada easier eastern noticia weekends quintas "
    "quinto adulta adultas persons person marzos feriados "
    "veranos inviernos enteros cuarta peoples matrimonios eneros tomorrows "
    "feriadao inverno carnival pascoa adult guest verana veraneo navidades pascuas carnavales nocturno martas couples"
)
"""Words of their own that stand one letter from a target."""

_SAME_SOUND = str.maketrans({"v": "b", "z": "s", "h": None, "y": "i"})
_RUN = re.compile(r"(.)\1{2,}")
_DOUBLE = re.compile(r"(.)\1")
_SOFT_C = re.compile(r"c(?=[ei])")
_NASAL = re.compile(r"m(?=[bp])")


def _sound(word: str) -> str:
    """A key that words written as they sound share: "imbierno" and "invierno", "quinsena" and "quincena"."""
    word = _SOFT_C.sub("s", word).translate(_SAME_SOUND).replace("qu", "k").replace("c", "k")
    return _DOUBLE.sub(r"\1", _NASAL.sub("n", word))


def _shortened(word: str) -> set[str]:
    return {word[:index] + word[index + 1 :] for index in range(len(word))}


def _index() -> tuple[dict[str, str], dict[str, list[str]]]:
    sounds = {_sound(target): target for target in sorted(_TARGETS)}
    near: dict[str, list[str]] = {}
    for target in sorted(_TARGETS):
        for key in {target, *_shortened(target)}:
            near.setdefault(key, []).append(target)
    return sounds, near


_BY_SOUND, _BY_SHORTENED = _index()


@lru_cache(maxsize=8192)
def correct(word: str) -> str:
    """The word meant: ``word`` itself, or the date or counting word from which one letter separates it."""
    if word in _TARGETS or word in _REAL_WORDS or not len(word) >= _SHORTEST_WORD:
        return word
    shorter = _RUN.sub(r"\1", word)
    if len(shorter) > _LONGEST_WORD:
        return word
    by_sound = _BY_SOUND.get(_sound(shorter))
    if by_sound:
        return by_sound
    for key in (shorter, *sorted(_shortened(shorter))):
        for target in _BY_SHORTENED.get(key, ()):
            if word[0] == target[0] and _is_one_slip(shorter, target):
                return target
    return word


def _is_one_slip(word: str, target: str) -> bool:
    """Whether one letter was left out, added, swapped with its neighbour or replaced."""
    if len(word) != len(target):
        return True
    wrong = [index for index in range(len(word)) if word[index] != target[index]]
    if len(wrong) == 1:
        return True
    first, last = wrong[0], wrong[-1]
    return len(wrong) == 2 and last - first == 1 and word[first] == target[last] and word[last] == target[first]  # noqa: PLR2004 - a swap
