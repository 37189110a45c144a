"""Who finds the dates taken asks to be told if they are free again, in their own words or by a tap, and stops it so."""

from dataclasses import replace
from datetime import date

import pytest

from reservas.domain.dialogue import (
    Buttons,
    DialogueState,
    HoldLost,
    JoinWaitingList,
    LeaveWaitingList,
    Step,
    WaitingJoined,
    WaitingLeft,
    requests_of,
    step,
)
from reservas.domain.dialogue.reminders import FreedFact, dates_freed
from reservas.domain.dialogue.state import Awaiting
from reservas.domain.stays import Party, Stay
from tests.unit.domain.dialogue.samples import (
    NOTHING_FREE,
    OFFERS,
    PARTY,
    SETTING,
    STAY,
    WORDS,
    ids_of,
    said,
    tap,
    tell,
    words_of,
)

EMPTY = DialogueState()
FULL = step(DialogueState(check_in=STAY.check_in, check_out=STAY.check_out, adults=4), NOTHING_FREE, SETTING).state
JOIN = JoinWaitingList(STAY, PARTY)
WISHES = [
    "avisame si se libera",
    "¿podés avisarme si se desocupa?",
    "si alguien cancela me avisás?",
    "si se cae alguna reserva me escribís?",
    "avisenme por favor si se libera alguna",
    "anotame en la lista de espera",
    "si hay lugar avisame",
    "me avisa se liberar",
    "me avisa se alguém desistir",
    "let me know if it frees up",
    "tell me if someone cancels",
    "put me on the waiting list",
    "let me know if it becomes available",
    "tell me if it's free",
    "me avisa se tiver vaga",
]
LEAVES = [
    "ya no",
    "ya no, gracias",
    "ya no me interesa",
    "no me avises más",
    "ya no hace falta que me avises",
    "sacame de la lista de espera",
    "não avise mais",
    "tire meu nome da lista",
    "take me off the waiting list",
    "no need to let me know",
]


def commands(state: DialogueState, text: str) -> tuple[object, ...]:
    """What the engine is asked for all that the message says."""
    asked: list[object] = []
    for request in requests_of(said(text)):
        decided = step(state, request, SETTING)
        state = decided.state
        asked += decided.commands
    return tuple(asked)


@pytest.mark.parametrize("text", WISHES)
def test_a_wish_to_be_told_joins_the_list_and_does_nothing_else(text: str) -> None:
    assert commands(FULL, text) == (JOIN,)


@pytest.mark.parametrize("text", LEAVES)
def test_a_wish_for_no_more_leaves_it(text: str) -> None:
    assert commands(FULL, text) == (LeaveWaitingList(),)


@pytest.mark.parametrize(
    "text",
    [
        "si cancelo, ¿me avisan cuánto devuelven?",
        "no me avisaron nada",
        "avisame cuando se acredite el pago",
        "let me know the price",
        "aviso que llegamos tarde",
        "quiero cancelar",
        "tell me if the cabin is available from 3 to 8 February",
        "let me know if it's free from 3 to 8 February for 4",
        "no",
    ],
)
def test_other_words_of_telling_and_cancelling_are_no_such_wish(text: str) -> None:
    waits = (JoinWaitingList, LeaveWaitingList)
    assert not any(isinstance(one, waits) for one in commands(FULL, text))


def test_a_no_to_an_open_question_answers_it() -> None:
    asked = FULL.with_(awaiting=Awaiting.CANCEL, reservation="R-7K3QXM")
    assert words_of(tell(asked, "ya no").replies) == WORDS.say("cancel.kept")


def test_dates_and_people_may_be_said_with_the_wish_or_are_asked_for() -> None:
    named = JoinWaitingList(Stay(date(2027, 2, 3), date(2027, 2, 8)), Party(2))
    assert commands(EMPTY, "lista de espera para el 3 al 8 de febrero para 2 personas") == (named,)
    assert step(EMPTY, said("avisame si se libera algo"), SETTING).state.awaiting is Awaiting.DATES


def test_the_cabin_that_was_lost_is_the_one_waited_for_until_something_else_is_searched() -> None:
    lost = step(FULL.with_(cabin="coihue", quote="q"), HoldLost("Coihue", OFFERS), SETTING)
    assert commands(lost.state, "avisame si se libera") == (replace(JOIN, cabin="coihue"),)
    row = ids_of(lost.replies[-1])[-1]
    assert tap(lost.state, row).commands == (replace(JOIN, cabin="coihue"),)
    elsewhen = "lista de espera del 3 al 8 de febrero para 4"
    assert commands(lost.state, elsewhen) == (JoinWaitingList(Stay(date(2027, 2, 3), date(2027, 2, 8)), PARTY),)
    assert step(lost.state, NOTHING_FREE, SETTING).state.lost_cabin is None


def test_every_tap_of_it_does_what_words_do() -> None:
    assert tap(EMPTY, "wait|2027-01-10|2027-01-14|4|0|0").commands == (JOIN,)
    assert tap(EMPTY, "wait-no|2027-01-10|2027-01-14").commands == (LeaveWaitingList(STAY),)


@pytest.mark.parametrize(
    "identifier",
    ["wait", "wait|2027-01-10|2027-01-14|4|0|0|nowhere", "wait|x|y|4|0|0", "wait-no", "wait-no|2027-01-10"],
)
def test_a_tap_that_we_never_wrote_gets_a_way_on(identifier: str) -> None:
    assert words_of(tap(EMPTY, identifier).replies) == WORDS.say("lost.old_button")


def joined(name: str | None) -> Step:
    return step(FULL, WaitingJoined(STAY, PARTY, name), SETTING)


def test_nobody_is_promised_what_is_not_held() -> None:
    (any_cabin,), (one,) = joined(None).replies, joined("Coihue").replies
    for reply in (any_cabin, one):
        assert isinstance(reply, Buttons)
        assert "No la puedo guardar" in reply.body
        assert "wait-no|2027-01-10|2027-01-14" in ids_of(reply)
    assert "Coihue" in words_of((one,))
    (news,) = dates_freed(FreedFact("coihue", "Coihue", STAY, PARTY), SETTING)
    assert isinstance(news, Buttons)
    assert "No está guardada" in news.body
    assert ids_of(news) == ["cabin|coihue|2027-01-10|2027-01-14|4|0|0", "person"]


@pytest.mark.parametrize(("event", "key"), [(WaitingLeft((STAY,)), "wait.left"), (WaitingLeft(()), "wait.not_listed")])
def test_leaving_is_confirmed_and_the_menu_follows(event: WaitingLeft, key: str) -> None:
    (reply,) = step(FULL, event, SETTING).replies
    assert words_of((reply,)) == WORDS.say(key)
    assert ids_of(reply) == ["search", "mine", "person"]
