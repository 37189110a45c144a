"""Dates, people and a cabin are gathered over any number of messages, in any order."""

import re
from datetime import timedelta

from reservas.domain.dialogue.events import GuestSaid
from reservas.domain.dialogue.replies import Text
from reservas.domain.dialogue.state import Awaiting, DialogueState, MakeQuote, SearchOffers, Setting, Step
from reservas.domain.nlu import Intent, Understanding
from reservas.domain.stays import MAXIMUM_NIGHTS, MAXIMUM_PEOPLE

_SEARCHING = {Intent.AVAILABILITY, Intent.PRICE, Intent.BOOK}
_ABOUT_A_CABIN = {Intent.AMENITIES, Intent.PHOTOS}
_CLOSED_TO_DETAILS = {Intent.STATUS, Intent.CANCEL, Intent.CHANGE_DATES, Intent.COMPLAINT, Intent.PAYMENT}


def has_details(understanding: Understanding) -> bool:
    """Tell whether the message said something about the stay wanted."""
    stay = (understanding.check_in, understanding.nights, understanding.ambiguity, understanding.cabin)
    party = (understanding.guests, understanding.adults, understanding.children, understanding.pets)
    return any(value is not None for value in (*stay, *party))


def gather(state: DialogueState, event: GuestSaid, setting: Setting) -> Step | None:
    """Take what the message says about a stay and ask for what is missing; None when it is about something else."""
    understanding = event.understanding
    if understanding.intent in _CLOSED_TO_DETAILS:
        return None
    filled = _answer_to_open_question(state, event.text)
    if filled is None:
        wants_search = understanding.intent in _SEARCHING
        about_known_cabin = understanding.intent in _ABOUT_A_CABIN and (understanding.cabin or state.stay)
        if not (wants_search or about_known_cabin or has_details(understanding)):
            return None
        filled = _merge(state, understanding, setting)
    if understanding.ambiguity is not None:
        key = f"ambiguous.{understanding.ambiguity}"
        sentence = setting.words.say(key if setting.words.has(key) else "ambiguous.other")
        cleared = filled.with_(check_in=None, check_out=None, awaiting=Awaiting.DATES, misses=0)
        return Step(cleared, (Text(sentence),))
    return next_question(filled.with_(misses=0), setting)


def next_question(state: DialogueState, setting: Setting) -> Step:
    """Ask the one thing that is missing, or go on when nothing is."""
    words = setting.words
    if state.check_in is None:
        return Step(state.with_(awaiting=Awaiting.DATES), (Text(words.say("ask.dates")),))
    if state.stay is None:
        question = words.say("ask.length", check_in=words.day(state.check_in, setting.today))
        return Step(state.with_(awaiting=Awaiting.LENGTH), (Text(question),))
    if state.party is None:
        return Step(state.with_(awaiting=Awaiting.GUESTS), (Text(words.say("ask.guests")),))
    ready = state.with_(awaiting=None)
    if state.cabin:
        return Step(ready, commands=(MakeQuote(state.cabin, state.stay, state.party),))
    return Step(ready, commands=(SearchOffers(state.stay, state.party),))


def _answer_to_open_question(state: DialogueState, text: str) -> DialogueState | None:
    """Read a bare number as the answer to the question that is open."""
    bare = re.fullmatch(r"\s*(?:somos\s+)?(\d{1,2})\s*[.!]?\s*", text.lower())
    if bare is None:
        return None
    number = int(bare.group(1))
    if state.awaiting is Awaiting.GUESTS and 0 < number <= MAXIMUM_PEOPLE:
        return state.with_(adults=number, children=0)
    if state.awaiting is Awaiting.LENGTH and state.check_in and 0 < number <= MAXIMUM_NIGHTS:
        return state.with_(check_out=state.check_in + timedelta(days=number))
    return None


def _merge(state: DialogueState, understanding: Understanding, setting: Setting) -> DialogueState:
    state = _merge_people(_merge_dates(state, understanding), understanding)
    named = understanding.cabin
    code = next((cabin.code for cabin in setting.cabins if cabin.name == named), None) if named else None
    asked_anew = understanding.check_in is not None or understanding.intent is Intent.AVAILABILITY
    if code:
        return state.with_(cabin=code)
    return state.with_(cabin=None) if asked_anew else state


def _merge_dates(state: DialogueState, understanding: Understanding) -> DialogueState:
    if understanding.check_in is not None:
        check_out = understanding.check_out
        if check_out is None and understanding.nights:
            check_out = understanding.check_in + timedelta(days=understanding.nights)
        return state.with_(check_in=understanding.check_in, check_out=check_out)
    if understanding.nights and state.check_in:
        return state.with_(check_out=state.check_in + timedelta(days=understanding.nights))
    if understanding.check_out is not None and state.check_in and understanding.check_out > state.check_in:
        return state.with_(check_out=understanding.check_out)
    return state


def _merge_people(state: DialogueState, understanding: Understanding) -> DialogueState:
    # Children named a message ago still come; those of another search do not.
    known = state.children if understanding.check_in is None else 0
    children = known if understanding.children is None else understanding.children
    if understanding.guests:
        children = min(children, understanding.guests - 1)
        state = state.with_(adults=understanding.guests - children, children=children)
    elif understanding.adults:
        state = state.with_(adults=understanding.adults, children=children)
    elif understanding.children is not None:
        state = state.with_(children=children)
    return state if understanding.pets is None else state.with_(pets=understanding.pets)
