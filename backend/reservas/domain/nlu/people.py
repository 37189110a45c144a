"""Who comes, as the guest counts them: adults, children, people in all, and pets."""

from collections.abc import Sequence
from dataclasses import dataclass

from reservas.domain.nlu.counted import (
    ADULT_WORDS,
    CHILD_WORDS,
    COUNTED_WORDS,
    COUPLE_WORDS,
    PERSON_WORDS,
    PET_WORDS,
)
from reservas.domain.nlu.lexicon import SHORT_MONTHS, word_set
from reservas.domain.nlu.normalize import Token
from reservas.domain.nlu.relatives import Relatives, count_relatives

LARGEST_PARTY = 60
_COUPLE = 2

_BEING = word_set("somos seremos seriamos sumos vamos iriamos viajamos iremos")
_FOR = word_set("para for")
_GROUPS = word_set("familia grupo family group party")
_ARTICLES = word_set("un una um uma a an uno one")
_PLUS = word_set("y e mas and + con com with")
_ADDING = word_set("y e mas and +")
_EITHER = word_set("o u ou or")
_BETWEEN_COUNTS = _EITHER | {"/", "-", "a"}
_DATE_AFTER = frozenset({"/", "de", "al", "ao", "-"})
_OWNERS = word_set("mi mis my nuestro nuestra meu minha our su el la the o a un una um uma una one")
_DENIALS = word_set("sin sem no nao without ningun ninguna nenhum ni")
_SINGULAR_COUPLES = frozenset(word for word in COUPLE_WORDS if not word.endswith("s"))
_CARRYING = word_set("con traigo llevo llevamos traemos tengo tenemos com with bringing y")
_SINGULAR_PETS = frozenset(word for word in PET_WORDS if not word.endswith("s"))


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
            if tokens[index].text in _SINGULAR_COUPLES and tally.couples is None:
                tally.couples = _COUPLE
            index += 1
    _add_relatives(tally, count_relatives(tokens))
    return _settled(tally, count_pets(tokens))


def _add_relatives(tally: _Tally, relatives: Relatives) -> None:
    """Relatives count only where no number of people was said."""
    if tally.children is None and relatives.children:
        tally.children = relatives.children
        listed_children = 0
    else:
        listed_children = tally.children or 0
    if tally.total is None and tally.adults is None and relatives.people:
        tally.total = relatives.people + listed_children
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
    noun = tokens[noun_at].text if noun_at < len(tokens) else ""
    before = tokens[index - 1].text if index else ""
    if noun in COUPLE_WORDS:
        tally.couples = (tally.couples or 0) + _COUPLE * count
    elif noun in ADULT_WORDS:
        tally.adults = (tally.adults or 0) + count
    elif noun in CHILD_WORDS:
        follows_total = 0 <= index - tally.last_total_end <= 1
        tally.is_child_added = tally.is_child_added or (follows_total and before in _ADDING)
        tally.children = (tally.children or 0) + count
    elif noun in PERSON_WORDS and tokens[index].text in _ARTICLES and before not in _FOR | _BEING | {"solo"}:
        return noun_at + 1
    elif noun in PERSON_WORDS:
        _set_total(tally, tokens, index, noun_at + 1, count)
    elif noun in PET_WORDS:
        return noun_at + 1
    elif _is_party_size(tokens, index, noun_at):
        _set_total(tally, tokens, index, noun_at, count)
        return noun_at
    else:
        return index + 1
    return noun_at + 1


def _set_total(tally: _Tally, tokens: Sequence[Token], index: int, end: int, count: int) -> None:
    before = [token.text for token in tokens[max(0, index - 4) : index]]
    is_final = _is_being(before)
    if tally.total is None or is_final or not tally.is_total_final:
        tally.total = count
        tally.is_total_final = is_final
        tally.last_total_end = end


def _is_being(before: list[str]) -> bool:
    is_being = before[-1:] != [] and before[-1] in _BEING
    return is_being or before[-2:] in (["a", "ser"], ["we", "are"], ["we", "re"]) or before[-1:] == ["seriamos"]


def _is_party_size(tokens: Sequence[Token], index: int, end: int) -> bool:
    """Whether a number without a noun counts people: "somos 4", "para 4", "familia de 5", "4 of us"."""
    before = [token.text for token in tokens[max(0, index - 3) : index]]
    token = tokens[index]
    following = tokens[end].text if end < len(tokens) else ""
    if following in COUNTED_WORDS - {"nosotros", "us", "mas", "mais"} or not before:
        return False
    if following == "of":
        return end + 1 < len(tokens) and tokens[end + 1].text == "us"
    if _is_being(before):
        return token.text not in _ARTICLES
    if before[-1] in _FOR or before[-2:] == ["para", "los"]:
        is_date = following in _DATE_AFTER or following in SHORT_MONTHS
        return token.text not in _ARTICLES and not is_date
    return before[-1] in {"de", "of"} and len(before) > 1 and before[-2] in _GROUPS


def count_pets(tokens: Sequence[Token]) -> int | None:
    """How many pets come, 0 when denied, ``None`` when unsaid or only the house rule is asked for."""
    pets: int | None = None
    for index, token in enumerate(tokens):
        if token.text not in PET_WORDS:
            continue
        before = [word.text for word in tokens[max(0, index - 4) : index]]
        count = tokens[index - 1].number if index else None
        if _DENIALS.intersection(before[-2:]) or before[-3:-1] in (["no", "llevamos"], ["no", "tenemos"]):
            return 0
        if count is not None and count <= LARGEST_PARTY:
            pets = (pets or 0) + count
        elif token.text in _SINGULAR_PETS and before[-1:] and before[-1] in _OWNERS | _CARRYING and pets is None:
            pets = 1
    return pets
