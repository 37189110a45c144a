"""What the booking engine answered, as the guest reads it."""

from dataclasses import replace
from datetime import date

import pytest

from reservas.domain.dialogue import (
    ActionKind,
    Buttons,
    CallPerson,
    Cancelled,
    CommandRefused,
    DialogueState,
    Event,
    FindCabins,
    FindLink,
    HoldLost,
    HoldPlaced,
    Image,
    LinkButton,
    LinkFound,
    ListReply,
    Location,
    OffersFound,
    ReservationFound,
    SearchOffers,
    Text,
    step,
)
from reservas.domain.dialogue.events import NearbyFact
from reservas.domain.dialogue.quotes import price_line
from reservas.domain.dialogue.state import Awaiting
from reservas.domain.pricing import PriceLine
from reservas.domain.restrictions import Reason
from reservas.domain.stays import Party, Stay
from tests.unit.domain.dialogue.samples import (
    CONFIRMED,
    ENDED,
    HOLD,
    LINK,
    NOTHING_FREE,
    OFFERS,
    PARTY,
    PLACED,
    PRICE,
    QUOTE,
    SETTING,
    STAY,
    TODAY,
    WORDS,
    ids_of,
    settled,
    tap,
    words_of,
)

EMPTY = DialogueState()
ASKED = DialogueState(check_in=STAY.check_in, check_out=STAY.check_out, adults=4)
STAY_WORDS = "domingo 10 al jueves 14 de enero (4 noches)"
MENU = ["search", "mine", "person"]


def test_what_is_free_is_a_list_with_real_totals() -> None:
    decided = step(ASKED, OFFERS, SETTING)

    (listed,) = decided.replies
    assert isinstance(listed, ListReply)
    assert STAY_WORDS in listed.body
    assert "4 personas" in listed.body
    assert [row.title for row in listed.rows] == ["Arrayán", "Coihue", "Lenga"]
    assert listed.rows[0].description == "$\u00a0340.000 · hasta 4 personas"
    assert listed.rows[0].id == "cabin|arrayan|2027-01-10|2027-01-14|4|0|0"
    assert decided.state.awaiting is Awaiting.CABIN


def test_a_list_has_at_most_ten_rows() -> None:
    many = tuple(replace(OFFERS.offers[0], code=f"cabin-{number}") for number in range(14))
    (listed,) = step(ASKED, replace(OFFERS, offers=many), SETTING).replies
    assert len(ids_of(listed)) == 10


WAIT = "wait|2027-01-10|2027-01-14|4|0|0"


def test_nothing_free_offers_other_dates_word_of_it_or_a_person() -> None:
    (reply,) = step(ASKED, NOTHING_FREE, SETTING).replies
    assert STAY_WORDS in words_of((reply,))
    assert ids_of(reply) == ["dates", WAIT, "person"]


NEARBY = replace(
    NOTHING_FREE,
    nearby=(NearbyFact(Stay(date(2027, 1, 6), date(2027, 1, 10)), "Arrayán"), NearbyFact(STAY, "Coihue")),
)


@pytest.mark.parametrize(
    ("event", "key"), [(NEARBY, "pero cerquita sí"), (HoldLost("Arrayán", NEARBY), "justo alguien tomó")]
)
def test_nothing_free_offers_the_nearest_dates(event: Event, key: str) -> None:
    decided = step(ASKED, event, SETTING)
    (listed,) = decided.replies
    assert isinstance(listed, ListReply)
    assert key in listed.body
    first = listed.rows[0]
    assert (first.title, first.description) == ("mié 6/1 al dom 10/1", "4 noches · Arrayán")
    assert ids_of(listed) == ["offers|2027-01-06|2027-01-10|4|0|0", "offers|2027-01-10|2027-01-14|4|0|0", "dates", WAIT]
    assert tap(decided.state, first.id).commands == (SearchOffers(NEARBY.nearby[0].stay, PARTY),)


def test_too_many_people_are_told_the_largest_cabin_and_asked_again() -> None:
    decided = step(ASKED.with_(adults=12), OffersFound(STAY, Party(12), (), largest=8), SETTING)
    assert "8 personas" in words_of(decided.replies)
    assert ids_of(decided.replies[0]) == ["person", "menu"]
    assert decided.state.party is None
    assert decided.state.stay == STAY


