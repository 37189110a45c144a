"""What the booking engine answered becomes what the guest reads."""

from reservas.domain.dialogue import cancelling, notices
from reservas.domain.dialogue.actions import Action, ActionKind
from reservas.domain.dialogue.events import (
    CabinFact,
    CommandRefused,
    HoldLost,
    HoldPlaced,
    LinkFound,
    OffersFound,
    QuoteMade,
    ReservationFact,
    ReservationFound,
)
from reservas.domain.dialogue.phrases import (
    button,
    directions,
    menu_buttons,
    person_buttons,
    pin,
    request_arguments,
    search_buttons,
)
from reservas.domain.dialogue.quotes import quote_text
from reservas.domain.dialogue.replies import Buttons, Image, ListReply, Reply, Row, Text
from reservas.domain.dialogue.state import Awaiting, CallPerson, DialogueState, FindLink, SearchOffers, Setting, Step
from reservas.domain.reservation_states import PAID_FOR, Status

MAXIMUM_AMENITIES = 6  # more is a wall of text; the rest can be asked for
MAXIMUM_ROWS = 10  # WhatsApp: rows of a list, over all its sections


def offers_found(state: DialogueState, event: OffersFound, setting: Setting) -> Step:
    """Show what is really free with real totals, or say that nothing is."""
    words = setting.words
    stay, guests = words.stay(event.stay, setting.today), words.party(event.party)
    if event.party.guests > event.largest:
        sentence = words.say("none.size", capacity=words.count("guests", event.largest))
        return Step(state.with_(adults=None, children=0), (person_buttons(setting, sentence),))
    if not event.offers:
        if event.nearby:
            sentence = words.say("none.nearby", stay=stay, guests=guests)
            return Step(state, (_nearby_dates(event, setting, sentence),))
        return Step(state, (search_buttons(setting, words.say("none", stay=stay, guests=guests)),))
    listed = ListReply(words.say("found", stay=stay, guests=guests), words.say("found.button"), _rows(event, setting))
    return Step(state.with_(awaiting=Awaiting.CABIN), (listed,))


def quote_made(state: DialogueState, event: QuoteMade, setting: Setting) -> Step:
    """Show the cabin, what it has, and the itemised quote with the way to book it."""
    cabin = event.cabin
    asked = request_arguments(event.stay, event.party)
    replies: list[Reply] = [Image(url, caption) for url, caption in cabin.photos]
    replies.append(_cabin_card(cabin, setting))
    replies.append(
        Buttons(
            quote_text(event, setting),
            (
                button(setting, ActionKind.BOOK, "button.book", event.quote),
                button(setting, ActionKind.OFFERS, "button.others", *asked),
                button(setting, ActionKind.PERSON, "button.person"),
            ),
        )
    )
    return Step(state.with_(awaiting=Awaiting.BOOK, cabin=cabin.code, quote=event.quote), tuple(replies))


def hold_placed(event: HoldPlaced, setting: Setting) -> Step:
    """Say for how long the dates are kept, in words; the link follows when Mercado Pago has made it."""
    words, reservation = setting.words, event.reservation
    after = DialogueState(reservation=reservation.code)
    if not reservation.is_held or reservation.expires_at is None:
        return Step(after, (_my_reservation(reservation, setting),))
    until = words.hour(reservation.expires_at, setting.time_zone)
    if not event.is_new:
        already = Text(words.say("held.already", until=until, code=reservation.code))
        return Step(after, (already,), (FindLink(reservation.code),))
    sentence = words.say(
        "held",
        name=reservation.cabin.name,
        stay=words.stay(reservation.stay, setting.today),
        duration=words.duration(event.minutes),
        until=until,
        code=reservation.code,
    )
    return Step(after, (Text(sentence),))


