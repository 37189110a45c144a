"""What a tap does: it carries all it needs, so that a button of last week still does what it says."""

from collections.abc import Callable, Mapping

from reservas.domain.dialogue import asking, cabins, cancelling, changing, gathering, waiting
from reservas.domain.dialogue.actions import ABOUT_A_CABIN, Action, ActionKind
from reservas.domain.dialogue.phrases import cabin_list, menu, parse_dates, parse_request
from reservas.domain.dialogue.replies import Text
from reservas.domain.dialogue.state import (
    Awaiting,
    CallPerson,
    CancelHold,
    DialogueState,
    ExtendHold,
    FindAnswers,
    FindCabins,
    FindLink,
    FindReservation,
    MakeQuote,
    PlaceHold,
    SearchOffers,
    Setting,
    Step,
)
from reservas.domain.stays import MAXIMUM_NIGHTS, MAXIMUM_PEOPLE, Party, Stay

LARGEST_KEY = 2**63 - 1
Arguments = tuple[str, ...]
Follow = Callable[[DialogueState, Arguments, Setting], Step | None]
_LOOKUPS = {
    ActionKind.MINE: "mine",
    ActionKind.ARRIVE: "arrive",
    ActionKind.HOURS: "hours",
    ActionKind.MEANS: "means",
    ActionKind.BALANCE: "balance",
    ActionKind.RECEIPT: "receipt",
    ActionKind.CANCEL: "cancel",
    ActionKind.CHANGE: "change",
    ActionKind.CHANGE_DATES: "change-dates",
    ActionKind.CHANGE_PEOPLE: "change-people",
    ActionKind.CHANGE_CABIN: "change-cabin",
}


def follow(state: DialogueState, action: Action, setting: Setting) -> Step | None:
    """Return what follows from a tap, or None when its arguments are nothing that we wrote."""
    state = state.with_(misses=0)
    if action.kind in _LOOKUPS:
        code = next(iter(action.arguments), None)
        return Step(state, commands=(FindReservation(_LOOKUPS[action.kind], code),))
    if action.kind in ABOUT_A_CABIN:
        return _about(state, action, setting)
    return _FOLLOW[action.kind](state, action.arguments, setting)


def _menu(state: DialogueState, _: Arguments, setting: Setting) -> Step:
    return Step(DialogueState(seen=state.seen), (menu(setting),))


def _restart(state: DialogueState, _: Arguments, setting: Setting) -> Step:
    return asking.put(DialogueState(seen=state.seen), Awaiting.DATES, setting, setting.words.say("restart"))


def _back(state: DialogueState, _: Arguments, setting: Setting) -> Step:
    """Undo the last answer: its question is put again."""
    if state.is_changing:
        return Step(changing.kept(state, setting), commands=(FindReservation("mine", state.reservation),))
    match state.awaiting:
        case Awaiting.BOOK if state.stay and state.party:
            return Step(
                state.with_(cabin=None, quote=None, awaiting=None), commands=(SearchOffers(state.stay, state.party),)
            )
        case Awaiting.CABIN | Awaiting.BOOK:
            return gathering.next_question(state.with_(adults=None, children=0, cabin=None, quote=None), setting)
        case Awaiting.GUESTS | Awaiting.LENGTH:
            return gathering.next_question(state.with_(check_in=None, check_out=None), setting)
        case Awaiting.CANCEL | Awaiting.CANCEL_STAY:
            return Step(state.with_(awaiting=None), commands=(FindReservation("mine", state.reservation),))
        case _:
            return _menu(state, (), setting)


def _person(state: DialogueState, _: Arguments, setting: Setting) -> Step:
    return Step(state.with_(awaiting=None), (Text(setting.words.say("person")),), (CallPerson(),))


def _search(state: DialogueState, _: Arguments, setting: Setting) -> Step:
    fresh = _without_change(state)
    return gathering.next_question(fresh.with_(cabin=None), setting)


def _other_dates(state: DialogueState, _: Arguments, setting: Setting) -> Step:
    fresh = state.with_(check_in=None, check_out=None, quote=None)
    return asking.put(fresh, Awaiting.DATES, setting, setting.words.say("ask.dates"))


def _stay(state: DialogueState, arguments: Arguments, setting: Setting) -> Step | None:
    stay = parse_dates(arguments)
    if stay is None:
        return None
    return gathering.next_question(state.with_(check_in=stay.check_in, check_out=stay.check_out, quote=None), setting)


def _nights(state: DialogueState, arguments: Arguments, setting: Setting) -> Step | None:
    nights = _number(arguments, MAXIMUM_NIGHTS)
    if nights is None:
        return None
    return gathering.next_question(gathering.with_nights(state, nights), setting)


def _people(state: DialogueState, arguments: Arguments, setting: Setting) -> Step | None:
    number = _number(arguments, MAXIMUM_PEOPLE)
    if number is None:
        return None
    return gathering.next_question(state.with_(adults=number, children=0), setting)


def _offers(state: DialogueState, arguments: Arguments, _: Setting) -> Step | None:
    asked = parse_request(arguments)
    if asked is None:
        return None
    return Step(_remember(state, *asked).with_(cabin=None), commands=(SearchOffers(*asked),))


def _cabin(state: DialogueState, arguments: Arguments, _: Setting) -> Step | None:
    code, asked = next(iter(arguments), ""), parse_request(arguments[1:])
    if asked is None:
        return None
    quote = state.quote if state.cabin == code else None
    return Step(_remember(state, *asked).with_(cabin=code, quote=quote), commands=(MakeQuote(code, *asked),))


