"""Every refusal has a status of its own kind, and an answer that any client can read."""

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reservas.entrypoints.problems import STATUS_OF, problem, unavailable
from reservas.kit.errors import ErrorKind


@pytest.mark.parametrize("kind", ErrorKind)
def test_every_kind_has_a_status(kind: ErrorKind) -> None:
    assert 400 <= STATUS_OF[kind] <= 503


def test_no_two_kinds_share_one() -> None:
    assert len(set(STATUS_OF.values())) == len(ErrorKind)


def test_a_problem_says_what_which_and_where() -> None:
    answer = problem(422, "stay_refused", "Stay refused", "check_in is in the past.", field="check_in", more=None)

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    body = json.loads(bytes(answer.body))
    assert len(body.pop("request_id")) == 32
    assert body == {
        "type": "urn:reservas:problem:stay_refused",
        "title": "Stay refused",
        "status": 422,
        "detail": "check_in is in the past.",
        "code": "stay_refused",
        "field": "check_in",
    }


def test_unavailable_says_when_to_come_back() -> None:
    answer = unavailable("The database is away.")
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0


@given(st.text(alphabet=st.characters(categories=["Cs", "Cc", "L"])))
@example("\ud800")
def test_any_words_can_be_answered(words: str) -> None:
    answer = problem(422, "invalid_request", "Invalid request", words, field=words)
    assert isinstance(json.loads(bytes(answer.body))["detail"], str)
