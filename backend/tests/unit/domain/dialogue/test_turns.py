"""What the guest says, and what follows: one line of a conversation each."""

from dataclasses import replace
from datetime import date

import pytest

from reservas.domain.dialogue import (
    ActionKind,
    Buttons,
    CallPerson,
    CancelHold,
    Command,
    DialogueState,
    FindCabins,
    FindLink,
    FindReservation,
    GuestSentMedia,
    GuestTapped,
    MakeQuote,
    PlaceHold,
    SearchOffers,
    Text,
    step,
)
from reservas.domain.dialogue.state import Awaiting
from reservas.domain.stays import Party, Stay
from tests.unit.domain.dialogue.samples import (
    CABIN,
    PARTY,
    SETTING,
    STAY,
    WORDS,
    ids_of,
    said,
    settled,
    tap,
    tell,
    words_of,
)

EMPTY = DialogueState()
WITH_STAY = DialogueState(check_in=STAY.check_in, check_out=STAY.check_out)
COMPLETE = WITH_STAY.with_(adults=4)
AWAITING_GUESTS = WITH_STAY.with_(awaiting=Awaiting.GUESTS)
QUOTED = COMPLETE.with_(cabin="arrayan", quote="quote-token", awaiting=Awaiting.BOOK)
CANCELLING = DialogueState(reservation="R-7K3QXM", awaiting=Awaiting.CANCEL)

MENU = ["search", "mine", "person"]


@pytest.mark.parametrize(
    ("state", "text", "command"),
    [
        (EMPTY, "¿tenés algo del 10 al 14 de enero para 4?", SearchOffers(STAY, PARTY)),
        (WITH_STAY, "somos 2 adultos y 1 nene", SearchOffers(STAY, Party(2, 1))),
        (AWAITING_GUESTS, "4", SearchOffers(STAY, PARTY)),
        (AWAITING_GUESTS, " somos 4. ", SearchOffers(STAY, PARTY)),
        (
            DialogueState(check_in=date(2027, 1, 10), adults=4, awaiting=Awaiting.LENGTH),
            "4",
            SearchOffers(STAY, PARTY),
        ),
        (DialogueState(check_in=date(2027, 1, 10), adults=4), "4 noches", SearchOffers(STAY, PARTY)),
        (COMPLETE, "quiero Coihue", MakeQuote("coihue", STAY, PARTY)),
        (QUOTED, "¿y Coihue cuánto sale?", MakeQuote("coihue", STAY, PARTY)),
        (QUOTED, "sí", PlaceHold("quote-token")),
        (QUOTED, "dale, reservar", PlaceHold("quote-token")),
        (CANCELLING, "sí", CancelHold("R-7K3QXM")),
        (EMPTY, "quiero hablar con una persona", CallPerson()),
        (AWAITING_GUESTS, "Hablar con alguien", CallPerson()),
        (EMPTY, "mi reserva", FindReservation("mine")),
        (EMPTY, "  MI   reserva. ", FindReservation("mine")),
        (QUOTED, "quiero cancelar mi reserva", FindReservation("cancel")),
        (EMPTY, "¿cómo llego?", FindReservation("arrive")),
        (EMPTY, "¿cómo pago la seña?", FindReservation("pay")),
    ],
)
def test_what_is_asked_of_the_booking_engine(state: DialogueState, text: str, command: Command) -> None:
    decided = tell(state, text)
    assert decided.commands == (command,)
    assert decided.state.misses == 0


@pytest.mark.parametrize(
    ("state", "text", "question", "awaiting"),
    [
        (EMPTY, "busco una cabaña", WORDS.say("ask.dates"), Awaiting.DATES),
        (EMPTY, "¿tenés lugar para 4?", WORDS.say("ask.dates"), Awaiting.DATES),
        (EMPTY, "del 10 al 14 de enero", WORDS.say("ask.guests"), Awaiting.GUESTS),
        (EMPTY, "llego el 10 de enero", WORDS.say("ask.length", check_in="domingo 10 de enero"), Awaiting.LENGTH),
        (EMPTY, "¿tenés algo en enero?", WORDS.say("ambiguous.vague_period"), Awaiting.DATES),
        (EMPTY, "del 31 de febrero al 3 de marzo", WORDS.say("ambiguous.impossible_date"), Awaiting.DATES),
        (AWAITING_GUESTS, "los de siempre", WORDS.say("ask.guests_again"), Awaiting.GUESTS),
        (EMPTY.with_(awaiting=Awaiting.DATES), "cuando sea", WORDS.say("ask.dates_again"), Awaiting.DATES),
    ],
)
def test_one_question_is_asked_about_what_is_missing(
    state: DialogueState, text: str, question: str, awaiting: Awaiting
) -> None:
    decided = tell(state, text)

    assert words_of(decided.replies) == question
    assert decided.commands == ()
    assert decided.state.awaiting is awaiting