def hold_lost(state: DialogueState, event: HoldLost, setting: Setting) -> Step:
    """Somebody was faster: offer what else is free on the same dates."""
    words = setting.words
    state = state.with_(quote=None, cabin=None, awaiting=None)
    if not event.offers.offers:
        if event.offers.nearby:
            sentence = words.say("held.gone_nearby", name=event.cabin_name)
            return Step(state, (_nearby_dates(event.offers, setting, sentence),))
        return Step(state, (search_buttons(setting, words.say("held.gone_none", name=event.cabin_name)),))
    found = offers_found(state, event.offers, setting)
    return Step(found.state, (Text(words.say("held.gone", name=event.cabin_name)), *found.replies))


def reservation_found(state: DialogueState, event: ReservationFound, setting: Setting) -> Step:
    """Answer what the reservation was looked up for."""
    reservation = event.reservation
    if reservation is None:
        key = "cancel.nothing" if event.purpose in ("cancel", "withdraw") else "mine.none"
        return Step(state, (menu_buttons(setting, setting.words.say(key)),))
    if event.purpose == "arrive":
        return Step(state, _how_to_arrive(reservation.cabin, setting))
    if event.purpose in ("cancel", "withdraw"):
        return _cancel(state, reservation, setting, wants_withdrawal=event.purpose == "withdraw")
    if event.purpose == "pay" and reservation.is_held:
        return Step(state, commands=(FindLink(reservation.code),))
    return Step(state, (_my_reservation(reservation, setting),))


def link_found(state: DialogueState, event: LinkFound, setting: Setting) -> Step:
    """Send the open link again, or say why there is none."""
    if event.url is not None and event.expires_at is not None:
        return Step(state, (notices.payment_link(event, setting),))
    return Step(state, (Text(setting.words.say("pay.preparing" if event.expires_at else "pay.nothing")),))


def refused(state: DialogueState, event: CommandRefused, setting: Setting) -> Step:
    """Turn the engine's refusal into a sentence and the next thing to do."""
    words = setting.words
    match event.code:
        case "capacity_exceeded":
            capacity = words.count("guests", event.capacity)
            return _offer_others(state, setting, words.say("quote.too_many", name=event.name, capacity=capacity))
        case "pets_not_allowed":
            return _offer_others(state, setting, words.say("quote.no_pets", name=event.name))
        case "accommodation_not_found":
            return _offer_others(state, setting, words.say("cabin.gone"))
        case "quote_expired" | "quote_not_found" if state.stay and state.party:
            again = Text(words.say("quote.expired"))
            cleared = state.with_(quote=None, awaiting=None)
            return Step(cleared, (again,), (SearchOffers(state.stay, state.party),))
        case "stay_past" | "stay_too_long" | "stay_too_far":
            cleared = state.with_(check_in=None, check_out=None, awaiting=Awaiting.DATES)
            key = {"stay_past": "refused.past", "stay_too_long": "refused.long"}.get(event.code, "refused.far")
            return Step(cleared, (person_buttons(setting, words.say(key)),))
        case "stay_minimum_nights" | "stay_maximum_nights":
            cleared = state.with_(check_out=None, awaiting=Awaiting.LENGTH)
            key = "refused.minimum_nights" if event.code == "stay_minimum_nights" else "refused.maximum_nights"
            return Step(cleared, (person_buttons(setting, words.say(key, nights=words.count("nights", event.limit))),))
        case "stay_closed_to_arrival" | "stay_closed_to_departure" | "stay_lead_time" | "stay_booking_window":
            cleared = state.with_(check_in=None, check_out=None, awaiting=Awaiting.DATES)
            days = words.count("days", event.limit)
            return Step(cleared, (person_buttons(setting, words.say(f"refused.{event.code}", days=days)),))
        case "invalid_transition" if event.status in PAID_FOR:
            return Step(state, (Text(words.say("cancel.begun")),), (CallPerson(),))
        case "invalid_transition":
            return Step(state, (menu_buttons(setting, words.say("cancel.already")),))
        case _:
            return Step(state, (menu_buttons(setting, words.say("refused.other")),))


def _offer_others(state: DialogueState, setting: Setting, sentence: str) -> Step:
    state = state.with_(cabin=None, quote=None, awaiting=None)
    if state.stay is None or state.party is None:
        return Step(state, (menu_buttons(setting, sentence),))
    asked = request_arguments(state.stay, state.party)
    others = button(setting, ActionKind.OFFERS, "button.others", *asked)
    return Step(state, (Buttons(sentence, (others, button(setting, ActionKind.PERSON, "button.person"))),))


