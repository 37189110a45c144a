"""Guests who hesitate, haggle, ask beside the point, or say in other words what they were asked."""

from dataclasses import replace
from datetime import date, time

import pytest

from reservas.domain.dialogue import (
    AskPerson,
    CabinsFound,
    CancelStay,
    DialogueState,
    FindCabins,
    FindReservation,
    GuestSaid,
    Image,
    ListReply,
    Location,
    MakeQuote,
    PlaceHold,
    QuoteChange,
    SearchOffers,
    Text,
    changing,
    requests_of,
    step,
)
from reservas.domain.dialogue.actions import ActionKind
from reservas.domain.dialogue.asides import haggles, thinks
from reservas.domain.dialogue.cabins import IN_DOUBT
from reservas.domain.dialogue.events import ReservationFound
from reservas.domain.dialogue.state import Awaiting
from reservas.domain.nlu import Intent, Understanding
from reservas.domain.pricing import Price, Rates, price_stay
from reservas.domain.stays import Party, Stay
from tests.unit.domain.dialogue.samples import (
    CABIN,
    HOLD,
    OFFERS,
    PARTY,
    PRICE,
    SETTING,
    STAY,
    WORDS,
    ids_of,
    said,
    settled,
    tell,
    words_of,
)

ASKED = DialogueState(check_in=STAY.check_in, check_out=STAY.check_out, adults=4)
OFFERED = ASKED.with_(awaiting=Awaiting.CABIN)
QUOTED = ASKED.with_(cabin="arrayan", quote="quote-token", awaiting=Awaiting.BOOK)
HELD = DialogueState(reservation="R-7K3QXM")
ENDING = DialogueState(reservation="R-7K3QXM", awaiting=Awaiting.CANCEL_STAY, refund_cents=9)


def dearer(price: Price) -> Price:
    return price_stay(Rates(price.currency, 99_000_000, 99_000_000, 50), STAY)


OTHER = replace(CABIN, code="coihue", name="Coihue", takes_pets=False)


@pytest.mark.parametrize(
    "text",
    [
        "lo pienso",
        "ok lo charlo con mi marido y te aviso",
        "dejame pensarlo",
        "tengo que consultarlo en casa",
        "gracias! después te confirmo",
        "mañana les aviso",
        "vou pensar",
        "deixa eu ver com meu marido",
        "depois te falo",
        "let me think about it",
        "I'll get back to you",
        "we need to check with our friends",
    ],
)
def test_whoever_wants_to_think_is_left_in_peace_and_may_go_on(text: str) -> None:
    assert thinks(text)
    decided = tell(QUOTED, text)
    assert (words_of(decided.replies), decided.commands) == (WORDS.say("think.it"), ())
    assert tell(decided.state, "dale").commands == (PlaceHold("quote-token"),)


@pytest.mark.parametrize(
    "text", ["te aviso que llego a las 5", "nos vemos en octubre", "¿lo consulto con vos?", "dale"]
)
def test_what_only_sounds_like_thinking_is_something_else(text: str) -> None:
    assert not thinks(text)


@pytest.mark.parametrize(
    "text",
    [
        "me hacés precio?",
        "uff carísimo 😅",
        "es un poco caro no?",
        "hay algún descuento?",
        "y si pago en efectivo me hacen descuento?",
        "tem desconto?",
        "any discount?",
        "that's too expensive",
    ],
)
def test_whoever_haggles_hears_that_the_price_stands_and_is_asked_again(text: str) -> None:
    assert haggles(text)


def test_haggling_keeps_the_quote_open() -> None:
    decided = tell(QUOTED, "me hacés precio?")
    told, question = decided.replies
    assert words_of((told,)) == WORDS.say("price.best")
    assert "book|quote-token" in ids_of(question)
    assert settled(decided.state) == QUOTED


