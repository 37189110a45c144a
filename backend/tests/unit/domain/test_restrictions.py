"""What an owner refuses comes with its reason, and what passes breaks none of the rules."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reservas.domain.pricing import Dates, Holiday, Season
from reservas.domain.restrictions import Neighbours, Reason, Restrictions, refusals
from reservas.domain.stays import Party, Stay
from tests.unit.domain.pricing.owners import dates, holidays, parties, seasons, several, stays

TODAY = date(2026, 11, 21)
PAIR = Party(2)
SUMMER = Season(
    1,
    "Verano",
    Dates(date(2026, 12, 15), date(2027, 3, 1)),
    200_00,
    240_00,
    minimum_nights=3,
    maximum_nights=14,
    closed_arrival_days=frozenset({6}),
    closed_departure_days=frozenset({5}),
)
EASTER = Holiday(2, "Semana Santa", Dates(date(2027, 3, 25), date(2027, 3, 28)), minimum_nights=3)
RULES = Restrictions(4, False, seasons=(SUMMER,), holidays=(EASTER,))


def stay(first: date, nights: int) -> Stay:
    return Stay(first, first + timedelta(days=nights))


def reasons(rules: Restrictions, asked: Stay, party: Party = PAIR, **around: date) -> list[Reason]:
    return [one.reason for one in refusals(rules, asked, party, TODAY, Neighbours(**around))]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (stay(date(2027, 1, 12), 3), []),
        (stay(date(2027, 1, 12), 2), [Reason.MINIMUM_NIGHTS]),
        (stay(date(2027, 1, 12), 15), [Reason.MAXIMUM_NIGHTS]),
        (stay(date(2027, 1, 10), 4), [Reason.CLOSED_TO_ARRIVAL]),
        (stay(date(2027, 1, 12), 4), [Reason.CLOSED_TO_DEPARTURE]),
        (stay(date(2027, 2, 28), 1), [Reason.CLOSED_TO_ARRIVAL, Reason.MINIMUM_NIGHTS]),
        (stay(date(2027, 3, 3), 1), []),
        (stay(date(2027, 3, 3), 30), []),
        (stay(date(2027, 3, 24), 2), [Reason.MINIMUM_NIGHTS]),
        (stay(date(2027, 3, 27), 3), []),
        (stay(date(2027, 3, 24), 1), []),
    ],
)
def test_dates_are_refused_for_what_the_arrival_and_the_holiday_say(asked: Stay, expected: list[Reason]) -> None:
    assert reasons(RULES, asked) == expected


def test_a_refusal_carries_its_number_and_the_owners_name_for_it() -> None:
    [refusal] = refusals(RULES, stay(date(2027, 3, 25), 2), Party(2), TODAY)
    assert (refusal.limit, refusal.label, refusal.field) == (3, "Semana Santa", "check_out")
    assert "3 nights" in refusal.detail


def test_a_season_may_allow_shorter_stays_than_the_cabin_does() -> None:
    rules = Restrictions(4, minimum_nights=2, seasons=(replace(SUMMER, minimum_nights=1),))
    assert reasons(rules, stay(date(2027, 1, 13), 1)) == []
    assert reasons(rules, stay(date(2027, 6, 1), 1)) == [Reason.MINIMUM_NIGHTS]


def test_people_and_pets_are_counted() -> None:
    asked = stay(date(2027, 5, 3), 2)
    assert reasons(RULES, asked, Party(3, 2, 1)) == [Reason.CAPACITY, Reason.PETS]
    assert reasons(RULES, asked, Party(4)) == []


@pytest.mark.parametrize(
    ("days_ahead", "expected"), [(1, [Reason.LEAD_TIME]), (2, []), (365, []), (366, [Reason.BOOKING_WINDOW])]
)
def test_neither_too_late_nor_too_early(days_ahead: int, expected: list[Reason]) -> None:
    rules = Restrictions(4, lead_days=2, booking_window_days=365)
    assert reasons(rules, stay(TODAY + timedelta(days=days_ahead), 2)) == expected


def test_single_dates_may_be_closed() -> None:
    eve = Dates(date(2027, 5, 5), date(2027, 5, 6))
    rules = Restrictions(4, closed_to_arrival=(eve,), closed_to_departure=(eve,))
    assert reasons(rules, stay(eve.first, 2)) == [Reason.CLOSED_TO_ARRIVAL]
    assert reasons(rules, Stay(date(2027, 5, 1), eve.first)) == [Reason.CLOSED_TO_DEPARTURE]


def test_days_between_two_stays_are_kept_free() -> None:
    rules, asked = Restrictions(4, turnover_days=1), stay(date(2027, 5, 3), 2)
    assert reasons(rules, asked, departs=asked.check_in) == [Reason.TURNOVER]
    assert reasons(rules, asked, arrives=asked.check_out) == [Reason.TURNOVER]
    day = timedelta(days=1)
    assert reasons(rules, asked, departs=asked.check_in - day, arrives=asked.check_out + day) == []
    assert reasons(Restrictions(4), asked, departs=asked.check_in, arrives=asked.check_out) == []


restrictions = st.builds(
    Restrictions,
    st.integers(1, 10),
    st.booleans(),
    st.integers(1, 5),
    st.none() | st.integers(5, 40),
    st.integers(0, 10),
    st.none() | st.integers(30, 700),
    st.integers(0, 2),
    several(seasons),
    several(holidays),
    several(dates),
    several(dates),
)


@given(restrictions, stays, parties)
def test_whatever_passes_breaks_no_rule(rules: Restrictions, asked: Stay, party: Party) -> None:
    refused = refusals(rules, asked, party, TODAY)
    assert refused == refusals(rules, asked, party, TODAY)
    assert len({one.reason for one in refused}) == len(refused)
    assert all(one.detail for one in refused)
    if refused:
        return
    days = (asked.check_in - TODAY).days
    assert party.guests <= rules.capacity
    assert rules.pets_allowed or not party.pets
    assert rules.lead_days <= days <= (rules.booking_window_days or days)
    assert not any(asked.check_in in one for one in rules.closed_to_arrival)
    assert not any(asked.check_out in one for one in rules.closed_to_departure)
    for holiday in rules.holidays:
        slept = any(night in holiday.dates for night in asked.each_night())
        assert not slept or asked.nights >= (holiday.minimum_nights or 1)
