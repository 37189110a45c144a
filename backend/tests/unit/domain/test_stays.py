"""Dates make a stay, or say which of them is at fault."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reservas.domain.stays import BOOKING_WINDOW_DAYS, MAXIMUM_NIGHTS, Party, Stay, StayError

TODAY = date(2026, 11, 21)
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@given(check_in=DAYS, nights=st.integers(1, 400))
def test_nights_run_from_check_in_up_to_check_out(check_in: date, nights: int) -> None:
    stay = Stay(check_in, check_in + timedelta(days=nights))

    slept = list(stay.each_night())
    assert stay.nights == len(slept) == nights
    assert slept[0] == check_in
    assert slept[-1] == stay.check_out - timedelta(days=1)
    assert slept == sorted(set(slept))


@given(check_in=DAYS, back=st.integers(0, 400))
def test_a_stay_without_a_night_is_refused(check_in: date, back: int) -> None:
    with pytest.raises(StayError) as refused:
        Stay(check_in, check_in - timedelta(days=back))
    assert (refused.value.field, refused.value.reason) == ("check_out", "order")


@pytest.mark.parametrize(
    ("arrives_in", "nights", "at_fault"),
    [
        (0, 1, None),
        (-1, 3, ("check_in", "past")),
        (1, MAXIMUM_NIGHTS, None),
        (1, MAXIMUM_NIGHTS + 1, ("check_out", "too_long")),
        (BOOKING_WINDOW_DAYS, 2, None),
        (BOOKING_WINDOW_DAYS + 1, 2, ("check_in", "too_far")),
    ],
)
def test_what_may_be_booked(arrives_in: int, nights: int, at_fault: tuple[str, str] | None) -> None:
    check_in = TODAY + timedelta(days=arrives_in)
    stay = Stay(check_in, check_in + timedelta(days=nights))

    if at_fault is None:
        stay.require_bookable(TODAY)
        return
    with pytest.raises(StayError) as refused:
        stay.require_bookable(TODAY)
    assert (refused.value.field, refused.value.reason) == at_fault


def test_pets_are_no_guests() -> None:
    assert Party(2, 1, 3).guests == 3