@pytest.mark.parametrize(
    ("text", "commands"),
    [
        ("sí, cancelala", (CancelStay("R-7K3QXM", 9, is_withdrawal=False),)),
        ("yes, cancel it", (CancelStay("R-7K3QXM", 9, is_withdrawal=False),)),
        ("quiero cancelar", (CancelStay("R-7K3QXM", 9, is_withdrawal=False),)),
        ("no, no quiero cancelar", ()),
        ("no la canceles", ()),
    ],
)
def test_a_cancellation_asked_about_is_answered_by_its_own_word(text: str, commands: tuple[CancelStay, ...]) -> None:
    decided = tell(ENDING, text)
    assert decided.commands == commands
    if not commands:
        assert words_of(decided.replies) == WORDS.say("cancel.kept")


@pytest.mark.parametrize(
    "text", ["arrayán", "la arrayan", "la Arrayán por favor", "me gusta la Arrayán", "gostei da Arrayán"]
)
def test_a_cabin_named_alone_is_chosen(text: str) -> None:
    assert tell(OFFERED, text).commands == (MakeQuote("arrayan", STAY, PARTY),)


def test_a_cabins_name_is_no_subject_of_the_question() -> None:
    asked = FindCabins(ActionKind.SERVICES, "arrayan", "y la arrayán que tiene?", resumes=True)
    found = CabinsFound(asked.about, (CABIN,), asked.words, asked.resumes)
    assert "parrilla" in words_of(step(OFFERED, found, SETTING).replies)


def test_nobody_is_called_for_a_question_that_may_be_about_anything() -> None:
    found = CabinsFound(IN_DOUBT, (CABIN, OTHER), "¿quién ganó el clásico?")
    decided = step(OFFERED, found, SETTING)
    assert decided.commands == ()
    assert words_of(decided.replies) == WORDS.say("about.doubt")
    assert "person" in ids_of(decided.replies[0])
    certain = step(OFFERED, replace(found, about=ActionKind.SERVICES), SETTING)
    assert certain.commands == (AskPerson(),)


def test_pets_and_hours_are_told_of_all_cabins_at_once() -> None:
    pets = CabinsFound(ActionKind.RULES, (CABIN, OTHER), "¿aceptan perros?")
    assert words_of(step(OFFERED, pets, SETTING).replies) == "Aceptan mascotas: Arrayán."
    hours = CabinsFound(ActionKind.RULES, (CABIN, OTHER), "¿a qué hora se entra?")
    assert "15:00" in words_of(step(OFFERED, hours, SETTING).replies)
    different = replace(hours, cabins=(CABIN, replace(OTHER, check_in_time=time(16))))
    assert "rules|coihue" in ids_of(step(OFFERED, different, SETTING).replies[0])


def test_a_search_with_a_dog_answers_whether_dogs_may_come() -> None:
    (only,) = requests_of(said("¿aceptan perros? sería del 10 al 14 de enero para 4 y un perro"))
    assert tell(DialogueState(), only.text).commands == (SearchOffers(STAY, Party(4, 0, 1)),)


def test_nights_said_before_the_arrival_are_remembered() -> None:
    first = tell(DialogueState(), "somos 2, por 3 noches")
    decided = tell(first.state, "llego el 10 de enero")
    assert decided.commands == (SearchOffers(Stay(date(2027, 1, 10), date(2027, 1, 13)), Party(2)),)
    assert decided.state.nights is None


def test_the_following_weekend_follows_the_stay_that_was_talked_of() -> None:
    asked = DialogueState(check_in=date(2027, 8, 13), check_out=date(2027, 8, 16), adults=2)
    assert tell(asked, "¿y el finde siguiente?").commands == (
        SearchOffers(Stay(date(2027, 8, 20), date(2027, 8, 22)), Party(2)),
    )


def test_thanks_are_no_question_put_again() -> None:
    often = QUOTED.with_(asks=2)
    assert words_of(tell(often, "gracias!").replies) == WORDS.say("thanks")


@pytest.mark.parametrize("text", ["al 13", "hasta el 13", "el 13 de enero"])
def test_a_day_answers_how_long_the_stay_is(text: str) -> None:
    asked = DialogueState(check_in=STAY.check_in, adults=2, awaiting=Awaiting.LENGTH)
    assert tell(asked, text).commands == (SearchOffers(Stay(STAY.check_in, date(2027, 1, 13)), Party(2)),)