def _rows(event: OffersFound, setting: Setting) -> tuple[Row, ...]:
    words = setting.words
    asked = request_arguments(event.stay, event.party)
    return tuple(
        Row(
            Action(ActionKind.CABIN, (offer.code, *asked)).as_id(),
            offer.name,
            words.say(
                "found.row",
                total=words.money(offer.price.total_cents, offer.price.currency),
                capacity=words.count("guests", offer.capacity),
            ),
        )
        for offer in event.offers[:MAXIMUM_ROWS]
    )


def _nearby_dates(event: OffersFound, setting: Setting, sentence: str) -> ListReply:
    words = setting.words
    rows = [
        Row(
            Action(ActionKind.OFFERS, request_arguments(one.stay, event.party)).as_id(),
            words.short_stay(one.stay),
            words.say("nearby.row", nights=words.count("nights", one.stay.nights), name=one.name),
        )
        for one in event.nearby[: MAXIMUM_ROWS - 1]
    ]
    others = button(setting, ActionKind.OTHER_DATES, "button.other_dates")
    rows.append(Row(others.id, others.title, ""))
    return ListReply(sentence, words.say("nearby.button"), tuple(rows))


def _cabin_card(cabin: CabinFact, setting: Setting) -> Text:
    return Text(
        setting.words.say(
            "cabin",
            name=cabin.name,
            capacity=setting.words.count("guests", cabin.capacity),
            description=cabin.description,
            beds=cabin.beds,
            amenities=", ".join(cabin.amenities[:MAXIMUM_AMENITIES]),
        )
    )


def _how_to_arrive(cabin: CabinFact, setting: Setting) -> tuple[Reply, ...]:
    hour = f"{cabin.check_in_time:%H:%M}"
    return (
        directions(setting, cabin.name, cabin.address, cabin.how_to_arrive, hour),
        pin(cabin.name, cabin.address, cabin.latitude, cabin.longitude),
    )


def _cancel(state: DialogueState, reservation: ReservationFact, setting: Setting, *, wants_withdrawal: bool) -> Step:
    words = setting.words
    if reservation.status != Status.PRE_RESERVED:
        return cancelling.ask_to_cancel(state, reservation, setting, wants_withdrawal=wants_withdrawal)
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


def _my_reservation(reservation: ReservationFact, setting: Setting) -> Buttons:
    words, cabin = setting.words, reservation.cabin
    common = {
        "name": cabin.name,
        "code": reservation.code,
        "stay_line": words.stay_line(reservation.stay, setting.today, cabin.check_in_time, cabin.check_out_time),
        "guests": words.length_and_party(reservation.stay, reservation.party),
    }
    arrive = button(setting, ActionKind.ARRIVE, "button.arrive", reservation.code)
    if reservation.status == Status.PRE_RESERVED and not reservation.is_held:
        return person_buttons(setting, words.say("mine.ended", **common))
    if reservation.is_held and reservation.expires_at is not None:
        until = words.hour(reservation.expires_at, setting.time_zone)
        deposit = words.money(reservation.deposit_cents, reservation.currency)
        pay = button(setting, ActionKind.PAY, "button.pay", reservation.code)
        cancel = button(setting, ActionKind.CANCEL, "button.cancel", reservation.code)
        return Buttons(words.say("mine.hold", until=until, deposit=deposit, **common), (pay, cancel, arrive))
    balance = reservation.total_cents - reservation.paid_cents
    sentence = words.say(
        "mine.by_hand" if reservation.is_paid_elsewhere else "mine.confirmed",
        total=words.money(reservation.total_cents, reservation.currency),
        paid=words.money(reservation.paid_cents, reservation.currency),
        balance=words.money(max(0, balance), reservation.currency),
        **common,
    )
    cancel = button(setting, ActionKind.CANCEL, "button.cancel", reservation.code)
    return Buttons(sentence, (arrive, cancel, button(setting, ActionKind.PERSON, "button.person")))
