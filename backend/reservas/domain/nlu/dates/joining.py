"""The small words around days: what joins two of them, and what makes one an arrival, a departure or an errand."""

from collections.abc import Sequence

from reservas.domain.nlu.dates.asides import is_errand
from reservas.domain.nlu.dates.spoken import Joiner, Point, Role
from reservas.domain.nlu.lexicon import word_set
from reservas.domain.nlu.normalize import Token

_FILLERS = word_set("el dia the del de los do dias morning of manana right up mismo")
_RANGE = frozenset({"al", "a", "hasta", "-", "ao", "ate", "to", "until", "till", "through", "thru"})
_BESIDE_RANGE = frozenset({"y", "e", "o", ">", "dia"})
_EITHER = word_set("o u ou or")
_OR = word_set("u ou or sino") | {"o"}
_BOTH = frozenset({"y", "e", "and", "&", "+"})
_BETWEEN = word_set("entre between")
_LONGEST_GAP = 5
_ROLE_WINDOW = 8

_ARRIVAL = word_set(
    "desde entrada entrando entrar entramos entro entraria entrariamos entran entra checkin partir from arrancando "
    "caemos caigo caeriamos"
)
_ARRIVAL_STEMS = ("lleg", "ingres", "arrib", "cheg", "arriv")
_DEPARTURE = word_set(
    "hasta salida salidas salimos salgo saliendo salir saldria saldriamos saldremos checkout out yendonos irnos irme "
    "until till leave leaving leaves saida saindo sair saimos saio sai saem partida ate voltamos voltar voltando "
    "retiro volto voltaremos voltariamos"
)
_DEPARTURE_STEMS = ("egres", "retir", "volv", "vuelv", "regres", "depart")
_HERE = word_set("la las el los ahi alli alla noche manana madrugada tarde dia viaje vuelta ai")
_SAME = word_set("misma mismo mesma mesmo same")
_GOING = word_set("vamos voy iriamos iria vuelvo volvemos iremos")
_PHRASED = {
    ("get", "in"): Role.ARRIVAL,
    ("getting", "in"): Role.ARRIVAL,
    ("rock", "up"): Role.ARRIVAL,
    ("flight", "lands"): Role.ARRIVAL,
    ("we", "land"): Role.ARRIVAL,
    ("i", "land"): Role.ARRIVAL,
    ("fly", "home"): Role.DEPARTURE,
    ("flying", "home"): Role.DEPARTURE,
    ("salimos", "de"): Role.ERRAND,
    ("salgo", "de"): Role.ERRAND,
    ("saliendo", "de"): Role.ERRAND,
    ("saimos", "de"): Role.ERRAND,
    ("leaving", "from"): Role.ERRAND,
    ("flying", "in"): Role.ARRIVAL,
    ("fly", "in"): Role.ARRIVAL,
    ("coming", "over"): Role.ARRIVAL,
    ("check", "in"): Role.ARRIVAL,
    ("check", "out"): Role.DEPARTURE,
    ("head", "off"): Role.DEPARTURE,
    ("heading", "off"): Role.DEPARTURE,
    ("head", "out"): Role.DEPARTURE,
    ("go", "home"): Role.DEPARTURE,
    ("going", "home"): Role.DEPARTURE,
    ("head", "home"): Role.DEPARTURE,
    ("fly", "out"): Role.DEPARTURE,
    ("and", "back"): Role.DEPARTURE,
    ("ir", "embora"): Role.DEPARTURE,
    ("vou", "embora"): Role.DEPARTURE,
    ("vai", "embora"): Role.DEPARTURE,
    ("vamos", "embora"): Role.DEPARTURE,
}
_ROLE_REACH_AFTER = 6


def second_day_at(tokens: Sequence[Token], end: int) -> int | None:
    """Where a second day would stand after one that ends at ``end``, if joining words follow."""
    index = end
    has_joiner = False
    while index < len(tokens) and index - end < _LONGEST_GAP:
        text = tokens[index].text
        # "13 de dic? 14?"
        is_asked = text == "?" and index + 2 < len(tokens) and tokens[index + 2].text == "?"
        if text in _RANGE | _EITHER | _BOTH or is_asked:
            has_joiner = True
        elif text not in _FILLERS | _BESIDE_RANGE:
            break
        index += 1
    return index if has_joiner and index < len(tokens) else None


