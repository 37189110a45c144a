"""What a conversation remembers and what waits to be sent survive being stored."""

import json
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from reservas.domain.dialogue import DialogueState
from reservas.domain.dialogue.replies import (
    Button,
    Buttons,
    Document,
    File,
    Image,
    LinkButton,
    ListReply,
    Location,
    Reaction,
    Reply,
    Row,
    Template,
    Text,
    from_content,
    to_content,
)
from reservas.domain.dialogue.state import Awaiting

words = st.text(max_size=40)
degrees = st.floats(-90, 90)
replies: st.SearchStrategy[Reply] = st.one_of(
    st.builds(Text, words),
    st.builds(Buttons, words, st.lists(st.builds(Button, words, words), max_size=3).map(tuple)),
    st.builds(ListReply, words, words, st.lists(st.builds(Row, words, words, words), max_size=10).map(tuple)),
    st.builds(LinkButton, words, words, words),
    st.builds(Image, words, words),
    st.builds(Location, degrees, degrees, words, words),
    st.builds(Document, words, words, words),
    st.builds(File, words, words, words, words),
    st.builds(Template, words, words, st.lists(words, max_size=3).map(tuple), words),
    st.builds(Reaction, words, words),
)
dates = st.none() | st.dates()
slots = st.none() | st.text(min_size=1, max_size=20)
states = st.builds(
    DialogueState,
    check_in=dates,
    check_out=dates,
    adults=st.none() | st.integers(1, 99),
    children=st.integers(0, 99),
    pets=st.integers(0, 99),
    awaiting=st.none() | st.sampled_from(Awaiting),
    cabin=slots,
    quote=slots,
    reservation=slots,
    misses=st.integers(0, 99),
    refund_cents=st.integers(0, 10**12),
    is_withdrawal=st.booleans(),
    lost_cabin=slots,
)


def stored(value: dict[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(json.dumps(value))
    return kept


@given(replies)
def test_a_reply_comes_back_as_it_was(reply: Reply) -> None:
    assert from_content(stored(to_content(reply))) == reply


@given(states)
def test_a_state_comes_back_as_it_was(state: DialogueState) -> None:
    assert DialogueState.from_json(stored(state.to_json())) == state


def test_an_empty_state_stores_nothing() -> None:
    assert DialogueState().to_json() == {}
    assert DialogueState.from_json({}) == DialogueState()


@given(states, st.dictionaries(st.text(max_size=10), st.none() | st.integers() | words, max_size=4))
def test_slots_of_another_version_are_dropped(state: DialogueState, unknown: dict[str, Any]) -> None:
    foreign = {f"x_{name}": value for name, value in unknown.items()}
    assert DialogueState.from_json(foreign | stored(state.to_json())) == state


def test_a_question_of_another_version_is_no_longer_open() -> None:
    kept = DialogueState.from_json({"check_in": "2027-01-10", "awaiting": "pet_names"})
    assert kept == DialogueState(check_in=date(2027, 1, 10))
