"""What a turn was decided from is kept beside its last message: enough to decide it again without the engine."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import TypeAdapter

from reservas.domain.dialogue import Command, Event
from reservas.models import Conversation, Message

_SHAPES: Mapping[str, TypeAdapter[Any]] = {one.__name__: TypeAdapter(one) for one in get_args(Event)}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the dialogue asked of the engine, and what came of it."""

    command: Command
    event: Event | None


@dataclass(frozen=True, slots=True)
class TurnBefore:
    """How a conversation stood when a turn began, the keys of the messages it read, and whose files were lost."""

    state: Mapping[str, Any]
    language: str
    heard_language: str | None
    messages: tuple[int, ...]
    missing: tuple[int, ...]

    @classmethod
    def of(cls, conversation: Conversation, messages: Sequence[Message], missing: Sequence[Message]) -> "TurnBefore":
        """Return how the conversation stands, and what is read in it."""
        read, lost = (tuple(message.id for message in some) for some in (messages, missing))
        return cls(conversation.state, conversation.language, conversation.heard_language, read, lost)

    def to_json(self, outcomes: Sequence[Outcome], *, is_paying: bool) -> dict[str, Any]:
        """Return it in JSON's own types, with what the engine answered in this turn."""
        return {
            "state": dict(self.state),
            "language": self.language,
            "heard_language": self.heard_language,
            "messages": list(self.messages),
            "missing": list(self.missing),
            "is_paying": is_paying,
            "outcomes": [_outcome_to_json(one) for one in outcomes],
        }


def event_from_json(stored: Mapping[str, Any]) -> Event | None:
    """Return the engine's answer that a turn kept; raises ValueError when this version knows no such answer."""
    name = stored["event"]
    if name is None:
        return None
    if name not in _SHAPES:
        raise ValueError(f"There is no event {name} any more.")
    event: Event = _SHAPES[name].validate_python(stored["values"])
    return event


def _outcome_to_json(outcome: Outcome) -> dict[str, Any]:
    command = type(outcome.command).__name__
    if outcome.event is None:
        return {"command": command, "event": None}
    name = type(outcome.event).__name__
    return {"command": command, "event": name, "values": _SHAPES[name].dump_python(outcome.event, mode="json")}
