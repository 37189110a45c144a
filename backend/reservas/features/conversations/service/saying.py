"""Before anything is queued for a guest, its figures are held against what is known; what fails is never said."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import structlog

from reservas.domain.dialogue import DialogueState, Event, Reply, Setting
from reservas.domain.dialogue.figures import Guarded, guard
from reservas.infra.metrics import replies_withheld

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Told:
    """What a guest is told without having asked, and the facts that its figures are of."""

    replies: tuple[Reply, ...] = ()
    facts: tuple[object, ...] = ()


NOTHING = Told()


def only_true_figures(
    replies: Iterable[Reply], events: Iterable[Event], states: Iterable[DialogueState], setting: Setting
) -> Sequence[Reply]:
    """Return what may be said of `replies`, in their order; what was withheld is counted and logged for a person."""
    return _noted(guard(replies, events, states, setting)).replies


def only_true_news(told: Told, setting: Setting) -> Sequence[Reply]:
    """Return what may be said of news: in place of what may not there is an honest sentence, for news must come."""
    return _noted(guard(told.replies, told.facts, (), setting)).replies


def only_if_true(told: Told, setting: Setting) -> Told:
    """Return what nobody waits for as it is, or nothing at all: a sentence in its place would only puzzle."""
    return NOTHING if _noted(guard(told.replies, told.facts, (), setting)).unknown else told


def _noted(guarded: Guarded) -> Guarded:
    if guarded.unknown:
        replies_withheld.inc()
        log.error("reply.figures_unknown", figures=sorted(set(guarded.unknown)))
    return guarded
