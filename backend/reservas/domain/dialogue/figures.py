"""No figure reaches a guest that is not of this turn's facts, the guest's own words or the catalogue's text."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from string import Formatter

from reservas.domain.cancellation import Policy
from reservas.domain.dialogue.actions import ActionKind
from reservas.domain.dialogue.events import ChangeQuoted, GuestTapped, HoldPlaced, QuoteMade, ReservationFact
from reservas.domain.dialogue.phrases import person_buttons
from reservas.domain.dialogue.replies import Buttons, Document, Image, LinkButton, ListReply, Location, Reply, Text
from reservas.domain.dialogue.state import DialogueState, Setting
from reservas.domain.pricing import Price
from reservas.domain.wording import Words

_HOUR = re.compile(r"\b\d{1,2}:\d{2}\b")
_AMOUNT = re.compile(r"\d(?:[.,]?\d)*")
_CODE = re.compile(r"\b[A-Z]-[A-Z0-9]{4,}\b")
_ANY_CURRENCY = "ARS"  # only the digits are looked at
_MOST_COUNTED = 10_000  # more than that is no count of nights or people but cents
_OFFERED_DAYS = 60
"""How far ahead the dates lie that a list of taps may offer."""


@dataclass(frozen=True, slots=True)
class Guarded:
    """What may be said, and the figures for which something was not."""

    replies: tuple[Reply, ...]
    unknown: tuple[str, ...]


def guard(
    replies: Iterable[Reply], events: Iterable[object], states: Iterable[DialogueState], setting: Setting
) -> Guarded:
    """Return the replies; in place of those with a figure of nobody's there is one safe sentence and a person.

    `events` are the turn's, the guest's words and the engine's answers alike, or the facts of what nobody asked for;
    `states` those it went through.
    """
    said = [(reply, {one for text in texts_of(reply) for one in _said(text, setting.words)}) for reply in replies]
    strangers: set[str] = set().union(*(figures for _, figures in said))
    known = _known([*events, *states], setting)
    # Most replies say few figures or none, and what is known is long.
    while strangers and (figure := next(known, None)) is not None:
        strangers.discard(figure)
    kept: list[Reply] = []
    unknown: list[str] = []
    for reply, figures in said:
        strange = sorted(figures & strangers)
        unknown += strange
        safe = person_buttons(setting, setting.words.say("figures.safe"))
        if not strange:
            kept.append(reply)
        elif safe not in kept:
            kept.append(safe)
    return Guarded(tuple(kept), tuple(unknown))


def texts_of(reply: Reply) -> Iterator[str]:
    """Yield all that a guest reads of a reply; addresses of pages and pictures are not read."""
    match reply:
        case Text(body) | LinkButton(body):
            yield body
        case Buttons(body, buttons):
            yield from (body, *(one.title for one in buttons))
        case ListReply(body, label, rows):
            yield from (body, label, *(one.title for one in rows), *(one.description for one in rows))
        case Image(_, caption) | Document(_, _, caption):
            yield caption
        case Location():
            yield from (reply.name, reply.address)
        case _:
            return


def figures_in(text: str) -> set[str]:
    """Return hours, codes and numbers, the latter as digits alone: "340.000" is 340000, "07" is 7."""
    hours, codes = set(_HOUR.findall(text)), set(_CODE.findall(text))
    rest = _CODE.sub(" ", _HOUR.sub(" ", text))
    return hours | codes | {_plain(one) for one in _AMOUNT.findall(rest)}


def _plain(number: str) -> str:
    return re.sub(r"\D", "", number).lstrip("0") or "0"


def _said(text: str, words: Words) -> set[str]:
    for fixed in _fixed(words):
        text = text.replace(fixed, " ")
    return figures_in(text)


@lru_cache(maxsize=8)
def _fixed(words: Words) -> tuple[str, ...]:
    """Return the catalogue's own text with a figure in it, the longest first: "10 días para arrepentirte"."""
    literals = {
        literal
        for sentence in words.catalogue.TEXTS.values()
        for literal, *_ in Formatter().parse(sentence)
        if figures_in(literal)
    }
    return tuple(sorted(literals, key=len, reverse=True))


def _known(values: Iterable[object], setting: Setting) -> Iterator[str]:
    for value in values:
        yield from _figures_of(value, setting)
    yield from _figures_of(setting.cabins, setting)
    for ahead in range(_OFFERED_DAYS):
        yield from _figures_of(setting.today + timedelta(days=ahead), setting)
    # What a list of choices counts: nights, people.
    yield from (str(number) for number in range(1, 10))


def _figures_of(value: object, setting: Setting) -> Iterator[str]:  # noqa: C901, PLR0912 - one case per kind of value
    words = setting.words
    match value:
        case None | bool() | float():
            return
        case int():
            if abs(value) < _MOST_COUNTED:
                yield str(abs(value))
            yield from (_plain(one) for one in _AMOUNT.findall(words.money(abs(value), _ANY_CURRENCY)))
        case datetime():
            yield words.hour(value, setting.time_zone)
        case date():
            yield from (str(value.day), str(value.month), str(value.year))
        case time():
            yield f"{value:%H:%M}"
        case str():
            yield from figures_in(value)
        case GuestTapped():
            yield from _figures_of_tap(value)
        case tuple():
            for one in value:
                yield from _figures_of(one, setting)
        case _ if is_dataclass(value):
            for one in fields(value):
                yield from _figures_of(getattr(value, one.name), setting)
            kind: type = type(value)
            for name in _properties(kind):
                yield from _figures_of(getattr(value, name), setting)
            yield from _figures_of(tuple(_derived(value)), setting)


@cache
def _properties(kind: type) -> tuple[str, ...]:
    """Return what a fact tells of itself beside its fields: a stay's nights, a line's amount."""
    return tuple(name for name, member in vars(kind).items() if isinstance(member, property))


def _derived(value: object) -> Iterator[int | date]:
    """Yield what follows from a fact and is no property of it: a balance, a hold's hours, a tier's last day."""
    match value:
        case ReservationFact():
            yield value.total_cents - value.paid_cents
            if value.cancellation is not None:
                yield from _days(value.cancellation.policy, value.stay.check_in)
        case Price():
            yield value.total_cents - value.deposit_cents
        case QuoteMade():
            yield from _days(value.policy, value.stay.check_in)
        case ChangeQuoted():
            yield value.after.total_cents - value.before.total_cents
        case HoldPlaced():
            yield from divmod(value.minutes, 60)
        case _:
            return


def _days(policy: Policy, check_in: date) -> Iterator[date]:
    return (tier.last_day(check_in) for tier in policy.tiers)


def _figures_of_tap(tap: GuestTapped) -> Iterator[str]:
    """Yield the figures a tap brought: dates, people, codes; a sum that it carries is checked, and never said."""
    if tap.action is None:
        return
    arguments = tap.action.arguments
    if tap.action.kind in (ActionKind.CANCEL_STAY, ActionKind.CHANGE_YES):
        arguments = arguments[:1]
    for argument in arguments:
        yield from figures_in(argument.replace("-", " ") if argument[:1].isdecimal() else argument)


__all__ = ["Guarded", "figures_in", "guard", "texts_of"]
