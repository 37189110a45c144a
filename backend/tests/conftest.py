"""What every test gets: a marker by its floor, a seed, and Hypothesis settings by the kind of run."""

import os
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.fixtures.servers", "tests.fixtures.journey", "tests.fixtures.guest_journey"]

_TESTS = Path(__file__).parent
_FLOORS = ("unit", "integration", "e2e", "architecture")
_SEED = 20261121

settings.register_profile(
    "ci",
    derandomize=True,
    max_examples=60,
    deadline=None,  # a slow machine is no bug
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.register_profile("long", parent=settings.get_profile("ci"), derandomize=False, max_examples=3000)
_PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "ci")
settings.load_profile(_PROFILE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        floor = item.path.relative_to(_TESTS).parts[0] if item.path.is_relative_to(_TESTS) else ""
        if floor in _FLOORS:
            item.add_marker(floor)
        if item.get_closest_marker("long") and _PROFILE != "long":
            item.add_marker(pytest.mark.skip(reason="runs in `make test-long`"))


@pytest.fixture(autouse=True)
def _seed() -> None:
    random.seed(_SEED)
