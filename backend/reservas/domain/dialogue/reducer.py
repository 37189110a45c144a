"""One step of the dialogue: who may speak next, and what is asked of the booking engine."""

from reservas.domain.dialogue import answers, cancelling, gathering
from reservas.domain.dialogue.actions import Action, ActionKind
from reservas.domain.dialogue.events import (
    Cancelled,
    CommandRefused,
    Event,
    GuestSaid,
    GuestSentMedia,
    GuestTapped,
    HoldLost,
    HoldPlaced,
    LinkFound,
    OffersFound,
    QuoteMade,
    ReservationFound,
    StayCancelled,
)
from reservas.domain.dialogue.phrases import lost, menu, parse_request, person_buttons, typed_button
from reservas.domain.dialogue.replies import Text
from reservas.domain.dialogue.state import (
    Awaiting,
    CallPerson,
    CancelHold,
    CancelStay,
    DialogueState,
    FindLink,
    FindReservation,
    MakeQuote,
    PlaceHold,
    SearchOffers,
    Setting,
    Step,
)
from reservas.domain.nlu import Intent
from reservas.domain.stays import Party, Stay

_LOOKUPS = {Intent.STATUS: "mine", Intent.CANCEL: "cancel", Intent.PAYMENT: "pay", Intent.LOCATION: "arrive"}
_MAY_BE_RECEIPT = frozenset({"image", "document"})
_FOR_A_PERSON = {Intent.CHANGE_DATES, Intent.COMPLAINT}


def step(state: DialogueState, event: Event, setting: Setting) -> Step:  # noqa: C901 - one case per event
    """Return what follows from `event`: pure, so the same conversation can be replayed on later code."""
    match event:
        case GuestSaid():
            return _words(state, event, setting)
        case GuestTapped():
            return _tap(state, event.action, setting) if event.action else _not_understood(state, setting)
        case GuestSentMedia():
            return _media(state, event, setting)
        case OffersFound():
            return answers.offers_found(state, event, setting)
        case QuoteMade():
            return answers.quote_made(state, event, setting)
        case HoldPlaced():
            return answers.hold_placed(event, setting)
        case HoldLost():
            return answers.hold_lost(state, event, setting)
        case ReservationFound():
            return answers.reservation_found(state, event, setting)
        case LinkFound():
            return answers.link_found(state, event, setting)
        case Cancelled():
            return Step(DialogueState(), (Text(setting.words.say("cancel.done", code=event.code)),))
        case StayCancelled():
            return cancelling.stay_cancelled(event, setting)
        case CommandRefused():
            return answers.refused(state, event, setting)


def _words(state: DialogueState, event: GuestSaid, setting: Setting) -> Step:
    intent = event.understanding.intent
    if (typed := typed_button(event.text, setting)) is not None:
        return _tap(state, typed, setting)
    if intent is Intent.HUMAN:
        return _to_person(state, setting)
    if intent in (Intent.YES, Intent.NO) and (answered := _yes_or_no(state, setting, yes=intent is Intent.YES)):
        return answered
    if intent is Intent.BOOK and state.awaiting is Awaiting.BOOK and not gathering.has_details(event.understanding):
        return _book(state)
    if (gathered := gathering.gather(state, event, setting)) is not None:
        return gathered
    if intent in _LOOKUPS:
        is_withdrawal = intent is Intent.CANCEL and cancelling.regrets(event.text)
        purpose = "withdraw" if is_withdrawal else _LOOKUPS[intent]
        return Step(state.with_(misses=0), commands=(FindReservation(purpose, event.understanding.code),))
    if intent is Intent.GREETING:
        return Step(state.with_(misses=0), (menu(setting, greet=True),))
    if intent is Intent.THANKS_BYE:
        return Step(state.with_(misses=0), (Text(setting.words.say("thanks")),))
    if intent in _FOR_A_PERSON:
        return Step(state, (person_buttons(setting, setting.words.say("later")),))
    return _not_understood(state, setting)


