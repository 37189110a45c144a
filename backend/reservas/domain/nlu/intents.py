"""The requests whose cue stands in a message, the short answers, and what is left to be answered after the first."""

import re
from collections.abc import Collection

from reservas.domain.nlu import answers, cues
from reservas.domain.nlu.frame import Intent

_SHORT_ANSWER_WORDS = 8
_REFUSED = re.compile(rf"\b{cues.BOOKING_REFUSED}\b")
_PAYMENT_MEANS = re.compile(rf"\b{cues.PAYMENT_MEANS}\b")
_DEPOSIT = re.compile(r"\b(?:sena|senia|deposito|deposit|anticipo|sinal)\b")
_DISCOUNT = re.compile(r"\b(?:descuent\w+|discount|desconto|recargo)\b")
_HOW_FAR = re.compile(r"\ba cuanto (?:queda\w*|estan?\b(?= del?\b))")
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
    Intent.AVAILABILITY,
    Intent.PHOTOS,
    Intent.LOCATION,
    Intent.AMENITIES,
)
"""In which order what else was asked is answered."""


def requests_in(words: str) -> set[Intent]:
    """Every request whose cue stands in ``words`` (see ``normalize.words_of``)."""
    found = {intent for intent, pattern in cues.COMPILED.items() if pattern.search(words)}
    if Intent.PRICE in found and not cues.COMPILED[Intent.PRICE].search(_HOW_FAR.sub(" ", words)):
        found.discard(Intent.PRICE)
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


def answered_after(main: Intent, requests: Collection[Intent]) -> tuple[Intent, ...]:
    """What of ``requests`` is still to be answered once ``main`` is, in the order it should be."""
    if main not in _ORDER:
        return ()
    swallowed = {
        Intent.BOOK: {Intent.AVAILABILITY, Intent.PRICE},
        Intent.PRICE: {Intent.PAYMENT, Intent.CHANGE_DATES},
        Intent.PHOTOS: {Intent.AMENITIES, Intent.AVAILABILITY},
        Intent.AMENITIES: {Intent.AVAILABILITY, Intent.STATUS},
        Intent.LOCATION: {Intent.AMENITIES},
        Intent.HUMAN: {Intent.AVAILABILITY, Intent.AMENITIES, Intent.PAYMENT},
        Intent.CANCEL: {Intent.PRICE, Intent.PAYMENT, Intent.STATUS, Intent.BOOK, Intent.AVAILABILITY},
        Intent.CHANGE_DATES: {Intent.STATUS, Intent.BOOK, Intent.AVAILABILITY},
        Intent.COMPLAINT: set(_ORDER) - {Intent.HUMAN},
        Intent.STATUS: {Intent.BOOK, Intent.AVAILABILITY, Intent.PAYMENT},
    }.get(main, set())
    return tuple(intent for intent in _ORDER if intent in requests and intent not in {main, *swallowed})


def short_answer(words: str) -> Intent | None:
    """The greeting, thanks, yes or no that a few words are, or None."""
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
