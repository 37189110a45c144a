"""One message in, one frame out: text is cleaned; intent, dates and people are read and put together."""

from collections.abc import Iterable, Sequence
from datetime import date

from reservas.domain.nlu.dates import SpokenStay, read_stay
from reservas.domain.nlu.decisions import Decision, decide, text_to_embed, with_facts
from reservas.domain.nlu.embedding import Embedder, Prepared
from reservas.domain.nlu.frame import Intent, Understanding
from reservas.domain.nlu.identifiers import find_cabin, find_code, without_codes
from reservas.domain.nlu.noise import blank_noise
from reservas.domain.nlu.normalize import fold, guess_language, tokenize, words_of
from reservas.domain.nlu.people import Party, read_party
from reservas.domain.wording.languages import without_wish

_WITHOUT_STAY = frozenset({Intent.GREETING, Intent.THANKS_BYE, Intent.COMPLAINT, Intent.OTHER})

_SELDOM_DATED = frozenset({Intent.AMENITIES, Intent.PHOTOS, Intent.LOCATION, Intent.PAYMENT, Intent.HUMAN})
"""Questions whose vague times ("is the pool warm in November?") are no stay to ask about."""


def understand(
    text: str, *, today: date, cabins: Sequence[str] = (), embedder: Embedder | None = None
) -> Understanding:
    """Read one guest message, whatever it holds; ``today`` is the local day at the cabin when it was sent.

    ``cabins`` are the names the owner uses; the one named comes back as spelled there. The ``embedder`` is asked
    only when the intent is in doubt without it. Never raises unless that does, reads no clock, and gives the same
    answer to the same arguments.
    """
    text = without_wish(text)
    folded = fold(text)
    code = find_code(text)
    spoken = without_codes(folded)
    tokens = tokenize(blank_noise(spoken))
    language = guess_language(tokens)
    decision = decide(text, words_of(tokenize(spoken)), embedder)

    stay = read_stay(tokens, today=today, language=language, is_change=_is_change(decision))
    party = read_party(tokens, language)
    decision = with_facts(
        decision,
        has_stay=stay.check_out is not None or stay.ambiguity is not None,
        has_guests=party.guests is not None,
        has_code=code is not None,
    )
    if decision.intent is Intent.OTHER:
        # "somos 14, comprá carne": whoever they are, they do not come to us.
        party = Party()
    if decision.intent in _WITHOUT_STAY or (stay.ambiguity and decision.intent in _SELDOM_DATED):
        stay = SpokenStay()
    return Understanding(
        intent=decision.intent,
        also=decision.also,
        check_in=stay.check_in,
        check_out=stay.check_out,
        nights=stay.nights,
        adults=party.adults,
        children=party.children,
        guests=party.guests,
        pets=party.pets,
        code=code,
        cabin=find_cabin(folded, cabins),
        ambiguity=stay.ambiguity,
        is_sure=decision.is_sure,
    )


def decide_intent(text: str, embedder: Embedder | None = None) -> Decision:
    """The intent of ``text`` and who decided it, for whoever must explain or measure it."""
    text = without_wish(text)
    return decide(text, _cue_words(text), embedder)


def needs_embedding(text: str) -> bool:
    """Whether ``understand`` would ask for the embedding of ``text``."""
    return text_to_embed(text, _cue_words(text)) is not None


def embed_ahead(texts: Iterable[str], embedder: Embedder) -> Prepared:
    """Embed what ``understand`` would ask for to understand ``texts``: slow, so done before anything is locked."""
    needed = {text_to_embed(text, _cue_words(text)) for text in map(without_wish, texts)}
    return Prepared({text: embedder.embed(text) for text in needed if text is not None})


def _cue_words(text: str) -> str:
    return words_of(tokenize(without_codes(fold(text))))


def _is_change(decision: Decision) -> bool:
    return decision.intent is Intent.CHANGE_DATES
