"""A guest's raw text becomes plain lower-case tokens: no accents, chat shorthand spelled out, number words counted."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from reservas.domain.nlu.lexicon import (
    LANGUAGE_MARKS,
    NUMBER_WORDS,
    ORDINAL_DAYS,
    SHORT_MONTHS,
    TENS_WORDS,
    UNIT_WORDS,
)
from reservas.domain.nlu.spelling import correct

LONGEST_MESSAGE = 4096
"""WhatsApp carries no longer text, so nothing beyond it is read."""

_LONGEST_NUMBER = 9
_TOKEN = re.compile(r"[0-9]+|[a-z]+|[^\sa-z0-9]")

_SHORTHAND = {
    "q": "que",
    "k": "que",
    "ke": "que",
    "x": "por",
    "xq": "porque",
    "pq": "porque",
    "xa": "para",
    "pa": "para",
    "p": "para",
    "pra": "para",
    "pal": "para el",
    "pro": "para o",
    "d": "de",
    "dl": "del",
    "dsde": "desde",
    "dde": "desde",
    "asta": "hasta",
    "hta": "hasta",
    "hj": "hoje",
    "biene": "viene",
    "kda": "queda",
    "noxe": "noche",
    "noxes": "noches",
    "nigth": "night",
    "til": "till",
    "untill": "until",
    "tmrw": "tomorrow",
    "tmr": "tomorrow",
    "tmw": "tomorrow",
    "nts": "nights",
    "nt": "night",
    "nye": "new years eve",
    "sta": "santa",
    "ad": "adultos",
    "ads": "adultos",
    "adt": "adultos",
    "adts": "adultos",
    "ps": "personas",
    "pess": "pessoas",
    "ppl": "people",
    "vebe": "bebe",
    "flia": "familia",
    "flias": "familias",
    "matri": "matrimonio",
    "matris": "matrimonios",
    "io": "yo",
    "cn": "con",
    "r": "are",
    "bb": "bebe",
    "bbs": "bebes",
    "dsp": "despues",
    "dsps": "despues",
    "desp": "despues",
    "fliar": "familia",
    "sra": "senora",
    "somo": "somos",
    "semos": "somos",
    "entramo": "entramos",
    "salimo": "salimos",
    "vamo": "vamos",
    "nosotro": "nosotros",
    "nois": "nos",
    "nco": "chico",
    "nno": "nino",
    "nnos": "ninos",
    "nna": "nina",
    "nnas": "ninas",
    "kiero": "quiero",
    "qiero": "quiero",
    "kero": "quiero",
    "kisiera": "quisiera",
    "kuanto": "cuanto",
    "qto": "quanto",
    "cto": "cuanto",
    "reserbar": "reservar",
    "recervar": "reservar",
    "reserba": "reserva",
    "ay": "hay",
    "tenez": "tenes",
    "tnes": "tenes",
    "tenei": "tenes",
    "vcs": "voces",
    "vc": "voce",
    "tb": "tambien",
    "tmb": "tambien",
    "porfa": "por favor",
    "semanita": "semana",
    "semanitas": "semanas",
    "findecito": "finde",
    "pers": "personas",
    "prs": "personas",
    "per": "personas",
    "pax": "personas",
    "hs": "horas",
    "fds": "finde",
    "weekend": "finde",
    "cabania": "cabana",
    "cabanita": "cabana",
    "im": "i am",
}

_UNITS_AFTER_TENS = UNIT_WORDS | {word: day for word, day in ORDINAL_DAYS.items() if day < 10}  # noqa: PLR2004 - a unit

_DASHED = r"([0-9]{1,2})[-.]([0-9]{1,2})"

_NTH = "(?:st|nd|rd|th)?"
_MONTH_AHEAD = rf"(?=(?:{'|'.join(SHORT_MONTHS)})\b)"
_DAY_NAME = (
    "(?:lun|mar|mie|jue|vie|sab|dom|seg|ter|qua|qui|sex|mon|tue|wed|thu|fri|sat|sun)(?:[a-z]{0,3}(?:es|do|go|day|ta))?"
)

_BETWEEN = "al|a|hasta el|hasta|ao|ate o|ate|to|till|til|until|-"
_BEFORE_DATE = (
    "lunes|martes|miercoles|jueves|viernes|sabado|domingo|monday|tuesday|wednesday|thursday|friday|saturday|sunday|"
    "holythursday|goodfriday|eastersunday|desde el|desde|llegada|salida|entrada|el dia|dia"
)

# Order matters: the longer phrase first.
_PHRASES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"\bp/", "para "),
        (r"\bc/u\b", "cada uno"),
        (r"\bc/", "con "),
        (r"\bs/", "sin "),
        (r"['’`´]", " "),
        (r"[–—]", "-"),
        (r"[👍👌✅]", " dale "),
        (r"👎", " no "),
        (r"\b(?:fin|finde|fim) (?:de )?semana santa\b", "semana santa"),
        (r"\b(?:fin|fim) de semana\b|\bfinde semana\b|\bfindesemana\b|\bweek end\b", "finde"),
        (r"\bcheck(?:ing)?[ -]?in\b|\bchekin\b", "checkin"),
        (r"\bcheck(?:ing)?[ -]?out\b|\bchekout\b", "checkout"),
        (r"\b(?:viernes santo|sexta-feira santa|sexta santa|good friday|holy friday)\b", "goodfriday"),
        (r"\b(?:jueves santo|quinta-feira santa|quinta santa|holy thursday|maundy thursday)\b", "holythursday"),
        (r"\b(?:domingo de (?:pascuas?|pascoa|resurreccion)|easter sunday)\b", "eastersunday"),
        (r"\b(segunda|terca|quarta|quinta|sexta)[ -]feira\b", r"\1"),
        (r"\b(?:fin|fim) d semana\b", "finde"),
        (r"\bvira[ -]?latas?\b", "cachorro"),
        (r"\b(?:border collie|jack russell|shih[ -]?tzu|cocker spaniel|san bernardo|pastor aleman)\b", "perro"),
        (r"\b(?:[0-9]{1,2}|[a-z]{3,8})[ -]months?-olds?\b", "baby"),
        (r"\b(?:[0-9]{1,2}|[a-z]{3,8})[ -]years?-olds?\b", "kid"),
        (r"\b(?:1[0-7]|[1-9]|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) years? olds?\b", "kid"),
        (r"\b(?:1[0-7]|[1-9])(?:yo| ?y/o| ?yr-old| ?yr old)s?\b", "kid"),
        (r"\b([1-9]) ?a ?\+? ?([1-9]) ?n\b", r"\1 adultos \2 ninos"),
        (r"\brecien nacid[oa]\b|\brecem[ -]nascid[oa]\b|\bnewborn\b", "bebe"),
        (r"\b(?:mother|father|sister|brother|son|daughter)[ -]in[ -]law\b", "suegra"),
        (r"\bum par de (?=[a-z])", "duas "),
        (r"\b(?:un )?par de (?=[a-z])", "dos "),
        (r"\b(?:a )?couple of (?=[a-z])", "two "),
        (r"\bmedia docena\b|\bmeia duzia\b|\bhalf a dozen\b", "6"),
        (r"\buna docena\b|\buma duzia\b|\ba dozen\b", "12"),
        # Two days with a slash between them, as in "the weekend of 15/16 May", and weekdays repeated in brackets.
        (rf"(?<![0-9/])([0-9]{{1,2}}){_NTH}/([0-9]{{1,2}}){_NTH} (?:de |of )?{_MONTH_AHEAD}", r"\1 y \2 de "),
        (rf"\({_DAY_NAME} ?(?:-|al?|to) ?{_DAY_NAME}\)", " "),
        # Dates written with dashes or dots become slashes; a lone "10-14" stays a range.
        (r"(?<![0-9])(20[0-9]{2})[-/]([0-9]{1,2})[-/]([0-9]{1,2})(?![0-9])", r"\3/\2/\1"),
        (rf"(?<![0-9/.-]){_DASHED} ?({_BETWEEN}) ?{_DASHED}(?![0-9/.-])", r"\1/\2 \3 \4/\5"),
        (r"(?<![0-9.-])([0-9]{1,2})[-.]([0-9]{1,2})[-.]((?:20)?[0-9]{2})(?![0-9])", r"\1/\2/\3"),
        (r"(?<![0-9])([1-9]|[12][0-9])n\b", r"\1 noches"),
        # "27.12" beside a weekday or a word of time, and a lone "18-12" or "12-01" that can be no range of days.
        (rf"\b({_BEFORE_DATE}) ([0-9]{{1,2}})[.-](0?[1-9]|1[0-2])(?![0-9/.-]| de )", r"\1 \2/\3"),
        (r"(?<![0-9/.-])(1[3-9]|2[0-9]|3[01])-(0?[1-9]|1[0-2])(?![0-9/.-]| ?(?:de )?[efmajsond][a-z]{2})", r"\1/\2"),
        (r"(?<![0-9/.-])([0-9]{1,2})-(0[1-9])(?![0-9/.-])", r"\1/\2"),
    )
)


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or sign; ``number`` is set for digits and for number words alike."""

    text: str
    number: int | None = None
    is_glued: bool = False
    """No space stood before it: the "x" of "4x4", the dash of "10-14"."""
    is_digits: bool = False


