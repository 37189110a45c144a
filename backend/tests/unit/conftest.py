"""Unit tests reach nothing outside the process: a connection is an error."""

import socket
from typing import Any, NoReturn

import pytest


def _refuse(connection: socket.socket, address: Any) -> NoReturn:
    connection.close()
    raise AssertionError(f"a unit test tried to connect to {address!r}: pass a fake in, or move the test a floor up")


@pytest.fixture(autouse=True)
def _no_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket.socket, "connect", _refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", _refuse)
