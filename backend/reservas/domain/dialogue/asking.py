"""The one question that is open: put with taps that answer it, put again after an aside, never three times in a row."""

from collections.abc import Sequence
from datetime import date, timedelta

from reservas.domain.dialogue.actions import Action, ActionKind
from reservas.domain.dialogue.phrases import button, cabin_rows, person_buttons, request_arguments, row
from reservas.domain.dialogue.replies import Button, Buttons, ListReply, Reply, Row, Text
from reservas.domain.dialogue.state import Awaiting, DialogueState, Setting, Step
from reservas.domain.stays import MAXIMUM_PEOPLE, Stay

MOST_ASKS = 2
"""How often in a row a question is put before a person is offered instead."""
_WEEKENDS_OFFERED, _WEEKEND_NIGHTS, _LONG_NIGHTS = 4, 2, 3
_FRIDAY, _WEEK_DAYS = 4, 7
_NIGHTS_OFFERED, _PEOPLE_OFFERED = 7, 8


def put(state: DialogueState, awaiting: Awaiting, setting: Setting, body: str) -> Step:
    """Put the question in these words, with taps that answer it; `limit` knows better how often a guest met it."""
    return Step(state.with_(awaiting=awaiting, asks=1), (_with_taps(state, awaiting, setting, body),))


def put_again(state: DialogueState, setting: Setting) -> Reply | None:
    """Return the open question once more, or None when there is none, or it has been put often enough."""
    if state.awaiting in (None, Awaiting.SEARCH) or state.asks >= MOST_ASKS:
        return None
    return _with_taps(state, state.awaiting, setting, question_words(state, setting))


def question_words(state: DialogueState, setting: Setting) -> str:
    """Return the words of the open question."""
    words = setting.words
    match state.awaiting:
        case Awaiting.LENGTH if state.check_in:
            return words.say("ask.length", check_in=words.day(state.check_in, setting.today))
        case Awaiting.GUESTS:
            return words.say("ask.guests")
        case Awaiting.CABIN:
            return words.say("ask.cabin")
        case Awaiting.CHANGE_CABIN:
            return words.say("change.ask_cabin")
        case Awaiting.BOOK:
            return words.say("ask.book")
        case Awaiting.CANCEL | Awaiting.CANCEL_STAY:
            return words.say("ask.cancel")
        case Awaiting.CHANGE:
            return words.say("change.ask_what")
        case Awaiting.CHANGE_YES:
            return words.say("ask.change")
        case _:
            return words.say("ask.dates")


def limit(before: DialogueState, decided: Step, setting: Setting, *, is_tap: bool) -> Step:
    """Count how often in a row the open question is put; the third time in words is an offer of a person instead."""
    state = decided.state
    if state.awaiting is None or is_tap or state.awaiting is not before.awaiting or _has_progress(before, state):
        return Step(state.with_(asks=1 if state.awaiting else 0), decided.replies, decided.commands)
    if decided.commands or not any("?" in text for text in map(_body_of, decided.replies)):
        return decided
    if before.asks < MOST_ASKS:
        return Step(state.with_(asks=before.asks + 1), decided.replies)
    # The question stays open, in case its answer comes, and is not put a third time.
    return Step(state.with_(asks=0, awaiting=None), (person_buttons(setting, setting.words.say("lost.asked")),))


def _body_of(reply: Reply) -> str:
    return reply.body if isinstance(reply, Text | Buttons | ListReply) else ""


def _has_progress(before: DialogueState, after: DialogueState) -> bool:
    unmoved = {"asks": 0, "misses": 0}
    return before.with_(**unmoved) != after.with_(**unmoved)


def _with_taps(state: DialogueState, awaiting: Awaiting, setting: Setting, body: str) -> Reply:
    words = setting.words
    match awaiting:
        case Awaiting.DATES:
            return ListReply(body, words.say("nearby.button"), _date_rows(state, setting))
        case Awaiting.LENGTH if state.check_in and state.check_in < date.max:
            return ListReply(body, words.say("ask.length_button"), _night_rows(state.check_in, setting))
        case Awaiting.GUESTS:
            return ListReply(body, words.say("ask.guests_button"), _people_rows(setting))
        case Awaiting.CHANGE_CABIN:
            return ListReply(body, words.say("found.button"), _cabins_to_change_to(state, setting))
        case Awaiting.CABIN | Awaiting.BOOK if state.stay and state.party:
            return Buttons(body, _offer_buttons(state, awaiting, setting))
        case _:
            return _yes_no(state, awaiting, setting, body)


def _yes_no(state: DialogueState, awaiting: Awaiting, setting: Setting, body: str) -> Reply:
    code = state.reservation or ""
    person = button(setting, ActionKind.PERSON, "button.person")
    match awaiting:
        case Awaiting.CANCEL:
            yes = button(setting, ActionKind.CANCEL_YES, "button.cancel_yes", code)
            return Buttons(body, (yes, button(setting, ActionKind.CANCEL_NO, "button.cancel_no"), person))
        case Awaiting.CANCEL_STAY:
            follows = "withdrawal" if state.is_withdrawal else "policy"
            carried = (code, str(state.refund_cents), follows)
            yes = button(setting, ActionKind.CANCEL_STAY, "button.cancel_yes", *carried)
            return Buttons(body, (yes, button(setting, ActionKind.CANCEL_NO, "button.cancel_no"), person))
        case Awaiting.CHANGE:
            return Buttons(body, what_to_change(code, setting))
        case Awaiting.CHANGE_YES if state.stay and state.party and state.cabin:
            return Buttons(body, change_buttons(state, setting))
        case _:
            return Text(body)


