"""Each sealed entry of the audit log carries a hash of itself and of the one before: one change breaks the chain."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

FIRST_PREVIOUS = "0" * 64


@dataclass(frozen=True, slots=True)
class Link:
    """The place in the chain that an entry follows: the number and hash of the one before it."""

    seq: int = 0
    hash: str = FIRST_PREVIOUS


@dataclass(frozen=True, slots=True)
class Entry:
    """What an entry says, as the database gives it back."""

    id: int
    at: datetime
    actor: str
    action: str
    subject_kind: str
    subject: str
    reason: str | None
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SealedEntry:
    """An entry with the seal that is stored beside it."""

    entry: Entry
    seq: int
    previous_hash: str
    hash: str


def next_link(entry: Entry, before: Link) -> Link:
    """Return the seal of `entry` when it follows `before`."""
    seq = before.seq + 1
    content = {
        "seq": seq,
        "previous": before.hash,
        "id": entry.id,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": entry.actor,
        "action": entry.action,
        "subject_kind": entry.subject_kind,
        "subject": entry.subject,
        "reason": entry.reason,
        "data": entry.data,
    }
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return Link(seq, hashlib.sha256(text.encode()).hexdigest())


def find_break(sealed: SealedEntry, before: Link) -> str | None:
    """Return what is wrong with an entry that should follow `before`, or None when nothing is."""
    if sealed.seq != before.seq + 1:
        return f"entry {before.seq + 1} is missing"
    if sealed.previous_hash != before.hash:
        return "it does not follow the entry before it"
    if sealed.hash != next_link(sealed.entry, before).hash:
        return "its content is not what was sealed"
    return None
