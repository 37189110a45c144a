"""What may be sent in a message's place while the 24-hour window is closed, as it is stored beside the message."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reservas.domain.dialogue.replies import Template, from_content, to_content


@dataclass(frozen=True, slots=True)
class StandIn:
    """A template that may be sent in a message's place, and whether the message then has nothing left to say."""

    template: Template
    says_all: bool

    def to_json(self) -> dict[str, Any]:
        """Return it in JSON's own types."""
        return {"template": to_content(self.template), "says_all": self.says_all}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "StandIn":
        """Return what `to_json` stored."""
        template = from_content(stored["template"])
        assert isinstance(template, Template)
        return cls(template, bool(stored["says_all"]))
