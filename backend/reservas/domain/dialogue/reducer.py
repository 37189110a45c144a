"""One step of the dialogue: who may speak next, and what is asked of the booking engine."""

from dataclasses import replace

from reservas.domain.dialogue import (
    answers,
    asides,
    asking,
    cabins,
    cancelling,
    changing,
    faq,
    gathering,
    mine,
    returning,
    taps,
    waiting,
)
from reservas.domain.dialogue.actions import Action, ActionKind
from reservas.domain.dialogue.controls import order_in, topics_in, wanted_of_reservation
from reservas.domain.dialogue.events import (
    ABOUT_THE_PLACE,
    AnswersFound,
    CabinsFound,
    Cancelled,
    ChangeLost,
    ChangeQuoted,
    CommandRefused,
    Event,
    GuestSaid,
    GuestSentMedia,
    GuestTapped,
    HoldExtended,
    HoldLost,
    HoldPlaced,
    LinkFound,
    OffersFound,
    QuoteMade,
    ReservationChanged,
    ReservationFound,
    StayCancelled,
    WaitingJoined,
    WaitingLeft,
    names_dates,
    names_people,
)
from reservas.domain.dialogue.phrases import lost, menu, menu_buttons, person_buttons, typed_button
from reservas.domain.dialogue.replies import Text
from reservas.domain.dialogue.state import (
    Awaiting,
    CallPerson,
    CancelHold,
    CancelStay,
    DialogueState,
    FindReservation,
    PlaceHold,
    Setting,
    Step,
)
from reservas.domain.nlu import Intent

_LOOKUPS = {Intent.STATUS: "mine", Intent.CANCEL: "cancel", Intent.PAYMENT: "pay"}
_SIDE_ORDERS = frozenset(
    {Intent.OTHER, Intent.PAYMENT, Intent.STATUS, Intent.AMENITIES, Intent.PRICE, Intent.NO, Intent.COMPLAINT}
)
_HARMLESS = frozenset(
    {Intent.AVAILABILITY, Intent.PRICE, Intent.GREETING, Intent.THANKS_BYE, Intent.PHOTOS, Intent.LOCATION}
)
_OF_RESERVATION = frozenset({Intent.STATUS, Intent.PAYMENT, Intent.CANCEL, Intent.CHANGE_DATES})
_OF_PRICE = frozenset({Intent.PRICE, Intent.OTHER, Intent.COMPLAINT, Intent.PAYMENT, Intent.NO})
_MAY_BE_RECEIPT = frozenset({"image", "document"})


def step(state: DialogueState, event: Event, setting: Setting) -> Step:
    """Return what follows from `event`: pure, so the same conversation can be replayed on later code."""
    if isinstance(event, GuestSaid | GuestTapped | GuestSentMedia):
        return _guest(state, event, setting)
    return _engine(state, event, setting)


def _guest(state: DialogueState, event: GuestSaid | GuestTapped | GuestSentMedia, setting: Setting) -> Step:
    was_away = returning.was_away(state, setting)
    before = returning.wake(state, setting)
    match event:
        case GuestSaid() if was_away and event.understanding.intent is Intent.GREETING:
            return Step(before, (returning.welcome(before, setting),))
        case GuestSaid():
            decided = _words(before, event, setting)
        case GuestTapped():
            decided = _tapped(before, event, setting)
        case _:
            decided = _media(before, event, setting)
    limited = asking.limit(before, decided, setting, is_tap=isinstance(event, GuestTapped))
    if not was_away or isinstance(event, GuestTapped):
        return limited
    return Step(limited.state, (returning.hello_again(setting), *limited.replies), limited.commands)


