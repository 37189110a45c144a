"""Dates, people and a cabin are gathered over any number of messages, in any order."""

import re
from datetime import date, timedelta

from reservas.domain.dialogue import asking
from reservas.domain.dialogue.controls import said_in
from reservas.domain.dialogue.events import SEARCHING, GuestSaid, names_dates, names_people
from reservas.domain.dialogue.phrases import person_buttons
from reservas.domain.dialogue.state import (
    Awaiting,
    DialogueState,
    MakeQuote,
    QuoteChange,
    SearchOffers,
    Setting,
    Step,
)
from reservas.domain.nlu import Intent, Understanding
from reservas.domain.stays import MAXIMUM_NIGHTS, MAXIMUM_PEOPLE

OF_A_SEARCH = frozenset({Awaiting.DATES, Awaiting.LENGTH, Awaiting.GUESTS, Awaiting.CABIN, Awaiting.BOOK})
_CLOSED_TO_DETAILS = {Intent.STATUS, Intent.CANCEL, Intent.COMPLAINT, Intent.PAYMENT}
_CORRECTS = re.compile(
    r"\b(?:mejor|en realidad|al final|perdon|me equivoque|corrijo|en vez|actually|instead|sorry|na verdade|melhor)\b"
)
_RESERVATION = re.compile(r"\b(?:reserv\w+|booking|estadia|hold)\b")
_MONTH_OR_WEEKDAY = re.compile(
    r"\b(?:ene|feb|mar|abr|may|jun|jul|ago|sep|set|oct|nov|dic|jan|fev|mai|out|dez|apr|aug|dec|"
    r"lun|mar|mie|jue|vie|sab|dom|seg|ter|qua|qui|sex|mon|tue|wed|thu|fri|sat|sun)\w*\b"
)
_NUMBERS = {"un": 1, "uno": 1, "una": 1, "um": 1, "uma": 1, "one": 1, "dos": 2, "dois": 2, "duas": 2, "two": 2}
_NUMBERS |= {"tres": 3, "three": 3, "cuatro": 4, "quatro": 4, "four": 4, "cinco": 5, "five": 5, "seis": 6, "six": 6}
_NUMBERS |= {"siete": 7, "sete": 7, "seven": 7, "ocho": 8, "oito": 8, "eight": 8, "nueve": 9, "nove": 9, "nine": 9}
_NUMBERS |= {"diez": 10, "dez": 10, "ten": 10}
_BARE_NUMBER = re.compile(
    r"(?:(?:(?P<people>somos|seremos|seriamos|vamos|nosotros|nos|los|las|we are|we re)"
    r"|h?m+|eh|solo|solamente|just|so|serian|como|unas|unos|umas|uns|about|around) )*"
    rf"(?P<n>\d{{1,2}}|{'|'.join(_NUMBERS)})"
    r"(?: (?:en total|nomas|no mas|nada mas|of us|in total|ao todo|entonces|then|entao))*"
)
_MONTHS = (
    ("enero", "janeiro", "january"),
    ("febrero", "fevereiro", "february"),
    ("marzo", "marco", "march"),
    ("abril", "april"),
    ("mayo", "maio", "may"),
    ("junio", "junho", "june"),
    ("julio", "julho", "july"),
    ("agosto", "august"),
    ("septiembre", "setiembre", "setembro", "september"),
    ("octubre", "outubro", "october"),
    ("noviembre", "novembro", "november"),
    ("diciembre", "dezembro", "december"),
)
_BARE_DAYS = re.compile(
    r"\b(?:del? |from |do )?(\d{1,2}) (?:al?|ao|ate|hasta|to|until|till) (?:el |o |the )?(\d{1,2})\b"
)
_FOLLOWING = re.compile(r"\b(?:siguientes?|posterior|seguintes?|following)\b")
_WEEK = 7


def has_details(understanding: Understanding) -> bool:
    """Tell whether the message said something about the stay wanted."""
    return (
        names_dates(understanding)
        or names_people(understanding)
        or understanding.cabin is not None
        or understanding.pets is not None
    )


