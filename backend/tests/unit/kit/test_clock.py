"""The present comes from one place, which a development file may shift."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reservas.kit.clock import FixedClock, SystemClock

A_DAY = 86_400
SLACK = timedelta(seconds=30)


def shift_of(clock: SystemClock) -> timedelta:
    return clock.now() - datetime.now(UTC)


@pytest.mark.parametrize("written", [str(A_DAY), f" {A_DAY}.0\n", f"-{A_DAY}"])
def test_the_files_seconds_shift_the_clock(tmp_path: Path, written: str) -> None:
    file = tmp_path / "offset"
    file.write_text(written)
    assert abs(shift_of(SystemClock(file)) - timedelta(seconds=float(written))) < SLACK


@pytest.mark.parametrize("written", ["", "\n", "12 seconds", "-", "1e", "nan", "inf", "1e300"])
def test_a_file_that_makes_no_sense_shifts_nothing(tmp_path: Path, written: str) -> None:
    file = tmp_path / "offset"
    file.write_text(written)
    assert abs(shift_of(SystemClock(file))) < SLACK


def test_the_file_is_read_at_each_look(tmp_path: Path) -> None:
    file = tmp_path / "offset"
    clock = SystemClock(file)

    assert abs(shift_of(clock)) < SLACK
    file.write_text(str(A_DAY))
    assert abs(shift_of(clock) - timedelta(days=1)) < SLACK
    file.unlink()
    assert abs(shift_of(clock)) < SLACK


def test_the_present_is_aware_and_in_utc() -> None:
    assert SystemClock().now().utcoffset() == timedelta()


def test_a_fixed_clock_stands_still_until_it_is_moved() -> None:
    clock = FixedClock(datetime(2026, 11, 21, tzinfo=UTC))
    assert clock.now() == clock.now() == datetime(2026, 11, 21, tzinfo=UTC)
    clock.instant += timedelta(hours=1)
    assert clock.now().hour == 1
