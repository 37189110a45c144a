"""The small words around days: what joins two of them, and what makes one an arrival, a departure or an errand."""

from collections.abc import Sequence

from reservas.domain.nlu.dates.spoken import Joiner, Point, Role
from reservas.domain.nlu.lexicon import word_set
from reservas.domain.nlu.normalize import Token

_FILLERS = word_set("el dia the del de los do dias")
_RANGE = frozenset({"al", "a", "hasta", "-", "ao", "ate", "to", "until", "till", "through", "thru"})
_BESIDE_RANGE = frozenset({"y", "e", "o", ">", "dia"})
_EITHER = word_set("o u ou or")
_BOTH = frozenset({"y", "e", "and", "&", "+"})
_BETWEEN = word_set("entre between")
_LONGEST_GAP = 4
_ROLE_WINDOW = 5

_ARRIVAL = word_set(
    "desde llego llega llegando llegamos llegaria llegariamos llegar llegada ingreso ingresando ingresar "
    "ingresamos entrada entrando entrar entramos entro checkin partir from arriving arrive arrival chegando "
    "chegada chegar chegamos arrancando"
)
_DEPARTURE = word_set(
    "hasta salida salimos salgo saliendo salir egreso egresando checkout out yendonos volvemos vuelvo regreso "
    "volviendo until till leaving departure saida saindo sair ate retiro retirandonos"
)
_PAYING = word_set(
    "pago pagar pague pagamos transfiero transferir transferi transferimos sena senar seno deposito depositar "
    "deposite abono abonar abone vence vencimiento pagaria pay paid paying pagarei"
)
_TELLING = word_set("confirmo confirmamos aviso avisamos escribo llamo digo contesto respondo hablo")
_ADDRESSEES = word_set("te les le os los")
_REPLACED = (
    ("en", "vez", "de"),
    ("en", "vez", "del"),
    ("en", "lugar", "de"),
    ("en", "lugar", "del"),
    ("em", "vez", "de"),
    ("em", "vez", "do"),
    ("ao", "inves", "de"),
    ("ao", "inves", "do"),
    ("instead", "of"),
    ("rather", "than"),
    ("tenia", "reservado"),
    ("tengo", "reservado"),
    ("habia", "reservado"),
)
_WORDS_BETWEEN = 2


def second_day_at(tokens: Sequence[Token], end: int) -> int | None:
    """Where a second day would stand after one that ends at ``end``, if joining words follow."""
    index = end
    has_joiner = False
    while index < len(tokens) and index - end < _LONGEST_GAP:
        text = tokens[index].text
        if text in _RANGE | _EITHER | _BOTH:
            has_joiner = True
        elif text not in _FILLERS | _BESIDE_RANGE:
            break
        index += 1
    return index if has_joiner and index < len(tokens) else None


def joiner_between(tokens: Sequence[Token], first: Point, second: Point) -> Joiner:
    """How the words between two days join them."""
    gap = [token.text for token in tokens[first.end : second.start]]
    core = [text for text in gap if text not in _FILLERS]
    if not core or len(gap) > _LONGEST_GAP:
        return Joiner.NOTHING
    if any(text in _RANGE for text in core) and all(text in _RANGE | _BESIDE_RANGE for text in core):
        return Joiner.RANGE
    if all(text in _BOTH | {","} for text in core):
        before = [token.text for token in tokens[max(0, first.start - 3) : first.start]]
        is_range = _BETWEEN.intersection(before) and core != [","]
        return Joiner.RANGE if is_range else Joiner.BOTH
    if all(text in _EITHER | {","} for text in core):
        return Joiner.EITHER
    return Joiner.NOTHING


def role_of(tokens: Sequence[Token], point: Point, *, after: int) -> Role:
    """What the words before ``point``, no further back than token ``after``, make of it."""
    start = max(after, point.start - _ROLE_WINDOW)
    role = Role.DAY
    for index in range(start, point.start):
        text = tokens[index].text
        is_told = text in _TELLING and index > 0 and tokens[index - 1].text in _ADDRESSEES
        if text in _PAYING or is_told:
            role = Role.ERRAND
        elif text in _ARRIVAL:
            role = Role.ARRIVAL
        elif text in _DEPARTURE or (text in {"vamos", "voy"} and tokens[index - 1].text in {"nos", "me"}):
            role = Role.DEPARTURE
    following = [token.text for token in tokens[point.end : point.end + 2]]
    if role is Role.DAY and following[:1] and following[0] in _ADDRESSEES:
        return Role.ERRAND if following[-1] in _PAYING | _TELLING else role
    return role


def is_replaced(tokens: Sequence[Token], point: Point) -> bool:
    """Whether the stay that opens with ``point`` is the one given up ("en vez del 10 al 15")."""
    for end in range(point.start, max(0, point.start - _WORDS_BETWEEN - 1), -1):
        if any(token.is_digits for token in tokens[end : point.start]):
            return False
        before = tuple(token.text for token in tokens[max(0, end - 3) : end])
        if any(before[-len(words) :] == words for words in _REPLACED):
            return True
    return False
