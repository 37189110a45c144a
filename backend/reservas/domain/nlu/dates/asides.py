"""Days a guest names that are no day of the stay asked for: errands, events, places, and days taken back."""

from collections.abc import Sequence

from reservas.domain.nlu.dates.spoken import Point
from reservas.domain.nlu.lexicon import word_set
from reservas.domain.nlu.normalize import Token

_PAYING = word_set(
    "pago pagar pague pagamos transfiero transferir transferi transferimos sena senar seno deposito depositar "
    "deposite abono abonar abone vence vencimiento pagaria pay paid paying pagarei efetuado efectuado realizado "
    "dated fechada cobro cobramos sueldo transfer transferencia pagamento payment garpo garpar"
)
_PAYING_STEMS = ("pag", "venc", "transfer", "transfir", "transfier", "deposit", "abon", "garp")
_BETWEEN_DAYS = word_set("entre between")
_FLEXIBLE = word_set(
    "flexible flexibles cualquier cualquiera any anytime some alguna algun elegir qualquer algum whenever"
)
_OFFERS = word_set("promo promocion promocao oferta descuento desconto discount offer cupon cupom")
_UNTIL = word_set("hasta ate until till")
_SENDING = word_set("sent wired wire mande enviei")
_TELLING = word_set("confirmo confirmamos aviso avisamos escribo llamo digo contesto respondo hablo")
_ADDRESSEES = word_set("te les le os los eu yo")
_WISHING = word_set("buen buena feliz lindo linda happy merry good nice great bom boa felices")
_EVENTS = word_set(
    "partido juega juegan jugamos rendir rindo final parcial examen jogo prova match exam turno abogado medico dentista"
)
_HAVING = word_set("tengo tenemos tenho temos juega rindo hay is have i")
_TAKEN = word_set("ocupado ocupada ocupados lleno llena taken booked full gone lotado ocupadas")
_PAST_BOOKINGS = word_set("reserve reservei reservado reservaron reservou anote hable falei llame")
_WAS_THERE = word_set("fui estuvimos estuve estivemos estive stayed hospedamos fuimos")
_LAST_DAY = 31
_PLACES = word_set(
    "calle rua avenida av avda cooperativa escuela escola barrio bairro plaza praca club street avenue pasaje colegio "
    "hospital"
)
_OCCASIONS = word_set("cumple cumpleanos cumplimos opera operan operamos cae aniversario birthday anos nacio aguinaldo")
_OF = word_set("de del do da")
_BOUNDS = word_set("antes despues depois before after")
_BOUND_LINKS = word_set("de del do el the dia")
_ERRAND_WINDOW = 5
_SIGNS = frozenset(",.;:!?()\n#")

_NOT = frozenset({"no", "not", "nao", "ni", "nunca"})
_DENIED_VERBS = word_set(
    "es era fue sirve me nos puedo podemos salir ir llegar llegamos llego vamos voy quiero queremos seria e posso da "
    "consigo mais want was is it pra para por a ya puede poder iria podria el del the dia al o do de en on for this "
    "este los las la from entre between booking reserving anything nada reservar"
)
_DENIAL_WINDOW = 6
_AFTER_DENIAL = frozenset(
    {
        "puedo",
        "podemos",
        "puede",
        "me",
        "nos",
        "va",
        "sirve",
        "quiero",
        "da",
        "posso",
        "ni",
        "ya",
        "can",
        "works",
        "vamos",
    },
)
_SUITING = word_set("sirve da conviene viene queda va alcanza cierra gusta")
_UNTHINKABLE = (("ni", "loco"), ("ni", "loca"), ("ni", "en", "pedo"), ("ni", "ahi"), ("tampoco",), ("imposible",))
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
_CORRECTIONS = (
    ("no", "perdon"),
    ("perdon",),
    ("digo",),
    ("mejor", "dicho"),
    ("me", "confundi"),
    ("me", "equivoque"),
    ("quise", "decir"),
    ("no", "espera"),
    ("no", "para"),
    ("no", "pera"),
    ("nao", "pera"),
    ("pera",),
    ("errei",),
    ("quer", "dizer"),
    ("quis", "dizer"),
    ("desculpa",),
    ("opa",),
    ("no", "mejor"),
    ("no", "sorry"),
    ("sorry",),
    ("i", "meant"),
    ("i", "mean"),
    ("my", "bad"),
    ("alias",),
    ("wait", "no"),
)
_CORRECTION_REACH = 5


def is_errand(tokens: Sequence[Token], point: Point, *, after: int) -> bool:
    """Whether ``point`` is a day to pay, call or play on, or part of a street's name."""
    before = [token.text for token in tokens[max(after, point.start - _ERRAND_WINDOW) : point.start]]
    if any(text in _PAYING | _EVENTS | _SENDING or text.startswith(_PAYING_STEMS) for text in before):
        return True
    if _is_street(tokens, point) or (_UNTIL.intersection(before[-3:]) and _OFFERS.intersection(before)):
        # "la promo era hasta el 30"
        return True
    if any(
        text in _TELLING and position and before[position - 1] in _ADDRESSEES for position, text in enumerate(before)
    ):
        return True
    named = [text for text in before if text not in _OF]
    if named and named[-1] in _PLACES and point.is_day_of_month and not point.is_numeric:
        return True
    if _is_home(tokens, point):
        return True
    if point.is_weekday_only and _PAST_BOOKINGS.intersection(before[-2:]) and "para" not in before[-2:]:
        return True
    following = [token.text for token in tokens[point.end : point.end + 3]]
    if before[-3:] == ["let", "you", "know"]:
        return True
    if following[:1] != [] and following[0] in _HAVING and _EVENTS.intersection(following):
        # "el 14 tengo turno médico"
        return True
    if following[:1] in (["que"], ["when"], ["quando"], ["cuando"]):
        # "el viernes que cobro"
        return any(text in _PAYING for text in following[1:])
    return len(following) > 1 and following[0] in _ADDRESSEES and following[1] in _PAYING | _TELLING