def _engine(state: DialogueState, event: Event, setting: Setting) -> Step:  # noqa: C901, PLR0912 - one case per event
    match event:
        case OffersFound():
            return answers.offers_found(state, event, setting)
        case QuoteMade():
            return answers.quote_made(state, event, setting)
        case HoldPlaced():
            return answers.hold_placed(event, setting)
        case HoldLost():
            return answers.hold_lost(state, event, setting)
        case HoldExtended():
            return mine.hold_extended(event, setting)
        case ReservationFound():
            return mine.reservation_found(state, event, setting)
        case LinkFound():
            return mine.link_found(state, event, setting)
        case CabinsFound():
            return cabins.cabins_found(state, event, setting)
        case AnswersFound():
            return _answered_by_owner(state, event, setting)
        case ChangeQuoted():
            return changing.quoted(state, event, setting)
        case ChangeLost():
            return changing.lost(state, event, setting)
        case ReservationChanged():
            return changing.changed(event, setting)
        case WaitingJoined():
            return waiting.joined(state, event, setting)
        case WaitingLeft():
            return waiting.left(state, event, setting)
        case Cancelled():
            done = Text(setting.words.say("cancel.done", code=event.code))
            return Step(DialogueState(seen=setting.today), (done,))
        case StayCancelled():
            return cancelling.stay_cancelled(event, setting)
        case CommandRefused("extended_before" | "not_extended"):
            return mine.not_extended(state, event, setting)
        case CommandRefused():
            return answers.refused(state, event, setting)
        case _:
            raise AssertionError(event)


def _answered_by_owner(state: DialogueState, event: AnswersFound, setting: Setting) -> Step:
    if faq.is_answered(event):
        return faq.answers_found(state, event, setting)
    asked = event.asked
    if asked.said is None:
        return faq.nothing_to_tell(state, event, setting)
    said = GuestSaid(asked.words, asked.said, asked.is_further, is_looked_up=True)
    return asking.limit(state, _words(state, said, setting), setting, is_tap=False)


def _words(state: DialogueState, event: GuestSaid, setting: Setting) -> Step:
    understanding = event.understanding
    intent = understanding.intent
    if (said := _steered(state, event, setting)) is not None:
        return said
    if intent is Intent.HUMAN:
        return _to_person(state, setting)
    if state.awaiting in (Awaiting.CABIN, Awaiting.BOOK) and cabins.chooses(event, setting):
        return _chosen(state, event, setting)
    # "No, mejor del 12" and "sí, pero somos 5" correct what was asked about: neither closes nor confirms it.
    if not gathering.has_details(understanding) and (answered := _answered(state, event, setting)):
        return answered
    is_change = intent is Intent.CHANGE_DATES and not gathering.is_of_search(state, event)
    if is_change or gathering.corrects_reservation(state, event):
        return changing.wish(state, event.text, understanding)
    if state.awaiting is Awaiting.CHANGE and (said := changing.answered_what(event.text, state.reservation, state)):
        return said
    is_about_place = intent in ABOUT_THE_PLACE and not cabins.chooses(event, setting)
    if is_about_place and (event.is_further or not names_dates(understanding)):
        return _about_the_place(state, event, setting)
    gathered = gathering.gather(state, event, setting)
    if gathered is not None:
        return gathered
    return _of_reservation(state, event, setting) or _small_talk(state, event, setting)


def _chosen(state: DialogueState, event: GuestSaid, setting: Setting) -> Step:
    """Take the cabin that is wanted, whatever the message was taken for; the quoted one, asked for again, is booked."""
    understanding = event.understanding
    is_more = names_dates(understanding) or names_people(understanding) or understanding.pets is not None
    is_wanted = understanding.intent in (Intent.BOOK, Intent.YES) and not is_more
    if (
        state.awaiting is Awaiting.BOOK
        and is_wanted
        and cabins.spoken_of(event, DialogueState(), setting) == state.cabin
    ):
        return _book(state)
    # "Me quedo con la Coihue" asks for no status.
    priced = replace(event, understanding=replace(understanding, intent=Intent.PRICE))
    return gathering.gather(state, priced, setting) or _not_understood(state, setting)


def _of_reservation(state: DialogueState, event: GuestSaid, setting: Setting) -> Step | None:
    intent = event.understanding.intent
    if intent in _LOOKUPS:
        is_withdrawal = intent is Intent.CANCEL and cancelling.regrets(event.text)
        purpose = "withdraw" if is_withdrawal else _LOOKUPS[intent]
        return Step(state.with_(misses=0), commands=(FindReservation(purpose, event.understanding.code),))
    if intent is Intent.CHANGE_DATES:
        return taps.follow(state, Action(ActionKind.OTHER_DATES), setting)
    return None