@lru_cache(maxsize=1024)  # one message is folded by whoever reads a part of it
def fold(text: str) -> str:
    """Lower-case ``text`` without accents, phrases that mean one thing already written one way."""
    decomposed = unicodedata.normalize("NFKD", text[:LONGEST_MESSAGE]).lower()
    folded = "".join(char for char in decomposed if not unicodedata.combining(char))
    for pattern, replacement in _PHRASES:
        folded = pattern.sub(replacement, folded)
    return folded


def tokenize(folded: str) -> list[Token]:
    """Split what ``fold`` returned into tokens, with chat shorthand and number words resolved."""
    tokens: list[Token] = []
    previous_end = 0
    for match in _TOKEN.finditer(folded):
        is_glued = match.start() == previous_end and bool(tokens)
        previous_end = match.end()
        tokens.extend(_as_tokens(match.group(), is_glued=is_glued))
    return _join_tens(tokens)


def words_of(tokens: Sequence[Token]) -> str:
    """The message as words parted by single spaces, without signs: what the intent cues are matched against."""
    return " ".join(token.text for token in tokens if token.text[0].isalnum())


def guess_language(tokens: Sequence[Token]) -> str:
    """``"es"``, ``"pt"`` or ``"en"`` by everyday words; Spanish when in doubt."""
    scores = {language: sum(token.text in marks for token in tokens) for language, marks in LANGUAGE_MARKS.items()}
    best = max(scores.values())
    return "es" if scores["es"] == best else max(scores, key=lambda language: scores[language])


