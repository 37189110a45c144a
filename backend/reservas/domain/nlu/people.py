"""Who comes, as the guest counts them: adults, children, people in all, and pets."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from reservas.domain.nlu.counted import (
    ADULT_WORDS,
    CHILD_WORDS,
    COUNTED_WORDS,
    COUPLE_WORDS,
    PERSON_WORDS,
    PET_WORDS,
    SINGULAR_COUPLES,
)
from reservas.domain.nlu.lexicon import word_set
from reservas.domain.nlu.normalize import Token
from reservas.domain.nlu.party_size import BEING_WORDS, is_being, is_party_size
from reservas.domain.nlu.pets import count_pets
from reservas.domain.nlu.relatives import PARTNERS, Relatives, count_relatives

LARGEST_PARTY = 60
_COUPLE = 2

_FOR = word_set("para for")
_ARTICLES = word_set("un una um uma a an uno one")
_PLUS = word_set("y e mas and + con com with plus mais")
_ADDING = word_set("y e mas and + plus mais")
_EITHER = word_set("o u ou or")
_BETWEEN_COUNTS = _EITHER | {"/", "-", "a"}
_OWNERS = word_set("mi my nuestro nuestra meu minha our nosso nossa")
_DENIALS = word_set("no not nao than que")
_JOINING = word_set("y e mas and + mais plus of us um uma un una a")
_SINGULAR_CHILDREN = word_set(
    "bebe beba bebita bebito baby nenem toddler nena nene hijo hija filho filha kid nieto nieta crianca"
)
_BABIES = word_set("bebe beba bebita bebito baby nenem toddler")
_YOUTHS = word_set("pibes pibas chicos chicas gurises muchachos guris")
_PART = word_set("son are is sao sendo seria seriam de of ellos ellas those them us which que cuales deles delas los a")
_OF_THE_PARTY = word_set("# de paga viene va vem vai tambien too comes ( pays")
_PEOPLE = COUPLE_WORDS | ADULT_WORDS | CHILD_WORDS | PERSON_WORDS
_DENIED = word_set("no not nao than")
_PARTS = 4
_MANY_IN_FAMILY = 12


@dataclass(frozen=True, slots=True)
class Party:
    """People and pets as said; ``None`` means not said. ``guests`` counts adults and children together."""

    adults: int | None = None
    children: int | None = None
    guests: int | None = None
    pets: int | None = None


@dataclass(slots=True)
class _Tally:
    adults: int | None = None
    couples: int | None = None
    children: int | None = None
    total: int | None = None
    is_total_final: bool = False
    is_child_added: bool = False
    last_total_end: int = -9


def read_party(tokens: Sequence[Token], language: str) -> Party:
    """The party that ``tokens`` describe; ages, prices and dates must have been blanked before."""
    tally = _Tally()
    index = 0
    while index < len(tokens):
        count, noun_at = _count_at(tokens, index, language)
        if count is not None:
            index = max(index + 1, _tally_counted(tally, tokens, index, noun_at, count))
        else:
            _tally_unnumbered(tally, tokens, index)
            index += 1
    _add_relatives(tally, count_relatives(tokens))
    if tally.total == _COUPLE and not tally.children and _names_partner(tokens):
        tally.couples = _COUPLE
    return _settled(tally, count_pets(tokens))


def _names_partner(tokens: Sequence[Token]) -> bool:
    return any(second.text in PARTNERS and first.text in _OWNERS for first, second in pairwise(tokens))


def _tally_unnumbered(tally: _Tally, tokens: Sequence[Token], index: int) -> None:
    """Count one that carries no number: "pareja", "con la nena", "mi bebé", "parents and 5 kids"."""
    word = tokens[index].text
    before = tokens[index - 1].text if index else ""
    earlier = tokens[index - 2].text if index > 1 else ""
    following = tokens[index + 1].text if index + 1 < len(tokens) else ""
    is_couple = word in SINGULAR_COUPLES and tally.couples is None and following != "of"
    is_couple |= word in {"papa", "dad", "pai"} and not {before, earlier}.isdisjoint({"mama", "mom", "mae"})
    is_couple |= word in {"parents", "padres"} and before not in _OWNERS | {"mis"} and following in _ADDING
    if is_couple:
        tally.couples = _COUPLE
    elif word in {"adult", "adulto", "adulta"} and before in {"only", "unico", "unica", "sole"}:
        tally.adults = 1
    elif word in {"ninos", "nenes", "kids", "chicos", "hijos", "filhos"} and before in {"both", "ambos"}:
        tally.children = _COUPLE
    elif word in {"twins", "mellizos", "mellizas", "gemelos", "gemeos"}:
        tally.children = (tally.children or 0) + _COUPLE
        tally.is_child_added = earlier in _ADDING
    elif word in _SINGULAR_CHILDREN and tally.children is None and _is_coming(word, earlier, before, following):
        tally.children = 1
        tally.is_child_added = before in {"+", "mas", "mais"} or earlier in {"tambien", "suma", "agrega", *_ADDING}


def _is_coming(word: str, earlier: str, before: str, following: str) -> bool:
    """Whether one child, named without a number, is of the party: the guest's own, or joined to the others."""
    if before in _OWNERS:
        # "mi hijo tiene 8 años" alone does not say that he comes; a baby is never left behind.
        return word in _BABIES or following in _OF_THE_PARTY or earlier in {"tambien", "suma", "agrega"}
    if before in _PLUS - {"+"} or before == "+":
        return True
    return earlier in _PLUS and before in {"el", "la", "o", "a", "an", "the"}


