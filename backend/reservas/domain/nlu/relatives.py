"""Relatives a guest lists instead of numbers: "con mi señora", "mi tía y yo", "eu, minha esposa e as duas crianças"."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from reservas.domain.nlu.counted import CHILD_WORDS, PERSON_WORDS, PET_WORDS, SINGULAR_COUPLES
from reservas.domain.nlu.lexicon import NUMBER_WORDS, word_set
from reservas.domain.nlu.normalize import Token
from reservas.domain.nlu.party_size import is_part_of_day

PARTNERS = word_set(
    "senora novio novia marido mujer esposa esposo pareja companero companera wife husband girlfriend boyfriend "
    "partner fiance fiancee namorado namorada mulher jermu dona missus mina noiva noivo patroa hubby gf bf prometida"
)
COUPLE_STARTS = SINGULAR_COUPLES - PARTNERS
_ADULTS = PARTNERS | word_set(
    "mama papa madre padre vieja viejo tia tio hermano hermana suegra suegro amigo amiga cunado cunada abuela "
    "abuelo prima primo mother father mum mom dad friend sister brother mae pai irma irmao sogra sogro parca mate "
    "colega vecino vecina cousin uncle aunt grandma grandpa grandmother grandfather cunhado cunhada avo nona nono "
    "ahijada ahijado sobrino sobrina nephew niece buddy mana mano roommate padrino "
    "madrina nanny ninera baba comadre compadre yerno nuera"
)
_PLURAL_ADULTS = word_set(
    "hermanos hermanas amigos amigas irmaos irmas primos primas tios tias cunados cunadas sisters brothers friends "
    "cousins grandmothers grandfathers mates colegas companeros companeras girlfriends boyfriends sobrinos sobrinas"
)
_CHILDREN = word_set(
    "hijo hija nene nena bebe beba son daughter baby filho filha nieto nieta kid child nenem crianca gordo gorda "
    "chiquito chiquita pequeno pequena peque menino menina pibe piba toddler neto neta enano bebita bebito"
)
_PLURAL_CHILDREN = (CHILD_WORDS - _CHILDREN - {"son"}) | {"pia"}
_TWINS = word_set("mellizos mellizas gemelos gemelas gemeos gemeas twins")
_PARENTS = word_set("papas padres viejos parents pais abuelos suegros folks avos sogros grandparents")
_ANOTHER = word_set("otra otro outra outro another")
_ARTICLES = word_set("un una um uma a an") | _ANOTHER
_OWNERS = word_set("mi my meu minha su his her nuestro nuestra nosso nossa our el la o the") | _ARTICLES
_PLURAL_OWNERS = word_set(
    "mis my meus minhas los las os as sus our her his nuestros nuestras nossos nossas the los a o"
)
_GIVING = word_set("es regalo gift presente e s is")
_MINE = word_set("mi mis my meu minha meus minhas")
_DEAR = word_set("best mejor little older younger elderly dear querida querido melhor")
_WE = word_set("nosotros nosotras")
_BEING = word_set("somos seriamos vamos viajamos iriamos viajariamos")
_THEIRS = word_set("su sus his her their seu sua seus suas")
_PEOPLE_WORDS = word_set("persona pessoa person")
_THAT_ONE = word_set("ela ele ella")
_ON_TOP = word_set("mas plus mais") | {"+"}
_BOYS_AND_GIRLS = word_set("boys girls")
_MORE = word_set("mas mais more otros otras outros outras others amigos amigas friends mates personas pessoas people")
_OTHERS = word_set("otros otras outros outras other unos unas uns umas")
_TAKING = word_set("llevar llevo llevamos traer traigo invitar sorprender levar bringing taking")
_WITH = word_set("con with com conmigo comigo acompana acompanha") | _TAKING
_ME = frozenset({"yo", "eu", "me", "myself", "mim"})
_AND_ME = tuple([word] for word in (*_ME, "i"))
_RELATIVES = _ADULTS | _CHILDREN | _PLURAL_CHILDREN | _PARENTS | _PLURAL_ADULTS | PET_WORDS
_LINKS = frozenset(
    {"y", "e", "n", "and", ",", "&", "+", "mas", "mais", "plus", "con", "com", "with", "also", "tambien"}
)
_FILLERS = frozenset({"#", "(", ")", "s", "it", "is", "solo", "so", "just", "a", "para", "for", "o", "al", "pro", "de"})
_ALONE = (
    ("voy", "solo"),
    ("viajo", "solo"),
    ("yo", "solo"),
    ("mi", "solo"),
    ("solo", "yo"),
    ("so", "eu"),
    ("eu", "so"),
    ("just", "me"),
    ("only", "me"),
    ("by", "myself"),
    ("just", "myself"),
    ("only", "myself"),
    ("my", "own"),
    ("uno", "solo"),
    ("traveling", "alone"),
    ("travelling", "alone"),
    ("solo", "traveller"),
    ("solo", "traveler"),
    ("solo", "hiker"),
    ("solo", "rider"),
    ("solo", "trip"),
    ("yo", "sola"),
)
_FAMILY = word_set("familia family vamos somos viajamos")
_ALONE_FOR = (["solo", "para", "mi"], ["so", "para", "mim"], ["just", "for", "me"], ["only", "for", "me"])
_ALONE_WORDS = word_set("sola solita solito sozinho sozinha")
_TALKING = (
    "habl",
    "charl",
    "convers",
    "consult",
    "talk",
    "check",
    "speak",
    "discut",
    "pregunt",
    "pergunt",
    "falar",
    "ask",
    "fal",
)
_ELSEWHERE = word_set(
    "dejo dejamos dejare dejaremos queda quedan fica ficam staying stays fue fui vive vivo vivem lives fuimos was went"
)
"""Verbs of those who are with somebody, but not on this journey."""
_TALKING_REACH = 3
_DESCRIBED = word_set("adolescente menor mayor grande chiquito chiquita pequeno pequena mais mas")
_LONGEST_LIST = 12


@dataclass(frozen=True, slots=True)
class Relatives:
    """People of a list, the speaker included; ``is_couple`` when the only adult beside the speaker is a partner."""

    people: int = 0
    children: int = 0
    is_couple: bool = False


@dataclass(slots=True)
class _Listed:
    adults: int = 0
    partners: int = 0
    children: int = 0
    owned: int = 0
    pets: int = 0
    speakers: int = 0
    is_couple_told: bool = False
    """The list opens with a couple, who are the speaker and another: "matrimonio, 2 hijos y la abuela"."""
    is_uncounted: bool = False
    """Someone stands in the list in an unnumbered plural: "los nenes"."""

    @property
    def others(self) -> int:
        return self.adults + self.children


def count_relatives(tokens: Sequence[Token]) -> Relatives:
    """The first list of relatives that travels with the speaker; nobody when none does."""
    words = [token.text for token in tokens]
    index = 0
    while index < len(words):
        is_counted = tokens[index].number is not None and words[index + 1 : index + 2] != []
        if words[index] not in _STARTS and not (is_counted and words[index + 1] in _PLURAL_ADULTS):
            index += 1
            continue
        listed, end = _list_from(tokens, words, index)
        is_spoken_of = words[end : end + 1] == ["que"] and not listed.speakers and words[end - 1] not in PET_WORDS
        is_somebody = listed.others or (listed.pets and listed.speakers)
        if listed.others and not listed.speakers and _is_for_them(words, index):
            return Relatives(listed.others, listed.children)
        if is_somebody and not is_spoken_of and _travels(words, index, listed):
            return _with_speaker(listed)
        index = max(index + 1, end)
    return Relatives(people=1) if _is_alone(words) else Relatives()


_STARTS = _ME | _WE | _OWNERS | _PLURAL_OWNERS | COUPLE_STARTS | PARTNERS


def _is_for_them(words: list[str], start: int) -> bool:
    """Whether the stay is for others: "es para mis papás", "un regalo para mi hermana y su marido"."""
    before = words[max(0, start - 3) : start]
    is_for = before[-1:] != [] and before[-1] in {"para", "for"} and bool(_GIVING.intersection(before[:-1]))
    return is_for and words[start] in _MINE and words[start + 1] not in PARTNERS


def count_added(tokens: Sequence[Token], start: int) -> int:
    """How many grown relatives come on top of a total that ends before ``start``: "familia de cinco, más mi mamá"."""
    words = [token.text for token in tokens]
    at = start + 1 if words[start : start + 1] == [","] else start
    if words[at : at + 1] == [] or words[at] not in _ON_TOP:
        return 0
    listed, _ = _list_from(tokens, words, at + 1)
    return 0 if listed.is_uncounted else listed.adults


def _travels(words: list[str], start: int, listed: _Listed) -> bool:
    """Whether the list is the party: the speaker is in it, or somebody is taken along."""
    before = words[max(0, start - _TALKING_REACH) : start]
    if any(word.startswith(_TALKING) or word in _ELSEWHERE for word in before):
        return False
    if listed.speakers or listed.is_couple_told:
        return True
    if before[-1:] != [] and before[-1] in {"(", ":"} and _FAMILY.intersection(words[max(0, start - 5) : start]):
        # The family are told in brackets, as in "voy con mi familia (mi mujer y 2 hijos)".
        return True
    if listed.partners and listed.children and (not before or not before[-1].isalnum()):
        # "my wife and our 2 daughters", opening a sentence.
        return True
    lead = [word for word in before if word not in _OTHERS | {"a", "tambien"}]
    if words[start] in _THEIRS:
        return False
    is_company = bool(lead) and lead[-1] in _WITH
    return is_company and bool(listed.adults or listed.owned)


def _is_alone(words: list[str]) -> bool:
    pairs = set(pairwise(words))
    if any(pair in pairs for pair in _ALONE):
        return True
    if any(words[at : at + 3] in _ALONE_FOR for at in range(len(words) - 2)):
        return True
    return any(word in _ALONE_WORDS and before not in {"una", "uma", "1"} for before, word in pairwise(["", *words]))


def _list_from(tokens: Sequence[Token], words: list[str], start: int) -> tuple[_Listed, int]:
    """The list "mi X, mi Y y mi Z" that begins at ``start``, and the token behind it."""
    listed = _Listed()
    index, end = start, start
    while index < len(words) and index - end < _LONGEST_LIST and listed.others < _LONGEST_LIST:
        after = _element(tokens, words, index, listed, is_linked=index > start and words[index - 1] in _LINKS)
        if after:
            index = end = _behind_age(tokens, words, after)
        elif index > start and words[index] in _LINKS | _FILLERS:
            index += 1
        else:
            break
    return listed, end


def _element(tokens: Sequence[Token], words: list[str], index: int, listed: _Listed, *, is_linked: bool) -> int | None:
    """Add the one who stands at ``index`` to the list; the token behind, or ``None`` when nobody does."""
    word = words[index]
    following = words[index + 1] if index + 1 < len(words) else ""
    if speaker_end := _speaker_at(words, index, is_linked=is_linked):
        listed.speakers = 1
        return speaker_end
    if word == "me":
        return None
    if word in _WE and index + 1 < len(tokens) and 1 < (tokens[index + 1].number or 0) <= _LONGEST_LIST:
        # "mi cuñado, la mujer y nosotros 3"
        listed.speakers = 1
        listed.adults += (tokens[index + 1].number or 1) - 1
        return index + 2
    if word in COUPLE_STARTS and listed.others == 0 and following in _LINKS:
        listed.adults, listed.is_couple_told = 1, True
        return index + 1
    if is_linked and listed.speakers and (more := _more_at(tokens, index)):
        listed.adults += more
        return index + 1
    if word in _PLURAL_OWNERS and index + 1 < len(tokens) and tokens[index + 1].number:
        return _counted(tokens, words, index + 1, listed, is_owned=word not in {"los", "las", "os", "as", "the"})
    if (is_linked or following in _PLURAL_ADULTS) and tokens[index].number and word not in _ARTICLES:
        return _counted(tokens, words, index, listed, is_owned=True)
    if listed.speakers and is_linked and word in _ARTICLES and following in _PEOPLE_WORDS:
        # "eu e mais uma pessoa"
        listed.adults += 1
        return index + 2
    if word in _OWNERS | _PLURAL_OWNERS:
        # "my best friend"
        at = index + 1 + (following in _DEAR)
        return at + 1 if _add(listed, word, words[at] if at < len(words) else "") else None
    # "hubby and I", "esposa e eu"; "mi mujer, hijo y suegra"
    is_named = is_linked or (following in _LINKS and words[index + 2 : index + 3] in _AND_ME)
    return index + 1 if is_named and word in _ADULTS | _CHILDREN and _add(listed, "un", word) else None


def _speaker_at(words: list[str], index: int, *, is_linked: bool) -> int | None:
    """Where the words end by which the speaker is of the list: "yo", "and I", "mi persona", "para mí"."""
    word, before = words[index], words[index - 1 : index]
    following = words[index + 1] if index + 1 < len(words) else ""
    if word == "me":
        # Reflexive in Spanish and Portuguese.
        return index + 1 if is_linked or following in _LINKS or before == ["for"] else None
    if word in _ME or (word == "i" and is_linked and index > 0):
        return index + 1
    if word == "mi" and following == "persona":
        return index + 2
    # "para mí y mi novia", "para mi novio y para mí"
    return index + 1 if word == "mi" and before == ["para"] and following not in _RELATIVES else None


def _more_at(tokens: Sequence[Token], index: int) -> int | None:
    """How many stand beside the speaker without a noun: "eu e ela", "yo + 3", "me plus three", "yo y 2 más"."""
    number = tokens[index].number
    if tokens[index].text in _THAT_ONE:
        return 1
    if number is None or number > _LONGEST_LIST or tokens[index].text in _ARTICLES or is_part_of_day(tokens, index):
        return None
    following = tokens[index + 1].text if index + 1 < len(tokens) else ""
    return number if not following.isalnum() or following in _MORE else None


def _counted(tokens: Sequence[Token], words: list[str], index: int, listed: _Listed, *, is_owned: bool) -> int | None:
    count = tokens[index].number
    noun = words[index + 1] if index + 1 < len(words) else ""
    if not count or count > _LONGEST_LIST:
        return None
    if noun in CHILD_WORDS | _CHILDREN | _BOYS_AND_GIRLS:
        listed.children += count
        listed.owned += is_owned
    elif noun in _PLURAL_ADULTS | PERSON_WORDS:
        listed.adults += count
    elif noun not in PET_WORDS:
        return None
    return index + 2


def _add(listed: _Listed, owner: str, relative: str) -> bool:
    if relative in PET_WORDS:
        listed.pets += 1
        return True
    if relative in SINGULAR_COUPLES and owner in {"un", "una", "um", "a"}:
        # "nosotros dos, una pareja tranquila": the same people again.
        return False
    if relative in _ADULTS or (relative in _PEOPLE_WORDS and owner in _ANOTHER):
        # "otra pareja" are two.
        listed.adults += 1 + (owner in _ANOTHER and relative in SINGULAR_COUPLES)
        listed.partners += relative in PARTNERS
    elif relative in _PARENTS:
        listed.adults += 2
    elif relative in _TWINS:
        listed.children += 2
        listed.owned += 1
    elif relative in _CHILDREN:
        listed.children += 1
        listed.owned += owner not in _ARTICLES
    elif relative in _PLURAL_CHILDREN | _PLURAL_ADULTS:
        listed.is_uncounted = True
    else:
        return False
    return True


def _behind_age(tokens: Sequence[Token], words: list[str], index: int) -> int:
    """Skip "de cinco años", "who's seventy two" or "la abuela 81" behind a relative."""
    if index < len(tokens) and tokens[index].is_digits and index > 0 and tokens[index - 1].text in _RELATIVES | _ME:
        following = words[index + 1] if index + 1 < len(words) else ""
        return index + 1 if not following.isalnum() or following in _LINKS else index
    if words[index : index + 1] != [] and words[index] in _DESCRIBED:
        index += 1
    if words[index : index + 1] == ["de"] and words[index + 1 : index + 2] != [] and words[index + 1] in NUMBER_WORDS:
        return index + 3
    if words[index : index + 2] in (["de", "ellos"], ["de", "ellas"], ["de", "ella"], ["deles", ""], ["de", "el"]):
        return index + 2
    if words[index : index + 1] in (["who"], ["que"]):
        at = index + 1
        while at < len(words) and (words[at] in {"s", "is", "tiene", "tem"} or words[at] in NUMBER_WORDS):
            at += 1
        return at if at > index + 1 else index
    return index


def _with_speaker(listed: _Listed) -> Relatives:
    if listed.is_uncounted:
        return Relatives()
    is_couple = listed.partners == listed.adults == 1 or (listed.is_couple_told and listed.adults == 1)
    return Relatives(1 + listed.others, listed.children, is_couple)
