"""What the booking engine answered becomes what the guest reads."""

from reservas.domain.dialogue import asking, changing, waiting
from reservas.domain.dialogue.actions import Action, ActionKind
from reservas.domain.dialogue.events import (
    CabinFact,
    CommandRefused,
    HoldLost,
    HoldPlaced,
    OffersFound,
    QuoteMade,
)
from reservas.domain.dialogue.mine import my_reservation
from reservas.domain.dialogue.phrases import (
    MAXIMUM_ROWS,
    button,
    menu_buttons,
    person_buttons,
    request_arguments,
)
from reservas.domain.dialogue.quotes import quote_text
from reservas.domain.dialogue.replies import Buttons, Image, ListReply, Reply, Row, Text
from reservas.domain.dialogue.state import (
    Awaiting,
    CabinName,
    CallPerson,
    DialogueState,
    FindLink,
    SearchOffers,
    Setting,
    Step,
)
from reservas.domain.reservation_states import PAID_FOR

MAXIMUM_AMENITIES = 6  # more is a wall of text; the rest can be asked for


def offers_found(state: DialogueState, event: OffersFound, setting: Setting) -> Step:
    """Show what is really free with real totals, or say that nothing is."""
    words = setting.words
    state = state.with_(lost_cabin=None)
    stay, guests = words.stay(event.stay, setting.today), words.party(event.party)
    if event.party.guests > event.largest:
        sentence = words.say("none.size", capacity=words.count("guests", event.largest))
        return Step(state.with_(adults=None, children=0), (person_buttons(setting, sentence),))
    if not event.offers:
        if event.nearby:
            sentence = words.say("none.nearby", stay=stay, guests=guests)
            return Step(state, (_nearby_dates(event, setting, sentence),))
        return Step(state, (_none_free(event, setting, words.say("none", stay=stay, guests=guests)),))
    listed = ListReply(words.say("found", stay=stay, guests=guests), words.say("found.button"), _rows(event, setting))
    # The only one there is needs no name: "dale" takes it.
    only = event.offers[0].code if len(event.offers) == 1 else state.cabin
    return Step(state.with_(awaiting=Awaiting.CABIN, cabin=only), (listed,))


def quote_made(state: DialogueState, event: QuoteMade, setting: Setting) -> Step:
    """Show the cabin and what it has, unless that has just been, and the itemised quote with the way to book it."""
    cabin = event.cabin
    asked = request_arguments(event.stay, event.party)
    replies: list[Reply] = []
    if state.pictured != cabin.code:
        replies += [*(Image(url, caption) for url, caption in cabin.photos), _cabin_card(cabin, setting)]
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
    state = state.with_(awaiting=Awaiting.BOOK, cabin=cabin.code, quote=event.quote, pictured=cabin.code)
    return Step(state, tuple(replies))


def hold_placed(event: HoldPlaced, setting: Setting) -> Step:
    """Say for how long the dates are kept, in words; the link follows when Mercado Pago has made it."""
    words, reservation = setting.words, event.reservation
    after = DialogueState(reservation=reservation.code, seen=setting.today)
    if not reservation.is_held or reservation.expires_at is None:
        return Step(after, (my_reservation(reservation, setting),))
    until = words.hour(reservation.expires_at, setting.time_zone)
    if not event.is_new:
        already = Text(
            words.say(
                "held.already",
                name=reservation.cabin.name,
                stay=words.stay(reservation.stay, setting.today),
                guests=words.party(reservation.party),
                until=until,
                code=reservation.code,
            )
        )
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
    lost = next((one for one in setting.cabins if one.name == event.cabin_name), None)
    state = state.with_(quote=None, cabin=None, awaiting=None, lost_cabin=lost.code if lost else None)
    if not event.offers.offers:
        if event.offers.nearby:
            sentence = words.say("held.gone_nearby", name=event.cabin_name)
            return Step(state, (_nearby_dates(event.offers, setting, sentence),))
        return Step(state, (_none_free(event.offers, setting, words.say("held.gone_none", name=event.cabin_name)),))
    found = offers_found(state, event.offers, setting)
    replies = [_or_wait(reply, event, lost, setting) for reply in found.replies]
    after = found.state.with_(lost_cabin=state.lost_cabin)
    return Step(after, (Text(words.say("held.gone", name=event.cabin_name)), *replies))


def refused(state: DialogueState, event: CommandRefused, setting: Setting) -> Step:  # noqa: C901 - one case per code
    """Turn the engine's refusal into a sentence and the next thing to do."""
    words = setting.words
    if state.is_changing and not event.code.startswith("stay_"):
        return changing.refused(state, event, setting)
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
            cleared = state.with_(check_in=None, check_out=None)
            key = {"stay_past": "refused.past", "stay_too_long": "refused.long"}.get(event.code, "refused.far")
            return asking.put(cleared, Awaiting.DATES, setting, words.say(key))
        case "stay_minimum_nights" | "stay_maximum_nights":
            cleared = state.with_(check_out=None)
            key = "refused.minimum_nights" if event.code == "stay_minimum_nights" else "refused.maximum_nights"
            return asking.put(
                cleared, Awaiting.LENGTH, setting, words.say(key, nights=words.count("nights", event.limit))
            )
        case "stay_closed_to_arrival" | "stay_closed_to_departure" | "stay_lead_time" | "stay_booking_window":
            cleared = state.with_(check_in=None, check_out=None)
            days = words.count("days", event.limit)
            return asking.put(cleared, Awaiting.DATES, setting, words.say(f"refused.{event.code}", days=days))
        case "offers_refused":
            return Step(state, (person_buttons(setting, words.say("wait.refused")),))
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
        for offer in sorted(event.offers, key=lambda one: one.price.total_cents)[:MAXIMUM_ROWS]
    )


def _none_free(event: OffersFound, setting: Setting, sentence: str) -> Buttons:
    join = waiting.join_button(event.stay, event.party, setting)
    others = button(setting, ActionKind.OTHER_DATES, "button.other_dates")
    return Buttons(sentence, (others, join, button(setting, ActionKind.PERSON, "button.person")))


def _or_wait(reply: Reply, event: HoldLost, lost: CabinName | None, setting: Setting) -> Reply:
    """Return the list of other cabins with the choice to wait for the one that is gone."""
    if not isinstance(reply, ListReply) or lost is None:
        return reply
    join = waiting.join_row(event.offers.stay, event.offers.party, setting, lost.code, lost.name)
    return ListReply(reply.body, reply.button, (*reply.rows[: MAXIMUM_ROWS - 1], join))


def _nearby_dates(event: OffersFound, setting: Setting, sentence: str) -> ListReply:
    words = setting.words
    rows = [
        Row(
            Action(ActionKind.OFFERS, request_arguments(one.stay, event.party)).as_id(),
            words.short_stay(one.stay),
            words.say("nearby.row", nights=words.count("nights", one.stay.nights), name=one.name),
        )
        for one in event.nearby[: MAXIMUM_ROWS - 2]
    ]
    others = button(setting, ActionKind.OTHER_DATES, "button.other_dates")
    rows += [Row(others.id, others.title, ""), waiting.join_row(event.stay, event.party, setting)]
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
