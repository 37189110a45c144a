"""What the engine answered comes back from JSON as it was, whichever answer it is."""

import json
from dataclasses import replace
from datetime import date
from typing import get_args

import pytest

from reservas.domain.dialogue import AnswersFound, Event, FindAnswers, GuestSaid, GuestSentMedia, GuestTapped, PlaceHold
from reservas.domain.dialogue.events import (
    Cancelled,
    CommandRefused,
    HoldLost,
    HoldPlaced,
    NearbyFact,
    OwnersAnswer,
    RefundFact,
    ReservationFound,
    StayCancelled,
    WaitingJoined,
    WaitingLeft,
)
from reservas.domain.nlu import Intent, Understanding
from reservas.domain.stays import Party
from reservas.features.conversations.service.recording import Outcome, TurnBefore, event_from_json
from tests.unit.domain.dialogue.samples import CONFIRMED, HOLD, LINK, OFFERS, QUOTE, STAY

LENA = OwnersAnswer("lenga", "Lenga", 7, "¿Hay leña?", "Sí.")
ANSWERS: list[Event] = [
    OFFERS,
    replace(OFFERS, offers=(), nearby=(NearbyFact(STAY, "Lenga"),)),
    QUOTE,
    HoldPlaced(HOLD, 30, is_new=True),
    HoldLost("Lenga", OFFERS),
    ReservationFound("mine", CONFIRMED),
    ReservationFound("mine", None),
    LINK,
    Cancelled("R-7K3QXM"),
    WaitingJoined(STAY, Party(2, 1, 1), "Lenga"),
    WaitingLeft((STAY,)),
    StayCancelled("R-7K3QXM", RefundFact(100, "ARS"), "W-1"),
    CommandRefused("stay_minimum_nights", limit=3),
    AnswersFound(FindAnswers(None, "¿leña?", Understanding(Intent.AMENITIES), is_of_stay=True), 2, ((LENA,),)),
]
FROM_GUESTS = {GuestSaid, GuestTapped, GuestSentMedia}
BEFORE = TurnBefore({"check_in": date(2027, 1, 10).isoformat()}, "es", None, (2, 3), (3,))


@pytest.mark.parametrize("event", ANSWERS, ids=lambda event: type(event).__name__)
def test_an_answer_comes_back_as_it_was(event: Event) -> None:
    kept = json.loads(json.dumps(BEFORE.to_json([Outcome(PlaceHold("q"), event)], is_paying=False)))

    (outcome,) = kept["outcomes"]
    assert outcome["command"] == "PlaceHold"
    assert event_from_json(outcome) == event


def test_no_answer_comes_back_as_none() -> None:
    (outcome,) = BEFORE.to_json([Outcome(PlaceHold("q"), None)], is_paying=False)["outcomes"]
    assert event_from_json(outcome) is None


def test_an_answer_of_another_version_says_so() -> None:
    with pytest.raises(ValueError, match="no event Gone"):
        event_from_json({"event": "Gone", "values": {}})


def test_every_answer_can_be_kept() -> None:
    for event in set(get_args(Event)) - FROM_GUESTS:
        with pytest.raises(ValueError, match="validation error"):
            event_from_json({"event": event.__name__, "values": {"never": "heard of"}})
