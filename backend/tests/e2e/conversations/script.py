"""A conversation's script, as text, becomes steps: what the guest does, and what must hold after it.

A line begins with what it is:

    # a title, or a remark
    > a message; several in a row are a burst, sent in one call and answered as one
    [Reservar]         a tap on the newest button or row of that title; [Reservar ← Lenga] on the newest about Lenga
    (sticker)          something that is not words
    (reaction 👍)      on the newest message of ours
    $ approved         the newest link is paid, or `rejected`, or `pending`, which `clears` afterwards
    ~ 31m              everybody's clock stands at so much after the beginning: s, m, h, d
    @ block Lenga 2027-04-02 2027-04-05     the owner keeps nights
    @ release          an operator gives the chat back to the bot
    < words | more     all of it is among what the guest reads; `< -` is silence
    <! words           none of it is
    = confirmed Lenga 2027-04-02 2027-04-05 adults=2       how the guest's newest reservation stands; `= none`
    = driver human     who drives; `= waits yes` whether a person is waited for
    = language pt      what is spoken from here on
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ACTIONS = frozenset(">[($~@")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_TAP = re.compile(r"\[(?P<title>[^\]←]+?)(?: ← (?P<about>[^\]]+))?\]")


@dataclass(frozen=True, slots=True)
class Step:
    """What happens: `kind` is the line's first sign, `does` its rest, several lines of a burst; then what must hold."""

    kind: str
    does: tuple[str, ...]
    said: list[str] = field(default_factory=list)
    unsaid: list[str] = field(default_factory=list)
    facts: list[tuple[str, ...]] = field(default_factory=list)

    @property
    def is_silent(self) -> bool:
        """Tell whether nothing may be answered."""
        return self.said == ["-"]

    @property
    def seconds(self) -> int:
        """How long after the beginning it is then, for a step of the clock."""
        return int(self.does[0][:-1]) * _SECONDS[self.does[0][-1]]

    @property
    def tap(self) -> tuple[str, str]:
        """The title that is tapped, and what its message is about, or ''."""
        found = _TAP.fullmatch(self.does[0])
        assert found is not None, self.does
        return found["title"], found["about"] or ""


@dataclass(frozen=True, slots=True)
class Script:
    """One conversation, in one language to begin with."""

    name: str
    language: str
    title: str
    steps: Sequence[Step]


def read_scripts(folder: Path) -> list[Script]:
    """Return every script under `folder`, which has a folder for each language."""
    return [_read(path) for path in sorted(folder.glob("*/*.txt"))]


def _read(path: Path) -> Script:
    lines = [line.rstrip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    title = lines[0].removeprefix("#").strip()
    return Script(f"{path.parent.name}/{path.stem}", path.parent.name, title, list(_steps(lines)))


def _steps(lines: Sequence[str]) -> Iterator[Step]:
    step: Step | None = None
    for line in lines:
        sign, rest = line[0], line[1:].strip()
        if sign == "#":
            continue
        if sign in ACTIONS:
            is_burst = (
                sign == ">" and step is not None and step.kind == ">" and not (step.said or step.unsaid or step.facts)
            )
            if step is not None and is_burst:
                step = Step(">", (*step.does, rest))
                continue
            if step is not None:
                yield step
            step = Step(sign, (line if sign in "[(" else rest,))
            continue
        assert step is not None, f"what must hold stands after what happens: {line}"
        if sign == "=":
            step.facts.append(tuple(rest.split()))
        elif line.startswith("<!"):
            step.unsaid.extend(_parts(line[2:]))
        else:
            assert sign == "<", f"what is that: {line}"
            step.said.extend(_parts(rest))
    if step is not None:
        yield step


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split("|")]
