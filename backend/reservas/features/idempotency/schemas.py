"""What is asked under a key, and the answer that is kept for it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asked:
    """A request under an operator's key; `fingerprint` tells it from any other request."""

    operator: str
    key: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the caller is told, word for word."""

    status: int
    media_type: str
    body: str
