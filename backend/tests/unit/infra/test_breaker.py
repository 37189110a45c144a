"""A dependency that failed is left alone for a while, and then asked by one caller at a time."""

import pytest

from reservas.infra.locks import Breaker


@pytest.fixture
def instant() -> list[float]:
    return [100.0]


@pytest.fixture
def breaker(instant: list[float]) -> Breaker:
    return Breaker(3, monotonic=lambda: instant[0])


def test_it_lets_everybody_through_until_something_fails(breaker: Breaker) -> None:
    assert all(breaker.lets_through() for _ in range(10))
    assert not breaker.is_open


def test_after_a_failure_nobody_gets_through_for_a_while(breaker: Breaker, instant: list[float]) -> None:
    breaker.failed()
    instant[0] += 2.99
    assert not breaker.lets_through()
    assert breaker.is_open


def test_then_one_tries_while_the_others_still_rest(breaker: Breaker, instant: list[float]) -> None:
    breaker.failed()
    instant[0] += 3
    assert [breaker.lets_through() for _ in range(3)] == [True, False, False]
    breaker.succeeded()
    assert all(breaker.lets_through() for _ in range(3))
    assert not breaker.is_open


def test_a_try_that_fails_or_never_ends_means_another_rest(breaker: Breaker, instant: list[float]) -> None:
    breaker.failed()
    for _ in range(3):
        instant[0] += 3
        assert breaker.lets_through()
        assert not breaker.lets_through()
