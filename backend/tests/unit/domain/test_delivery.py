"""Every code on Meta's page means one thing, and what Meta never told of is final."""

import pytest

from reservas.domain.delivery import PROBLEMS, Problem, problem_of

PAGE = {
    Problem.NUMBER_RATE: [130429],
    Problem.ACCOUNT_RATE: [4, 80007],
    Problem.GUEST_RATE: [131056],
    Problem.SPAM: [131048],
    Problem.WINDOW_CLOSED: [131047],
    Problem.UNDELIVERABLE: [131026],
    Problem.MARKETING_CAP: [131049, 130472],
    Problem.OPTED_OUT: [131050],
    Problem.BAD_REQUEST: [131051, 131008, 131009, 100, 131021, 135000, 33],
    Problem.MEDIA: [131052, 131053],
    Problem.OUTCOME_UNKNOWN: [131000, 131016, 1, 2, 131057, 133004],
    Problem.TOKEN: [0, 190],
    Problem.PERMISSION: [3, 10, *range(200, 300), 131005],
    Problem.BLOCKED: [368, 131031, 133010],
    Problem.COUNTRY_BLOCKED: [130497],
    Problem.UNPAID: [131042],
    Problem.NEEDS_PHONE: [131062],
    Problem.TEMPLATE_TEXT: [132000, 132012, 132018, 132005, 132007],
    Problem.TEMPLATE_MISSING: [132001],
    Problem.TEMPLATE_STOPPED: [132015, 132016],
    Problem.FLOW: [132068, 132069],
    Problem.CONFIGURATION: [131030],
}
CODES = [(code, problem) for problem, codes in PAGE.items() for code in codes]


@pytest.mark.parametrize(("code", "problem"), CODES)
def test_each_code_means_what_the_page_says(code: int, problem: Problem) -> None:
    assert problem_of(code) is problem


def test_no_other_code_means_anything() -> None:
    assert dict(CODES) == dict(PROBLEMS)
    assert {problem_of(code) for code in (None, -1, 5, 300, 999_999)} == {Problem.OTHER}