def _add_relatives(tally: _Tally, relatives: Relatives) -> None:
    """Relatives count only where no number of people was said."""
    children = max(relatives.children, tally.children or 0)
    people = relatives.people - relatives.children + children if relatives.people else 0
    if relatives.children:
        tally.children = children
    is_wider = tally.total is None or (people > tally.total and not tally.is_total_final)
    if people and tally.adults is None and is_wider:
        tally.total = people
        tally.is_child_added = False
        if relatives.is_couple:
            tally.couples = _COUPLE


def _settled(tally: _Tally, pets: int | None) -> Party:
    adults = tally.adults
    if adults is None and tally.couples is not None:
        adults = tally.couples
    children, total = tally.children, tally.total
    if total is not None and children is not None and tally.is_child_added:
        total += children
    if adults is not None and children is not None:
        guests: int | None = adults + children if total is None or not _fits(adults, children, total) else total
    elif adults is not None:
        guests = max(adults, total or 0)
    else:
        guests = total
    if adults is None and guests is not None and children is not None and guests > children:
        adults = guests - children
    return Party(adults, children, guests, pets)


def _fits(adults: int, children: int, total: int) -> bool:
    return total >= adults + children


def _count_at(tokens: Sequence[Token], index: int, language: str) -> tuple[int | None, int]:
    """The number at ``index``, the larger of two alternatives, and where the thing counted stands."""
    token = tokens[index]
    if token.number is None or not 0 < token.number <= LARGEST_PARTY:
        return None, index
    if token.text in {"dos", "do"} and language == "pt":
        return None, index
    # A number glued behind a slash belongs to a date.
    if index > 1 and tokens[index - 1].text == "/" and tokens[index - 2].is_digits and not _heads_count(tokens, index):
        return None, index
    after = index + 1
    if after + 1 < len(tokens) and index and tokens[index - 1].text in {"entre", "between"}:
        second = tokens[after + 1].number
        if tokens[after].text in {"y", "e", "and"} and second and token.number < second <= LARGEST_PARTY:
            return second, after + 2
    if after + 1 < len(tokens) and tokens[after].text in _BETWEEN_COUNTS:
        second = tokens[after + 1].number
        is_wider = second is not None and token.number < second <= LARGEST_PARTY
        if (
            is_wider
            and second is not None
            and (tokens[after].text in {"o", "u", "ou", "or"} or _heads_count(tokens, after + 1))
        ):
            return second, after + 2
    return token.number, after


def _heads_count(tokens: Sequence[Token], index: int) -> bool:
    return index + 1 < len(tokens) and tokens[index + 1].text in COUNTED_WORDS


def _tally_counted(tally: _Tally, tokens: Sequence[Token], index: int, noun_at: int, count: int) -> int:
    """Book ``count`` under what it counts and return where reading goes on."""
    noun_at = _behind_part(tokens, noun_at)
    noun = tokens[noun_at].text if noun_at < len(tokens) else ""
    if noun in _PEOPLE and (count == 1 or noun not in SINGULAR_COUPLES):
        return _tally_people(tally, tokens, index, noun_at, count)
    if noun in PET_WORDS:
        return noun_at + 1
    if family_end := _family_at(tally, tokens, index):
        return family_end
    if is_party_size(tokens, index, noun_at):
        _set_total(tally, tokens, index, noun_at, count)
        return noun_at
    return index + 1


