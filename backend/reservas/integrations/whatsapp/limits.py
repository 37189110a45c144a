"""A text is held against Meta's limits: refused in tests, shortened by whole characters when it is on its way."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reservas.domain.delivery import units
from reservas.features.conversations.errors import SendRefused
from reservas.infra.metrics import texts_shortened

# Meta, "interactive … messages", "text messages" and "templates", counted here as UTF-16 does: Meta does not say which
# unit it means, and this is the strictest.
BODY, TEXT_BODY, CAPTION = 1024, 4096, 1024
PLACE, FILENAME, URL = 1000, 240, 2000  # Meta names no limit
BUTTON_TITLE, LIST_BUTTON, ROW_TITLE, ROW_DESCRIPTION = 20, 20, 24, 72
BUTTONS, ROWS = 3, 10
BUTTON_ID, ROW_ID, MESSAGE_ID, CALLBACK = 256, 200, 512, 512
TEMPLATE_NAME, LANGUAGE_CODE, PARAMETER = 512, 20, 1024
ELLIPSIS = "…"
JOINER = "\u200d"
FLAG_LETTERS = range(0x1F1E6, 0x1F200)
SKIN_TONES = range(0x1F3FB, 0x1F400)
TAGS = range(0xE0020, 0xE0080)  # the letters of a region's flag, England's say, behind a black one


class LimitBroken(SendRefused):
    """A reply says more than the channel takes where nothing may be cut, or, in strict mode, anywhere."""

    code = "limit_broken"


@dataclass(frozen=True, slots=True)
class Limits:
    """Fits texts into Meta's limits; `is_strict` raises LimitBroken where it would otherwise shorten and count."""

    is_strict: bool = False

    def text(self, field: str, text: str, limit: int) -> str:
        """Return a required text of at most `limit` units. Raises LimitBroken when it is blank."""
        if not text.strip():
            raise LimitBroken(f"{field} is blank.")
        return self.optional(field, text, limit)

    def optional(self, field: str, text: str, limit: int) -> str:
        """Return `text`, cut before a character that would not fit whole and ended with an ellipsis."""
        if units(text) <= limit:
            return text
        self._broken(field, f"{field} has {units(text)} units of at most {limit}.")
        return _cut(text, limit - units(ELLIPSIS)) + ELLIPSIS

    def exact(self, field: str, value: str, limit: int) -> str:
        """Return an id, an address or a name, which means something else when cut. Raises LimitBroken."""
        if not value.strip() or units(value) > limit:
            raise LimitBroken(f"{field} must have 1 to {limit} units and has {units(value)}.")
        return value

    def choices(self, field: str, ids: Iterable[str], most: int) -> int:
        """Return how many choices are kept. Raises LimitBroken when there are none or two have one id."""
        given = list(ids)
        if not given or len(set(given)) != len(given):
            raise LimitBroken(f"{field} must be at least one, and all different.")
        if len(given) > most:
            self._broken(field, f"There are {len(given)} {field}, of at most {most}.")
        return min(len(given), most)

    def distinct(self, field: str, titles: Iterable[str], limit: int) -> list[str]:
        """Return fitting titles that differ, a number added to those that the cut made alike."""
        fitted: list[str] = []
        for title in titles:
            found, number = self.text(field, title, limit), 1
            while found in fitted:
                number += 1
                self._broken(field, f"{field} must differ: {title!r} comes twice.")
                found = _cut(title, limit - units(f"{ELLIPSIS}{number}")) + f"{ELLIPSIS}{number}"
            fitted.append(found)
        return fitted

    def _broken(self, field: str, sentence: str) -> None:
        if self.is_strict:
            raise LimitBroken(sentence)
        texts_shortened.labels(field).inc()


def _cut(text: str, limit: int) -> str:
    """Return the longest beginning of at most `limit` units that splits no character as people see it."""
    kept, size = [], 0
    for cluster in _clusters(text):
        size += units(cluster)
        if size > limit:
            break
        kept.append(cluster)
    # One single "character" longer than the limit is no longer one: it is cut between code points.
    return "".join(kept) or text.encode("utf-16-le", "surrogatepass")[: 2 * limit].decode("utf-16-le", "ignore")


def _clusters(text: str) -> Iterator[str]:
    """Yield what is seen as one: marks, skin tones and joined emoji with what they change, flags in pairs."""
    cluster = ""
    for char in text:
        if cluster and not _extends(cluster, char):
            yield cluster
            cluster = ""
        cluster += char
    if cluster:
        yield cluster


def _extends(cluster: str, char: str) -> bool:
    flags = len(cluster) == 1 and ord(cluster) in FLAG_LETTERS and ord(char) in FLAG_LETTERS
    mark = unicodedata.category(char).startswith("M") or ord(char) in SKIN_TONES or ord(char) in TAGS
    return char == JOINER or cluster[-1] == JOINER or mark or flags
