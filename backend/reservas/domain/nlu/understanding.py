"""One message in, one frame out: text is cleaned; dates, people and intents are read and put together."""

from collections.abc import Sequence
from datetime import date

from reservas.domain.nlu.dates import SpokenStay, read_stay
from reservas.domain.nlu.frame import Intent, Understanding
from reservas.domain.nlu.identifiers import find_cabin, find_code, without_codes
from reservas.domain.nlu.intents import Facts, choose, requests_in
from reservas.domain.nlu.noise import blank_noise
from reservas.domain.nlu.normalize import fold, guess_language, tokenize, words_of
from reservas.domain.nlu.people import read_party

_WITHOUT_STAY = frozenset({Intent.GREETING, Intent.THANKS_BYE, Intent.COMPLAINT, Intent.OTHER})


def understand(text: str, *, today: date, cabins: Sequence[str] = ()) -> Understanding:
    """Read one guest message, whatever it holds; ``today`` is the local day at the cabin when it was sent.

    ``cabins`` are the names the owner uses; the one named comes back as spelled there. Never raises, reads no
    clock, and gives the same answer to the same arguments.
    """
    folded = fold(text)
    code = find_code(text)
    spoken = without_codes(folded)
    words = words_of(tokenize(spoken))
    tokens = tokenize(blank_noise(spoken))
    language = guess_language(tokens)
    requests = requests_in(words)

    stay = read_stay(tokens, today=today, language=language, is_change=Intent.CHANGE_DATES in requests)
    party = read_party(tokens, language)
    cabin = find_cabin(folded, cabins)
    facts = Facts(
        has_stay=stay.is_mentioned or stay.nights is not None,
        has_party=party.guests is not None,
        has_code=code is not None,
        has_cabin=cabin is not None,
    )
    intent, also = choose(words, requests, facts)
    if intent in _WITHOUT_STAY:
        stay = SpokenStay()
    return Understanding(
        intent=intent,
        also=also,
        check_in=stay.check_in,
        check_out=stay.check_out,
        nights=stay.nights,
        adults=party.adults,
        children=party.children,
        guests=party.guests,
        pets=party.pets,
        code=code,
        cabin=cabin,
        ambiguity=stay.ambiguity,
    )
