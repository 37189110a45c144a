"""Guests who hesitate, haggle, or ask beside the point, are answered, and the open question stays open."""

from dataclasses import replace
from datetime import time

import pytest

from reservas.domain.dialogue import (
    AskPerson,
    CabinsFound,
    DialogueState,
    FindCabins,
    FindReservation,
    GuestSaid,
    Image,
    ListReply,
    Location,
    MakeQuote,
    PlaceHold,
    SearchOffers,
    Text,
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
from reservas.domain.stays import Party
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
    unwritten,
    words_of,
)

ASKED = DialogueState(check_in=STAY.check_in, check_out=STAY.check_out, adults=4)
OFFERED = ASKED.with_(awaiting=Awaiting.CABIN)
QUOTED = ASKED.with_(cabin="arrayan", quote="quote-token", awaiting=Awaiting.BOOK)


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


def test_thanks_are_no_question_put_again() -> None:
    often = QUOTED.with_(asks=2)
    assert words_of(tell(often, "gracias!").replies) == WORDS.say("thanks")


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


def test_pictures_of_the_bedrooms_are_pictures() -> None:
    asked = GuestSaid("¿me mandás fotos de los dormitorios?", Understanding(Intent.PHOTOS, also=(Intent.AMENITIES,)))
    assert [one.understanding.intent for one in requests_of(asked)] == [Intent.PHOTOS]


def test_what_is_asked_beside_pictures_is_looked_up_without_them() -> None:
    further = GuestSaid("¿me mandás fotos? ¿y tiene parrilla?", Understanding(Intent.AMENITIES), is_further=True)
    found = unwritten(step(QUOTED, further, SETTING))
    (command,) = found.commands
    assert isinstance(command, FindCabins)
    assert (command.about, command.words) == (ActionKind.SERVICES, "¿y tiene parrilla?")


@pytest.mark.parametrize("text", ["esto es carísimo, una vergüenza", "lo pienso y ya te transferí"])
def test_a_further_request_says_nothing_twice(text: str) -> None:
    further = GuestSaid(text, Understanding(Intent.COMPLAINT), is_further=True)
    assert words_of(step(QUOTED, further, SETTING).replies) == WORDS.say("later")


def test_a_question_put_by_the_engines_answer_is_counted() -> None:
    first = step(DialogueState(), ReservationFound("change-dates", HOLD), SETTING)
    second = tell(first.state, "quiero reservar")
    third = tell(second.state, "quiero reservar")
    assert words_of(first.replies) == words_of(second.replies) == WORDS.say("ask.dates")
    assert words_of(third.replies) == WORDS.say("lost.asked")


def test_a_question_put_again_beside_what_was_told_is_counted() -> None:
    decided = step(QUOTED.with_(asks=1), ReservationFound("means", None), SETTING)
    assert decided.state.asks == 2
