"""A tap's id carries all it means, and nothing else is mistaken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reservas.domain.dialogue.actions import MAXIMUM_LENGTH, SEPARATOR, Action, ActionKind
from reservas.domain.dialogue.phrases import parse_request, request_arguments
from reservas.domain.stays import Party, Stay
from tests.unit.domain.dialogue.samples import STAY

arguments = st.lists(st.text(max_size=30).filter(lambda text: SEPARATOR not in text), max_size=5)
parties = st.builds(Party, st.integers(1, 99), st.integers(0, 99), st.integers(0, 99))


@given(st.sampled_from(ActionKind), arguments)
def test_an_id_means_the_action_it_was_made_of(kind: ActionKind, carried: list[str]) -> None:
    action = Action(kind, tuple(carried))
    assert Action.from_id(action.as_id()) == action
    assert len(action.as_id()) <= MAXIMUM_LENGTH


@given(parties)
def test_the_longest_request_fits_an_id(party: Party) -> None:
    asked = request_arguments(STAY, party)
    identifier = Action(ActionKind.CABIN, ("x" * 40, *asked)).as_id()
    assert len(identifier) <= MAXIMUM_LENGTH
    assert parse_request(asked) == (STAY, party)


@given(st.text(max_size=40))
def test_any_text_is_an_action_or_nothing(identifier: str) -> None:
    action = Action.from_id(identifier)
    assert action is None or action.as_id() == identifier


def test_an_id_that_is_too_long_is_a_mistake_of_ours() -> None:
    with pytest.raises(AssertionError):
        Action(ActionKind.CABIN, ("x" * MAXIMUM_LENGTH,)).as_id()


@pytest.mark.parametrize(
    "forged",
    [
        (),
        ("2027-01-10", "2027-01-14", "2", "0"),
        ("2027-01-10", "2027-01-14", "2", "0", "0", "0"),
        ("2027-01-14", "2027-01-10", "2", "0", "0"),
        ("2027-01-10", "2027-01-10", "2", "0", "0"),
        ("2027-02-30", "2027-03-02", "2", "0", "0"),
        ("10/1/2027", "14/1/2027", "2", "0", "0"),
        ("2027-01-10", "2027-01-14", "0", "0", "0"),
        ("2027-01-10", "2027-01-14", "2", "-1", "0"),
        ("2027-01-10", "2027-01-14", "2", "0", "-1"),
        ("2027-01-10", "2027-01-14", "two", "0", "0"),
        ("2027-01-10", "2027-01-14", "9" * 5000, "0", "0"),
        ("2027-01-10", "2027-01-14", "2147483648", "0", "0"),
        ("2027-01-10", "2027-01-14", "2", "100", "0"),
        ("2027-01-10", "2027-01-14", "2", "0", "99999999999"),
    ],
)
def test_a_request_somebody_made_up_is_none(forged: tuple[str, ...]) -> None:
    assert parse_request(forged) is None


@given(st.lists(st.text(max_size=12), min_size=5, max_size=5))
def test_any_arguments_are_a_request_or_none(forged: list[str]) -> None:
    found = parse_request(forged)
    if found is not None:
        stay, party = found
        assert isinstance(stay, Stay)
        assert 1 <= party.adults <= 99
