"""Each number of people in a message is booked under what it counts: adults, couples, children, or all who come."""

from collections.abc import Sequence
from dataclasses import dataclass

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
from reservas.domain.nlu.party_size import BEING_WORDS, is_being, is_closed, is_part_of_day, is_party_size

COUPLE = 2

ADDING = word_set("y e mas and + plus mais &")
OWNERS = word_set("mi my nuestro nuestra meu minha our nosso nossa")
_FOR = word_set("para for")
_ARTICLES = word_set("un una um uma a an uno one")
_PLUS = word_set("y e mas and con com with plus mais") | {"+"}
_OWNED = OWNERS | word_set("mis nuestros nuestras meus minhas nossos nossas los las os the")
_JOINING = ADDING | _OWNED | word_set("of us um uma un una a o")
_SINGULAR_CHILDREN = word_set(
    "bebe beba bebita bebito baby nenem toddler nena nene nino nina menino menina hijo hija filho filha kid child "
    "nieto nieta crianca peque"
)
_BABIES = word_set("bebe beba bebita bebito baby nenem toddler")
_YOUTHS = word_set("pibes pibas chicos chicas gurises muchachos guris")
_BOYS_AND_GIRLS = word_set("boys girls")
"""Children where adults were told beside them; friends on a trip where not."""
_PART = word_set(
    "es son are is sao sendo seria seriam de of ellos ellas those them us which que cuales deles delas los a"
)
_OF_THE_PARTY = word_set("# de paga viene va vem vai tambien too comes ( pays")
_COUNTED_IN = word_set("con com contando incluyendo incluido incluida incluindo including counting with incl")
_OF_CHILD = word_set("a al el la o the un una um uma")
_DAY_BEFORE = word_set("el del dia al de of aged a ate ao hasta to the until till / - y e entre")
_GRANDPARENTS = word_set("abuela abuelo grandma grandpa grandmother grandfather avo")
_CHILDREN_APART = 5
_MEN_AND_WOMEN = word_set("mujeres hombres women men amigas amigos mulheres homens friends chicas")
_MUMS = word_set("mama mom mum mae madre")
_DADS = word_set("papa dad pai padre")
_DESCRIBING = word_set(
    "sola solas solo unica unicas unicos young little small small grown lindas lindos buenas buenos viejas viejos "
    "pequenos pequenas jovenes hermosas queridas locas"
)
_PEOPLE = COUPLE_WORDS | ADULT_WORDS | CHILD_WORDS | PERSON_WORDS | _BOYS_AND_GIRLS
_FRIENDS = PERSON_WORDS | _BOYS_AND_GIRLS
_FORMS = word_set("personas pessoas people guests huespedes hospedes adultos adults menores ninos chicos children kids")
_ENDS_FORM = _FORMS | ADDING | word_set("hay tem tenes desde del from para bebes")
_DENIED = word_set("no not nao than ningun ninguna nenhum nenhuma")
_TOLD_BY = word_set(
    "recomendaron recomendo recomendaram dijeron pasaron contaron fueron told recommended said indicaram mandaron "
    "vinieron estuvieron"
)
_OTHER_COUPLE = word_set("otra outro outra another other")
_FAMILIES = word_set("familias families grupos groups")
_OTHER_ONE = word_set("otro otra outro outra")
_MORE = word_set("mas mais more others otros outros amigos friends")
_PARTS = 4
_MANY_IN_FAMILY = 12


@dataclass(slots=True)
class Tally:
    """What has been counted so far."""

    adults: int | None = None
    couples: int | None = None
    """People in couples."""
    children: int | None = None
    total: int | None = None
    is_total_final: bool = False
    """Said as "we are so many": no other number overrides it."""
    is_child_added: bool = False
    """The children come on top of the total."""
    last_total_end: int = -9
    last_child_at: int = -9
    """Where a child without a number was last met."""


def tally_unnumbered(tally: Tally, tokens: Sequence[Token], index: int) -> int:
    """Count one that carries no number ("pareja", "con la nena", "adultos: 2") and return where reading goes on."""
    word = tokens[index].text
    if form_end := _form_at(tally, tokens, index):
        return form_end
    before = tokens[index - 1].text if index else ""
    earlier = tokens[index - 2].text if index > 1 else ""
    following = tokens[index + 1].text if index + 1 < len(tokens) else ""
    if word in SINGULAR_COUPLES and before in _OTHER_COUPLE:
        tally.couples = (tally.couples or COUPLE) + COUPLE
    elif _is_couple(tally, word, before, earlier, following):
        tally.couples = COUPLE
        return _added_to_couple(tally, tokens, index + 1)
    elif word in _SINGULAR_CHILDREN:
        _tally_child(tally, tokens, index, before, earlier)
    elif word in _OTHER_ONE and before in ADDING and index - tally.last_child_at <= _CHILDREN_APART:
        # "un nene de 4 y otro de 7"
        tally.children = (tally.children or 0) + 1
    else:
        _tally_other(tally, tokens, index, before, earlier)
    return index + 1