def gather(state: DialogueState, event: GuestSaid, setting: Setting) -> Step | None:
    """Take what the message says about a stay and ask for what is missing; None when it is about something else."""
    understanding = event.understanding
    if understanding.intent in _CLOSED_TO_DETAILS:
        return None
    filled = _answer_to_open_question(state, event.text) or _days_of_month_named(state, event)
    if filled is None:
        if understanding.intent not in SEARCHING and not has_details(understanding):
            return None
        filled = _merge(state, understanding, event.text, setting)
    if understanding.ambiguity is not None:
        key = f"ambiguous.{understanding.ambiguity}"
        sentence = setting.words.say(key if setting.words.has(key) else "ambiguous.other")
        around = _month_named(event.text, setting.today)
        cleared = filled.with_(check_in=None, check_out=None, around=around, misses=0)
        return asking.put(cleared, Awaiting.DATES, setting, sentence)
    return next_question(filled.with_(misses=0), setting)


def is_of_search(state: DialogueState, event: GuestSaid) -> bool:
    """Tell whether "cambiemos las fechas" is said of the search or the change under way, not of a reservation."""
    is_asked = state.awaiting in OF_A_SEARCH
    is_under_way = state.is_changing or is_asked or (state.reservation is None and state.check_in is not None)
    return is_under_way and event.understanding.code is None and not _RESERVATION.search(said_in(event.text))


def corrects_reservation(state: DialogueState, event: GuestSaid) -> bool:
    """Tell whether "en realidad somos 5" is said of the reservation that was just talked of, not of a search."""
    is_of_it = state.reservation is not None and state.check_in is None and state.awaiting is None
    return is_of_it and has_details(event.understanding) and _CORRECTS.search(said_in(event.text)) is not None


def with_nights(state: DialogueState, nights: int) -> DialogueState:
    """Return the state with that many nights from the arrival, when it is known."""
    if state.check_in is None or (date.max - state.check_in).days < nights:
        return state
    return state.with_(check_out=state.check_in + timedelta(days=nights))


def next_question(state: DialogueState, setting: Setting) -> Step:
    """Ask the one thing that is missing, or go on when nothing is; more people than fit anywhere are for a person."""
    largest = max((cabin.capacity for cabin in setting.cabins), default=MAXIMUM_PEOPLE)
    if state.party is not None and state.party.guests > largest and not state.is_changing:
        sentence = setting.words.say("none.size", capacity=setting.words.count("guests", largest))
        return Step(state.with_(adults=None, children=0, awaiting=None), (person_buttons(setting, sentence),))
    missing = None
    if state.check_in is None:
        missing = Awaiting.DATES
    elif state.stay is None:
        missing = Awaiting.LENGTH
    elif state.party is None:
        missing = Awaiting.GUESTS
    if missing is not None:
        asked = state.with_(awaiting=missing)
        return asking.put(asked, missing, setting, asking.question_words(asked, setting))
    assert state.stay is not None
    assert state.party is not None
    ready = state.with_(awaiting=None)
    if state.is_changing and state.reservation and state.cabin:
        return Step(ready, commands=(QuoteChange(state.reservation, state.cabin, state.stay, state.party),))
    if state.cabin:
        return Step(ready, commands=(MakeQuote(state.cabin, state.stay, state.party),))
    return Step(ready, commands=(SearchOffers(state.stay, state.party),))


def answers_open_question(state: DialogueState, event: GuestSaid) -> bool:
    """Tell whether the message is what was asked for, in numbers alone: "dos", "10 a 17"."""
    told = _answer_to_open_question(state, event.text) or _days_of_month_named(state, event)
    return told is not None


def _answer_to_open_question(state: DialogueState, text: str) -> DialogueState | None:
    """Read a bare number, or its word, as the answer to the question that is open."""
    bare = _BARE_NUMBER.fullmatch(said_in(text))
    if bare is None:
        return None
    said = bare["n"]
    number = int(said) if said.isdecimal() else _NUMBERS[said]
    if state.awaiting is Awaiting.GUESTS and 0 < number <= MAXIMUM_PEOPLE:
        return state.with_(adults=number, children=0)
    # "Somos 5" says nothing of nights, whatever was asked.
    is_of_nights = state.awaiting is Awaiting.LENGTH and not bare["people"]
    if is_of_nights and state.check_in and 0 < number <= MAXIMUM_NIGHTS:
        return with_nights(state, number)
    return None


def _days_of_month_named(state: DialogueState, event: GuestSaid) -> DialogueState | None:
    """Read "10 a 17" as days of the month that was named before, where nothing else says when."""
    days = _BARE_DAYS.search(said_in(event.text))
    if days is None or state.around is None or names_dates(event.understanding):
        return None
    try:
        check_in, check_out = (state.around.replace(day=int(one)) for one in days.groups())
    except ValueError:
        return None
    if check_in >= check_out:
        return None
    told = merge_people(state, event.understanding)
    return told.with_(check_in=check_in, check_out=check_out, around=None)


