"""How many pets come along, told apart from the house rule asked about, those left at home and other people's."""

from collections.abc import Sequence

from reservas.domain.nlu.counted import COUNTED_WORDS, PET_WORDS
from reservas.domain.nlu.lexicon import word_set
from reservas.domain.nlu.normalize import Token

_MOST_PETS = 20
_ARTICLES = word_set("un una um uma a an")
_LINKS = word_set("y e mas and con com with") | {"+", "&"}
_MINE = word_set("mi mis my meu meus minha minhas our nuestro nuestra nuestros nuestras nosso nossa nossos nossas")
_OWNERS = word_set("mi my meu minha our nuestro nuestra nosso nossa su el la los las o the") | _ARTICLES
_CARRYING = word_set(
    "con traigo llevo llevamos traemos tengo tenemos com with bringing y levo levamos temos tenho and plus mais"
) | {"+", "&"}
_TAKEN_ALONG = word_set("have bring bringing with and got has plus")
_COMING = word_set(
    "llevo lleva llevamos llevaria llevariamos llevaremos tengo tenemos va van vamos voy viene vienen viaja viajan "
    "viajamos traigo traemos levo leva levamos temos tenho have bring brings bringing take taking got vao vai vem vou "
    "llevar traer levar trazer come comes coming travelling traveling going"
)
"""Verbs by which a pet is of the party, or is not where they are denied."""
_BETWEEN = _OWNERS | _MINE | word_set("a al con com with to ningun ninguna nenhum nenhuma any as os ya mais de is are")
_DENIALS = word_set(
    "no nao not without nem num sin sem dont wont isnt arent doesnt ni ningun ninguna nenhum nenhuma zero cero never"
)
_CONTRACTED = word_set("don won isn aren doesn didn haven hasn wouldn can couldn")
_DENIED_AFTER = word_set("ninguno ninguna nenhum nenhuma")
_THEM = word_set("lo la los las o os as a them him her it me")
_STAYING = word_set(
    "queda quedan quedara quedaran quedaria quedo fica ficam ficar stays stay staying dejo dejamos deixo"
)
_LEFT = word_set("dejo dejamos dejar dejaremos deixo deixamos deixar leaving leave left")
_ELSEWHERE = word_set("a casa home con com with behind guarderia hotel hotelzinho canil kennel kennels sitter paseador")
_ENDS = frozenset(".;?!")
_REACH_BEFORE, _REACH_AFTER, _REACH_PLACE = 6, 9, 4
_OTHERS = word_set("vecino vecinos vecina vizinho vizinhos zona lugar predio ustedes barrio calle neighbour neighbor")
_PRESENT = word_set(
    "hay ay habia vi vimos ladran ladra vecino vecinos vizinho vizinhos suelto sueltos tinha neighbours neighbors "
    "alergico alergica alergia allergic"
)
_GENERIC = word_set("animal animales animals animais bicho bichos lata")
_SINGULAR = frozenset(word for word in PET_WORDS if not word.endswith("s"))
_WORDS_BETWEEN = 3
_ROOT = 4


def count_pets(tokens: Sequence[Token]) -> int | None:
    """How many pets come, 0 when denied, ``None`` when unsaid or only the house rule is asked for."""
    words = [token.text for token in tokens]
    pets: int | None = None
    denied: set[str] = set()
    last_counted = -_WORDS_BETWEEN
    for index, word in enumerate(words):
        if word not in PET_WORDS:
            continue
        if _is_denied(words, index) or _is_left(words, index) or _said_behind(tokens, words, index) == 0:
            denied.add(word[:_ROOT])
            continue
        count, count_at = _counted(tokens, words, index)
        if count is not None and count_at > last_counted:
            is_repeated = words[count_at] in _ARTICLES and pets is not None and words[count_at - 1] not in _LINKS
            if not is_repeated and not _PRESENT.intersection(words[max(0, index - _REACH_BEFORE) : index]):
                pets = (pets or 0) + count
            last_counted = index
        elif _is_own(words, index) and word[:_ROOT] not in denied:
            is_another = words[index - 2 : index - 1] in (["y"], ["e"], ["and"])
            pets = (pets or 0) + 1 if pets is None or is_another else pets
    return 0 if pets is None and denied else pets


