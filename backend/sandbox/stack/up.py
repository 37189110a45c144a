"""`sandbox up`: the ports are chosen, the folder is held, and the stack runs until somebody asks it to stop."""

from dataclasses import dataclass
from pathlib import Path

from sandbox.stack.data_dir import AlreadyRunningError, DataDir
from sandbox.stack.environment import Addresses
from sandbox.stack.ports import free_port, holder_of, is_free, next_free_block, taken_in_block
from sandbox.stack.process import StackError
from sandbox.stack.runner import Stack
from sandbox.stack.signals import StopRequested, raise_on_ending_signals
from sandbox.stack.terminal import complain, say, show_links

_DEFAULT_PORT = 8000
_BLOCK = 4  # api, phone, Mercado Pago, the worker's metrics


@dataclass(frozen=True)
class UpOptions:
    """What was asked for on the command line."""

    host: str
    port: int | None
    data_dir: Path
    with_providers: bool


def run_stack(options: UpOptions) -> int:
    """Run the stack until a signal, and return the exit code."""
    data_dir = DataDir(options.data_dir.resolve())
    raise_on_ending_signals()
    try:
        data_dir.prepare()
        with data_dir.held():
            return _run_in(data_dir, options)
    except AlreadyRunningError as error:
        return _show_running(error, data_dir)
    except StackError as error:
        complain(f"\nsandbox: {error}")
        return 1
    except StopRequested:
        return 0


def empty_data_dir(path: Path) -> int:
    """Delete what a stack keeps, unless it runs, and return the exit code."""
    data_dir = DataDir(path.resolve())
    try:
        data_dir.prepare()
        with data_dir.held():
            data_dir.empty()
    except AlreadyRunningError as error:
        complain(f"sandbox: the stack runs (process {error.notice.pid}): stop it first")
        return 1
    except StackError as error:
        complain(f"sandbox: {error}")
        return 1
    say(f"{data_dir.path} is empty: the next start makes a new database and new secrets.")
    return 0


def _run_in(data_dir: DataDir, options: UpOptions) -> int:
    if count := data_dir.stop_leftovers():
        say(f"  Stopped {count} processes that a killed run had left behind.")
    stack = Stack(data_dir, _choose_addresses(options))
    say("Starting Reservas …")
    try:
        stack.start()
        stack.announce()
        stack.watch()
    except StopRequested:
        say("\nStopping …")
        return 0
    except StackError as error:
        complain(f"\nsandbox: {error}\n")
        return 1
    finally:
        stack.stop()
    return 0


def _choose_addresses(options: UpOptions) -> Addresses:
    port = _choose_port(options)
    metrics_port = port + _BLOCK - 1
    if not options.with_providers and not is_free(metrics_port, options.host):
        metrics_port = free_port()
    return Addresses(options.host, port, metrics_port, options.with_providers)


def _choose_port(options: UpOptions) -> int:
    """The asked port, or the default one, or the next free block after it.

    Raises: StackError when the asked port, or one it needs beside it, is taken.
    """
    size = _BLOCK if options.with_providers else 1
    port = options.port if options.port is not None else _DEFAULT_PORT
    taken = taken_in_block(port, size, options.host)
    if not taken:
        return port
    holder = holder_of(taken[0])
    fact = f"port {taken[0]} is taken{f' by {holder}' if holder else ''}"
    if options.port is not None:
        needs = "" if taken[0] == port else f" (--port {port} needs {port} to {port + size - 1})"
        raise StackError(f"{fact}{needs}: stop that, or choose another with --port")
    free = next_free_block(port, size, options.host)
    if free is None:
        raise StackError(f"{fact}, and no free ports were found above it: choose one with --port")
    say(f"  ! {fact}: using {free} to {free + size - 1} instead.")
    return free


def _show_running(error: AlreadyRunningError, data_dir: DataDir) -> int:
    notice = error.notice
    if not notice.links:
        say(
            f"Reservas is being started or stopped by another command (process {notice.pid or 'unknown'}): wait for it."
        )
        return 0
    say(f"Reservas already runs in {data_dir.path} (process {notice.pid}):\n")
    show_links(notice.links)
    say(f"\n  To stop it: Ctrl-C in its terminal, or kill {notice.pid}.")
    return 0
