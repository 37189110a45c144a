"""What guests ask of their own reservation: how it stands, the money, the hours, more time to pay."""

from reservas.domain.dialogue import asking, changing
from reservas.domain.dialogue.actions import ActionKind
from reservas.domain.dialogue.cancelling import ask_to_cancel
from reservas.domain.dialogue.events import CommandRefused, HoldExtended, LinkFound, ReservationFact, ReservationFound
from reservas.domain.dialogue.notices import payment_link
from reservas.domain.dialogue.phrases import button, directions, menu_buttons, person_buttons, pin, row
from reservas.domain.dialogue.replies import Buttons, ListReply, Reply, Row, Text
from reservas.domain.dialogue.state import (
    Awaiting,
    CallPerson,
    DialogueState,
    FindCabins,
    FindLink,
    Setting,
    Step,
)
from reservas.domain.reservation_states import PAID_FOR, Status

_NONE = {"cancel": "cancel.nothing", "withdraw": "cancel.nothing", "means": "means.before", "pay": "pay.none"}


def reservation_found(state: DialogueState, event: ReservationFound, setting: Setting) -> Step:
    """Answer what the reservation was looked up for."""
    reservation, words = event.reservation, setting.words
    if reservation is None:
        return _none(state, event.purpose, setting)
    match event.purpose:
        case "arrive":
            return Step(state, _how_to_arrive(reservation, setting))
        case "hours":
            return Step(state, (_hours(reservation, setting),))
        case "cancel" | "withdraw":
            return _cancel(state, reservation, setting, wants_withdrawal=event.purpose == "withdraw")
        case "pay" if reservation.is_held:
            return Step(state, commands=(FindLink(reservation.code),))
        case "means" | "paid" if reservation.is_held and not (event.purpose == "paid" and reservation.has_money):
            pay = button(setting, ActionKind.PAY, "button.pay", reservation.code)
            person = button(setting, ActionKind.PERSON, "button.person")
            key = "means" if event.purpose == "means" else "paid.not_seen"
            return Step(state, (Buttons(words.say(key), (pay, person)),))
        case "balance" | "receipt" if reservation.status in PAID_FOR and not reservation.is_paid_elsewhere:
            return Step(state, (_money(reservation, setting),))
        case "receipt" | "balance" if reservation.is_held:
            return Step(state, (_money_of_hold(reservation, setting),))
        case "change" | "change-dates" | "change-people" | "change-cabin":
            return changing.begin(state, event, reservation, setting)
        case _:
            return Step(state, (my_reservation(reservation, setting),))


def hold_extended(event: HoldExtended, setting: Setting) -> Step:
    """Say until when the hold lasts now; the link that goes with it follows."""
    words, reservation = setting.words, event.reservation
    assert reservation.expires_at is not None
    until = words.hour(reservation.expires_at, setting.time_zone)
    told = words.say("more_time.done", name=reservation.cabin.name, until=until)
    return Step(DialogueState(reservation=reservation.code, seen=setting.today), (Text(told),))


def link_found(state: DialogueState, event: LinkFound, setting: Setting) -> Step:
    """Send the open link again, or say why there is none."""
    if event.url is not None and event.expires_at is not None:
        return Step(state, (payment_link(event, setting),))
    return Step(state, (Text(setting.words.say("pay.preparing" if event.expires_at else "pay.nothing")),))


def not_extended(state: DialogueState, event: CommandRefused, setting: Setting) -> Step:
    """Say why a hold gets no more time, with the way to a person."""
    key = "more_time.once" if event.code == "extended_before" else "more_time.no"
    return Step(state, (person_buttons(setting, setting.words.say(key)),))


def my_reservation(reservation: ReservationFact, setting: Setting) -> Reply:
    """Return how the reservation stands, with a list of what can be done about it."""
    words, cabin = setting.words, reservation.cabin
    common = {
        "name": cabin.name,
        "code": reservation.code,
        "stay_line": words.stay_line(reservation.stay, setting.today, cabin.check_in_time, cabin.check_out_time),
        "guests": words.length_and_party(reservation.stay, reservation.party),
    }
    if reservation.status == Status.PRE_RESERVED and not reservation.is_held:
        return person_buttons(setting, words.say("mine.ended", **common))
    if reservation.is_held and reservation.has_money:
        return person_buttons(setting, words.say("mine.paying", **common))
    if reservation.is_held and reservation.expires_at is not None:
        until = words.hour(reservation.expires_at, setting.time_zone)
        deposit = words.money(reservation.deposit_cents, reservation.currency)
        sentence = words.say("mine.hold", until=until, deposit=deposit, **common)
        return ListReply(sentence, words.say("mine.button"), _rows_of_hold(reservation.code, setting))
    balance = reservation.total_cents - reservation.paid_cents
    sentence = words.say(
        "mine.by_hand" if reservation.is_paid_elsewhere else "mine.confirmed",
        total=words.money(reservation.total_cents, reservation.currency),
        paid=words.money(reservation.paid_cents, reservation.currency),
        balance=words.money(max(0, balance), reservation.currency),
        **common,
    )
    return ListReply(sentence, words.say("mine.button"), _rows_of_stay(reservation.code, setting))