def test_an_arrival_corrected_while_its_length_is_asked_is_still_an_arrival() -> None:
    asked = DialogueState(check_in=STAY.check_in, adults=2, awaiting=Awaiting.LENGTH)
    decided = tell(asked, "no, mejor del 12")
    assert (decided.state.check_in, decided.state.awaiting) == (date(2027, 1, 12), Awaiting.LENGTH)


def test_photos_asked_with_the_price_are_not_sent_twice() -> None:
    further = CabinsFound(ActionKind.PHOTOS, (CABIN,), "¿cuánto sale y me mandás fotos?")
    assert words_of(step(QUOTED, further, SETTING).replies) == WORDS.say("about.photos_above", name="Arrayán")
    *pictures, question = step(QUOTED, replace(further, resumes=True), SETTING).replies
    assert [type(one) for one in pictures] == [Image, Image]
    assert words_of((question,)) == WORDS.say("ask.book")


def test_an_aside_has_no_question_beside_the_open_one() -> None:
    found = CabinsFound(ActionKind.BEDS, (CABIN,), "¿qué camas tiene?", resumes=True)
    told, question = step(QUOTED, found, SETTING).replies
    assert isinstance(told, Text)
    assert "book|quote-token" in ids_of(question)


def test_how_to_pay_is_told_beside_an_open_quote() -> None:
    told, question = step(QUOTED, ReservationFound("means", None), SETTING).replies
    assert words_of((told,)) == WORDS.say("means.link")
    assert "book|quote-token" in ids_of(question)


def test_a_discount_for_cash_is_about_the_price() -> None:
    told, _ = tell(QUOTED, "y si pago en efectivo hay descuento?").replies
    assert words_of((told,)) == WORDS.say("price.best")


def test_nobody_is_asked_to_pay_again_what_is_under_review() -> None:
    (shown,) = step(DialogueState(), ReservationFound("mine", replace(HOLD, has_money=True)), SETTING).replies
    assert "está revisando tu pago" in words_of((shown,))
    assert ids_of(shown) == ["person", "menu"]


@pytest.mark.parametrize("text", ["no me deja, dice rechazado", "me rechazó la tarjeta", "my card was declined"])
def test_whose_payment_was_refused_gets_the_link_again(text: str) -> None:
    assert tell(DialogueState(reservation="R-7K3QXM"), text).commands == (FindReservation("pay"),)


def test_the_quoted_cabin_asked_for_by_name_is_booked_and_another_one_quoted() -> None:
    assert tell(QUOTED, "reservame la Arrayán").commands == (PlaceHold("quote-token"),)
    assert tell(QUOTED, "dale, la Coihue").commands == (MakeQuote("coihue", STAY, PARTY),)


def test_a_cabin_asked_about_among_the_offers_is_the_one_that_is_priced() -> None:
    asked = tell(OFFERED, "¿la Coihue tiene wifi?").state
    assert asked.cabin == "coihue"
    assert tell(asked, "¿cuánto sale?").commands == (MakeQuote("coihue", STAY, PARTY),)
    assert tell(asked, "dale").commands == (MakeQuote("coihue", STAY, PARTY),)


@pytest.mark.parametrize("text", ["¿y hay wifi? trabajo a la mañana", "ah mirá bueno, ¿esa es la que tiene wifi?"])
def test_what_stands_beside_a_question_is_not_what_it_is_about(text: str) -> None:
    found = CabinsFound(ActionKind.SERVICES, (CABIN,), text)
    assert "wifi" in words_of(step(OFFERED, found, SETTING).replies)


def test_what_the_owner_told_of_the_cabin_answers_too() -> None:
    found = CabinsFound(ActionKind.SERVICES, (CABIN,), "¿se ve el lago?")
    assert "Frente al lago" in words_of(step(OFFERED, replace(found, words="¿está frente al lago?"), SETTING).replies)


@pytest.mark.parametrize(
    "text", ["¿cuál es la más barata?", "kual es la mas varata", "qual a mais barata?", "the cheapest one"]
)
def test_who_looks_for_the_cheapest_is_shown_the_prices_again(text: str) -> None:
    assert tell(OFFERED, text).commands == (SearchOffers(STAY, PARTY),)


