"""Corrections, asides, steps back and long silences: how guests really talk."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from reservas.domain.dialogue import (
    AskPerson,
    Buttons,
    CabinsFound,
    DialogueState,
    ExtendHold,
    FindCabins,
    FindReservation,
    Image,
    ListReply,
    MakeQuote,
    SearchOffers,
    Step,
    requests_of,
    step,
)
from reservas.domain.dialogue.actions import ABOUT_A_CABIN, ActionKind
from reservas.domain.dialogue.state import Awaiting
from reservas.domain.nlu import Intent
from reservas.domain.stays import Party, Stay
from tests.unit.domain.dialogue.samples import (
    CABIN,
    OFFERS,
    PARTY,
    QUOTE,
    SETTING,
    STAY,
    TODAY,
    WORDS,
    ids_of,
    said,
    tap,
    tell,
    unwritten,
    words_of,
)

EMPTY = DialogueState()
ASKED = DialogueState(check_in=STAY.check_in, check_out=STAY.check_out, adults=4)
QUOTED = ASKED.with_(cabin="arrayan", quote="quote-token", awaiting=Awaiting.BOOK)
HELD = DialogueState(reservation="R-7K3QXM")
OTHER = replace(CABIN, code="coihue", name="Coihue", amenities=("Pileta",), rules=("No se fuma adentro.",))


def later(days: int) -> DialogueState:
    return QUOTED.with_(seen=TODAY - timedelta(days=days))


def answered(asked: Step, *cabins: object) -> Step:
    """Give the reducer the cabins it looked up."""
    (command,) = asked.commands
    assert isinstance(command, FindCabins)
    found = CabinsFound(command.about, cabins or (CABIN,), command.words, command.resumes)  # type: ignore[arg-type] # samples
    return step(asked.state, found, SETTING)


@pytest.mark.parametrize(
    ("state", "text", "stay", "party"),
    [
        (ASKED, "no, mejor del 12 al 16", Stay(date(2027, 1, 12), date(2027, 1, 16)), PARTY),
        (ASKED, "en realidad somos 5", STAY, Party(5)),
        (ASKED, "mejor 3 noches", Stay(date(2027, 1, 10), date(2027, 1, 13)), PARTY),
        (ASKED, "no, mejor del 3 al 5 de febrero", Stay(date(2027, 2, 3), date(2027, 2, 5)), PARTY),
    ],
)
def test_a_correction_changes_what_it_names_and_keeps_the_rest(
    state: DialogueState, text: str, stay: Stay, party: Party
) -> None:
    assert tell(state, text).commands == (SearchOffers(stay, party),)


def test_an_arrival_corrected_alone_is_of_the_month_talked_of_and_its_length_is_asked() -> None:
    decided = tell(QUOTED, "no, mejor del 12")
    assert decided.state.check_in == date(2027, 1, 12)
    assert decided.state.awaiting is Awaiting.LENGTH


def test_people_corrected_under_a_quote_are_quoted_for_the_same_cabin() -> None:
    assert tell(QUOTED, "en realidad somos 3").commands == (MakeQuote("arrayan", STAY, Party(3)),)


def test_a_correction_right_after_booking_changes_the_reservation() -> None:
    (command,) = tell(HELD, "perdón, en realidad somos 5").commands
    assert isinstance(command, FindReservation)
    assert command.purpose == "change"
    assert command.said is not None
    assert command.said.guests == 5


def test_several_requests_are_answered_one_after_the_other() -> None:
    first, second = requests_of(said("¿hay lugar del 10 al 14 de enero para 4? ¿y tiene parrilla?"))
    searched = step(EMPTY, first, SETTING)
    assert searched.commands == (SearchOffers(STAY, PARTY),)
    shown = step(searched.state, OFFERS, SETTING)
    aside = answered(unwritten(step(shown.state, second, SETTING)), CABIN, OTHER)

    assert second.understanding.intent is Intent.AMENITIES
    assert "Arrayán" in words_of(aside.replies)
    assert "parrilla" in words_of(aside.replies)
    assert aside.state.awaiting is Awaiting.CABIN


def test_an_aside_is_answered_and_then_the_open_question_comes_back() -> None:
    decided = answered(tell(QUOTED, "¿tiene parrilla?"))

    answer, question = decided.replies
    assert "parrilla" in words_of((answer,))
    assert words_of((question,)) == WORDS.say("ask.book")
    assert "book|quote-token" in ids_of(question)
    assert tell(decided.state, "sí").commands == tell(QUOTED, "sí").commands


def test_what_the_owner_did_not_write_is_not_known_and_a_person_is_asked() -> None:
    decided = answered(tell(QUOTED, "¿tiene cancha de tenis?"))
    assert decided.commands == (AskPerson(),)
    assert WORDS.say("about.unknown") in words_of(decided.replies)
    assert decided.state.awaiting is Awaiting.BOOK


def test_a_question_of_all_cabins_names_those_that_have_it() -> None:
    told = words_of(answered(tell(EMPTY, "¿alguna tiene pileta?"), CABIN, OTHER).replies)
    assert "Coihue" in told
    assert "Arrayán" not in told


@pytest.mark.parametrize("kind", ABOUT_A_CABIN)
def test_each_thing_of_a_cabin_is_an_answer_of_its_own(kind: ActionKind) -> None:
    asked = tap(EMPTY, f"{kind}|arrayan")
    told = answered(asked)
    assert asked.commands == (FindCabins(kind, "arrayan"),)
    assert "Arrayán" in words_of(told.replies)
    assert any(f"{ActionKind.QUOTE}|arrayan" in ids_of(reply) for reply in told.replies)


def test_photos_of_all_are_one_each() -> None:
    decided = answered(tap(EMPTY, "photos|arrayan"))
    assert len([one for one in decided.replies if isinstance(one, Image)]) == len(CABIN.photos)
    all_of_them = answered(tell(EMPTY, "¿tenés fotos?"), CABIN, OTHER)
    assert len([one for one in all_of_them.replies if isinstance(one, Image)]) == 2


@pytest.mark.parametrize(
    "text", ["¿qué cabañas hay?", "ver las cabañas", "which cabins are there?", "quais cabanas tem?"]
)
def test_which_cabins_there_are_is_a_list(text: str) -> None:
    (listed,) = tell(EMPTY, text).replies
    assert ids_of(listed) == ["about|arrayan", "about|coihue", "about|lenga", "person"]


@pytest.mark.parametrize("text", ["volver", "Volver atrás", "voltar", "go back", "quiero volver"])
def test_back_undoes_the_last_answer(text: str) -> None:
    assert tell(QUOTED, text).commands == (SearchOffers(STAY, PARTY),)
    asked_people = tell(ASKED.with_(awaiting=Awaiting.CABIN), text)
    assert asked_people.state.awaiting is Awaiting.GUESTS
    assert tell(asked_people.state, text).state.awaiting is Awaiting.DATES
    assert tap(QUOTED, "back").commands == tell(QUOTED, text).commands


@pytest.mark.parametrize("text", ["empezar de nuevo", "volver a empezar", "de cero", "start over", "começar de novo"])
def test_starting_again_forgets_everything(text: str) -> None:
    for decided in (tell(QUOTED, text), tap(QUOTED, "restart")):
        assert words_of(decided.replies) == WORDS.say("restart")
        assert (decided.state.stay, decided.state.party, decided.state.quote) == (None, None, None)


def test_words_with_back_in_them_are_no_order() -> None:
    assert tell(QUOTED, "queremos volver el 20 de enero").commands != tell(QUOTED, "volver").commands


def test_dates_that_have_passed_are_dropped_and_the_people_stay() -> None:
    old = DialogueState(check_in=date(2026, 11, 10), check_out=date(2026, 11, 12), adults=4, seen=date(2026, 11, 20))
    decided = tell(old.with_(awaiting=Awaiting.BOOK, quote="q"), "sí")
    assert decided.state.check_in is None
    assert decided.commands == ()
    assert decided.state.party == PARTY


def test_a_long_silence_forgets_the_question_and_keeps_the_search() -> None:
    assert tell(later(1), "sí").commands != ()
    assert tell(later(5), "sí").commands == ()
    (greeting,) = tell(later(5), "hola").replies
    assert isinstance(greeting, Buttons)
    assert "domingo 10 al jueves 14 de enero" in greeting.body
    assert ids_of(greeting) == ["offers|2027-01-10|2027-01-14|4|0|0", "dates", "menu"]


def test_whoever_returns_to_the_point_is_greeted_and_answered() -> None:
    decided = tell(later(5), "¿tenés del 20 al 22 de enero?")
    assert words_of(decided.replies) == WORDS.say("welcome_back", name=" Ana")
    assert decided.commands == (SearchOffers(Stay(date(2027, 1, 20), date(2027, 1, 22)), PARTY),)


def test_the_same_question_is_never_put_three_times() -> None:
    state, asked = EMPTY, []
    for text in ("busco cabaña", "blablá", "blablá", "blablá", "blablá"):
        decided = tell(state, text)
        state = decided.state
        asked.append(words_of(decided.replies))
    assert asked[0] == WORDS.say("ask.dates")
    assert asked[1] == WORDS.say("ask.dates_again")
    assert asked[2] == WORDS.say("lost.asked")
    assert all(first != second for first, second in pairwise(asked))


def test_a_stay_can_be_searched_by_taps_alone() -> None:
    dates = tap(EMPTY, "search")
    (listed,) = dates.replies
    assert isinstance(listed, ListReply)
    assert ids_of(listed)[0] == "stay|2026-11-27|2026-11-29"
    people = tap(dates.state, ids_of(listed)[0])
    assert "people|3" in ids_of(people.replies[0])
    weekend = Stay(date(2026, 11, 27), date(2026, 11, 29))
    assert tap(people.state, "people|3").commands == (SearchOffers(weekend, Party(3)),)
    length = tell(EMPTY.with_(adults=2), "llego el 10 de enero")
    assert "nights|4" in ids_of(length.replies[0])
    assert tap(length.state, "nights|4").commands == (SearchOffers(STAY, Party(2)),)


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("necesito más tiempo para pagar", ExtendHold("")),
        ("¿se puede pagar con transferencia?", FindReservation("means")),
        ("mandame el link de nuevo", FindReservation("pay")),
        ("¿cuánto me falta pagar?", FindReservation("balance")),
        ("mandame el comprobante", FindReservation("receipt")),
    ],
)
def test_what_is_wanted_of_a_reservation_in_plain_words(text: str, command: object) -> None:
    assert tell(HELD, text).commands == (command,)


def test_an_old_button_gets_a_way_on() -> None:
    decided = tap(QUOTED, "from-an-older-version|x")
    assert words_of(decided.replies) == WORDS.say("lost.old_button")
    assert decided.state.quote == QUOTED.quote
    assert QUOTE.quote == "quote-token"
