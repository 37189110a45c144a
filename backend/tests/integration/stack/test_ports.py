"""Ports that are taken are seen, and the next free block is found."""

import os
import socket

from sandbox.stack.ports import LOOPBACK, holder_of, is_free, next_free_block, taken_in_block


def test_listening_port_is_taken_and_its_holder_named() -> None:
    with socket.create_server((LOOPBACK, 0)) as server:
        port = server.getsockname()[1]

        assert not is_free(port)
        assert taken_in_block(port, 1) == [port]
        # Another test's server may have got a port beside it.
        assert port in taken_in_block(port - 1, 3)
        assert f"process {os.getpid()}" in holder_of(port)

    assert is_free(port)


def test_next_block_is_wholly_free() -> None:
    with socket.create_server((LOOPBACK, 0)) as server:
        port = server.getsockname()[1]
        start = next_free_block(port - 5, 4)

        assert start is not None
        assert port not in range(start, start + 4)
