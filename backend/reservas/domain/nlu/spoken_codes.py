"""Reservation codes dictated letter by letter in a voice note become the code as printed."""

import re
from dataclasses import dataclass

from reservas.domain.nlu.lexicon import NUMBER_WORDS, TENS_WORDS, UNIT_WORDS, word_set

_TOKEN = re.compile(r"[0-9]+|[a-z]+")
_LETTERS = {
    name: letter
    for letter, names in {
        "A": "a",
        "B": "b be",
        "C": "c ce",
        "D": "d de",
        "E": "e",
        "F": "f efe",
        "G": "g ge",
        "H": "h hache ache",
        "I": "i",
        "J": "j jota",
        "K": "k ka",
        "L": "l ele",
        "M": "m eme",
        "N": "n ene",
        "O": "o",
        "P": "p pe",
        "Q": "q cu",
        "R": "r erre ere",
        "S": "s ese",
        "T": "t te",
        "U": "u",
        "V": "v ve uve",
        "W": "w",
        "X": "x equis",
        "Y": "y ye",
        "Z": "z zeta",
    }.items()
    for name in names.split()
}
_PHRASED_LETTERS = {
    ("doble", "ve"): "W",
    ("ve", "doble"): "W",
    ("doble", "u"): "W",
    ("ve", "corta"): "V",
    ("be", "larga"): "B",
}
_DASHES = frozenset({"guion", "guiones", "traco", "dash", "hifen"})
_TENS = TENS_WORDS | {
    "cuarenta": 40, "quarenta": 40, "cincuenta": 50, "cinquenta": 50, "sesenta": 60, "sessenta": 60, "setenta": 70,
    "ochenta": 80, "oitenta": 80, "noventa": 90,
}  # fmt: skip
_HUNDREDS = {
    "cien": 1, "ciento": 1, "cento": 1, "doscientos": 2, "duzentos": 2, "trescientos": 3, "trezentos": 3,
    "cuatrocientos": 4, "quatrocentos": 4, "quinientos": 5, "quinhentos": 5, "seiscientos": 6, "seiscentos": 6,
    "setecientos": 7, "setecentos": 7, "ochocientos": 8, "oitocentos": 8, "novecientos": 9, "novecentos": 9,
}  # fmt: skip
_PAIR = 2
_YEAR_AND_NUMBER = re.compile(r"20[0-9]{2}[0-9]{3}")
_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class SpokenCode:
    """A dictated code in its printed spelling, and where it stands in the folded message."""

    code: str
    start: int
    end: int


def find_spoken_code(folded: str) -> SpokenCode | None:
    """The first code dictated in ``folded``: "res dos mil veintiséis ciento dieciocho", "ele be noventa ve e"."""
    matches = list(_TOKEN.finditer(folded))
    words = [match.group() for match in matches]
    for index in range(len(words)):
        for read in (_by_year, _by_pairs):
            found = read(words, index)
            if found:
                code, end = found
                return SpokenCode(code, matches[index].start(), matches[end - 1].end())
    return None


def _by_year(words: list[str], index: int) -> tuple[str, int] | None:
    if words[index] == "res":
        index += 1
    elif words[index : index + 3] in (["erre", "e", "ese"], ["ere", "e", "ese"]):
        index += 3
    else:
        return None
    digits, end = _digits(words, index, at_most=7)
    return (f"RES-{digits[:4]}-{digits[4:]}", end) if _YEAR_AND_NUMBER.fullmatch(digits) else None


def _by_pairs(words: list[str], index: int) -> tuple[str, int] | None:
    if len(words[index]) > _PAIR and words[index] not in _LETTERS and words[index] != "doble":
        return None
    head, at = _letters(words, index)
    digits, after = _digits(words, at, at_most=2) if head else ("", at)
    if not head or len(digits) != _PAIR:
        return None
    tail, end = _letters(words, after)
    is_dictated = any(len(word) > _PAIR or not word.isdigit() for word in words[at:after]) or end - index > 3  # noqa: PLR2004 - head, digits, tail
    return (head + digits + tail, end) if tail and is_dictated else None


def _letters(words: list[str], index: int) -> tuple[str, int]:
    """Two letters from ``index`` on, dictated or as one short word; nothing when there are not two."""
    spelled = ""
    while index < len(words) and len(spelled) < _PAIR:
        phrased = _PHRASED_LETTERS.get((words[index], words[index + 1] if index + 1 < len(words) else ""))
        if phrased:
            spelled, index = spelled + phrased, index + 2
        elif words[index] in _LETTERS:
            spelled, index = spelled + _LETTERS[words[index]], index + 1
        elif not spelled and len(words[index]) == _PAIR and words[index].isalpha() and words[index] not in _COMMON:
            spelled, index = words[index].upper(), index + 1
        elif words[index] in _DASHES:
            index += 1
        else:
            break
    return (spelled, index) if len(spelled) == _PAIR else ("", index)


_COMMON = word_set("el la lo al en es un si no mi tu su me se le os as em um do da na in on at to is it of we us")


def _digits(words: list[str], index: int, *, at_most: int) -> tuple[str, int]:
    digits = ""
    while index < len(words) and len(digits) < at_most:
        if words[index] in _DASHES:
            index += 1
            continue
        figure, after = _figure(words, index)
        if not figure or len(digits) + len(figure) > at_most:
            break
        digits, index = digits + figure, after
    return digits, index


def _figure(words: list[str], index: int) -> tuple[str, int]:
    """The figures of the number that begins at ``index``, and the word behind it."""
    word = words[index]
    if word.isdigit():
        return word, index + 1
    if word in {"cero", "zero"}:
        return "0", index + 1
    if word in {"dos", "dois"} and words[index + 1 : index + 2] == ["mil"]:
        rest, after = _below_hundred(words, index + 2)
        return str(2000 + (rest or 0)), after
    if word in _HUNDREDS:
        at = index + 2 if words[index + 1 : index + 2] == ["e"] else index + 1
        rest, after = _below_hundred(words, at)
        return str(_HUNDREDS[word] * _HUNDRED + (rest or 0)), after if rest else index + 1
    value, after = _below_hundred(words, index)
    return ("", index) if value is None else (str(value), after)


def _below_hundred(words: list[str], index: int) -> tuple[int | None, int]:
    if words[index : index + 1] == ["e"]:
        index += 1
    word = words[index] if index < len(words) else ""
    if word in _TENS:
        unit_at = index + 2 if words[index + 1 : index + 2] in (["y"], ["e"]) else index + 1
        unit = UNIT_WORDS.get(words[unit_at]) if unit_at < len(words) and unit_at == index + 2 else None
        return (_TENS[word] + unit, unit_at + 1) if unit else (_TENS[word], index + 1)
    value = NUMBER_WORDS.get(word)
    return (value, index + 1) if value is not None else (None, index)
