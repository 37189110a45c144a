"""Loopback ports: a free one, a free block, and who holds a taken one."""

import socket

import psutil

LOOPBACK = "127.0.0.1"


def free_port() -> int:
    """A loopback port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def is_free(port: int, host: str = LOOPBACK) -> bool:
    """Whether a server could listen on the port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def taken_in_block(first: int, size: int, host: str = LOOPBACK) -> list[int]:
    """The ports of a block that somebody holds."""
    return [port for port in range(first, first + size) if not is_free(port, host)]


def next_free_block(first: int, size: int, host: str = LOOPBACK) -> int | None:
    """The start of the first wholly free block after a taken one; none in the next hundred blocks."""
    candidates = (first + size * step for step in range(1, 101))
    return next((start for start in candidates if not taken_in_block(start, size, host)), None)


def holder_of(port: int) -> str:
    """Which process listens on a port, in words; empty when the system does not tell."""
    try:
        for connection in psutil.net_connections("tcp"):
            if connection.status == psutil.CONN_LISTEN and connection.laddr.port == port and connection.pid:
                return f"{psutil.Process(connection.pid).name()}, process {connection.pid}"
    except (psutil.Error, OSError):
        pass
    return ""