def _tally_other(tally: Tally, tokens: Sequence[Token], index: int, before: str, earlier: str) -> None:
    """Parents alone, "both of us", "el único adulto", "los dos nenes" said as "both kids", twins."""
    word = tokens[index].text
    if word in _MUMS | _DADS and tally.couples is None and tally.adults is None and _is_single_parent(tokens, index):
        tally.adults = 1
    elif word == "both" and [token.text for token in tokens[index + 1 : index + 3]] == ["of", "us"]:
        tally.total = COUPLE
    elif word in {"adult", "adulto", "adulta"} and before in {"only", "unico", "unica", "sole"}:
        tally.adults = 1
    elif word in {"ninos", "nenes", "kids", "chicos", "hijos", "filhos"} and before in {"both", "ambos"}:
        tally.children = COUPLE
    elif word in {"twins", "mellizos", "mellizas", "gemelos", "gemeos"}:
        tally.children = (tally.children or 0) + COUPLE
        tally.is_child_added = earlier in ADDING


def _tally_child(tally: Tally, tokens: Sequence[Token], index: int, before: str, earlier: str) -> None:
    """One child without a number: "con la nena", "mi bebé", "madre e hija", "nene de 5 y nena de 3"."""
    if _is_pair(before, earlier):
        tally.total = tally.total or COUPLE
    elif before in ADDING and index - tally.last_child_at <= _CHILDREN_APART:
        tally.children = (tally.children or 0) + 1
    elif tally.children is None and _is_coming(tally, tokens, index):
        tally.children = 1
        tally.last_child_at = index
        tally.is_child_added = before in {"+", "mas", "mais"} or earlier in {"tambien", "suma", "agrega", *ADDING}


def _is_single_parent(tokens: Sequence[Token], index: int) -> bool:
    """Whether a parent comes with children and nobody else is named: "mamá con dos hijos"."""
    words = [token.text for token in tokens[max(0, index - 1) : index + 4]]
    behind = words[words.index(tokens[index].text) + 1 :]
    is_with = len(behind) > 2 and behind[0] in {"con", "with", "com"} and tokens[index + 2].number is not None  # noqa: PLR2004 - "con" and two more
    return is_with and behind[2] in CHILD_WORDS and words[0] not in OWNERS


def _is_couple(tally: Tally, word: str, before: str, earlier: str, following: str) -> bool:
    if word in SINGULAR_COUPLES:
        return tally.couples is None and following != "of"
    if word in {"wife", "esposa"}:
        return not {"husband", "marido", "esposo"}.isdisjoint({before, earlier}) and before not in OWNERS
    if word in _DADS | _MUMS:
        other = _MUMS if word in _DADS else _DADS
        return not other.isdisjoint({before, earlier}) and before not in OWNERS
    return word in {"parents", "padres"} and before not in OWNERS | {"mis"} and following in ADDING


def _added_to_couple(tally: Tally, tokens: Sequence[Token], index: int) -> int:
    """Others beside a couple, counted without a noun: "casal + 2", "pareja y 2 más"."""
    count = tokens[index + 1].number if index + 1 < len(tokens) and tokens[index].text in ADDING else None
    if not count or count > _MANY_IN_FAMILY or tokens[index + 1].text in _ARTICLES:
        return index
    following = [token.text for token in tokens[index + 2 : index + 3]]
    if is_part_of_day(tokens, index + 1) or not (is_closed(following) or following[0] in _MORE):
        return index
    if not tally.is_total_final:
        tally.total = COUPLE + count
    return index + 2


def _is_pair(before: str, earlier: str) -> bool:
    return before in ADDING and earlier in _MUMS | _DADS | _GRANDPARENTS


def _is_coming(tally: Tally, tokens: Sequence[Token], index: int) -> bool:
    """Whether one child, named without a number, is of the party: the guest's own, or joined to the others."""
    before = tokens[index - 1].text if index else ""
    earlier = tokens[index - 2].text if index > 1 else ""
    following = tokens[index + 1].text if index + 1 < len(tokens) else ""
    lead = [token.text for token in tokens[max(0, index - 3) : index] if token.text not in _OF_CHILD]
    if lead[-1:] != [] and (lead[-1] in _COUNTED_IN or (lead[-1] == "para" and before in {"el", "la"})):
        return True
    if before in OWNERS:
        # "mi hijo tiene 8 años" alone does not say that he comes; a baby is never left behind.
        is_added = earlier in {"tambien", "suma", "agrega", "mas", "plus", "+"}
        return tokens[index].text in _BABIES or following in _OF_THE_PARTY or is_added
    if before in _PLUS or (before == "," and (tally.couples or tally.adults)):
        return True
    return earlier in _PLUS and before in {"el", "la", "al", "o", "a", "an", "the"}


