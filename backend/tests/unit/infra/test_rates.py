"""A bucket lets its burst through at once and then its rate; a pause is everybody's."""

import pytest

from reservas.infra.rates import LocalBuckets, Rate

NUMBER, GUEST = ("number", Rate(per_second=10, burst=10)), ("guest:1", Rate(per_second=0.5, burst=3))


class Watch:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def buckets(watch: Watch) -> LocalBuckets:
    return LocalBuckets(watch)


def test_after_the_burst_each_waits_for_the_next_token(buckets: LocalBuckets, watch: Watch) -> None:
    assert [buckets.take([NUMBER, GUEST]) for _ in range(5)] == [0, 0, 0, 2, 2]
    watch.seconds += 1.5
    assert buckets.take([NUMBER, GUEST]) == pytest.approx(0.5)
    watch.seconds += 0.5
    assert [buckets.take([NUMBER, GUEST]) for _ in range(2)] == [0, 2]


def test_one_guests_wait_takes_nothing_from_the_number(buckets: LocalBuckets) -> None:
    for _ in range(20):
        buckets.take([NUMBER, GUEST])
    other = ("guest:2", Rate(per_second=0.5, burst=100))
    assert [buckets.take([NUMBER, other]) for _ in range(8)] == [*[0] * 7, pytest.approx(0.1)]


def test_a_rest_fills_no_more_than_the_burst(buckets: LocalBuckets, watch: Watch) -> None:
    buckets.take([GUEST])
    watch.seconds += 3600
    assert [buckets.take([GUEST]) for _ in range(4)] == [0, 0, 0, 2]


def test_a_pause_holds_everybody_and_then_one_goes_first(buckets: LocalBuckets, watch: Watch) -> None:
    buckets.pause("number", 30)
    assert buckets.take([NUMBER, GUEST]) == pytest.approx(30)
    watch.seconds += 30
    assert [buckets.take([NUMBER, GUEST]) for _ in range(2)] == [0, pytest.approx(0.1)]