def _is_denied(words: list[str], index: int) -> bool:
    """Whether the words around deny it: "sin el perro", "no llevamos perro", "el perro no va"; not "no aceptan"."""
    at = index - 1
    while at >= 0 and index - at <= _REACH_BEFORE and words[at] in _BETWEEN | _COMING and not _is_denial(words, at):
        at -= 1
    if _is_denial(words, at) or words[max(0, index - 2) : index] == ["nada", "de"]:
        return True
    following = words[index + 1 : index + 3]
    if following[:1] and following[0] in _DENIED_AFTER:
        return True
    behind = _behind_sign(words, index)
    if words[behind : behind + 1] and words[behind] in {"no", "nao"} and not words[behind + 1 : behind + 2]:
        # "mascotas: no"; "mi perro no muerde" goes on.
        return True
    return _is_refused_later(words, index)


def _is_refused_later(words: list[str], index: int) -> bool:
    """Whether what follows takes it back: "... pero no los llevo", "el perro no viene", "the cat isn't coming"."""
    for at in range(index + 1, min(len(words), index + _REACH_AFTER)):
        if words[at] in _ENDS:
            return False
        if _is_denial(words, at):
            rest = [word for word in words[at + 1 : at + 4] if word not in _THEM]
            return bool(rest) and rest[0] in _COMING | {"vou", "va", "vamos"} and rest[0] != "vamos"
    return False


def _is_denial(words: list[str], at: int) -> bool:
    if at < 0:
        return False
    return words[at] in _DENIALS or (words[at] == "t" and at > 0 and words[at - 1] in _CONTRACTED)


def _is_left(words: list[str], index: int) -> bool:
    """Whether it stays behind: "se queda en casa", "the dog is staying with my mum", "dejamos al perro con ..."."""
    before = [word for word in words[max(0, index - 3) : index] if word not in _BETWEEN]
    if before and before[-1] in _LEFT:
        return bool(_ELSEWHERE.intersection(words[index + 1 : index + 1 + _REACH_PLACE]))
    for at in range(index + 1, min(len(words), index + _REACH_AFTER)):
        if words[at] in _ENDS:
            return False
        if words[at] in _STAYING:
            return bool(_ELSEWHERE.intersection(words[at + 1 : at + 1 + _REACH_PLACE]))
    return False


def _behind_sign(words: list[str], index: int) -> int:
    return index + 2 if words[index + 1 : index + 2] == [":"] else index + 1


def _said_behind(tokens: Sequence[Token], words: list[str], index: int) -> int | None:
    """The number of a form filled in: "mascotas: 1", "perros 2"."""
    at = _behind_sign(words, index)
    is_form = at < len(tokens) and tokens[at].is_digits and (words[index].endswith("s") or at > index + 1)
    is_closed = not (at + 1 < len(words) and words[at + 1].isalpha())
    number = tokens[at].number if is_form and is_closed else None
    return number if number is not None and number <= _MOST_PETS else None


def _counted(tokens: Sequence[Token], words: list[str], index: int) -> tuple[int | None, int]:
    """How many are counted by a number, and where it stands."""
    at = _count_at(tokens, words, index)
    if at is not None:
        return tokens[at].number or 0, at
    return _said_behind(tokens, words, index), index


def _count_at(tokens: Sequence[Token], words: list[str], index: int) -> int | None:
    """Where the number stands that counts the pet at ``index``: right before it, or before what describes it."""
    for at in range(index - 1, max(-1, index - 1 - _WORDS_BETWEEN), -1):
        number = tokens[at].number
        is_count = number is not None and 0 <= number <= _MOST_PETS
        is_generic = words[index] in _GENERIC and words[at] in _ARTICLES
        if is_count and not is_generic and (at == index - 1 or words[at] not in _ARTICLES):
            return at
        if words[at] in COUNTED_WORDS or not words[at].isalpha() or words[at] in _LINKS:
            return None
    return None


def _is_own(words: list[str], index: int) -> bool:
    if words[index] not in _SINGULAR or not index or _OTHERS.intersection(words[index + 1 : index + 4]):
        return False
    earlier = words[index - 2] if index > 1 else ""
    if index > 2 and earlier in {"a", "an"} and words[index - 3] in _TAKEN_ALONG:  # noqa: PLR2004 - "with a small dog"
        return True
    if earlier in _MINE and words[index - 1].isalpha():
        # "my service dog"
        return True
    return words[index - 1] in (_CARRYING if words[index] in _GENERIC else _OWNERS | _CARRYING)