def test_offers_are_listed_by_their_price() -> None:
    dear, cheap = replace(OFFERS.offers[0], price=dearer(PRICE)), OFFERS.offers[1]
    (listed,) = step(ASKED, replace(OFFERS, offers=(dear, cheap)), SETTING).replies
    assert isinstance(listed, ListReply)
    assert [row.title for row in listed.rows] == [cheap.name, dear.name]


@pytest.mark.parametrize(
    ("text", "told"),
    [("¿a qué hora es el check in?", "desde las 15:00"), ("¿puedo llevar al perro?", "Se aceptan mascotas")],
)
def test_one_rule_asked_for_is_told_without_the_others(text: str, told: str) -> None:
    found = CabinsFound(ActionKind.RULES, (replace(CABIN, rules=("No se fuma.",)),), text, resumes=True)
    answer = words_of(step(OFFERED, found, SETTING).replies)
    assert told in answer
    assert "No se fuma" not in answer
    tapped = words_of(step(OFFERED, replace(found, words=""), SETTING).replies)
    assert "No se fuma" in tapped


def test_where_they_all_are_is_told_of_no_cabin_alone() -> None:
    found = CabinsFound(ActionKind.PLACE, (CABIN, OTHER), "¿dónde queda?")
    told, shown = step(DialogueState(), found, SETTING).replies
    assert words_of((told,)) == WORDS.say("about.place_all", address=CABIN.address)
    assert isinstance(shown, Location)


@pytest.mark.parametrize(
    ("intents", "kept"),
    [
        ((Intent.STATUS, Intent.CANCEL), [Intent.CANCEL]),
        ((Intent.CANCEL, Intent.PAYMENT), [Intent.CANCEL]),
        ((Intent.CHANGE_DATES, Intent.CANCEL), [Intent.CHANGE_DATES]),
        ((Intent.AVAILABILITY, Intent.CHANGE_DATES), [Intent.CHANGE_DATES]),
        ((Intent.PAYMENT, Intent.LOCATION), [Intent.PAYMENT, Intent.LOCATION]),
        ((Intent.AVAILABILITY, Intent.AMENITIES), [Intent.AVAILABILITY, Intent.AMENITIES]),
    ],
)
def test_a_reservation_is_spoken_of_once(intents: tuple[Intent, ...], kept: list[Intent]) -> None:
    first, *also = intents
    asked = GuestSaid("", Understanding(first, also=tuple(also)))
    assert [one.understanding.intent for one in requests_of(asked)] == kept


@pytest.mark.parametrize("text", ["¿y si llueve?", "¿sí?", "¿y se puede ir con silla de ruedas?"])
def test_a_question_is_no_yes(text: str) -> None:
    asked = GuestSaid(text, Understanding(Intent.YES))
    assert step(QUOTED, asked, SETTING).commands != (PlaceHold("quote-token"),)


@pytest.mark.parametrize(
    "text", ["dale, ¿a qué hora se entra?", "sí! ¿me mandás el link?", "ok. what time is check-in?"]
)
def test_a_yes_before_a_question_is_one(text: str) -> None:
    asked = GuestSaid(text, Understanding(Intent.YES))
    assert step(QUOTED, asked, SETTING).commands == (PlaceHold("quote-token"),)


@pytest.mark.parametrize("text", ["2", "dos", "somos dos", "los dos", "two", "so dois", "two of us"])
def test_a_bare_number_in_words_answers_too(text: str) -> None:
    asked = DialogueState(check_in=STAY.check_in, check_out=STAY.check_out, awaiting=Awaiting.GUESTS)
    assert tell(asked, text).commands == (SearchOffers(STAY, Party(2)),)


@pytest.mark.parametrize("text", ["en febrero", "algo para febrero", "sometime in february", "em fevereiro"])
def test_a_month_named_without_days_is_the_month_talked_of(text: str) -> None:
    asked = tell(DialogueState(adults=2), text).state
    assert (asked.awaiting, asked.around) == (Awaiting.DATES, date(2027, 2, 1))
    found = tell(asked, "del 10 al 12")
    assert found.commands == (SearchOffers(Stay(date(2027, 2, 10), date(2027, 2, 12)), Party(2)),)
    assert found.state.around is None


