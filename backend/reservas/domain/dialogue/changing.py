"""A guest's wish to move a reservation: what may change, at which difference, asked once, and how it stands after."""

import re
from datetime import date

from reservas.domain.dialogue import asking
from reservas.domain.dialogue.actions import Action, ActionKind
from reservas.domain.dialogue.controls import said_in
from reservas.domain.dialogue.events import (
    ChangeLost,
    ChangeQuoted,
    CommandRefused,
    ReservationChanged,
    ReservationFact,
    ReservationFound,
    names_dates,
    names_people,
)
from reservas.domain.dialogue.gathering import merge_people, next_question
from reservas.domain.dialogue.phrases import (
    MAXIMUM_ROWS,
    button,
    parse_request,
    person_buttons,
    request_arguments,
    row,
)
from reservas.domain.dialogue.replies import Buttons, ListReply, Row, Text
from reservas.domain.dialogue.state import (
    Awaiting,
    ChangeReservation,
    DialogueState,
    FindReservation,
    More,
    QuoteChange,
    Setting,
    Step,
)
from reservas.domain.nlu import Understanding
from reservas.domain.reservation_states import Status
from reservas.domain.stays import MAXIMUM_PEOPLE

MOST_DIGITS = 15
_MANY = {
    "un": 1,
    "uno": 1,
    "um": 1,
    "una": 1,
    "otra": 1,
    "otro": 1,
    "uma": 1,
    "mais": 1,
    "one": 1,
    "another": 1,
    "a": 1,
    "an": 1,
}
_MANY |= {"dos": 2, "duas": 2, "two": 2, "tres": 3, "three": 3}
_COUNT = rf"(?P<n>\d{{1,2}}|{'|'.join(_MANY)})"
_ADDING = r"(?:agreg|sum|anad|add|acrescent|extend|alarg|qued|necesit|quer|quier|stay|fic)\w*"
_MORE_NIGHTS = re.compile(
    rf"\b{_ADDING} (?:\w+ ){{0,2}}?{_COUNT} (?:mas )?(?:noche|dia|noite|night|day|extra night)s?\b"
)
_TAKING = r"(?:sac|quit|rest|baj|descont|tir|remov|drop|take off|cut)\w*"
_LESS_NIGHTS = re.compile(
    rf"\b{_TAKING} (?:\w+ ){{0,2}}?{_COUNT} (?:noche|dia|noite|night|day)s?\b"
    rf"|\b(?P<other>\d{{1,2}}|{'|'.join(_MANY)}) (?:noche|dia|noite|night|day)s? (?:menos|a menos|less|fewer)\b"
)
_MORE_PEOPLE = re.compile(
    rf"\b{_ADDING} (?:\w+ ){{0,2}}?{_COUNT} (?:mas )?(?:persona|pessoa|person|people|adult)\w*\b"
    rf"|\b(?:somos|seremos|vamos|vienen?|vem|we are|we re|there s) (?:\w+ )?(?P<other>\d{{1,2}}|{'|'.join(_MANY)})"
    r" (?:personas? |pessoas? |people )?(?:mas|mais|more|a mais)\b"
)


def refusal(reservation: ReservationFact, today: date) -> str | None:
    """Return the sentence that says why its guest cannot change it alone, or None when they can.

    The house lets a guest move a hold that runs, and a confirmed stay for as long as cancelling it gives something
    back: otherwise moving a stay would be a way around its policy.
    """
    if reservation.status == Status.PRE_RESERVED:
        if not reservation.is_held:
            return "change.ended"
        return "change.money" if reservation.has_money else None
    told = reservation.cancellation
    if reservation.status != Status.CONFIRMED or told is None or reservation.stay.check_in <= today:
        return "change.begun"
    if reservation.is_paid_elsewhere:
        return "change.by_person"
    return None if told.until is not None else "change.too_late"


def begin(state: DialogueState, event: ReservationFound, reservation: ReservationFact, setting: Setting) -> Step:
    """Ask what shall be different, or take what was said and find out its price."""
    if (key := refusal(reservation, setting.today)) is not None:
        return Step(state.with_(awaiting=None), (person_buttons(setting, setting.words.say(key)),))
    present = _slots_of(reservation, state)
    match event.purpose:
        case "change-dates":
            return next_question(present.with_(check_in=None, check_out=None), setting)
        case "change-people":
            return next_question(present.with_(adults=None, children=0), setting)
        case "change-cabin":
            return _ask_cabin(present, setting)
    wanted = present if event.said is None else _with_wishes(present, event.said, setting)
    wanted = _with_more(wanted, event.more)
    if event.said is not None and event.said.ambiguity is not None:
        key = f"ambiguous.{event.said.ambiguity}"
        sentence = setting.words.say(key if setting.words.has(key) else "ambiguous.other")
        return asking.put(present.with_(check_in=None, check_out=None), Awaiting.DATES, setting, sentence)
    if wanted != present:
        return next_question(wanted, setting)
    return asking.put(present, Awaiting.CHANGE, setting, setting.words.say("change.ask_what"))


