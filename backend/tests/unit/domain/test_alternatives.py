"""What is offered instead of a taken stay can be had, is close to it, and is said once."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from reservas.domain.alternatives import (
    LONGER_BY_NIGHTS,
    WINDOW_DAYS,
    Alternative,
    AlternativeKind,
    Calendar,
    find_alternatives,
    window_around,
)
from reservas.domain.stays import Stay


def january(first: int, last: int) -> Stay:
    return Stay(date(2027, 1, first), date(2027, 1, last))


ASKED = january(10, 14)
TAKEN = Calendar("arrayan", (ASKED,))
TODAY = date(2027, 1, 1)
DAY = timedelta(days=1)


def anything(_code: str, _stay: Stay) -> bool:
    return True


def not_past(_code: str, stay: Stay) -> bool:
    return stay.check_in >= TODAY


def found(*calendars: Calendar, asked: str | None = "arrayan") -> list[tuple[str, str, Stay]]:
    return [(one.kind, one.accommodation, one.stay) for one in find_alternatives(ASKED, calendars, not_past, asked)]


def test_another_cabin_on_the_same_dates_comes_first() -> None:
    assert found(TAKEN, Calendar("coihue"))[0] == ("same_dates", "coihue", ASKED)


def test_the_nearest_dates_before_and_after_are_of_the_same_length() -> None:
    assert found(TAKEN) == [("before", "arrayan", january(6, 10)), ("after", "arrayan", january(14, 18))]


def test_dates_that_have_passed_are_not_offered() -> None:
    early = Stay(date(2027, 1, 2), date(2027, 1, 6))
    assert find_alternatives(early, [Calendar("arrayan", (early,))], not_past) == (
        Alternative(AlternativeKind.AFTER, "arrayan", january(6, 10)),
    )


def test_a_nearer_date_elsewhere_does_not_hide_the_cabin_asked_for() -> None:
    arrayan = Calendar("arrayan", (january(3, 20),))
    coihue = Calendar("coihue", (january(10, 12), january(13, 14)))
    after = [one for one in found(arrayan, coihue) if one[0] == "after"]
    assert after == [("after", "coihue", january(14, 18)), ("after", "arrayan", january(20, 24))]


def test_the_cabin_asked_for_wins_a_tie() -> None:
    other = Calendar("coihue", (ASKED,))
    assert [code for _, code, _ in found(other, TAKEN)] == ["arrayan", "arrayan"]


def test_the_longest_shorter_stay_inside_the_asked_one_is_offered() -> None:
    calendar = Calendar("arrayan", (january(1, 11), january(14, 31)))
    assert ("shorter", "arrayan", january(11, 14)) in found(calendar)


def test_a_longer_stay_is_offered_where_a_rule_refuses_the_asked_one() -> None:
    def at_least_six(_code: str, stay: Stay) -> bool:
        return stay.nights >= 6

    (longer,) = find_alternatives(ASKED, [Calendar("arrayan", (january(14, 20),))], at_least_six)
    assert (longer.kind, longer.stay) == (AlternativeKind.LONGER, january(8, 14))


def test_nothing_fits_and_nothing_is_offered() -> None:
    assert found(Calendar("arrayan", (Stay(date(2026, 1, 1), date(2028, 1, 1)),))) == []
    assert found() == []


spans = st.tuples(st.integers(-10, 60), st.integers(1, 9)).map(
    lambda drawn: Stay(TODAY + drawn[0] * DAY, TODAY + sum(drawn) * DAY)
)
calendars = st.lists(st.lists(spans, max_size=8).map(tuple), max_size=4).map(
    lambda many: [Calendar(f"cabin-{number}", taken) for number, taken in enumerate(many)]
)


@given(spans, calendars, st.sampled_from([None, "cabin-0", "cabin-2"]), st.integers(1, 6))
def test_each_alternative_is_free_allowed_and_inside_the_window(
    stay: Stay, calendars: list[Calendar], asked: str | None, minimum_nights: int
) -> None:
    def allows(_code: str, candidate: Stay) -> bool:
        return candidate.check_in >= TODAY and candidate.nights >= minimum_nights

    alternatives = find_alternatives(stay, calendars, allows, asked)

    by_code = {calendar.accommodation: calendar for calendar in calendars}
    window = window_around(stay)
    for one in alternatives:
        assert by_code[one.accommodation].is_free(one.stay)
        assert allows(one.accommodation, one.stay)
        assert window.check_in <= one.stay.check_in < one.stay.check_out <= window.check_out
        if one.kind in (AlternativeKind.BEFORE, AlternativeKind.AFTER):
            assert one.stay.nights == stay.nights
    assert len(set(alternatives)) == len(alternatives)


def test_the_window_reaches_as_far_as_any_alternative() -> None:
    assert LONGER_BY_NIGHTS <= WINDOW_DAYS
    assert window_around(ASKED) == Stay(ASKED.check_in - WINDOW_DAYS * DAY, ASKED.check_out + WINDOW_DAYS * DAY)