def _rows_of_hold(code: str, setting: Setting) -> tuple[Row, ...]:
    return (
        row(setting, ActionKind.PAY, "button.pay", code),
        row(setting, ActionKind.MEANS, "row.means", code),
        row(setting, ActionKind.MORE_TIME, "row.more_time", code),
        row(setting, ActionKind.CHANGE, "row.change", code),
        row(setting, ActionKind.ARRIVE, "button.arrive", code),
        row(setting, ActionKind.HOURS, "row.hours", code),
        row(setting, ActionKind.CANCEL, "button.cancel", code),
        row(setting, ActionKind.PERSON, "button.person"),
    )


def _rows_of_stay(code: str, setting: Setting) -> tuple[Row, ...]:
    return (
        row(setting, ActionKind.ARRIVE, "button.arrive", code),
        row(setting, ActionKind.HOURS, "row.hours", code),
        row(setting, ActionKind.BALANCE, "row.balance", code),
        row(setting, ActionKind.RECEIPT, "row.receipt", code),
        row(setting, ActionKind.CHANGE, "row.change", code),
        row(setting, ActionKind.CANCEL, "button.cancel", code),
        row(setting, ActionKind.PERSON, "button.person"),
    )


def _none(state: DialogueState, purpose: str, setting: Setting) -> Step:
    if purpose == "arrive" and setting.cabins:
        # Whoever has booked nothing yet wants to know where the cabins are.
        return Step(state, commands=(FindCabins(ActionKind.ROUTE, state.cabin),))
    if purpose == "paid":
        return Step(state, (person_buttons(setting, setting.words.say("paid.unknown")),))
    if purpose in ("means", "pay") and (question := asking.put_again(state, setting)) is not None:
        return Step(state.with_(asks=state.asks + 1), (Text(setting.words.say("means.link")), question))
    key = _NONE.get(purpose, "mine.none")
    asked = state if key == "cancel.nothing" or state.awaiting else state.with_(awaiting=Awaiting.SEARCH)
    return Step(asked, (menu_buttons(setting, setting.words.say(key)),))


def _how_to_arrive(reservation: ReservationFact, setting: Setting) -> tuple[Reply, ...]:
    cabin = reservation.cabin
    hour = f"{cabin.check_in_time:%H:%M}"
    return (
        directions(setting, cabin.name, cabin.address, cabin.how_to_arrive, hour),
        pin(cabin.name, cabin.address, cabin.latitude, cabin.longitude),
    )


def _hours(reservation: ReservationFact, setting: Setting) -> Reply:
    words, cabin = setting.words, reservation.cabin
    line = words.stay_line(reservation.stay, setting.today, cabin.check_in_time, cabin.check_out_time)
    return _with_reservation(words.say("hours", name=cabin.name, stay_line=line), reservation, setting)


def _money(reservation: ReservationFact, setting: Setting) -> Reply:
    """Return what was paid of what, in words: no tax document, and none is promised."""
    words, currency = setting.words, reservation.currency
    told = words.say(
        "receipt",
        name=reservation.cabin.name,
        code=reservation.code,
        stay=words.stay(reservation.stay, setting.today),
        total=words.money(reservation.total_cents, currency),
        paid=words.money(reservation.paid_cents, currency),
        balance=words.money(max(0, reservation.total_cents - reservation.paid_cents), currency),
    )
    return _with_reservation(told, reservation, setting)


def _money_of_hold(reservation: ReservationFact, setting: Setting) -> Reply:
    words = setting.words
    deposit = words.money(reservation.deposit_cents, reservation.currency)
    told = words.say("receipt.hold", total=words.money(reservation.total_cents, reservation.currency), deposit=deposit)
    pay = button(setting, ActionKind.PAY, "button.pay", reservation.code)
    return Buttons(told, (pay, button(setting, ActionKind.PERSON, "button.person")))


def _with_reservation(body: str, reservation: ReservationFact, setting: Setting) -> Reply:
    arrive = button(setting, ActionKind.ARRIVE, "button.arrive", reservation.code)
    mine = button(setting, ActionKind.MINE, "button.mine")
    return Buttons(body, (arrive, mine, button(setting, ActionKind.PERSON, "button.person")))


def _cancel(state: DialogueState, reservation: ReservationFact, setting: Setting, *, wants_withdrawal: bool) -> Step:
    words = setting.words
    if reservation.status != Status.PRE_RESERVED:
        return ask_to_cancel(state, reservation, setting, wants_withdrawal=wants_withdrawal)
    if reservation.has_money:
        return Step(state, (Text(words.say("cancel.money")),), (CallPerson(),))
    stay = words.stay(reservation.stay, setting.today)
    question = Buttons(
        words.say("cancel.ask", name=reservation.cabin.name, stay=stay),
        (
            button(setting, ActionKind.CANCEL_YES, "button.cancel_yes", reservation.code),
            button(setting, ActionKind.CANCEL_NO, "button.cancel_no"),
        ),
    )
    return Step(state.with_(awaiting=Awaiting.CANCEL, reservation=reservation.code), (question,))
