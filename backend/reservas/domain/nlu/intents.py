"""From a message's words and what was read in it to the one intent answered first, and those answered after."""

import re
from dataclasses import dataclass

from reservas.domain.nlu import answers, cues
from reservas.domain.nlu.frame import Intent

_SHORT_ANSWER_WORDS = 8
_REFUSED = re.compile(rf"\b{cues.BOOKING_REFUSED}\b")
_PAYMENT_MEANS = re.compile(rf"\b{cues.PAYMENT_MEANS}\b")
_DEPOSIT = re.compile(r"\b(?:sena|senia|deposito|deposit|anticipo|sinal)\b")
_DISCOUNT = re.compile(r"\b(?:descuent\w+|discount|desconto|recargo)\b")
_MY_BOOKING = re.compile(r"\b(?:reserva|booking|reservation|codigo|reserve|estadia|stay)\b")
_LAUGHTER = re.compile(r"(?:(?:ja|je|ha|kk|rs|jj)+[a-z]?)")

_ORDER = (
    Intent.HUMAN,
    Intent.CANCEL,
    Intent.CHANGE_DATES,
    Intent.COMPLAINT,
    Intent.STATUS,
    Intent.BOOK,
    Intent.PRICE,
    Intent.PAYMENT,
    Intent.PHOTOS,
    Intent.LOCATION,
    Intent.AMENITIES,
    Intent.AVAILABILITY,
)
"""When several requests meet, the earlier one is answered first."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What was read beside the intent and helps to choose it."""

    has_stay: bool
    has_party: bool
    has_code: bool
    has_cabin: bool


def requests_in(words: str) -> set[Intent]:
    """Every request whose cue stands in ``words`` (see ``normalize.words_of``)."""
    found = {intent for intent, pattern in cues.COMPILED.items() if pattern.search(words)}
    if Intent.OTHER in found:
        return {Intent.OTHER}
    if _REFUSED.search(words):
        found.discard(Intent.BOOK)
    if Intent.COMPLAINT in found and _PAYMENT_MEANS.search(words):
        found = (found - {Intent.COMPLAINT}) | {Intent.PAYMENT}
    if {Intent.PRICE, Intent.PAYMENT} <= found:
        if _DEPOSIT.search(words):
            found.discard(Intent.PRICE)
        elif _DISCOUNT.search(words):
            found.discard(Intent.PAYMENT)
    return found


def choose(words: str, requests: set[Intent], facts: Facts) -> tuple[Intent, tuple[Intent, ...]]:
    """The intent to answer first and the others, in the order they should be answered."""
    if Intent.OTHER in requests:
        return Intent.OTHER, ()
    ordered = [intent for intent in _ORDER if intent in requests]
    if facts.has_stay and ordered[-1:] == [Intent.AVAILABILITY]:
        # A dated search comes before a general question about the place.
        general = {Intent.PHOTOS, Intent.LOCATION, Intent.AMENITIES}
        ordered = [i for i in ordered if i not in general | {Intent.AVAILABILITY}]
        ordered += [Intent.AVAILABILITY] + [i for i in _ORDER if i in requests & general]
    if ordered:
        return ordered[0], _after(ordered)
    return _without_request(words, facts), ()


def _after(ordered: list[Intent]) -> tuple[Intent, ...]:
    main, *rest = ordered
    swallowed = {
        Intent.BOOK: {Intent.PAYMENT},
        Intent.CANCEL: {Intent.PRICE, Intent.PAYMENT, Intent.STATUS, Intent.BOOK, Intent.AVAILABILITY},
        Intent.CHANGE_DATES: {Intent.STATUS, Intent.BOOK, Intent.AVAILABILITY},
        Intent.COMPLAINT: {Intent.AMENITIES, Intent.STATUS, Intent.CANCEL},
        Intent.STATUS: {Intent.BOOK, Intent.AVAILABILITY},
    }.get(main, set())
    return tuple(intent for intent in rest if intent not in swallowed)


def _without_request(words: str, facts: Facts) -> Intent:
    if facts.has_code:
        return Intent.STATUS
    answer = _short_answer(words)
    has_search = facts.has_stay or facts.has_party or facts.has_cabin
    # "No, somos 4" corrects a search: the new request wins over the refusal.
    if has_search and answer in {None, Intent.NO, Intent.GREETING, Intent.THANKS_BYE}:
        return Intent.AVAILABILITY
    return answer or Intent.OTHER


def _short_answer(words: str) -> Intent | None:
    said = words.split()
    if not said or len(said) > _SHORT_ANSWER_WORDS or _LAUGHTER.fullmatch(said[0]):
        return None
    known = set(said)
    # A greeting before an answer ("hola, sí") does not hide it.
    said = said[1:] if len(said) > 1 and said[0] in answers.HELLOS and not _is_greeting(said) else said
    refused = said[0] in answers.NO_WORDS or any(phrase in words for phrase in answers.NO_PHRASES)
    if _REFUSED.search(words) or refused:
        return Intent.NO
    if said[0] in answers.STRONG_YES or any(phrase in words for phrase in answers.YES_PHRASES):
        return Intent.YES
    if known & answers.THANKS_WORDS:
        return Intent.THANKS_BYE
    if said[0] in answers.SOFT_YES and not known & answers.GREETING_OPENERS:
        return Intent.YES
    if _is_greeting(said):
        return Intent.GREETING
    return None


def _is_greeting(said: list[str]) -> bool:
    opener = re.sub(r"(.)\1+", r"\1", said[0])
    is_opened = said[0] in answers.GREETING_OPENERS or opener in answers.GREETING_OPENERS
    return is_opened and all(word in answers.GREETING_WORDS for word in said[1:])