def _form_at(tally: Tally, tokens: Sequence[Token], index: int) -> int | None:
    """A form filled in: "adultos: 2, niños: 1", "pax 4"; where it ends."""
    noun = tokens[index].text
    is_counted = index > 0 and tokens[index - 1].number is not None and tokens[index - 2 : index - 1] != []
    is_counted = is_counted and tokens[index - 2].text not in _FORMS | {":", "="}
    if noun not in _FORMS or is_counted or (index == 1 and tokens[0].number is not None):
        return None
    is_marked = index + 1 < len(tokens) and tokens[index + 1].text in {":", "="}
    at = index + 2 if is_marked else index + 1
    if at >= len(tokens) or not tokens[at].is_digits or is_part_of_day(tokens, at):
        return None
    count = tokens[at].number
    following = [token.text for token in tokens[at + 1 : at + 2]]
    is_other = bool(following) and following[0] in COUNTED_WORDS - _FORMS
    if count is None or count > _MANY_IN_FAMILY * 2 or is_other or not (is_marked or _ends_form(following)):
        return None
    if noun in ADULT_WORDS:
        tally.adults = count
    elif noun in CHILD_WORDS:
        tally.children = count or tally.children
    else:
        _set_total(tally, tokens, index, at + 1, count)
    return at + 1


def _ends_form(following: list[str]) -> bool:
    if not following:
        return True
    return following[0] in _ENDS_FORM or not following[0].isalnum()


def tally_counted(tally: Tally, tokens: Sequence[Token], index: int, noun_at: int, count: int) -> int:
    """Book ``count`` under what it counts and return where reading goes on."""
    noun_at = _behind_part(tokens, noun_at)
    noun = tokens[noun_at].text if noun_at < len(tokens) else ""
    if noun in _PEOPLE and (count == 1 or noun not in SINGULAR_COUPLES):
        return _tally_people(tally, tokens, index, noun_at, count)
    if noun in PET_WORDS:
        return noun_at + 1
    if noun in _FAMILIES and (each := _each_family_at(tokens, noun_at)):
        _set_total(tally, tokens, index, noun_at + 3, count * each)
        return noun_at + 3
    if family_end := _family_at(tally, tokens, index):
        return family_end
    if is_party_size(tokens, index, noun_at):
        _set_total(tally, tokens, index, noun_at, count)
        return noun_at
    return index + 1


def _each_family_at(tokens: Sequence[Token], noun_at: int) -> int | None:
    """How many each has of several families: "dos familias de 4"."""
    is_of = noun_at + 2 < len(tokens) and tokens[noun_at + 1].text in {"de", "of"}
    return tokens[noun_at + 2].number if is_of else None


def _tally_people(tally: Tally, tokens: Sequence[Token], index: int, noun_at: int, count: int) -> int:
    noun, before = tokens[noun_at].text, tokens[index - 1].text if index else ""
    following = tokens[noun_at + 1].text if noun_at + 1 < len(tokens) else ""
    if before in _DENIED or before in _TOLD_BY or (noun in COUPLE_WORDS and following == "of"):
        # "dos adultos, no tres"; "not five people any more"; "me recomendaron dos amigas"
        return noun_at + 1
    is_with_adults = tally.adults is not None or tally.couples is not None or before in _OWNED
    if noun in COUPLE_WORDS:
        tally.couples = (tally.couples or 0) + COUPLE * count
        return _added_to_couple(tally, tokens, noun_at + 1) if count == 1 else noun_at + 1
    if noun in ADULT_WORDS:
        if tally.adults is None and before in BEING_WORDS:
            # "éramos seis, vamos cuatro adultas"
            tally.total = None
        tally.adults = (tally.adults or 0) + count
    elif noun in _BOYS_AND_GIRLS and is_with_adults:
        tally.children = (tally.children or 0) + count
    elif noun in CHILD_WORDS and not (noun in _YOUTHS and before in BEING_WORDS):
        _tally_children(tally, tokens, index, count, is_share=noun_at > index + 1)
    elif noun in PERSON_WORDS and following in ADULT_WORDS:
        tally.adults = (tally.adults or 0) + count
        return noun_at + 2
    elif tokens[index].text not in _ARTICLES or before in _FOR | BEING_WORDS | {"solo", "just", "only"}:
        # "somos 6 pibes" too: those who speak are no children.
        _set_total(tally, tokens, index, noun_at + 1, count, is_named=True)
    return noun_at + 1