def test_a_quote_shows_pictures_the_cabin_and_each_line_of_the_price() -> None:
    decided = step(ASKED, QUOTE, SETTING)

    *pictures, card, quote = decided.replies
    assert [picture.caption for picture in pictures if isinstance(picture, Image)] == ["Living", "Vista"]
    assert isinstance(card, Text)
    assert "parrilla, wifi" in card.body
    assert isinstance(quote, Buttons)
    for part in (
        "Llegada: domingo 10 de enero, desde las 15:00",
        "Salida: jueves 14 de enero, hasta las 10:30",
        "Noches de domingo a jueves: 4 × $\u00a085.000 = $\u00a0340.000",
        "*Total: $\u00a0340.000*",
        "seña de $\u00a0170.000; el resto, $\u00a0170.000",
    ):
        assert part in quote.body
    assert ids_of(quote) == ["book|quote-token", "offers|2027-01-10|2027-01-14|4|0|0", "person"]
    assert (decided.state.awaiting, decided.state.quote) == (Awaiting.BOOK, "quote-token")


def test_a_hold_says_for_how_long_and_until_when_by_the_cabins_clock() -> None:
    decided = step(ASKED, PLACED, SETTING)
    assert "por 30 minutos, hasta las 15:45" in words_of(decided.replies)
    assert "R-7K3QXM" in words_of(decided.replies)
    assert decided.commands == ()
    assert settled(decided.state) == DialogueState(reservation="R-7K3QXM")


def test_booking_twice_finds_the_hold_and_its_link() -> None:
    decided = step(ASKED, replace(PLACED, is_new=False), SETTING)
    assert decided.commands == (FindLink("R-7K3QXM"),)
    assert "hasta las 15:45. Tu código es *R-7K3QXM*" in words_of(decided.replies)


def test_dates_lost_to_somebody_faster_show_what_else_is_free() -> None:
    decided = step(ASKED.with_(quote="old", cabin="arrayan"), HoldLost("Arrayán", OFFERS), SETTING)
    first, listed = decided.replies
    assert first == Text(WORDS.say("held.gone", name="Arrayán"))
    assert isinstance(listed, ListReply)
    assert (decided.state.quote, decided.state.cabin) == (None, None)
    assert ids_of(listed)[-1] == f"{WAIT}|arrayan"
    assert listed.rows[-1].description == "Arrayán"


def test_dates_lost_with_nothing_else_free_offer_other_dates() -> None:
    (reply,) = step(ASKED, HoldLost("Arrayán", NOTHING_FREE), SETTING).replies
    assert words_of((reply,)) == WORDS.say("held.gone_none", name="Arrayán")
    assert ids_of(reply) == ["dates", WAIT, "person"]


@pytest.mark.parametrize("code", ["quote_expired", "quote_not_found"])
def test_a_price_that_is_over_is_searched_again(code: str) -> None:
    decided = step(ASKED.with_(quote="old", awaiting=Awaiting.BOOK), CommandRefused(code), SETTING)
    assert decided.commands == (SearchOffers(STAY, PARTY),)
    assert decided.replies == (Text(WORDS.say("quote.expired")),)
    assert (decided.state.quote, decided.state.awaiting) == (None, None)


def test_a_price_that_is_over_and_forgotten_gets_the_menu() -> None:
    decided = step(EMPTY, CommandRefused("quote_not_found"), SETTING)
    assert ids_of(decided.replies[0]) == MENU


@pytest.mark.parametrize(
    ("refusal", "sentence"),
    [
        (
            CommandRefused("capacity_exceeded", "Arrayán", 4),
            WORDS.say("quote.too_many", name="Arrayán", capacity="4 personas"),
        ),
        (CommandRefused("pets_not_allowed", "Arrayán"), WORDS.say("quote.no_pets", name="Arrayán")),
        (CommandRefused("accommodation_not_found"), WORDS.say("cabin.gone")),
    ],
)
def test_a_cabin_that_does_not_suit_leads_to_the_others(refusal: CommandRefused, sentence: str) -> None:
    decided = step(ASKED.with_(cabin="arrayan"), refusal, SETTING)
    assert words_of(decided.replies) == sentence
    assert ids_of(decided.replies[0]) == ["offers|2027-01-10|2027-01-14|4|0|0", "person"]
    assert decided.state.cabin is None
    assert ids_of(step(EMPTY, refusal, SETTING).replies[0]) == MENU