def test_a_greeting_gets_the_menu_with_the_guests_first_name() -> None:
    decided = tell(EMPTY, "hola!")

    (menu,) = decided.replies
    assert isinstance(menu, Buttons)
    assert menu.body.startswith("¡Hola Ana!")
    assert ids_of(menu) == MENU


def test_details_said_over_several_messages_come_together() -> None:
    state = tell(EMPTY, "hola, busco cabaña para 2 adultos y 2 nenes").state
    state = tell(state, "llegamos el 10 de enero").state
    decided = tell(state, "son 4 noches")
    assert decided.commands == (SearchOffers(STAY, Party(2, 2)),)


def test_dates_that_were_doubtful_are_never_searched() -> None:
    decided = tell(COMPLETE, "mejor del 14 al 10 de enero")

    assert decided.commands == ()
    assert len(decided.replies) == 1
    assert decided.state.stay is None
    assert decided.state.party == PARTY
    assert tell(decided.state, "del 20 al 22 de enero").commands == (
        SearchOffers(Stay(date(2027, 1, 20), date(2027, 1, 22)), PARTY),
    )


def test_new_dates_forget_the_cabin_that_was_looked_at() -> None:
    decided = tell(QUOTED, "¿y del 20 al 22 de enero?")
    assert decided.commands == (SearchOffers(Stay(date(2027, 1, 20), date(2027, 1, 22)), PARTY),)
    assert decided.state.cabin is None


def test_no_closes_the_open_question() -> None:
    decided = tell(CANCELLING, "no")
    assert decided.commands == ()
    assert WORDS.say("cancel.kept") in words_of(decided.replies)
    assert decided.state.awaiting is None


def test_no_to_a_quote_leaves_it_and_leads_back_to_the_offers() -> None:
    decided = tell(QUOTED, "no")
    assert decided.commands == ()
    assert words_of(decided.replies) == WORDS.say("book.no")
    assert (decided.state.quote, decided.state.awaiting) == (None, Awaiting.CABIN)
    assert tell(decided.state, "sí").commands == (SearchOffers(STAY, PARTY),)


def test_what_is_not_understood_gets_the_open_question_once_and_then_the_menu() -> None:
    first = tell(AWAITING_GUESTS, "asdf qwer")
    second = tell(first.state, "asdf qwer")

    assert words_of(first.replies) == WORDS.say("ask.guests_again")
    assert words_of(second.replies) == WORDS.say("lost")
    assert ids_of(second.replies[0]) == MENU
    assert tell(second.state, "4").state.misses == 0


def test_thanks_get_an_answer_and_change_nothing() -> None:
    decided = tell(COMPLETE, "gracias!")
    assert decided.replies == (Text(WORDS.say("thanks")),)
    assert settled(decided.state) == COMPLETE


@pytest.mark.parametrize("text", ["pésima atención, esto es una vergüenza"])
def test_what_only_a_person_can_do_offers_one(text: str) -> None:
    decided = tell(EMPTY, text)
    assert ids_of(decided.replies[0]) == ["person", "menu"]


def test_a_sticker_is_no_mishap() -> None:
    decided = step(AWAITING_GUESTS, GuestSentMedia("sticker"), SETTING)
    assert words_of(decided.replies) == WORDS.say("media.sticker")
    assert settled(decided.state) == AWAITING_GUESTS


@pytest.mark.parametrize("kind", ["image", "audio", "unsupported"])
def test_what_is_no_text_gets_a_request_for_some(kind: str) -> None:
    decided = step(AWAITING_GUESTS, GuestSentMedia(kind), SETTING)
    (asked,) = decided.replies
    assert isinstance(asked, Buttons)
    assert asked.body == WORDS.say("lost.media")
    assert "person" in ids_of(asked)
    assert settled(decided.state) == AWAITING_GUESTS