def _steered(state: DialogueState, event: GuestSaid, setting: Setting) -> Step | None:
    """Return what follows from words that decide by themselves, whatever the message's intent was taken for."""
    if not event.is_further and (ordered := _ordered(state, event, setting)):
        return ordered
    if (waited := waiting.wish(state, event, setting)) is not None:
        # Whatever else its words were taken for ("si alguien cancela"), it has been answered.
        return Step(state) if event.is_further else waited
    if not event.is_further and (said := _beside_the_point(state, event, setting)) is not None:
        return said
    if state.awaiting is not Awaiting.CHANGE and _is_mere_guess(state, event):
        return _not_understood(state, setting)
    if (looked_up := faq.look_up(state, event, setting)) is not None:
        return looked_up
    is_of_price = event.understanding.intent in _OF_PRICE and not gathering.has_details(event.understanding)
    if is_of_price and not event.is_further and asides.haggles(event.text):
        return asides.keep_price(state, setting)
    return None


def _beside_the_point(state: DialogueState, event: GuestSaid, setting: Setting) -> Step | None:
    """Return what follows from words that are about the guest's mind or money, whatever else they were taken for."""
    has_details = gathering.has_details(event.understanding)
    if not has_details and asides.compares(event.text):
        return asides.show_prices(state) or taps.follow(state, Action(ActionKind.CABINS), setting)
    if not has_details and asides.has_paid(event.text):
        return Step(state, commands=(FindReservation("paid"),))
    if not names_dates(event.understanding) and asides.thinks(event.text):
        return asides.leave_time(state, setting)
    return None


def _is_mere_guess(state: DialogueState, event: GuestSaid) -> bool:
    """Tell whether nobody can say what a message wants: then nothing is confirmed, booked or passed on for it.

    A guessed search only asks for dates, a question is looked up in what the owner wrote, and what is wanted of a
    reservation that was talked of is shown, or asked about, before anything is done.
    """
    understanding = event.understanding
    harmless = _HARMLESS | _OF_RESERVATION if state.reservation else _HARMLESS
    names_topic = understanding.intent is Intent.AMENITIES and any(topics_in(event.text))
    is_harmless = understanding.intent in harmless or names_topic or cabins.is_question(event.text)
    if understanding.intent in (Intent.YES, Intent.BOOK) and asides.agrees_plainly(event.text):
        return False
    is_told = gathering.has_details(understanding) or gathering.answers_open_question(state, event)
    return not (understanding.is_sure or is_harmless or is_told)


def _small_talk(state: DialogueState, event: GuestSaid, setting: Setting) -> Step:
    words = setting.words
    match event.understanding.intent:
        case Intent.GREETING:
            return Step(state.with_(misses=0), (menu(setting, greet=True),))
        case Intent.THANKS_BYE:
            return Step(state.with_(misses=0), (Text(words.say("thanks")),))
        case Intent.COMPLAINT:
            return Step(state, (person_buttons(setting, words.say("later")),))
        case _ if cabins.is_question(event.text):
            return cabins.asked_about(event, state, setting)
        case _:
            return _not_understood(state, setting)


def _ordered(state: DialogueState, event: GuestSaid, setting: Setting) -> Step | None:
    """Carry out what is ordered in plain words: a button's own, a step back, a new start, a list, the money's."""
    intent = event.understanding.intent
    if (typed := typed_button(event.text, setting)) is not None:
        return taps.follow(state, typed, setting)
    if (order := order_in(event.text)) is not None:
        return taps.follow(state, Action(order), setting)
    is_of_price = asides.haggles(event.text)
    if intent in _SIDE_ORDERS and not is_of_price and not gathering.has_details(event.understanding):
        wanted = wanted_of_reservation(event.text)
        if wanted is not None:
            return taps.follow(state, Action(wanted), setting)
    return None


