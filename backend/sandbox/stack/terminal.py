"""What the runner tells whoever started it: steps, warnings, and the table of addresses."""

import contextlib
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sandbox.stack.data_dir import Link


def say(text: str = "") -> None:
    """Print a line at once; a terminal that has gone away is no reason to fail."""
    with contextlib.suppress(OSError, ValueError):
        print(text, flush=True)


def complain(text: str) -> None:
    """Print an error."""
    with contextlib.suppress(OSError, ValueError):
        print(text, file=sys.stderr, flush=True)


@contextmanager
def step(name: str) -> Iterator[None]:
    """Show that something is being done, and how long it took."""
    started = time.monotonic()
    is_terminal = sys.stdout.isatty()
    if is_terminal:
        with contextlib.suppress(OSError):
            print(f"  {name} …", end="", flush=True)
    try:
        yield
    except BaseException:
        if is_terminal:
            say()
        raise
    seconds = f"{time.monotonic() - started:.1f} s"
    say(f"\r\033[K  ✓ {name} ({seconds})" if is_terminal else f"  ✓ {name} ({seconds})")


def show_links(links: Sequence[Link]) -> None:
    """Print the table of addresses; an address is never cut, however narrow the terminal."""
    width = max((len(link.label) for link in links), default=0)
    for link in links:
        say(f"  {link.label:<{width}}   {'   '.join(part for part in (link.url, link.note) if part)}")
