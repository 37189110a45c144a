"""From a message to its intent: few sure cues first, then the words' weights, and the embedding only when in doubt."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum

from reservas.domain.nlu import answers
from reservas.domain.nlu.embedding import Embedder, beginning_of
from reservas.domain.nlu.features import read_features
from reservas.domain.nlu.frame import Intent
from reservas.domain.nlu.intents import answered_after, requests_in, short_answer
from reservas.domain.nlu.model import WITH_MEANING, WORDS_ONLY, Judgement, Model, load_model

SURE_LEAD = 0.08
"""Below this lead the embedding is asked: one message in twenty-five, so that nineteen of twenty are read in a few ms.

Asking for one in five instead (0.35) is right in 88.7 of 100 hard unseen messages where this is in 87.4, and costs 20
to 70 ms of a core for each.
"""
FIRM_LEAD = 0.8
"""From this lead on a judgement is right in 98 of 100 unseen messages, whatever else the message holds."""
DOUBTFUL_LEAD = 0.2
"""Below this lead hardly more than half of the answers are right: whoever acts on one should ask first."""
_NOTHING_FITS = -0.6
"""When even the best margin is lower the message belongs to no intent."""
_ALSO_MARGIN = -1.3
"""A request that a cue saw is answered too unless the weights say clearly no: they are made to choose one."""

# How many words a message with one lone cue may have for the cue to be right in 97 of 100 training messages.
_LONGEST_CUED = {
    Intent.HUMAN: 12,
    Intent.CANCEL: 12,
    Intent.LOCATION: 12,
    Intent.AVAILABILITY: 8,
    Intent.CHANGE_DATES: 8,
    Intent.STATUS: 8,
    Intent.OTHER: 8,
    Intent.BOOK: 6,
    Intent.COMPLAINT: 6,
    Intent.PAYMENT: 4,
    Intent.PHOTOS: 4,
    Intent.PRICE: 4,
    Intent.AMENITIES: 2,
}
_LONGEST_ANSWER = {Intent.GREETING: 8, Intent.NO: 3, Intent.THANKS_BYE: 2, Intent.YES: 4}
_PLAIN_YES = answers.STRONG_YES | answers.SOFT_YES | answers.HELLOS
_EMPTY_HANDED = frozenset({Intent.GREETING, Intent.OTHER, Intent.THANKS_BYE})
"""What a message is called that asks for nothing of ours."""


class Source(StrEnum):
    """Who decided."""

    CUE = "cue"
    WORDS = "words"
    MEANING = "meaning"


@dataclass(frozen=True, slots=True)
class Decision:
    """The intent to answer first, those after it, and how it came to that."""

    intent: Intent
    also: tuple[Intent, ...]
    source: Source
    requests: frozenset[Intent]
    """What the cues saw, whoever decided."""
    judgement: Judgement | None = None
    """The margins, unless a cue made them needless."""

    @property
    def is_sure(self) -> bool:
        """Whether acting without asking is right."""
        return self.judgement is None or self.judgement.lead >= DOUBTFUL_LEAD


@dataclass(frozen=True, slots=True)
class Models:
    """The two sets of weights."""

    words_only: Model
    with_meaning: Model


def decide(text: str, words: str, embedder: Embedder | None = None, models: Models | None = None) -> Decision:
    """The intent of ``text``; ``words`` is the same by ``normalize.words_of``, for the cues.

    The embedder is asked at most once, and only when neither cues nor weights are sure without it. ``models`` are
    the package's own unless others are to be measured.
    """
    requests = frozenset(requests_in(words))
    cued = _cued(words, requests)
    if cued is not None:
        return Decision(cued, (), Source.CUE, requests)
    models = models or Models(load_model(WORDS_ONLY), load_model(WITH_MEANING))
    features = read_features(text)
    judged, source = models.words_only.judge(features), Source.WORDS
    if judged.lead < SURE_LEAD and embedder is not None:
        meaning = embedder.embed(beginning_of(text))
        if meaning is not None:
            judged, source = models.with_meaning.judge(features, meaning), Source.MEANING
    intent = judged.best if judged.margins[0][1] > _NOTHING_FITS else Intent.OTHER
    others = {request for request in requests if judged.margin_of(request) > _ALSO_MARGIN}
    others |= {other for other, margin in judged.margins[1:] if margin > 0}
    return Decision(intent, answered_after(intent, others), source, requests, judged)


def text_to_embed(text: str, words: str) -> str | None:
    """What ``decide`` would have embedded, or None when it would not ask; for whoever embeds beforehand."""
    asked = _Asked()
    decide(text, words, asked)
    return asked.text


def _cued(words: str, requests: Collection[Intent]) -> Intent | None:
    count = len(words.split())
    if not requests:
        answer = short_answer(words)
        if answer is Intent.YES and not _PLAIN_YES.issuperset(words.split()):
            return None
        return answer if answer is not None and count <= _LONGEST_ANSWER.get(answer, 0) else None
    only, *more = requests
    return only if not more and count <= _LONGEST_CUED[only] else None


def with_facts(decision: Decision, *, has_stay: bool, has_guests: bool, has_code: bool) -> Decision:
    """The decision once it is known what else it holds: who names days, guests or a code has not said nothing."""
    if decision.judgement is None or decision.intent not in _EMPTY_HANDED:
        return decision
    if has_code:
        return replace(decision, intent=Intent.STATUS, also=())
    if (has_stay or has_guests) and decision.judgement.lead < FIRM_LEAD:
        return replace(decision, intent=Intent.AVAILABILITY, also=())
    return decision


class _Asked:
    """Stands where an embedder would and only remembers what it was asked."""

    text: str | None = None

    def embed(self, text: str) -> None:
        self.text = text
