"""The owner's answers are told in their words, by text and by taps, and the talk goes on where it was."""

import pytest

from reservas.domain.dialogue import AnswersFound, AskPerson, DialogueState, FindAnswers, FindCabins, Step, step
from reservas.domain.dialogue.events import GuestSaid, OwnersAnswer
from reservas.domain.dialogue.figures import guard
from reservas.domain.dialogue.state import Awaiting, FindReservation
from tests.unit.domain.dialogue.samples import CABINS, SETTING, STAY, WORDS, ids_of, said, tap, tell, words_of

EMPTY = DialogueState()
QUOTED = DialogueState(
    check_in=STAY.check_in, check_out=STAY.check_out, adults=4, cabin="arrayan", quote="q", awaiting=Awaiting.BOOK
)
WOOD = "Sí: la bolsa de 10 kg sale $ 8.500, hasta las 20:00."


def answer(code: str = "arrayan", text: str = WOOD) -> OwnersAnswer:
    name = next(one.name for one in CABINS if one.code == code)
    return OwnersAnswer(code, name, 7, "¿Hay leña?", text)


def look_up(state: DialogueState, text: str) -> FindAnswers:
    (command,) = step(state, said(text), SETTING).commands
    assert isinstance(command, FindAnswers)
    return command


def told(
    state: DialogueState, text: str, *groups: tuple[OwnersAnswer, ...], rest: str = "", whole: bool = True
) -> Step:
    command = look_up(state, text)
    found = AnswersFound(command, 1 if command.cabin else len(CABINS), groups, rest, whole)
    return step(state, found, SETTING)


def test_the_cabin_that_is_looked_at_answers_and_the_open_question_comes_back() -> None:
    assert look_up(QUOTED, "¿hay leña?").cabin == "arrayan"
    decided = told(QUOTED, "¿hay leña?", (answer(),))

    first, question = decided.replies
    assert words_of((first,)) == WOOD
    assert words_of((question,)) == WORDS.say("ask.book")
    assert "book|q" in ids_of(question)
    assert decided.state == QUOTED.with_(asks=1)


def test_the_cabin_that_is_named_answers() -> None:
    decided = told(EMPTY, "¿hay leña en la Coihue?", (answer("coihue"),))
    assert look_up(EMPTY, "¿hay leña en la Coihue?").cabin == "coihue"
    assert ids_of(decided.replies[-1]) == ["quote|coihue", "about|coihue", "person"]
    assert decided.state.cabin == "coihue"


def test_who_is_not_searching_asks_about_the_stay_they_have() -> None:
    assert look_up(EMPTY, "¿hay leña?").is_of_stay
    assert not look_up(QUOTED.with_(cabin=None), "¿hay leña?").is_of_stay


def test_what_all_cabins_share_is_told_once_and_what_some_have_with_their_names() -> None:
    everywhere = tuple(answer(one.code) for one in CABINS)
    assert words_of(told(EMPTY, "¿hay leña?", everywhere).replies) == WOOD
    assert words_of(told(EMPTY, "¿hay leña?", everywhere[:2]).replies) == f"En Arrayán, Coihue: {WOOD}"


def test_where_cabins_differ_the_guest_says_which() -> None:
    (asked,) = told(EMPTY, "¿hay leña?", (answer(), answer("coihue", "No."))).replies
    assert ids_of(asked) == ["faq|arrayan|7", "faq|coihue|7", "person"]
    (command,) = tap(EMPTY, "faq|coihue|7").commands
    assert command == FindAnswers("coihue", key=7)
    assert isinstance(command, FindAnswers)
    chosen = step(EMPTY, AnswersFound(command, 1, ((answer("coihue", "No."),),)), SETTING)
    assert words_of(chosen.replies) == "No."


def test_questions_can_be_tapped() -> None:
    assert "faq|arrayan" in ids_of(tap(EMPTY, "about|arrayan").replies[0])
    (command,) = tap(EMPTY, "faq|arrayan").commands
    assert isinstance(command, FindAnswers)
    (listed,) = step(EMPTY, AnswersFound(command, 1, ((answer(text=""),),)), SETTING).replies
    assert ids_of(listed) == ["faq|arrayan|7", "person"]
    (none,) = step(EMPTY, AnswersFound(command, 1), SETTING).replies
    assert words_of((none,)) == WORDS.say("faq.none", name="Arrayán")


