"""What an owner answers once for all guests: questions about a cabin are made, edited and taken away."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from reservas.features.accommodations import repository
from reservas.features.accommodations.errors import FaqEntryExists, FaqEntryNotFound, TooManyFaqEntries
from reservas.features.accommodations.repository import LawBroken
from reservas.features.accommodations.schemas import Editor
from reservas.features.accommodations.service import history
from reservas.models import FaqEntry

MOST_ENTRIES = 60
"""All of a cabin's are read for each question that a guest asks."""


async def list_faq(session: AsyncSession, code: str) -> Sequence[FaqEntry]:
    """Return the accommodation's questions in the owner's order. Raises AccommodationNotFound."""
    cabin = await repository.by_code(session, code, active_only=False)
    return await repository.faq_of(session, cabin.id)


async def make_entry(session: AsyncSession, code: str, values: Mapping[str, Any], by: Editor) -> FaqEntry:
    """Store a question with these columns. Raises AccommodationNotFound, FaqEntryExists, TooManyFaqEntries."""
    cabin = await repository.lock_by_code(session, code)
    if len(await repository.faq_of(session, cabin.id)) >= MOST_ENTRIES:
        raise TooManyFaqEntries(f"An accommodation has at most {MOST_ENTRIES} questions.")
    entry = FaqEntry(accommodation_id=cabin.id, created_at=by.now, **values)
    try:
        await repository.insert(session, [entry])
    except LawBroken as error:
        raise _exists(values) from error
    history.record(session, by, "faq_entry.made", f"{code} {entry.id}", history.NOTHING, history.columns_of(entry))
    return entry


async def edit_entry(session: AsyncSession, code: str, key: int, values: Mapping[str, Any], by: Editor) -> FaqEntry:
    """Give the question's columns these values. Raises AccommodationNotFound, FaqEntryNotFound, FaqEntryExists."""
    entry = await _locked(session, code, key)
    before = history.columns_of(entry)
    try:
        await repository.update(session, entry, values)
    except LawBroken as error:
        raise _exists(values) from error
    history.record(session, by, "faq_entry.changed", f"{code} {key}", before, history.columns_of(entry))
    return entry


async def delete_entry(session: AsyncSession, code: str, key: int, by: Editor) -> FaqEntry:
    """Delete the question and return what it was. Raises AccommodationNotFound, FaqEntryNotFound."""
    entry = await _locked(session, code, key)
    await repository.delete(session, entry)
    history.record(session, by, "faq_entry.deleted", f"{code} {key}", history.columns_of(entry), history.NOTHING)
    return entry


async def _locked(session: AsyncSession, code: str, key: int) -> FaqEntry:
    cabin = await repository.lock_by_code(session, code)
    entry = await repository.owned(session, FaqEntry, cabin.id, key)
    if entry is None:
        raise FaqEntryNotFound(f"{code} has no question {key}.", field="entry")
    return entry


def _exists(values: Mapping[str, Any]) -> FaqEntryExists:
    return FaqEntryExists(f"That is asked already: {values['question']!r}.", field="question")