def _yes_or_no(state: DialogueState, setting: Setting, *, yes: bool) -> Step | None:
    if state.awaiting is Awaiting.BOOK:
        return _book(state) if yes else Step(state.with_(awaiting=None), (menu(setting),))
    if state.awaiting in (Awaiting.CANCEL, Awaiting.CANCEL_STAY) and state.reservation:
        if yes and state.awaiting is Awaiting.CANCEL:
            return Step(state.with_(awaiting=None), commands=(CancelHold(state.reservation),))
        if yes:
            told = CancelStay(state.reservation, state.refund_cents, state.is_withdrawal)
            return Step(state.with_(awaiting=None), commands=(told,))
        return Step(state.with_(awaiting=None), (Text(setting.words.say("cancel.kept")),))
    return None


def _book(state: DialogueState) -> Step:
    assert state.quote is not None
    return Step(state.with_(awaiting=None, misses=0), commands=(PlaceHold(state.quote),))


def _to_person(state: DialogueState, setting: Setting) -> Step:
    return Step(state.with_(awaiting=None), (Text(setting.words.say("person")),), (CallPerson(),))


def _media(state: DialogueState, event: GuestSentMedia, setting: Setting) -> Step:
    """Pass what may be a receipt to a person: no picture confirms a payment."""
    words = setting.words
    if event.is_missing:
        return Step(state, (Text(words.say("media.again")),))
    if event.is_paying and event.kind in _MAY_BE_RECEIPT:
        return Step(state.with_(awaiting=None), (Text(words.say("media.receipt")),), (CallPerson(),))
    return Step(state, (person_buttons(setting, words.say("lost.media")),))


def _not_understood(state: DialogueState, setting: Setting) -> Step:
    return Step(state.with_(misses=state.misses + 1), (lost(setting, state),))


def _tap(state: DialogueState, action: Action, setting: Setting) -> Step:  # noqa: C901, PLR0912 - one case per tap
    state = state.with_(misses=0)
    words = setting.words
    match action.kind, action.arguments:
        case ActionKind.MENU, _:
            return Step(DialogueState(), (menu(setting),))
        case ActionKind.SEARCH, _:
            return gathering.next_question(state.with_(cabin=None), setting)
        case ActionKind.OTHER_DATES, _:
            fresh = state.with_(check_in=None, check_out=None, quote=None, awaiting=Awaiting.DATES)
            return Step(fresh, (Text(words.say("ask.dates")),))
        case ActionKind.MINE, _:
            return Step(state, commands=(FindReservation("mine"),))
        case ActionKind.PERSON, _:
            return _to_person(state, setting)
        case ActionKind.CANCEL, arguments:
            return Step(state, commands=(FindReservation("cancel", next(iter(arguments), None)),))
        case ActionKind.CANCEL_NO, _:
            return Step(state.with_(awaiting=None), (Text(words.say("cancel.kept")),))
        case ActionKind.ARRIVE, arguments:
            return Step(state, commands=(FindReservation("arrive", next(iter(arguments), None)),))
        case ActionKind.CANCEL_YES, (code,):
            return Step(state.with_(awaiting=None), commands=(CancelHold(code),))
        case ActionKind.CANCEL_STAY, arguments if command := cancelling.tapped_command(arguments):
            return Step(state.with_(awaiting=None), commands=(command,))
        case ActionKind.PAY, (code,):
            return Step(state, commands=(FindLink(code),))
        case ActionKind.BOOK, (quote,):
            return Step(state.with_(awaiting=None), commands=(PlaceHold(quote),))
        case ActionKind.CABIN, (code, *rest) if asked := parse_request(rest):
            stay, party = asked
            return Step(_remember(state, stay, party).with_(cabin=code), commands=(MakeQuote(code, stay, party),))
        case ActionKind.OFFERS, rest if asked := parse_request(rest):
            stay, party = asked
            return Step(_remember(state, stay, party).with_(cabin=None), commands=(SearchOffers(stay, party),))
        case _:
            return _not_understood(state, setting)


def _remember(state: DialogueState, stay: Stay, party: Party) -> DialogueState:
    return state.with_(
        check_in=stay.check_in,
        check_out=stay.check_out,
        adults=party.adults,
        children=party.children,
        pets=party.pets,
        awaiting=None,
    )