def _as_tokens(raw: str, *, is_glued: bool) -> list[Token]:
    if raw[0].isdigit():
        number = int(raw) if len(raw) <= _LONGEST_NUMBER else None
        return [Token(raw, number, is_glued, is_digits=True)]
    if is_glued and raw == "x":
        return [Token(raw, None, is_glued)]
    spelled = _SHORTHAND.get(raw, raw).split()
    words = ["finde" if corrected == "weekend" else corrected for corrected in map(correct, spelled)]
    return [Token(word, NUMBER_WORDS.get(word), is_glued and position == 0) for position, word in enumerate(words)]


def _join_tens(tokens: list[Token]) -> list[Token]:
    """Make one number of tens and unit: "treinta y uno", "treinta y dos personas"."""
    joined: list[Token] = []
    index = 0
    while index < len(tokens):
        tens = TENS_WORDS.get(tokens[index].text)
        unit_at = index + 2 if index + 1 < len(tokens) and tokens[index + 1].text in {"y", "e", "-"} else index + 1
        unit = _UNITS_AFTER_TENS.get(tokens[unit_at].text) if unit_at < len(tokens) else None
        is_joined = unit_at == index + 2
        if tens and unit and (is_joined or tokens[unit_at].text not in {"un", "una", "um", "uma"}):
            joined.append(Token(tokens[index].text, tens + unit, tokens[index].is_glued))
            index = unit_at + 1
        else:
            joined.append(tokens[index])
            index += 1
    return joined