def change_buttons(state: DialogueState, setting: Setting) -> tuple[Button, ...]:
    """Return yes, carrying the change that was told, no, and a person."""
    assert state.stay is not None
    assert state.party is not None
    asked = request_arguments(state.stay, state.party)
    carried = (state.reservation or "", state.cabin or "", *asked, str(state.told_cents))
    return (
        button(setting, ActionKind.CHANGE_YES, "button.change_yes", *carried),
        button(setting, ActionKind.CHANGE_NO, "button.change_no"),
        button(setting, ActionKind.PERSON, "button.person"),
    )


def what_to_change(code: str, setting: Setting) -> tuple[Button, ...]:
    """Return the three things of the reservation `code` that can be another."""
    return (
        button(setting, ActionKind.CHANGE_DATES, "button.change_dates", code),
        button(setting, ActionKind.CHANGE_PEOPLE, "button.change_people", code),
        button(setting, ActionKind.CHANGE_CABIN, "button.change_cabin", code),
    )


def _offer_buttons(state: DialogueState, awaiting: Awaiting, setting: Setting) -> tuple[Button, ...]:
    assert state.stay is not None
    assert state.party is not None
    others = button(setting, ActionKind.OFFERS, "button.others", *request_arguments(state.stay, state.party))
    dates = button(setting, ActionKind.OTHER_DATES, "button.other_dates")
    if awaiting is Awaiting.BOOK and state.quote:
        return (button(setting, ActionKind.BOOK, "button.book", state.quote), others, dates)
    return (others, dates, button(setting, ActionKind.PERSON, "button.person"))


def weekends(today: date) -> Sequence[Stay]:
    """Return the weekends to come, the nearest first, from Friday on, and the nearest of them a night longer."""
    friday = today + timedelta(days=(_FRIDAY - today.weekday()) % _WEEK_DAYS or _WEEK_DAYS)
    fridays = [friday + timedelta(weeks=number) for number in range(_WEEKENDS_OFFERED)]
    short = [Stay(one, one + timedelta(days=_WEEKEND_NIGHTS)) for one in fridays]
    return sorted([*short, Stay(friday, friday + timedelta(days=_LONG_NIGHTS))])


def _date_rows(state: DialogueState, setting: Setting) -> tuple[Row, ...]:
    """Return the weekends to come, those of the month that was named if one was."""
    words = setting.words
    begins = max(setting.today, state.around - timedelta(days=1)) if state.around else setting.today
    rows = [
        Row(
            Action(ActionKind.STAY, (one.check_in.isoformat(), one.check_out.isoformat())).as_id(),
            words.short_stay(one),
            words.count("nights", one.nights),
        )
        for one in weekends(begins)
    ]
    return (
        *rows,
        row(setting, ActionKind.CABINS, "row.cabins"),
        row(setting, ActionKind.PERSON, "button.person"),
    )


def _night_rows(check_in: date, setting: Setting) -> tuple[Row, ...]:
    words = setting.words
    rows = [
        Row(
            Action(ActionKind.NIGHTS, (str(nights),)).as_id(),
            words.count("nights", nights),
            words.say("ask.length_row", day=words.day(check_in + timedelta(days=nights), setting.today)),
        )
        for nights in range(1, min(_NIGHTS_OFFERED, (date.max - check_in).days) + 1)
    ]
    return (*rows, row(setting, ActionKind.BACK, "button.back"), row(setting, ActionKind.PERSON, "button.person"))


def _people_rows(setting: Setting) -> tuple[Row, ...]:
    largest = max((cabin.capacity for cabin in setting.cabins), default=_PEOPLE_OFFERED)
    rows = [
        Row(Action(ActionKind.PEOPLE, (str(number),)).as_id(), setting.words.count("guests", number), "")
        for number in range(1, min(largest, _PEOPLE_OFFERED, MAXIMUM_PEOPLE) + 1)
    ]
    return (*rows, row(setting, ActionKind.BACK, "button.back"), row(setting, ActionKind.PERSON, "button.person"))


def _cabins_to_change_to(state: DialogueState, setting: Setting) -> tuple[Row, ...]:
    assert state.stay is not None
    assert state.party is not None
    asked = request_arguments(state.stay, state.party)
    others = [one for one in setting.cabins if one.code != state.cabin and one.capacity >= state.party.guests]
    rows = cabin_rows(
        others, setting, lambda code: Action(ActionKind.CHANGE_TO, (state.reservation or "", code, *asked))
    )
    return (*rows, row(setting, ActionKind.CHANGE_NO, "button.change_no"))