@pytest.mark.parametrize("identifier", ["faq|nowhere", "faq", "faq|arrayan|x", "faq|arrayan|0", "faq|arrayan|7|7"])
def test_a_tap_that_we_never_wrote_gets_a_way_on(identifier: str) -> None:
    assert words_of(tap(EMPTY, identifier).replies) == WORDS.say("lost.old_button")


def test_a_question_that_is_gone_gets_a_way_on() -> None:
    (reply,) = step(EMPTY, AnswersFound(FindAnswers("arrayan", key=9), 1), SETTING).replies
    assert "person" in ids_of(reply)


def test_which_is_the_cheapest_is_no_question_that_nobody_can_answer() -> None:
    asked, words = said("¿hay leña?").understanding, "cuál es la más barata? hay leña?"
    further = FindAnswers("arrayan", words, asked, is_further=True)
    found = AnswersFound(further, 1, ((answer(),),), "cuál es la más barata?", is_whole=False)
    decided = step(QUOTED, found, SETTING)
    assert not any(isinstance(command, AskPerson) for command in decided.commands)
    assert words_of(decided.replies[:1]) == WOOD


def test_what_else_was_asked_is_looked_up_where_it_always_was() -> None:
    decided = told(QUOTED, "¿hay leña y cancha de tenis?", (answer(),), rest="cancha de tenis", whole=False)
    assert words_of(decided.replies) == WOOD
    (command,) = decided.commands
    assert isinstance(command, FindCabins)
    assert (command.words, command.resumes) == ("cancha de tenis", True)


@pytest.mark.parametrize(
    ("text", "command"),
    [("¿hay un súper cerca?", FindReservation("arrive")), ("¿cómo llego?", FindReservation("arrive"))],
)
def test_without_an_answer_the_talk_goes_on_as_ever(text: str, command: object) -> None:
    look_up(EMPTY, text)
    assert tell(EMPTY, text).commands == (command,)


def test_a_price_that_is_no_stays_is_answered_and_a_stays_is_not() -> None:
    assert WOOD in words_of(told(EMPTY, "¿cuánto sale la leña?", (answer(),)).replies)
    also_a_stay = told(EMPTY, "¿cuánto sale? ¿y hay leña?", (answer(),), whole=False)
    assert also_a_stay.state.awaiting is Awaiting.DATES
    for text in ("¿cuánto sale la cabaña con parrilla?", "¿cuánto sale para 4 con leña?", "¿cuánto sale?"):
        assert step(EMPTY, said(text), SETTING).commands == ()


@pytest.mark.parametrize(
    "text", ["somos 4 y un perro", "quiero hablar con una persona", "cancelar", "sí", "mi reserva", "gracias Juan"]
)
def test_what_is_no_question_is_never_looked_up(text: str) -> None:
    for state in (EMPTY, QUOTED):
        assert not any(isinstance(one, FindAnswers) for one in step(state, said(text), SETTING).commands)


def test_only_the_answers_own_figures_may_be_said() -> None:
    command = look_up(QUOTED, "¿hay leña?")
    found = AnswersFound(command, 1, ((answer(),),))
    decided = step(QUOTED, found, SETTING)
    assert guard(decided.replies, [found], [QUOTED], SETTING).unknown == ()
    without = AnswersFound(command, 1, ((answer(text="Sí."),),))
    assert guard(decided.replies, [without], [QUOTED], SETTING).unknown == ("20:00", "8500")


def test_nothing_written_anywhere_calls_for_a_person() -> None:
    event = said("¿tienen cancha de tenis?")
    looked_up = GuestSaid(event.text, event.understanding, is_looked_up=True)
    assert isinstance(step(EMPTY, looked_up, SETTING).commands[0], FindCabins)
    assert AskPerson() not in step(EMPTY, looked_up, SETTING).commands
