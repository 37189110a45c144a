"""How many nights the guest says, told apart from rates, extra nights, delays and minimums."""

from collections.abc import Collection, Sequence

from reservas.domain.nlu.counted import DAY_WORDS, FORTNIGHT_WORDS, NIGHT_WORDS, WEEK_WORDS
from reservas.domain.nlu.lexicon import word_set
from reservas.domain.nlu.normalize import Token

LONGEST_STAY_NIGHTS = 90

_UNITS = NIGHT_WORDS | WEEK_WORDS | DAY_WORDS | FORTNIGHT_WORDS
_NIGHTS_IN = {
    **dict.fromkeys(NIGHT_WORDS | DAY_WORDS, 1),
    **dict.fromkeys(WEEK_WORDS, 7),
    **dict.fromkeys(FORTNIGHT_WORDS, 14),
    **dict.fromkeys(("quincena", "quinzena"), 15),
}
_ARTICLES = word_set("un una um uma a one uno")
_MORE = word_set("mas mais more menos less fewer extra adicional adicionales extras")
_NOT_A_LENGTH_BEFORE = word_set(
    "hace hacen ha dentro minimo minima minimum otra otro outra another cada van per last faltan falta corra corro "
    "corre adelantar atrasar ate"
)
_NOT_A_LENGTH_AFTER = word_set("antes before despues after minimo minima minimum atras ago santa")
_SHIFTS = word_set(
    "correr corro corrernos mover adelantar atrasar postergar posponer retrasar agregar sumar add demoramos demoro "
    "demora atrasamos retrasamos adelantamos acrescentar adicionar acortar"
)
_SPENDING = word_set("for just only stay spend staying spending")
_STAYING = word_set("quedarnos quedarme quedar ficar stay have ir hacer sean fiquemos")
_NOT = word_set("no not nao")
_BEING = word_set("son eran era es sao eram sera seran are were be it is")
_BUT = word_set("sino mas but") | {"e"}
_BETWEEN = word_set("entre between")
_BEHIND = word_set("entrando desde a from no desde del el")
_CORRECTION_REACH = 8
_ADJECTIVES = word_set("sola solas solo solos unica single whole entera linda lindas")
_RATE_VERBS = word_set("por x per la cada a")


def read_nights(tokens: Sequence[Token], claimed: Collection[int] = ()) -> int | None:
    """The nights said; "3 días, 2 noches" is 2, a week 7, and two different lengths are none.

    Tokens at the places ``claimed`` already tell a day ("de acá a dos semanas").
    """
    nights: set[int] = set()
    days: set[int] = set()
    denied_at: int | None = None
    for index, token in enumerate(tokens):
        if index in claimed or token.text not in _NIGHTS_IN:
            continue
        if _is_denied(tokens, index):
            denied_at = index
        elif count := _count_before(tokens, index) or _count_behind(tokens, index):
            found = count * _NIGHTS_IN[token.text]
            if found <= LONGEST_STAY_NIGHTS:
                (nights if token.text in NIGHT_WORDS else days).add(found)
    said = nights or days
    if not said and denied_at is not None:
        return _corrected(tokens, denied_at)
    if len(said) != 1:
        return None
    return _instead(tokens) or said.pop()


def _instead(tokens: Sequence[Token]) -> int | None:
    """The new length said without its unit: "en vez de 3 noches queremos quedarnos 5"."""
    unit_seen = False
    for index, token in enumerate(tokens):
        unit_seen = unit_seen or token.text in _UNITS
        before = tokens[index - 1].text if index else ""
        following = tokens[index + 1].text if index + 1 < len(tokens) else ""
        is_length = token.number is not None and 1 < token.number <= LONGEST_STAY_NIGHTS
        if unit_seen and is_length and before in _STAYING and not following.isalnum() and following not in {"/", "-"}:
            return token.number
    return None


def _count_behind(tokens: Sequence[Token], unit_at: int) -> int | None:
    """The number of a form filled in: "noches: 3"."""
    is_form = unit_at + 2 < len(tokens) and tokens[unit_at + 1].text == ":" and tokens[unit_at].text in NIGHT_WORDS
    return tokens[unit_at + 2].number if is_form else None


def _is_denied(tokens: Sequence[Token], unit_at: int) -> bool:
    """Whether it is the length that was wrong: "no son 2 noches", "not two nights"."""
    if unit_at == 0 or tokens[unit_at - 1].number is None:
        return False
    before = [token.text for token in tokens[max(0, unit_at - 4) : unit_at - 1] if token.text not in _BEING]
    return before[-1:] != [] and before[-1] in _NOT


def _corrected(tokens: Sequence[Token], denied_at: int) -> int | None:
    """The length said in the place of a wrong one, without its unit: "no son 2 noches, son 3"."""
    for index in range(denied_at + 2, min(len(tokens), denied_at + _CORRECTION_REACH)):
        number = tokens[index].number
        following = tokens[index + 1].text if index + 1 < len(tokens) else ""
        if number and tokens[index - 1].text in _BEING | _BUT and (not following.isalnum() or following in _BEHIND):
            return number
    return None


def _count_before(tokens: Sequence[Token], unit_at: int) -> int | None:
    count_at = unit_at - 1
    if count_at > 0 and tokens[count_at].text in _ADJECTIVES:
        count_at -= 1
    count = tokens[count_at].number if count_at >= 0 else None
    if count_at >= 0 and tokens[count_at].text == "a" and tokens[unit_at].text in _UNITS:
        # "a night" is a rate, and "a noite", "a semana" are Portuguese for the night and the week.
        is_spent = count_at > 0 and tokens[count_at - 1].text in _SPENDING | {","}
        count = 1 if is_spent or tokens[unit_at].text in FORTNIGHT_WORDS else None
    if not count or _is_no_length(tokens, count_at, unit_at, count):
        return None
    return count


def _is_no_length(tokens: Sequence[Token], count_at: int, unit_at: int, count: int) -> bool:
    before = [token.text for token in tokens[max(0, count_at - 8) : count_at]]
    after = [token.text for token in tokens[unit_at + 1 : unit_at + 3]]
    if after[:1] and after[0] in {"antes", "before"} and tokens[unit_at].text in NIGHT_WORDS:
        # "salida el 24, tres noches antes"; days before are a notice: "cancelo 3 días antes".
        return after[1:2] != [] and after[1] in {"de", "del", "do", "que"}
    if after[:1] == ["de"] and after[1:2] and after[1].startswith(("antic", "antel", "antec", "aviso")):
        return True
    if after[:1] and after[0] in {"o", "u", "ou", "or"} and after[1:2]:
        following = tokens[unit_at + 2]
        if following.number is not None:
            return True
    if after[:1] and (after[0] in _MORE | _NOT_A_LENGTH_AFTER):
        return True
    if before and (before[-1] in _NOT_A_LENGTH_BEFORE or before[-2:] == ["minimo", "de"]):
        return True
    is_delay = bool(before) and before[-1] in {"en", "in", "em"} and tokens[unit_at].text in DAY_WORDS | WEEK_WORDS
    is_shift = count == 1 and any(word in _SHIFTS for word in before)
    is_rate = tokens[count_at].text == "a" and bool(before) and before[-1] in _RATE_VERBS | {"much", "price", "rate"}
    is_alternative = bool(before) and before[-1] in {"o", "u", "ou", "or"}
    # "entre 5 y 7 noches"
    is_alternative |= (
        before[-1:] != [] and before[-1] in {"y", "e", "and"} and _BETWEEN.intersection(before[-3:-2]) != set()
    )
    return is_delay or is_shift or is_rate or is_alternative
