"""Who comes, as the guest counts them: adults, children, people in all, and pets."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from reservas.domain.nlu.counted import CHILD_WORDS, COUNTED_WORDS, PERSON_WORDS
from reservas.domain.nlu.lexicon import word_set
from reservas.domain.nlu.normalize import Token
from reservas.domain.nlu.party_size import is_part_of_day
from reservas.domain.nlu.pets import count_pets
from reservas.domain.nlu.relatives import PARTNERS, Relatives, count_added, count_relatives
from reservas.domain.nlu.tally import ADDING, COUPLE, OWNERS, Tally, tally_counted, tally_unnumbered

LARGEST_PARTY = 60

_EITHER = word_set("o u ou or")
_BETWEEN_COUNTS = _EITHER | {"/", "-", "a"}
_HEDGES = word_set(
    "capaz quizas quiza talvez tal vez maybe possibly perhaps probably que a lo sumo como mucho maximo max por ahi "
    "no at most might be up to hasta ate puede ser ponele"
)
_DOUBTING = word_set("capaz quizas quiza talvez vez maybe possibly perhaps probably sumo mucho maximo most might")
_LONGEST_HEDGE = 5
_WIDEST_DOUBT = 4
_EACH = word_set("cada each")
_EACH_REACH = 5


@dataclass(frozen=True, slots=True)
class Party:
    """People and pets as said; ``None`` means not said. ``guests`` counts adults and children together."""

    adults: int | None = None
    children: int | None = None
    guests: int | None = None
    pets: int | None = None


def read_party(tokens: Sequence[Token], language: str) -> Party:
    """The party that ``tokens`` describe; ages, prices and dates must have been blanked before."""
    tally = Tally()
    index = 0
    while index < len(tokens):
        count, noun_at = _count_at(tokens, index, language)
        if count is not None:
            index = max(index + 1, tally_counted(tally, tokens, index, noun_at, count))
        else:
            index = max(index + 1, tally_unnumbered(tally, tokens, index))
    if tally.total is not None and tally.adults is None:
        tally.total += count_added(tokens, tally.last_total_end)
    _add_relatives(tally, count_relatives(tokens))
    if tally.total == COUPLE and not tally.children and _names_partner(tokens):
        tally.couples = COUPLE
    if tally.couples and tally.couples > COUPLE and tally.children and _is_each(tokens):
        tally.children *= tally.couples // COUPLE
    return _settled(tally, count_pets(tokens))


def _names_partner(tokens: Sequence[Token]) -> bool:
    return any(second.text in PARTNERS and first.text in OWNERS for first, second in pairwise(tokens))


def _is_each(tokens: Sequence[Token]) -> bool:
    """Whether every couple brings the children named: "con un hijo cada uno", "each with a baby"."""
    children = [
        at
        for at, token in enumerate(tokens)
        if token.text in CHILD_WORDS and at and (tokens[at - 1].number or tokens[at - 1].text == "a")
    ]
    each = [at for at, token in enumerate(tokens) if token.text in _EACH]
    return any(-_EACH_REACH <= at - child <= 3 for at in each for child in children)  # noqa: PLR2004 - right behind


def _add_relatives(tally: Tally, relatives: Relatives) -> None:
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
            tally.couples = tally.couples or COUPLE
        elif tally.couples == COUPLE and people - children > COUPLE:
            # "matrimonio, 2 hijos y la suegra": the couple are not all the adults.
            tally.adults = people - children


def _settled(tally: Tally, pets: int | None) -> Party:
    adults = tally.adults
    if adults is None and tally.couples is not None:
        adults = tally.couples
    children, total = tally.children, tally.total
    if total is not None and children is not None and tally.is_child_added:
        total += children
    if adults is not None and children is not None:
        guests: int | None = adults + children if total is None or total < adults + children else total
    elif adults is not None:
        guests = max(adults, total or 0)
    else:
        guests = total
    if adults is None and guests is not None and children is not None and guests > children:
        adults = guests - children
    return Party(adults, children, guests, pets)


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
        if tokens[after].text in ADDING and second and token.number < second <= LARGEST_PARTY:
            return second, after + 2
    if after + 1 < len(tokens) and tokens[after].text in _BETWEEN_COUNTS:
        second = tokens[after + 1].number
        is_wider = second is not None and token.number < second <= LARGEST_PARTY
        is_said = tokens[after].text in _EITHER or _heads_count(tokens, after + 1)
        if is_wider and second is not None and is_said:
            return second, after + 2
    return _hedged(tokens, token.number, after) or (token.number, after)


def _hedged(tokens: Sequence[Token], count: int, after: int) -> tuple[int, int] | None:
    """The larger of two numbers between which the guest wavers: "nueve, capaz que diez", "4 maybe 5"."""
    noun_at = after
    if after < len(tokens) and tokens[after].text in PERSON_WORDS:
        after += 1
    at = after
    while at < len(tokens) and at - after < _LONGEST_HEDGE and tokens[at].text in _HEDGES | _EITHER | {","}:
        at += 1
    between = {token.text for token in tokens[after:at]}
    second = tokens[at].number if at < len(tokens) else None
    is_doubt = bool(between & _DOUBTING) and second is not None and count < second <= count + _WIDEST_DOUBT
    if second is None or not is_doubt or is_part_of_day(tokens, at):
        return None
    is_named = at + 1 < len(tokens) and tokens[at + 1].text in COUNTED_WORDS
    return second, at + 1 if is_named or noun_at == after else noun_at


def _heads_count(tokens: Sequence[Token], index: int) -> bool:
    return index + 1 < len(tokens) and tokens[index + 1].text in COUNTED_WORDS