def _about_the_place(state: DialogueState, event: GuestSaid, setting: Setting) -> Step:
    looks_at_cabins = state.cabin or state.check_in or event.understanding.cabin or state.awaiting
    if event.understanding.intent is Intent.LOCATION and not looks_at_cabins:
        arrive = FindReservation("arrive", event.understanding.code)
        return Step(state.with_(misses=0), commands=(arrive,))
    if event.understanding.pets is not None:
        state = state.with_(pets=event.understanding.pets)
    return cabins.asked_about(event, state, setting)


def _answered(state: DialogueState, event: GuestSaid, setting: Setting) -> Step | None:
    """Take yes, no, and what says the same of what was asked about: "reservala", "cancelala", "no quiero cancelar"."""
    intent = event.understanding.intent
    if intent is Intent.BOOK and state.awaiting is Awaiting.BOOK:
        return _book(state)
    if intent is Intent.CANCEL and state.awaiting in (Awaiting.CANCEL, Awaiting.CANCEL_STAY):
        return None if "?" in event.text else _yes_or_no(state, setting, yes=not cancelling.denies(event.text))
    if intent is Intent.YES and not asides.agrees(event.text):
        return None
    if intent in (Intent.YES, Intent.NO):
        return _yes_or_no(state, setting, yes=intent is Intent.YES)
    return None


def _yes_or_no(state: DialogueState, setting: Setting, *, yes: bool) -> Step | None:
    match state.awaiting:
        case Awaiting.BOOK:
            return _book(state) if yes else _not_booked(state, setting)
        case Awaiting.CABIN if yes and state.stay and state.party:
            return gathering.next_question(state, setting)
        case Awaiting.SEARCH:
            return (
                gathering.next_question(state, setting) if yes else Step(state.with_(awaiting=None), (menu(setting),))
            )
        case Awaiting.CHANGE if yes and (question := asking.put_again(state, setting)):
            return Step(state, (question,))
        case Awaiting.CANCEL | Awaiting.CANCEL_STAY if state.reservation:
            return _ended_or_kept(state, state.reservation, setting, yes=yes)
        case Awaiting.CHANGE_YES if yes and (change := changing.command_of(state)):
            return Step(state.with_(awaiting=None), commands=(change,))
        case _ if state.is_changing and not yes:
            return Step(changing.kept(state, setting), (Text(setting.words.say("cancel.kept")),))
        case None:
            # Nothing was asked, or so long ago that nobody knows what.
            return Step(state.with_(misses=0), (menu(setting),))
        case _:
            return None


def _ended_or_kept(state: DialogueState, code: str, setting: Setting, *, yes: bool) -> Step:
    after = state.with_(awaiting=None)
    if not yes:
        return Step(after, (Text(setting.words.say("cancel.kept")),))
    if state.awaiting is Awaiting.CANCEL:
        return Step(after, commands=(CancelHold(code),))
    return Step(after, commands=(CancelStay(code, state.refund_cents, state.is_withdrawal),))


def _not_booked(state: DialogueState, setting: Setting) -> Step:
    """Leave the quote and ask what else; the offers of the same dates are a tap away."""
    asked = state.with_(awaiting=Awaiting.CABIN if state.stay and state.party else None, cabin=None, quote=None)
    if asked.awaiting is None:
        return Step(asked, (menu(setting),))
    return asking.put(asked, Awaiting.CABIN, setting, setting.words.say("book.no"))


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
    if event.kind == "sticker":
        return Step(state, (Text(words.say("media.sticker")),))
    return Step(state, (person_buttons(setting, words.say("lost.media")),))


def _not_understood(state: DialogueState, setting: Setting) -> Step:
    return Step(state.with_(misses=state.misses + 1), (lost(setting, state),))


def _tapped(state: DialogueState, event: GuestTapped, setting: Setting) -> Step:
    followed = taps.follow(state, event.action, setting) if event.action else None
    if followed is None:
        # A button of an older version, or one that somebody made up.
        return Step(state.with_(misses=0), (menu_buttons(setting, setting.words.say("lost.old_button")),))
    return followed