@pytest.mark.parametrize(
    ("code", "key"), [("stay_past", "refused.past"), ("stay_too_long", "refused.long"), ("stay_too_far", "refused.far")]
)
def test_dates_that_cannot_be_booked_are_asked_anew(code: str, key: str) -> None:
    decided = step(ASKED, CommandRefused(code), SETTING)
    assert words_of(decided.replies) == WORDS.say(key)
    assert (decided.state.stay, decided.state.awaiting) == (None, Awaiting.DATES)


@pytest.mark.parametrize("reason", Reason)
def test_an_owners_rule_is_told_warmly_and_asked_around(reason: Reason) -> None:
    decided = step(ASKED, CommandRefused(f"stay_{reason}", limit=3), SETTING)

    assert decided.replies
    if reason in (Reason.MINIMUM_NIGHTS, Reason.MAXIMUM_NIGHTS):
        assert "3 noches" in words_of(decided.replies)
        assert (decided.state.check_in, decided.state.check_out) == (ASKED.check_in, None)
        assert decided.state.awaiting is Awaiting.LENGTH
    elif reason in (Reason.LEAD_TIME, Reason.BOOKING_WINDOW):
        assert "3 días" in words_of(decided.replies)
        assert (decided.state.stay, decided.state.awaiting) == (None, Awaiting.DATES)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            PriceLine("night.season", 4, 8_500_000, "Verano"),
            "Noches de domingo a jueves, Verano: 4 × $\u00a085.000 = $\u00a0340.000",
        ),
        (PriceLine("night.override", 1, 8_500_000), "Noches con precio especial: 1 × $\u00a085.000 = $\u00a085.000"),
        (PriceLine("guest.extra", 4, 100_000), "Personas adicionales, por noche: 4 × $\u00a01.000 = $\u00a04.000"),
        (PriceLine("fee.cleaning", 1, 2_500_000, "Limpieza"), "Limpieza final: $\u00a025.000"),
        (PriceLine("fee.other", 2, 100_000, "Leña"), "Leña: 2 × $\u00a01.000 = $\u00a02.000"),
        (PriceLine("discount.length", 1, -3_400_000), "Descuento por la cantidad de noches: -$\u00a034.000"),
        (PriceLine("rounding", 1, 50_000), "Redondeo: $\u00a0500"),
    ],
)
def test_each_line_says_its_rule(line: PriceLine, told: str) -> None:
    assert price_line(line, "ARS", SETTING) == told


def test_the_next_price_of_a_cabin_comes_without_its_pictures() -> None:
    shown = step(ASKED, QUOTE, SETTING)
    (quote,) = step(shown.state, QUOTE, SETTING).replies
    assert quote == shown.replies[-1]

    other = replace(QUOTE, cabin=replace(QUOTE.cabin, code="other", name="Otra"))
    assert len(step(shown.state, other, SETTING).replies) == len(shown.replies)


def test_a_quote_says_when_the_rest_is_due_or_that_all_is_paid_now() -> None:
    due = replace(QUOTE, price=replace(PRICE, balance_due_on=date(2027, 1, 3)))
    assert "hasta el domingo 3 de enero" in words_of(step(ASKED, due, SETTING).replies)
    whole = replace(QUOTE, price=replace(PRICE, deposit_cents=PRICE.total_cents))
    assert "se paga el total, $\u00a0340.000" in words_of(step(ASKED, whole, SETTING).replies)


def test_my_reservation_while_it_is_held() -> None:
    (reply,) = step(EMPTY, ReservationFound("mine", HOLD), SETTING).replies
    assert "Te la guardo hasta las 15:45. Seña pendiente: $\u00a0170.000" in words_of((reply,))
    assert ids_of(reply) == [
        *(f"{kind}|R-7K3QXM" for kind in ("pay", "means", "more-time", "change", "arrive", "hours", "cancel")),
        "person",
    ]


def test_my_reservation_once_it_is_confirmed() -> None:
    (reply,) = step(EMPTY, ReservationFound("mine", CONFIRMED), SETTING).replies
    assert "Pagaste $\u00a0170.000; saldo al llegar: $\u00a0170.000" in words_of((reply,))
    assert ids_of(reply) == [
        *(f"{kind}|R-7K3QXM" for kind in ("arrive", "hours", "balance", "receipt", "change", "cancel")),
        "person",
    ]


def test_my_reservation_whose_money_is_not_known_here() -> None:
    by_hand = replace(CONFIRMED, paid_cents=0, is_paid_elsewhere=True)
    said = words_of(step(EMPTY, ReservationFound("mine", by_hand), SETTING).replies)
    assert "El total es $\u00a0340.000." in said
    assert "Pagaste" not in said


