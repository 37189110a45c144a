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
_SHORTEST_MISSPELT = 6  # "leña" is no Lenga


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
    """The one of ``cabins`` that the message names, as spelled there; ``None`` when none or several are named.

    One slip in a long name is forgiven: "bueno la arayan" must not be a yes to another one.
    """
    named = [cabin for cabin in cabins if _is_named(cabin, folded)]
    if not named:
        words = {word for word in re.findall(r"[a-z]+", folded) if len(word) >= _SHORTEST_MISSPELT - 1}
        named = [cabin for cabin in cabins if any(_is_misspelt(word, _name_of(cabin)) for word in words)]
    return named[0] if len(named) == 1 else None


def _name_of(cabin: str) -> str:
    name = " ".join(fold(cabin).split())
    short = name.removeprefix(_GENERIC)
    return short if short.isalpha() and len(short) >= _SHORTEST_NAME else name


def _is_misspelt(word: str, name: str) -> bool:
    """Whether one letter of ``name`` is wrong, missing, too many or in its neighbour's place."""
    if len(name) < _SHORTEST_MISSPELT or word[0] != name[0] or abs(len(word) - len(name)) > 1:
        return False
    return not _without_one(word).isdisjoint(_without_one(name))


def _without_one(word: str) -> set[str]:
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def _is_named(cabin: str, folded: str) -> bool:
    name = _name_of(cabin)
    return bool(name) and re.search(rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])", folded) is not None