def wish(state: DialogueState, text: str, understanding: Understanding) -> Step:
    """Look the reservation up to change what the message says."""
    nights, people = more_nights(text), more_people(text)
    if nights or people:
        more = More(nights, people)
        return Step(state.with_(misses=0), commands=(FindReservation("change", understanding.code, more=more),))
    purpose = _purpose(text, understanding)
    return Step(state.with_(misses=0), commands=(FindReservation(purpose, understanding.code, understanding),))


def answered_what(text: str, code: str | None, state: DialogueState) -> Step | None:
    """Read "las fechas", "la cabaña" as the answer to what shall be different."""
    purpose = _purpose(text, None)
    if purpose == "change":
        return None
    return Step(state.with_(misses=0), commands=(FindReservation(purpose, code),))


def quoted(state: DialogueState, event: ChangeQuoted, setting: Setting) -> Step:
    """Tell how the reservation would stand and the difference, and ask whether to change it."""
    words, before, after = setting.words, event.before, event.after
    if (before.cabin.code, before.stay, before.party) == (after.cabin.code, after.stay, after.party):
        return Step(_settled(after, setting), (person_buttons(setting, words.say("change.same")),))
    if after.total_cents < before.paid_cents:
        # Money would have to go back: that is for a person to see.
        return Step(_settled(before, setting), (person_buttons(setting, words.say("change.refund")),))
    told = words.say(
        "change.told",
        name=after.cabin.name,
        stay_line=words.stay_line(after.stay, setting.today, after.cabin.check_in_time, after.cabin.check_out_time),
        guests=words.length_and_party(after.stay, after.party),
        total=words.money(after.total_cents, after.currency),
        difference=_difference(after.total_cents - before.total_cents, after.currency, setting),
    )
    asked = _slots_of(after, state).with_(awaiting=Awaiting.CHANGE_YES, told_cents=after.total_cents)
    body = f"{told}\n{_money_line(after, setting)}\n\n{words.say('ask.change')}"
    question = Buttons(body, asking.change_buttons(asked, setting))
    return Step(asked, (question,))


def lost(state: DialogueState, event: ChangeLost, setting: Setting) -> Step:
    """Say that the nights are taken and offer what can be had instead; nothing has changed."""
    words = setting.words
    cleared = state.with_(check_in=None, check_out=None, awaiting=Awaiting.DATES)
    if not event.instead:
        return Step(cleared, (person_buttons(setting, words.say("change.taken")),))
    rows = [
        Row(
            Action(ActionKind.CHANGE_TO, (event.code, cabin, *request_arguments(stay, event.party))).as_id(),
            words.short_stay(stay),
            words.say("nearby.row", nights=words.count("nights", stay.nights), name=name),
        )
        for cabin, name, stay in event.instead[: MAXIMUM_ROWS - 2]
    ]
    rows += [row(setting, ActionKind.CHANGE_NO, "button.change_no"), row(setting, ActionKind.PERSON, "button.person")]
    listed = ListReply(words.say("change.taken_nearby"), words.say("nearby.button"), tuple(rows))
    return Step(cleared.with_(awaiting=None), (listed,))


def changed(event: ReservationChanged, setting: Setting) -> Step:
    """Say that it is done and how the reservation stands."""
    words, now = setting.words, event.reservation
    told = words.say(
        "change.done",
        name=now.cabin.name,
        code=now.code,
        stay_line=words.stay_line(now.stay, setting.today, now.cabin.check_in_time, now.cabin.check_out_time),
        guests=words.length_and_party(now.stay, now.party),
        total=words.money(now.total_cents, now.currency),
    )
    return Step(_settled(now, setting), (Text(f"{told}\n{_money_line(now, setting)}"),))


def refused(state: DialogueState, event: CommandRefused, setting: Setting) -> Step:
    """Turn the refusal of a change into a sentence and another way on."""
    words = setting.words
    code = state.reservation or ""
    ways = (
        button(setting, ActionKind.CHANGE_CABIN, "button.change_cabin", code),
        button(setting, ActionKind.CHANGE_NO, "button.change_no"),
        button(setting, ActionKind.PERSON, "button.person"),
    )
    match event.code:
        case "capacity_exceeded":
            capacity = words.count("guests", event.capacity)
            body = words.say("change.too_many", name=event.name, capacity=capacity)
            return Step(state.with_(awaiting=None), (Buttons(body, ways),))
        case "pets_not_allowed":
            return Step(state.with_(awaiting=None), (Buttons(words.say("change.no_pets", name=event.name), ways),))
        case _:
            return Step(kept(state, setting), (person_buttons(setting, words.say("change.by_person")),))


def kept(state: DialogueState, setting: Setting) -> DialogueState:
    """Return the state of a guest who leaves the reservation as it is."""
    return DialogueState(reservation=state.reservation, seen=setting.today)