def _merge(state: DialogueState, understanding: Understanding, text: str, setting: Setting) -> DialogueState:
    before, state = state, merge_people(_merge_dates(state, understanding, text), understanding)
    named = understanding.cabin
    code = next((cabin.code for cabin in setting.cabins if cabin.name == named), None) if named else None
    asked_anew = understanding.check_in is not None or understanding.intent is Intent.AVAILABILITY
    if code:
        return state.with_(cabin=code, quote=state.quote if code == before.cabin else None)
    # A correction of the people alone, the first dates, whatever is changed about a reservation: for the same cabin.
    is_first = before.check_in is None
    is_same_cabin = is_first or state.is_changing or (names_people(understanding) and not names_dates(understanding))
    return state.with_(cabin=None) if asked_anew and not is_same_cabin else state


def _merge_dates(state: DialogueState, understanding: Understanding, text: str) -> DialogueState:
    if (departure := _departure_alone(state, understanding, text)) is not None:
        return state.with_(check_out=departure)
    if understanding.check_in is not None:
        shift = _to_the_month_talked_of(state, understanding.check_in, text)
        check_in = understanding.check_in + shift
        check_out = understanding.check_out + shift if understanding.check_out else None
        nights = understanding.nights or state.nights
        if check_out is None and nights:
            check_out = check_in + timedelta(days=nights)
        return state.with_(check_in=check_in, check_out=check_out, nights=None, around=None)
    if understanding.nights and state.check_in is None:
        return state.with_(nights=understanding.nights)
    if understanding.nights and state.check_in:
        return state.with_(check_out=state.check_in + timedelta(days=understanding.nights))
    if understanding.check_out is not None and state.check_in:
        shift = _to_the_month_talked_of(state, understanding.check_out, text)
        if understanding.check_out + shift > state.check_in:
            return state.with_(check_out=understanding.check_out + shift)
    return state


def _departure_alone(state: DialogueState, understanding: Understanding, text: str) -> date | None:
    """Return the day that answers how long the stay is: "al 20", "hasta el domingo"; None for anything else."""
    days = [day for day in (understanding.check_in, understanding.check_out) if day is not None]
    is_asked = state.awaiting is Awaiting.LENGTH and understanding.nights is None
    if len(days) != 1 or not is_asked or state.check_in is None:
        return None
    day, words = days[0] + _to_the_month_talked_of(state, days[0], text), said_in(text)
    if day <= state.check_in and _MONTH_OR_WEEKDAY.search(words) and not re.search(r"\d", words):
        # A weekday is the first one after the arrival, not the next one from today.
        day += timedelta(weeks=(state.check_in - day).days // _WEEK + 1)
    return day if day > state.check_in and not _CORRECTS.search(words) else None


def _month_named(text: str, today: date) -> date | None:
    """Return the first day of the only month that a message names, the next one to come; None when there is none."""
    words = set(said_in(text).split())
    named = [number for number, names in enumerate(_MONTHS, start=1) if words.intersection(names)]
    if len(named) != 1:
        return None
    (month,) = named
    return date(today.year + (month < today.month), month, 1)


def _to_the_month_talked_of(state: DialogueState, day: date, text: str) -> timedelta:
    """Return how far a day without a month lies from the same day of the month that is talked of.

    "Mejor del 12", said of a stay in January, is the 12th of January, whatever month comes next; "el finde siguiente"
    is the one after that stay.
    """
    words = said_in(text)
    if state.check_in is not None and _FOLLOWING.search(words) and not re.search(r"\d", words):
        weeks = max(0, (state.check_in - day).days // _WEEK + 1)
        return timedelta(weeks=weeks)
    names_it = "/" in text or _MONTH_OR_WEEKDAY.search(words) is not None
    talked_of = state.check_in or state.around
    if talked_of is None or names_it or not re.search(rf"\b0?{day.day}\b", words):
        return timedelta(0)
    try:
        meant = talked_of.replace(day=day.day)
    except ValueError:
        return timedelta(0)
    return max(meant - day, timedelta(0))


def merge_people(state: DialogueState, understanding: Understanding) -> DialogueState:
    """Return the state with the people that were said; those named before still come, unless dates are new."""
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
