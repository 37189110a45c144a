"""Any change of a sealed entry is found, whatever was changed; what was not changed is not accused."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from reservas.domain.audit_chain import Entry, Link, SealedEntry, find_break, next_link

AT = datetime(2026, 11, 21, 15, 0, 0, 7, tzinfo=UTC)
ENTRY = Entry(3, AT, "guest:1", "reservation.held", "reservation", "R-7K3QXM", None, {"b": 1, "a": "ñ"})
BEFORE = Link(4, "f" * 64)


def sealed(entry: Entry = ENTRY, before: Link = BEFORE) -> SealedEntry:
    link = next_link(entry, before)
    return SealedEntry(entry, link.seq, before.hash, link.hash)


def test_what_was_sealed_follows() -> None:
    assert find_break(sealed(), BEFORE) is None
    assert find_break(sealed(before=Link()), Link()) is None


@pytest.mark.parametrize(
    "change",
    [
        {"id": 4},
        {"at": AT + timedelta(microseconds=1)},
        {"actor": "guest:2"},
        {"action": "reservation.confirmed"},
        {"subject_kind": "payment"},
        {"subject": "R-7K3QXN"},
        {"reason": ""},
        {"data": {"b": 2, "a": "ñ"}},
        {"data": {}},
    ],
)
def test_a_changed_word_is_found(change: dict[str, Any]) -> None:
    tampered = replace(sealed(), entry=replace(ENTRY, **change))
    assert find_break(tampered, BEFORE) == "its content is not what was sealed"


def test_a_missing_entry_is_found_and_one_that_was_hashed_anew() -> None:
    assert find_break(sealed(before=Link(5, "e" * 64)), BEFORE) == "entry 5 is missing"
    assert find_break(sealed(before=Link(4, "e" * 64)), BEFORE) == "it does not follow the entry before it"


def test_how_the_same_values_are_written_does_not_matter() -> None:
    elsewhere = AT.astimezone(timezone(timedelta(hours=-3)))
    same = replace(ENTRY, at=elsewhere, data={"a": "ñ", "b": 1})
    assert next_link(same, BEFORE) == next_link(ENTRY, BEFORE)