def _is_street(tokens: Sequence[Token], point: Point) -> bool:
    """An address: "25 de Mayo al 300", "9 de julio 1240"."""
    at = point.end + 1 if point.end < len(tokens) and tokens[point.end].text == "al" else point.end
    number = tokens[at].number if at < len(tokens) and tokens[at].is_digits else None
    is_named = point.is_day_of_month and not point.is_numeric and point.year is None
    return is_named and number is not None and number > _LAST_DAY


def is_window(tokens: Sequence[Token], start: int) -> bool:
    """Whether the range that begins at token ``start`` is only a time to choose from: "any time between 14 and 30"."""
    before = [token.text for token in tokens[max(0, start - 2) : start]]
    return bool(_BETWEEN_DAYS.intersection(before)) and any(token.text in _FLEXIBLE for token in tokens[:start])


def is_small_talk(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether a period is wished or busy with something else: "buen finde!", "feliz año nuevo", "el finde te llamo"."""
    if start and tokens[start - 1].text in _WISHING:
        return True
    following = [token.text for token in tokens[end : end + 2]]
    return len(following) > 1 and following[0] in _ADDRESSEES and following[1] in _PAYING | _TELLING


def was_there(tokens: Sequence[Token], start: int) -> bool:
    """Whether the days that begin at token ``start`` are those of a stay that was: "estuvimos del 5 al 10"."""
    return any(token.text in _WAS_THERE for token in tokens[max(0, start - _ERRAND_WINDOW) : start])


def _is_home(tokens: Sequence[Token], point: Point) -> bool:
    """A town or street named after a date: "somos del 9 de Julio", "soy de 25 de Mayo"."""
    before = [token.text for token in tokens[max(0, point.start - 2) : point.start]]
    is_named = point.is_day_of_month and not point.is_numeric
    return is_named and len(before) == 2 and before[0] in {"somos", "soy", "vivo", "sou"} and before[1] in _OF  # noqa: PLR2004 - verb and preposition


def is_bound(tokens: Sequence[Token], point: Point) -> bool:
    """Whether ``point`` only bounds a vague time: "antes del 15", "después del 10 de enero"."""
    before = [token.text for token in tokens[max(0, point.start - 2) : point.start]]
    if before[-1:] and before[-1] in _BOUND_LINKS:
        before.pop()
    return before[-1:] != [] and before[-1] in _BOUNDS


def is_occasion(tokens: Sequence[Token], point: Point, *, after: int) -> bool:
    """Whether something else happens that day; it counts only while no other day is named."""
    before = {token.text for token in tokens[max(after, point.start - _ERRAND_WINDOW) : point.start]}
    following = {token.text for token in tokens[point.end : point.end + 3]}
    return bool((before | following) & _OCCASIONS)


def is_denied(tokens: Sequence[Token], start: int, end: int, language: str) -> bool:
    """Whether the days from token ``start`` to ``end`` are the ones refused ("no es el 5", "el 9 no puedo").

    In Portuguese "no" is a preposition, so there only "não" refuses.
    """
    nots = _NOT - {"no"} if language == "pt" else _NOT
    for index in range(start - 1, max(-1, start - 1 - _DENIAL_WINDOW), -1):
        text = tokens[index].text
        if text in nots:
            return not (index and tokens[index - 1].text in {"si", "se", "como"})
        if text not in _DENIED_VERBS:
            break
    after = [token.text for token in tokens[end : end + 4]]
    if any(tuple(after[: len(words)]) == words for words in _UNTHINKABLE):
        return True
    if after[:1] == ["ya"]:
        after = after[1:]
    if after[:1] != [] and after[0] in {"esta", "is", "are", "estan"} and after[1:2] != [] and after[1] in _TAKEN:
        # "el 14 está ocupado"; with a question mark it is asked about.
        return after[2:3] != ["?"]
    is_refused = bool(after) and after[0] in (nots | {"no"} if language != "pt" else nots)
    if is_refused and after[1:2] != [] and after[1] in {"me", "nos"}:
        # "el 9 no me sirve"; "el 9, no me acuerdo" refuses nothing.
        return after[2:3] != [] and after[2] in _SUITING
    return is_refused and (len(after) == 1 or after[1] in _AFTER_DENIAL or after[1] in _SIGNS)


def is_replaced(tokens: Sequence[Token], point: Point) -> bool:
    """Whether the stay that opens with ``point`` is the one given up ("en vez del 10 al 15")."""
    for end in range(point.start, max(0, point.start - _WORDS_BETWEEN - 1), -1):
        if any(token.is_digits for token in tokens[end : point.start]):
            return False
        before = tuple(token.text for token in tokens[max(0, end - 3) : end])
        if any(before[-len(words) :] == words for words in _REPLACED):
            return True
    return False


def is_corrected(tokens: Sequence[Token], end: int, next_start: int) -> bool:
    """Whether words that take back stand between days ending at ``end`` and the next at ``next_start``."""
    words = [token.text for token in tokens[end:next_start]]
    for index in range(max(0, len(words) - _CORRECTION_REACH - 1), len(words)):
        if any(tuple(words[index : index + len(cue)]) == cue for cue in _CORRECTIONS):
            return True
    return False
