"""How many pets come along, told apart from the house rule asked about and from other people's animals."""

from collections.abc import Sequence

from reservas.domain.nlu.counted import COUNTED_WORDS, PET_WORDS
from reservas.domain.nlu.lexicon import word_set
from reservas.domain.nlu.normalize import Token

_MOST_PETS = 20
_ARTICLES = word_set("un una um uma a an")
_LINKS = word_set("y e mas and con com with") | {"+", "&"}
_OWNERS = word_set("mi my meu minha our nuestro nuestra nosso nossa su el la los las o the") | _ARTICLES
_CARRYING = word_set("con traigo llevo llevamos traemos tengo tenemos com with bringing y levo levamos temos tenho")
_CARRIED = word_set(
    "llevo llevamos llevaria llevariamos tengo tenemos va van vamos voy viene traigo traemos levo levamos temos tenho "
    "have bring bringing got tiene vao vai vem llevar traer levar con"
)
_TAKEN_ALONG = word_set("have bring bringing with and got has plus")
_DIRECT_DENIALS = word_set("sin sem no nao without ningun ninguna nenhum nenhuma ni zero cero")
_DENIALS = word_set("no nao not without nem num sin sem dont")
_DENIED_AFTER = word_set("ninguno ninguna nenhum nenhuma")
_PRESENT = word_set(
    "hay ay habia vi vimos ladran ladra vecino vecinos vizinho vizinhos suelto sueltos tinha neighbours neighbors"
)
_PRESENT_REACH = 6
_GENERIC = word_set("animal animales animals animais bicho bichos lata")
_SINGULAR = frozenset(word for word in PET_WORDS if not word.endswith("s"))
_WORDS_BETWEEN = 3


def count_pets(tokens: Sequence[Token]) -> int | None:
    """How many pets come, 0 when denied, ``None`` when unsaid or only the house rule is asked for."""
    words = [token.text for token in tokens]
    pets: int | None = None
    last_counted = -_WORDS_BETWEEN
    for index, word in enumerate(words):
        if word not in PET_WORDS:
            continue
        if _is_denied(words, index):
            return 0
        count_at = _count_at(tokens, words, index)
        if count_at is not None and count_at > last_counted:
            count = tokens[count_at].number or 0
            is_repeated = words[count_at] in _ARTICLES and pets is not None and words[count_at - 1] not in _LINKS
            if not is_repeated and not _PRESENT.intersection(words[max(0, index - _PRESENT_REACH) : index]):
                pets = (pets or 0) + count
            last_counted = index
        elif _is_own(words, index) and (pets is None or words[index - 2 : index - 1] in (["y"], ["e"], ["and"])):
            pets = (pets or 0) + 1
    return pets


def _is_denied(words: list[str], index: int) -> bool:
    before = words[max(0, index - 4) : index]
    if before[-1:] and before[-1] in _DIRECT_DENIALS:
        return True
    if words[index + 1 : index + 2] and words[index + 1] in _DENIED_AFTER:
        return True
    stripped = before[:-1] if before[-1:] and before[-1] in _OWNERS | {"ningun", "ninguna", "al"} else before
    # "no llevamos perro", "no va el perro"; not "no aceptan perros".
    is_carried = len(stripped) > 1 and stripped[-1] in _CARRIED and stripped[-2] in _DENIALS
    return is_carried or stripped[-2:] in (["sin", "llevar"], ["sem", "levar"])


def _count_at(tokens: Sequence[Token], words: list[str], index: int) -> int | None:
    """Where the number stands that counts the pet at ``index``: right before it, or before what describes it."""
    for at in range(index - 1, max(-1, index - 1 - _WORDS_BETWEEN), -1):
        number = tokens[at].number
        is_count = number is not None and 0 < number <= _MOST_PETS
        is_generic = words[index] in _GENERIC and words[at] in _ARTICLES
        if is_count and not is_generic and (at == index - 1 or words[at] not in _ARTICLES):
            return at
        if words[at] in COUNTED_WORDS or not words[at].isalpha() or words[at] in _LINKS:
            return None
    return None


def _is_own(words: list[str], index: int) -> bool:
    if words[index] not in _SINGULAR or not index:
        return False
    if index > 2 and words[index - 2] in {"a", "an"} and words[index - 3] in _TAKEN_ALONG:  # noqa: PLR2004 - "with a small dog"
        return True
    return words[index - 1] in (_CARRYING if words[index] in _GENERIC else _OWNERS | _CARRYING)