def test_the_only_offer_needs_no_name() -> None:
    shown = step(ASKED, replace(OFFERS, offers=OFFERS.offers[:1]), SETTING).state
    for text in ("dale", "ok, la reservo"):
        assert tell(shown, text).commands == (MakeQuote("arrayan", STAY, PARTY),)


@pytest.mark.parametrize("text", ["¿cuál me recomendás?", "which one do you recommend?"])
def test_nobody_is_called_for_a_recommendation(text: str) -> None:
    assert tell(OFFERED, text).commands == (SearchOffers(STAY, PARTY),)
    (shown,) = tell(DialogueState(), text).replies
    assert "about|arrayan" in ids_of(shown)


@pytest.mark.parametrize("text", ["listo te transferí", "ya pagué", "te mando el comprobante", "I just paid"])
def test_whoever_says_that_they_paid_hears_what_is_known_of_it(text: str) -> None:
    assert tell(DialogueState(), text).commands == (FindReservation("paid"),)
    (unknown,) = step(DialogueState(), ReservationFound("paid", None), SETTING).replies
    assert "person" in ids_of(unknown)
    (not_seen,) = step(DialogueState(), ReservationFound("paid", HOLD), SETTING).replies
    assert words_of((not_seen,)) == WORDS.say("paid.not_seen")
    (coming,) = step(DialogueState(), ReservationFound("paid", replace(HOLD, has_money=True)), SETTING).replies
    assert "está revisando tu pago" in words_of((coming,))


def test_yes_to_looking_for_a_cabin_begins_a_search() -> None:
    asked = step(DialogueState(), ReservationFound("mine", None), SETTING).state
    assert tell(asked, "sí").state.awaiting is Awaiting.DATES
    assert tell(asked, "no").state.awaiting is None


@pytest.mark.parametrize("text", ["sí", "no"])
def test_an_answer_to_nothing_gets_the_menu_and_no_apology(text: str) -> None:
    assert words_of(tell(DialogueState(), text).replies) == WORDS.say("menu")


def test_fewer_nights_are_a_change_too() -> None:
    (command,) = changing.wish(HELD, "una noche menos", Understanding(Intent.CHANGE_DATES)).commands
    assert isinstance(command, FindReservation)
    assert command.more.nights == -1
    (asked,) = step(HELD, ReservationFound("change", HOLD, more=command.more), SETTING).commands
    assert isinstance(asked, QuoteChange)
    assert asked.stay == Stay(STAY.check_in, date(2027, 1, 13))


def test_no_leaves_a_change_whatever_was_asked_about_it() -> None:
    moving = DialogueState(reservation="R-7K3QXM", is_changing=True, awaiting=Awaiting.DATES, adults=4)
    assert words_of(tell(moving, "no, dejalo").replies) == WORDS.say("cancel.kept")


@pytest.mark.parametrize("text", ["de 10 a 17", "10 al 17", "from 10 to 17"])
def test_days_without_a_month_are_of_the_month_that_was_named(text: str) -> None:
    asked = DialogueState(adults=2, around=date(2027, 7, 1), awaiting=Awaiting.DATES)
    assert tell(asked, text).commands == (SearchOffers(Stay(date(2027, 7, 10), date(2027, 7, 17)), Party(2)),)


def test_the_weekends_offered_are_those_of_the_month_that_was_named() -> None:
    (asked,) = tell(DialogueState(), "algo para febrero").replies
    assert isinstance(asked, ListReply)
    assert [row.title for row in asked.rows][:2] == ["vie 5/2 al dom 7/2", "vie 5/2 al lun 8/2"]


@pytest.mark.parametrize(
    ("text", "is_yes"), [("hmm ok\nlets do it", True), ("mmm no sé", False), ("ok pero no hoy", False)]
)
def test_a_yes_that_is_in_doubt_needs_a_word_for_it(text: str, is_yes: bool) -> None:
    decided = step(QUOTED, GuestSaid(text, Understanding(Intent.YES, is_sure=False)), SETTING)
    assert (decided.commands == (PlaceHold("quote-token"),)) is is_yes