def _book(state: DialogueState, arguments: Arguments, _: Setting) -> Step | None:
    return Step(state.with_(awaiting=None), commands=(PlaceHold(arguments[0]),)) if len(arguments) == 1 else None


def _wait(state: DialogueState, arguments: Arguments, setting: Setting) -> Step | None:
    command = waiting.join_of_tap(arguments, setting)
    return Step(state, commands=(command,)) if command else None


def _wait_no(state: DialogueState, arguments: Arguments, _: Setting) -> Step | None:
    command = waiting.leave_of_tap(arguments)
    return Step(state, commands=(command,)) if command else None


def _cabins(state: DialogueState, _: Arguments, setting: Setting) -> Step:
    return Step(state, (cabin_list(setting),))


def _menu_of_cabin(state: DialogueState, arguments: Arguments, setting: Setting) -> Step | None:
    told = cabins.menu_of(next(iter(arguments), ""), setting)
    return None if told is None else Step(state, (told,))


def _quote(state: DialogueState, arguments: Arguments, setting: Setting) -> Step | None:
    code = next(iter(arguments), "")
    if not any(one.code == code for one in setting.cabins):
        return None
    return gathering.next_question(_without_change(state).with_(cabin=code, quote=None), setting)


def _about(state: DialogueState, action: Action, setting: Setting) -> Step | None:
    code = next(iter(action.arguments), "")
    if not any(one.code == code for one in setting.cabins):
        return None
    return Step(state, commands=(FindCabins(action.kind, code),))


def _faq(state: DialogueState, arguments: Arguments, setting: Setting) -> Step | None:
    code, *keys = arguments or ("",)
    key = _number(tuple(keys), LARGEST_KEY) if keys else None
    if not any(one.code == code for one in setting.cabins) or (keys and key is None):
        return None
    return Step(state, commands=(FindAnswers(code, key=key),))


def _pay(state: DialogueState, arguments: Arguments, _: Setting) -> Step | None:
    match arguments:
        case ():
            return Step(state, commands=(FindReservation("pay"),))
        case (code,):
            return Step(state, commands=(FindLink(code),))
        case _:
            return None


def _more_time(state: DialogueState, arguments: Arguments, _: Setting) -> Step | None:
    return Step(state, commands=(ExtendHold(next(iter(arguments), "")),))


def _change(kind: ActionKind) -> Follow:
    def follow_change(state: DialogueState, arguments: Arguments, _: Setting) -> Step | None:
        command = changing.tapped(kind, arguments)
        if command is None:
            return None
        wanted = _remember(state, command.stay, command.party)
        changing_state = wanted.with_(reservation=command.code, cabin=command.cabin, is_changing=True, quote=None)
        return Step(changing_state, commands=(command,))

    return follow_change


def _keep(state: DialogueState, _: Arguments, setting: Setting) -> Step:
    kept = changing.kept(state, setting) if state.is_changing else state.with_(awaiting=None)
    return Step(kept, (Text(setting.words.say("cancel.kept")),))


def _cancel_hold(state: DialogueState, arguments: Arguments, _: Setting) -> Step | None:
    return Step(state.with_(awaiting=None), commands=(CancelHold(arguments[0]),)) if len(arguments) == 1 else None


def _cancel_stay(state: DialogueState, arguments: Arguments, _: Setting) -> Step | None:
    command = cancelling.tapped_command(arguments)
    return Step(state.with_(awaiting=None), commands=(command,)) if command else None


_FOLLOW: Mapping[ActionKind, Follow] = {
    ActionKind.MENU: _menu,
    ActionKind.BACK: _back,
    ActionKind.RESTART: _restart,
    ActionKind.PERSON: _person,
    ActionKind.SEARCH: _search,
    ActionKind.OTHER_DATES: _other_dates,
    ActionKind.STAY: _stay,
    ActionKind.NIGHTS: _nights,
    ActionKind.PEOPLE: _people,
    ActionKind.OFFERS: _offers,
    ActionKind.CABIN: _cabin,
    ActionKind.BOOK: _book,
    ActionKind.WAIT: _wait,
    ActionKind.WAIT_NO: _wait_no,
    ActionKind.CABINS: _cabins,
    ActionKind.ABOUT: _menu_of_cabin,
    ActionKind.QUOTE: _quote,
    ActionKind.FAQ: _faq,
    ActionKind.PAY: _pay,
    ActionKind.MORE_TIME: _more_time,
    ActionKind.CHANGE_TO: _change(ActionKind.CHANGE_TO),
    ActionKind.CHANGE_YES: _change(ActionKind.CHANGE_YES),
    ActionKind.CHANGE_NO: _keep,
    ActionKind.CANCEL_NO: _keep,
    ActionKind.CANCEL_YES: _cancel_hold,
    ActionKind.CANCEL_STAY: _cancel_stay,
}


def _number(arguments: Arguments, most: int) -> int | None:
    match arguments:
        case (digits,) if digits.isascii() and digits.isdecimal() and len(digits) <= len(str(most)):
            return int(digits) if 0 < int(digits) <= most else None
        case _:
            return None


def _without_change(state: DialogueState) -> DialogueState:
    """Return the state of a new search: what was being changed about a reservation is none of its slots."""
    return DialogueState(seen=state.seen) if state.is_changing else state


def _remember(state: DialogueState, stay: Stay, party: Party) -> DialogueState:
    return _without_change(state).with_(
        check_in=stay.check_in,
        check_out=stay.check_out,
        adults=party.adults,
        children=party.children,
        pets=party.pets,
        awaiting=None,
    )