def _tally_people(tally: _Tally, tokens: Sequence[Token], index: int, noun_at: int, count: int) -> int:
    noun, before = tokens[noun_at].text, tokens[index - 1].text if index else ""
    following = tokens[noun_at + 1].text if noun_at + 1 < len(tokens) else ""
    if before in _DENIED or (noun in COUPLE_WORDS and following == "of"):
        # "dos adultos, no tres"; "not five people any more"; "a couple of hours"
        return noun_at + 1
    if noun in COUPLE_WORDS:
        tally.couples = (tally.couples or 0) + _COUPLE * count
    elif noun in ADULT_WORDS:
        if tally.adults is None and before in BEING_WORDS:
            # "éramos seis, vamos cuatro adultas"
            tally.total = None
        tally.adults = (tally.adults or 0) + count
    elif noun in CHILD_WORDS and not (noun in _YOUTHS and before in BEING_WORDS):
        _tally_children(tally, tokens, index, count, is_share=noun_at > index + 1)
    elif noun in PERSON_WORDS and following in ADULT_WORDS:
        tally.adults = (tally.adults or 0) + count
        return noun_at + 2
    elif tokens[index].text not in _ARTICLES or before in _FOR | BEING_WORDS | {"solo"}:
        # "somos 6 pibes" too: those who speak are no children.
        _set_total(tally, tokens, index, noun_at + 1, count)
    return noun_at + 1


def _tally_children(tally: _Tally, tokens: Sequence[Token], index: int, count: int, *, is_share: bool) -> None:
    between = [token.text for token in tokens[max(0, tally.last_total_end) : index]]
    follows_total = tally.last_total_end >= 0 and all(text in _JOINING for text in between)
    is_added = not is_share and follows_total and index > 0 and tokens[index - 1].text in _ADDING
    tally.is_child_added = tally.is_child_added or is_added
    tally.children = (tally.children or 0) + count


def _set_total(tally: _Tally, tokens: Sequence[Token], index: int, end: int, count: int) -> None:
    before = [token.text for token in tokens[max(0, index - 4) : index]]
    is_final = is_being(before)
    if tally.total is None or is_final or not tally.is_total_final:
        tally.total = count
        tally.is_total_final = is_final
        tally.last_total_end = end


def _behind_part(tokens: Sequence[Token], noun_at: int) -> int:
    """Where the noun of a share stands: "3 son chicos", "four of those are kids", "cuatro de ellas menores"."""
    at = noun_at
    while at < len(tokens) and at - noun_at < _PARTS and tokens[at].text in _PART:
        at += 1
    is_share = at > noun_at and at < len(tokens) and tokens[at].text in CHILD_WORDS | ADULT_WORDS
    return at if is_share else noun_at


def _family_at(tally: _Tally, tokens: Sequence[Token], index: int) -> int | None:
    """Adults told without their noun: "2 y 2 nenes", "2+2", "cuatro más un bebé", "5 (3 son chicos)"."""
    sign = tokens[index + 1].text if index + 1 < len(tokens) else ""
    second = tokens[index + 2] if index + 2 < len(tokens) else None
    count, more = tokens[index].number, second.number if second else None
    if not count or not more or count > _MANY_IN_FAMILY or more > _MANY_IN_FAMILY:
        return None
    noun_at = _behind_part(tokens, index + 3)
    noun = tokens[noun_at].text if noun_at < len(tokens) else ""
    is_first = index == 0 or tokens[index - 1].text not in {"el", "del", "dia", "al", "de", "of", "aged"}
    if sign == "(" and (noun in CHILD_WORDS | ADULT_WORDS or _family_at(_Tally(), tokens, index + 2)):
        tally.total, tally.is_total_final = count, True
        return index + 2
    if sign in _ADDING and noun in CHILD_WORDS and is_first and tokens[index].text not in _ARTICLES:
        tally.adults, tally.children = count, more
        return noun_at + 1
    if sign == "+" and noun not in COUNTED_WORDS and tokens[index].is_digits and is_first:
        tally.adults, tally.children = count, more
        return index + 3
    return None
