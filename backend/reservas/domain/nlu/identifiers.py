"""Reservation codes and cabin names that a message carries."""

import re
from collections.abc import Sequence

from reservas.domain.nlu.normalize import LONGEST_MESSAGE, fold
from reservas.domain.nlu.spoken_codes import find_spoken_code

_SIGNS = "[2-9A-HJKMNP-TV-Z]"
_EDGES = r"(?<![A-Z0-9]){}(?![A-Z0-9])"


def _code(pattern: str) -> re.Pattern[str]:
    return re.compile(_EDGES.format(pattern), re.IGNORECASE | re.ASCII)


# Without its dash ours needs a digit: "reserva" is an R and six good letters.
_OURS = (_code(f"R ?- ?({_SIGNS}{{6}})"), _code(f"R((?=[A-Z]{{0,5}}[2-9]){_SIGNS}{{6}})"))
_BY_YEAR = _code(r"RES[ -]{0,3}(20[0-9]{2})[ -]{0,3}([0-9]{3})")
_PAIRS = _code(r"([A-Z]{2})-?([0-9]{2})-?([A-Z]{2})")

_GENERIC = "cabana "
_SHORTEST_NAME = 3


def find_code(text: str) -> str | None:
    """The reservation code in ``text`` in its canonical spelling, or ``None``.

    Ours is ``R-`` and six signs without look-alikes; older ones are ``RES-2026-014`` and ``AB12CD``.
    """
    clipped = text[:LONGEST_MESSAGE]
    for pattern in _OURS:
        if ours := pattern.search(clipped):
            return f"R-{ours.group(1).upper()}"
    if by_year := _BY_YEAR.search(clipped):
        return f"RES-{by_year.group(1)}-{by_year.group(2)}"
    pairs = _PAIRS.search(clipped)
    if pairs:
        return "".join(pairs.groups()).upper()
    spoken = find_spoken_code(fold(clipped))
    return spoken.code if spoken else None


def without_codes(folded: str) -> str:
    """``folded`` with its codes blanked, so that their digits are not read as days."""
    for pattern in (*_OURS, _BY_YEAR, _PAIRS):
        folded = pattern.sub(" # ", folded)
    spoken = find_spoken_code(folded)
    return f"{folded[: spoken.start]} # {folded[spoken.end :]}" if spoken else folded


def find_cabin(folded: str, cabins: Sequence[str]) -> str | None:
    """The one of ``cabins`` that the message names, as spelled there; ``None`` when none or several are named."""
    named = [cabin for cabin in cabins if _is_named(cabin, folded)]
    return named[0] if len(named) == 1 else None


def _is_named(cabin: str, folded: str) -> bool:
    name = " ".join(fold(cabin).split())
    short = name.removeprefix(_GENERIC)
    if short.isalpha() and len(short) >= _SHORTEST_NAME:
        name = short
    return bool(name) and re.search(rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])", folded) is not None
