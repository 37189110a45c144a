"""What guests are asked they answer in their own words: a number, a day, a name, a yes that is none."""

from dataclasses import replace
from datetime import date

import pytest

from reservas.domain.dialogue import (
    CancelStay,
    DialogueState,
    FindReservation,
    GuestSaid,
    ListReply,
    MakeQuote,
    PlaceHold,
    QuoteChange,
    SearchOffers,
    changing,
    requests_of,
    step,
)
from reservas.domain.dialogue.events import ReservationFound
from reservas.domain.dialogue.state import Awaiting
from reservas.domain.nlu import Intent, Understanding
from reservas.domain.stays import Party, Stay
from tests.unit.domain.dialogue.samples import (
    HOLD,
    OFFERS,
    PARTY,
    QUOTE,
    SETTING,
    STAY,
    WORDS,
    ids_of,
    tell,
    words_of,
)

ASKED = DialogueState(check_in=STAY.check_in, check_out=STAY.check_out, adults=4)
OFFERED = ASKED.with_(awaiting=Awaiting.CABIN)
QUOTED = ASKED.with_(cabin="arrayan", quote="quote-token", awaiting=Awaiting.BOOK)
HELD = DialogueState(reservation="R-7K3QXM")
ENDING = DialogueState(reservation="R-7K3QXM", awaiting=Awaiting.CANCEL_STAY, refund_cents=9)


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


@pytest.mark.parametrize("text", ["al 13", "hasta el 13", "el 13 de enero"])
def test_a_day_answers_how_long_the_stay_is(text: str) -> None:
    asked = DialogueState(check_in=STAY.check_in, adults=2, awaiting=Awaiting.LENGTH)
    assert tell(asked, text).commands == (SearchOffers(Stay(STAY.check_in, date(2027, 1, 13)), Party(2)),)


def test_an_arrival_corrected_while_its_length_is_asked_is_still_an_arrival() -> None:
    asked = DialogueState(check_in=STAY.check_in, adults=2, awaiting=Awaiting.LENGTH)
    decided = tell(asked, "no, mejor del 12")
    assert (decided.state.check_in, decided.state.awaiting) == (date(2027, 1, 12), Awaiting.LENGTH)


def test_the_quoted_cabin_asked_for_by_name_is_booked_and_another_one_quoted() -> None:
    assert tell(QUOTED, "reservame la Arrayán").commands == (PlaceHold("quote-token"),)
    assert tell(QUOTED, "dale, la Coihue").commands == (MakeQuote("coihue", STAY, PARTY),)


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


@pytest.mark.parametrize("text", ["2", "dos", "somos dos", "los dos", "two", "so dois", "two of us", "hmm just 2 then"])
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


@pytest.mark.parametrize("text", ["somos 5", "somos cinco", "vamos 5"])
def test_people_told_while_nights_are_asked_are_no_nights(text: str) -> None:
    asked = DialogueState(check_in=STAY.check_in, awaiting=Awaiting.LENGTH)
    decided = tell(asked, text)
    assert (decided.state.adults, decided.state.check_out) == (5, None)
    assert decided.state.awaiting is Awaiting.LENGTH


@pytest.mark.parametrize("text", ["hasta el domingo", "el domingo", "until sunday"])
def test_a_weekday_of_departure_is_the_first_after_the_arrival(text: str) -> None:
    asked = DialogueState(check_in=date(2026, 12, 10), adults=2, awaiting=Awaiting.LENGTH)
    assert tell(asked, text).commands == (SearchOffers(Stay(date(2026, 12, 10), date(2026, 12, 13)), Party(2)),)


@pytest.mark.parametrize("text", ["somos uno más al final", "viene una persona más", "vem mais uma pessoa a mais"])
def test_one_more_is_added_to_those_who_come(text: str) -> None:
    assert changing.more_people(text) == 1


def test_more_people_than_fit_anywhere_are_not_asked_for_dates_first() -> None:
    decided = tell(DialogueState(), "somos 12, tienen lugar?")
    assert "person" in ids_of(decided.replies[0])
    assert decided.state.adults is None


def test_a_yes_to_several_offers_shows_them_again() -> None:
    assert tell(OFFERED, "ok").commands == (SearchOffers(STAY, PARTY),)


def test_another_price_of_the_same_cabin_comes_without_its_pictures() -> None:
    first = step(ASKED.with_(cabin="arrayan"), QUOTE, SETTING)
    again = step(first.state, QUOTE, SETTING)
    assert len(first.replies) > 1
    assert len(again.replies) == 1
    other = tell(first.state, "mejor la Coihue").state
    assert other.quote is None


@pytest.mark.parametrize(
    ("text", "is_lost"), [("asdf qwerty zxcv", True), ("mascotas", False), ("camas cuchetas", False)]
)
def test_a_doubtful_word_about_the_place_is_looked_up_only_when_it_names_a_thing(text: str, is_lost: bool) -> None:
    doubtful = GuestSaid(text, Understanding(Intent.AMENITIES, is_sure=False), is_looked_up=True)
    assert (step(DialogueState(), doubtful, SETTING).commands == ()) is is_lost