@pytest.mark.parametrize(
    ("purpose", "key"),
    [("mine", "mine.none"), ("pay", "pay.none"), ("cancel", "cancel.nothing")],
)
def test_no_reservation_gets_the_menu(purpose: str, key: str) -> None:
    decided = step(EMPTY, ReservationFound(purpose, None), SETTING)
    assert words_of(decided.replies) == WORDS.say(key)
    assert ids_of(decided.replies[0]) == MENU


def test_whoever_has_booked_nothing_is_told_how_to_get_to_the_cabins() -> None:
    assert step(EMPTY, ReservationFound("arrive", None), SETTING).commands == (FindCabins(ActionKind.ROUTE),)


def test_how_to_arrive_is_words_and_a_pin() -> None:
    words, pin = step(EMPTY, ReservationFound("arrive", CONFIRMED), SETTING).replies
    assert isinstance(words, Text)
    assert "Te esperamos desde las 15:00" in words.body
    assert pin == Location(-41.13, -71.31, "Arrayán", "Ruta 40 km 2100")


def test_cancelling_a_hold_asks_first() -> None:
    decided = step(EMPTY, ReservationFound("cancel", HOLD), SETTING)
    assert STAY_WORDS in words_of(decided.replies)
    assert ids_of(decided.replies[0]) == ["cancel-yes|R-7K3QXM", "cancel-no"]
    assert (decided.state.awaiting, decided.state.reservation) == (Awaiting.CANCEL, "R-7K3QXM")

    done = step(decided.state, Cancelled("R-7K3QXM"), SETTING)
    assert done.replies == (Text(WORDS.say("cancel.done", code="R-7K3QXM")),)
    assert settled(done.state) == EMPTY


@pytest.mark.parametrize("status", ["confirmed", "checked_in"])
def test_cancelling_a_stay_that_has_begun_calls_a_person(status: str) -> None:
    begun = replace(CONFIRMED, status=status, stay=Stay(TODAY, date(2026, 11, 23)))
    for event in (ReservationFound("cancel", begun), CommandRefused("invalid_transition", status=status)):
        decided = step(EMPTY, event, SETTING)
        assert decided.commands == (CallPerson(),)
        assert decided.replies == (Text(WORDS.say("cancel.begun")),)


@pytest.mark.parametrize("status", ["cancelled", "expired"])
def test_cancelling_twice_says_so_and_calls_nobody(status: str) -> None:
    decided = step(EMPTY, CommandRefused("invalid_transition", status=status), SETTING)
    assert decided.commands == ()
    assert "ya no está activa" in words_of(decided.replies)


def test_cancelling_a_hold_with_money_on_its_way_calls_a_person() -> None:
    decided = step(EMPTY, ReservationFound("cancel", replace(HOLD, has_money=True)), SETTING)
    assert decided.commands == (CallPerson(),)
    assert "no pagaste nada" not in words_of(decided.replies)


def test_a_hold_whose_time_is_over_is_not_promised_any_more() -> None:
    for event in (ReservationFound("mine", ENDED), ReservationFound("pay", ENDED), HoldPlaced(ENDED, 30, is_new=False)):
        decided = step(EMPTY, event, SETTING)
        assert decided.commands == ()
        assert "Se terminó el tiempo para pagar" in words_of(decided.replies)


def test_paying_looks_for_the_link_of_a_hold_only() -> None:
    assert step(EMPTY, ReservationFound("pay", HOLD), SETTING).commands == (FindLink("R-7K3QXM"),)
    paid = step(EMPTY, ReservationFound("pay", CONFIRMED), SETTING)
    assert paid.commands == ()
    assert "saldo al llegar" in words_of(paid.replies)


def test_the_link_is_a_button_with_the_amount_and_its_end() -> None:
    (reply,) = step(EMPTY, LINK, SETTING).replies
    assert isinstance(reply, LinkButton)
    assert (reply.url, reply.label) == ("http://pay/1", "Pagar la seña")
    assert "*$\u00a0170.000* para Arrayán, código R-7K3QXM. El link sirve hasta las 15:45." in reply.body


@pytest.mark.parametrize(
    ("link", "key"),
    [(replace(LINK, url=None), "pay.preparing"), (replace(LINK, url=None, expires_at=None), "pay.nothing")],
)
def test_no_link_says_why(link: LinkFound, key: str) -> None:
    assert step(EMPTY, link, SETTING).replies == (Text(WORDS.say(key)),)
