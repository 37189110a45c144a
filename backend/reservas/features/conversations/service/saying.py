"""Before anything is queued for a guest, its figures are held against what the turn knows; what fails is never said."""

from collections.abc import Iterable, Sequence

import structlog

from reservas.domain.dialogue import DialogueState, Event, Reply, Setting
from reservas.domain.dialogue.figures import guard
from reservas.infra.metrics import replies_withheld

log = structlog.get_logger(__name__)


def only_true_figures(
    replies: Iterable[Reply], events: Iterable[Event], states: Iterable[DialogueState], setting: Setting
) -> Sequence[Reply]:
    """Return what may be said of `replies`, in their order; what was withheld is counted and logged for a person."""
    guarded = guard(replies, events, states, setting)
    if guarded.unknown:
        replies_withheld.inc()
        log.error("reply.figures_unknown", figures=sorted(set(guarded.unknown)))
    return guarded.replies
