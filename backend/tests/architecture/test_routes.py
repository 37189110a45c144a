"""Routes and what they depend on run in the event loop: a plain function would cost a trip through a thread."""

import inspect
from collections.abc import Iterator

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from fastapi.security.base import SecurityBase

from reservas.entrypoints.app import build_api


def _routes(holder: object) -> Iterator[APIRoute]:
    for route in getattr(holder, "routes", ()):
        if isinstance(route, APIRoute):
            yield route
        inner = getattr(route, "original_router", None)
        if inner is not None:
            yield from _routes(inner)


def _calls(dependant: Dependant) -> Iterator[object]:
    yield dependant.call
    for inner in dependant.dependencies:
        yield from _calls(inner)


def _runs_in_the_loop(call: object) -> bool:
    if isinstance(call, SecurityBase):
        call = type(call).__call__
    return inspect.iscoroutinefunction(call) or inspect.isasyncgenfunction(call) or inspect.isclass(call)


def test_no_request_takes_a_trip_through_a_thread() -> None:
    routes = list(_routes(build_api()))
    found = {
        f"{route.path}: {call}" for route in routes for call in _calls(route.dependant) if not _runs_in_the_loop(call)
    }

    assert found == set()
    assert len(routes) > 30