def _tally_children(tally: Tally, tokens: Sequence[Token], index: int, count: int, *, is_share: bool) -> None:
    between = [token.text for token in tokens[max(0, tally.last_total_end) : index]]
    follows_total = tally.last_total_end >= 0 and all(text in _JOINING for text in between)
    is_linked = bool(between) and (between[-1] in ADDING or (between[0] in ADDING and between[-1] in _OWNED))
    if between in (["con"], ["with"], ["com"]):
        # "4 mujeres con 2 nenes"; "4 personas con 2 nenes" are four.
        follows_total = is_linked = tokens[tally.last_total_end - 1].text in _MEN_AND_WOMEN
    is_added = not is_share and follows_total and is_linked
    tally.is_child_added = tally.is_child_added or is_added
    tally.last_child_at = index + 1 if count == 1 else tally.last_child_at
    tally.children = (tally.children or 0) + count


def _set_total(
    tally: Tally, tokens: Sequence[Token], index: int, end: int, count: int, *, is_named: bool = False
) -> None:
    before = [token.text for token in tokens[max(0, index - 4) : index]]
    is_final = is_being(before)
    is_joined = is_named and tally.total is not None and before[-1:] != [] and before[-1] in ADDING
    if is_joined and tally.last_total_end == index - 1 and tokens[tally.last_total_end - 1].text in _FRIENDS:
        # "3 varones y 2 mujeres"
        tally.total = (tally.total or 0) + count
        tally.last_total_end = end
    elif tally.total is None or is_final or not tally.is_total_final:
        tally.total = count
        tally.is_total_final = is_final
        tally.last_total_end = end


def _behind_part(tokens: Sequence[Token], noun_at: int) -> int:
    """Where the noun of a share stands: "3 son chicos", "four of those are kids", "cuatro de ellas menores"."""
    described = [token.text for token in tokens[noun_at : noun_at + 2]]
    if described[1:] and described[0] in _DESCRIBING and described[1] in _PEOPLE:
        # "una sola persona"
        return noun_at + 1
    at = noun_at
    while at < len(tokens) and at - noun_at < _PARTS and tokens[at].text in _PART:
        at += 1
    is_share = at > noun_at and at < len(tokens) and tokens[at].text in CHILD_WORDS | ADULT_WORDS
    return at if is_share else noun_at


def _is_first(tokens: Sequence[Token], index: int) -> bool:
    return index == 0 or tokens[index - 1].text not in _DAY_BEFORE


def _alone_beside(tally: Tally, tokens: Sequence[Token], index: int) -> int | None:
    """Adults told beside one child or animal: "2 + el bebé", "cinco y un perro"."""
    at = index + 2
    while at < len(tokens) and at - index < _PARTS and (tokens[at].text in _OF_CHILD or tokens[at].number is not None):
        at += 1
    noun = tokens[at].text if at < len(tokens) else ""
    count = tokens[index].number or 0
    if tokens[index].text in _ARTICLES or count > _MANY_IN_FAMILY:
        return None
    if noun in PET_WORDS:
        _set_total(tally, tokens, index, index + 1, count)
        return at
    if noun in _SINGULAR_CHILDREN and at > index + 2 and tokens[at - 1].number is None:
        tally.adults, tally.children = count, 1
        return at + 1
    return None


def _family_at(tally: Tally, tokens: Sequence[Token], index: int) -> int | None:
    """Adults told without their noun: "2 y 2 nenes", "2+2", "cuatro más un bebé", "5 (3 son chicos)"."""
    sign = tokens[index + 1].text if index + 1 < len(tokens) else ""
    if sign in ADDING and _is_first(tokens, index) and (end := _alone_beside(tally, tokens, index)):
        return end
    second = tokens[index + 2] if index + 2 < len(tokens) else None
    count, more = tokens[index].number, second.number if second else None
    if not count or not more or count > _MANY_IN_FAMILY or more > _MANY_IN_FAMILY:
        return None
    noun_at = _behind_part(tokens, index + 3)
    noun = tokens[noun_at].text if noun_at < len(tokens) else ""
    is_first = _is_first(tokens, index)
    if sign == "(" and (noun in CHILD_WORDS | ADULT_WORDS or _family_at(Tally(), tokens, index + 2)):
        tally.total, tally.is_total_final = count, True
        return index + 2
    if sign in ADDING and noun in CHILD_WORDS and is_first and tokens[index].text not in _ARTICLES:
        tally.adults, tally.children = count, more
        return noun_at + 1
    if sign == "+" and noun not in COUNTED_WORDS and tokens[index].is_digits and is_first:
        tally.adults, tally.children = count, more
        return index + 3
    return None