def tapped(kind: ActionKind, arguments: tuple[str, ...]) -> QuoteChange | ChangeReservation | None:
    """Return the command behind a tap on a change, or None when somebody made its arguments up."""
    match kind, arguments:
        case ActionKind.CHANGE_TO, (code, cabin, *rest) if asked := parse_request(rest):
            return QuoteChange(code, cabin, *asked)
        case ActionKind.CHANGE_YES, (code, cabin, *rest, told) if (asked := parse_request(rest)) and _is_sum(told):
            return ChangeReservation(code, cabin, *asked, int(told))
        case _:
            return None


def _is_sum(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS


def command_of(state: DialogueState) -> ChangeReservation | None:
    """Return the change that was told and waits for a yes."""
    if state.reservation and state.cabin and state.stay and state.party:
        return ChangeReservation(state.reservation, state.cabin, state.stay, state.party, state.told_cents)
    return None


def _slots_of(reservation: ReservationFact, state: DialogueState) -> DialogueState:
    party = reservation.party
    return DialogueState(
        check_in=reservation.stay.check_in,
        check_out=reservation.stay.check_out,
        adults=party.adults,
        children=party.children,
        pets=party.pets,
        cabin=reservation.cabin.code,
        reservation=reservation.code,
        is_changing=True,
        seen=state.seen,
        misses=state.misses,
    )


def _settled(reservation: ReservationFact, setting: Setting) -> DialogueState:
    return DialogueState(reservation=reservation.code, seen=setting.today)


def _ask_cabin(present: DialogueState, setting: Setting) -> Step:
    assert present.party is not None
    if not any(one.code != present.cabin and one.capacity >= present.party.guests for one in setting.cabins):
        return Step(present.with_(awaiting=None), (person_buttons(setting, setting.words.say("change.no_cabin")),))
    return asking.put(present, Awaiting.CHANGE_CABIN, setting, setting.words.say("change.ask_cabin"))


def _with_wishes(present: DialogueState, said: Understanding, setting: Setting) -> DialogueState:
    """Return the reservation's slots with what was said: an arrival alone moves the stay, its nights stay as many."""
    stay = present.stay
    assert stay is not None
    check_in, check_out = stay.check_in, stay.check_out
    if said.check_in is not None:
        check_in = said.check_in
        check_out = said.check_out or _later(check_in, said.nights or stay.nights)
    elif said.check_out is not None and said.check_out > check_in:
        check_out = said.check_out
    elif said.nights:
        check_out = _later(check_in, said.nights)
    named = next((cabin.code for cabin in setting.cabins if cabin.name == said.cabin), present.cabin)
    moved = present.with_(check_in=check_in, check_out=check_out, cabin=named)
    return merge_people(moved, said)


def _with_more(wanted: DialogueState, more: More) -> DialogueState:
    assert wanted.check_out is not None
    assert wanted.adults is not None
    assert wanted.check_in is not None
    people = min(wanted.adults + more.people, MAXIMUM_PEOPLE)
    # At least a night is left: whoever takes away all of them has to say so.
    check_out = max(_later(wanted.check_out, more.nights), _later(wanted.check_in, 1))
    return wanted.with_(check_out=check_out, adults=people)


def _later(day: date, nights: int) -> date:
    return date.fromordinal(min(day.toordinal() + nights, date.max.toordinal()))


def _purpose(text: str, said: Understanding | None) -> str:
    """Return which thing shall be different when the message names it but not how."""
    if said is not None and (names_dates(said) or names_people(said) or said.cabin or said.pets is not None):
        return "change"
    words = said_in(text)
    if re.search(r"\b(?:cabana|chale|cabin|alojamiento)\b", words):
        return "change-cabin"
    if re.search(r"\b(?:fechas?|dias?|datas?|dates?|noches?|noites?|nights?)\b", words):
        return "change-dates"
    if re.search(r"\b(?:personas?|pessoas?|people|cuantos|huespedes|guests)\b", words):
        return "change-people"
    return "change"


def more_nights(text: str) -> int:
    """Return how many nights a message adds: "agregar una noche" is 1, "una noche menos" is -1."""
    return _added(_MORE_NIGHTS, text) or -_added(_LESS_NIGHTS, text)


def more_people(text: str) -> int:
    """Return how many people a message adds: "sumar dos personas" is 2."""
    return _added(_MORE_PEOPLE, text)


def _added(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.search(said_in(text))
    if found is None:
        return 0
    groups = found.groupdict()
    many = groups["n"] or groups["other"]
    return int(many) if many.isdecimal() else _MANY[many]


def _difference(cents: int, currency: str, setting: Setting) -> str:
    words = setting.words
    if not cents:
        return words.say("change.no_difference")
    return words.say("change.more" if cents > 0 else "change.less", amount=words.money(abs(cents), currency))


def _money_line(reservation: ReservationFact, setting: Setting) -> str:
    words, currency = setting.words, reservation.currency
    if not reservation.paid_cents:
        return words.say("change.deposit", deposit=words.money(reservation.deposit_cents, currency))
    balance = max(0, reservation.total_cents - reservation.paid_cents)
    paid = words.money(reservation.paid_cents, currency)
    return words.say("change.balance", paid=paid, balance=words.money(balance, currency))