@pytest.mark.parametrize(
    ("identifier", "command"),
    [
        ("mine", FindReservation("mine")),
        ("person", CallPerson()),
        ("cabin|arrayan|2027-01-10|2027-01-14|4|0|0", MakeQuote("arrayan", STAY, PARTY)),
        ("offers|2027-01-10|2027-01-14|4|0|0", SearchOffers(STAY, PARTY)),
        ("book|quote-token", PlaceHold("quote-token")),
        ("pay|R-7K3QXM", FindLink("R-7K3QXM")),
        ("arrive|R-7K3QXM", FindReservation("arrive", "R-7K3QXM")),
        ("cancel|R-7K3QXM", FindReservation("cancel", "R-7K3QXM")),
        ("cancel-yes|R-7K3QXM", CancelHold("R-7K3QXM")),
    ],
)
@pytest.mark.parametrize("state", [EMPTY, QUOTED, CANCELLING])
def test_a_tap_knows_what_it_meant_whatever_came_since(state: DialogueState, identifier: str, command: Command) -> None:
    decided = tap(state, identifier)
    assert decided.commands == (command,)


def test_the_taps_that_only_talk() -> None:
    assert settled(tap(QUOTED, "menu").state) == EMPTY
    assert ids_of(tap(QUOTED, "menu").replies[0]) == MENU
    assert words_of(tap(EMPTY, "search").replies) == WORDS.say("ask.dates")
    assert tap(QUOTED, "search").commands == (SearchOffers(STAY, PARTY),)
    assert words_of(tap(CANCELLING, "cancel-no").replies) == WORDS.say("cancel.kept")
    elsewhen = tap(QUOTED, "dates")
    assert words_of(elsewhen.replies) == WORDS.say("ask.dates")
    assert (elsewhen.state.stay, elsewhen.state.quote, elsewhen.state.party) == (None, None, PARTY)


@pytest.mark.parametrize(
    "forged",
    [
        "cabin",
        "cabin|arrayan",
        "cabin|arrayan|2027-01-14|2027-01-10|4|0|0",
        "cabin|arrayan|2027-01-10|2027-01-14|2147483648|0|0",
        "offers|2027-01-10|2027-01-14|0|0|0",
        "offers|nope",
        "book",
        "book|a|b",
        "pay|a|b",
        "cancel-yes",
    ],
)
def test_a_forged_tap_does_nothing_but_get_the_menu(forged: str) -> None:
    decided = tap(QUOTED, forged)
    assert decided.commands == ()
    assert ids_of(decided.replies[0]) == MENU
    assert settled(decided.state) == QUOTED


def test_a_tap_of_nobodys_gets_the_menu() -> None:
    decided = step(EMPTY, GuestTapped(None), SETTING)
    assert ids_of(decided.replies[0]) == MENU


def test_the_menu_can_be_typed() -> None:
    assert said("Buscar cabaña").text
    assert words_of(tell(EMPTY, "Buscar cabaña").replies) == WORDS.say("ask.dates")
    assert ids_of(tell(QUOTED, "menú!").replies[0]) == MENU


def test_a_cabin_that_was_asked_about_is_the_one_that_is_priced() -> None:
    decided = tell(EMPTY, f"¿tenés fotos de {CABIN.name}?")
    assert decided.commands == (FindCabins(ActionKind.PHOTOS, CABIN.code, f"¿tenés fotos de {CABIN.name}?"),)
    assert decided.state.cabin == CABIN.code
    assert tell(decided.state, "del 10 al 14 de enero, somos 4").commands == (MakeQuote(CABIN.code, STAY, PARTY),)


def test_a_departure_that_comes_alone_must_follow_the_arrival() -> None:
    arriving = DialogueState(check_in=date(2027, 1, 10), adults=4)

    assert tell(arriving, "salgo el 14 de enero").commands == (SearchOffers(STAY, PARTY),)
    before = tell(arriving, "salgo el 8 de enero")
    assert before.commands == ()
    assert before.state.awaiting is Awaiting.LENGTH


@pytest.mark.parametrize("name", ["+5491155556666", ".", "❤", "", "   ", None])
def test_nobody_is_greeted_by_what_is_no_name(name: str | None) -> None:
    (greeting,) = step(EMPTY, said("hola"), replace(SETTING, guest_name=name)).replies
    assert isinstance(greeting, Buttons)
    assert greeting.body.startswith("¡Hola! ")