def joiner_between(tokens: Sequence[Token], first: Point, second: Point) -> Joiner:
    """How the words between two days join them."""
    gap = [token.text for token in tokens[first.end : second.start]]
    core = [text for text in gap if text not in _FILLERS]
    if not gap and (unsaid := _joiner_unsaid(first, second)):
        return unsaid
    if gap == ["para", "o"] and first.is_numeric and second.is_numeric:
        # "do 30/12 pro 2/1"
        return Joiner.RANGE
    if not core or len(gap) > _LONGEST_GAP or first.is_week:
        return Joiner.NOTHING
    if core[0] in _EITHER and len(core) > 1 and all(text in {"al", "a", "para"} for text in core[1:]):
        return Joiner.EITHER
    if any(text in _RANGE for text in core) and all(text in _RANGE | _BESIDE_RANGE for text in core):
        return Joiner.RANGE
    if core == ["?"]:
        return Joiner.EITHER
    if core == [",", "e"] and gap[-1] in {"de", "do", "dia"}:
        # "não é dia 3, é de 7 a 10": folding has made "e" of "é".
        return Joiner.NOTHING
    if all(text in _BOTH | {","} for text in core):
        before = [token.text for token in tokens[max(0, first.start - 3) : first.start]]
        is_range = _BETWEEN.intersection(before) and core != [","]
        return Joiner.RANGE if is_range else Joiner.BOTH
    if all(text in _EITHER | {","} for text in core):
        return Joiner.EITHER
    return Joiner.NOTHING


def _joiner_unsaid(first: Point, second: Point) -> Joiner | None:
    """How two days are joined that stand side by side without a word."""
    if first.is_bare_day and second.is_day_of_month and second.weekday is None:
        # "14 16 agosto": a range typed without its "al".
        return Joiner.RANGE
    if first.is_bare_day and second.is_bare_day:
        # "25 26 y 27 de octubre"
        return Joiner.BOTH
    # "18/12 21/12", one under the other.
    return Joiner.RANGE if first.is_numeric and second.is_numeric else None


def are_alternatives(tokens: Sequence[Token], end: int, start: int) -> bool:
    """Whether an "or" stands between days that end at ``end`` and the next that begin at ``start``."""
    between = [token.text for token in tokens[end:start]]
    return any(text in _OR for text in [*between[:1], *between[-_LONGEST_GAP:]])


def role_of(tokens: Sequence[Token], point: Point, *, after: int) -> Role:
    """What the words before ``point``, no further back than token ``after``, make of it."""
    if is_errand(tokens, point, after=after):
        return Role.ERRAND
    role = Role.DAY
    for index in range(max(after, point.start - _ROLE_WINDOW), point.start):
        text, before = tokens[index].text, tokens[index - 1].text if index else ""
        if before in _SAME:
            # "con la misma salida"
            continue
        phrased = _PHRASED.get((before, text))
        if phrased is Role.ERRAND and tokens[index + 1].text not in _HERE and not tokens[index + 1].number:
            # "salimos de Rosario el 19": from home.
            role = phrased
        elif phrased and phrased is not Role.ERRAND:
            role = phrased
        elif text in _ARRIVAL or text.startswith(_ARRIVAL_STEMS):
            role = Role.ARRIVAL
        elif _is_departure(text, before):
            role = Role.DEPARTURE
        elif text == "in" and index == point.start - 1 and tokens[point.start].is_digits:
            role = Role.ARRIVAL
    return role


def role_after(tokens: Sequence[Token], point: Point, *, until: int) -> Role | None:
    """The role named behind a day, before token ``until``: "12/2 entrada", "el 14 a la mañana nos vamos"."""
    for index in range(point.end, min(until, point.end + _ROLE_REACH_AFTER)):
        text, before = tokens[index].text, tokens[index - 1].text
        if before in _SAME:
            continue
        if text in {"out", "departure"} or _is_departure(text, before):
            return Role.DEPARTURE
        if text in {"in", "arrival"} or text in _ARRIVAL or text.startswith(_ARRIVAL_STEMS):
            return Role.ARRIVAL
    return None


def _is_departure(text: str, before: str) -> bool:
    return text in _DEPARTURE or text.startswith(_DEPARTURE_STEMS) or (text in _GOING and before in {"nos", "me"})
