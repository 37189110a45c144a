"""An owner's fees beside the nights are made, edited and taken away."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.money import MOST_FEES
from reservas.features.accommodations import repository
from reservas.features.accommodations.errors import FeeExists, FeeNotFound, TooManyFees
from reservas.features.accommodations.repository import LawBroken
from reservas.features.accommodations.schemas import Editor
from reservas.features.accommodations.service import history
from reservas.models import Fee


async def list_fees(session: AsyncSession, code: str) -> Sequence[Fee]:
    """Return the accommodation's fees, oldest first. Raises AccommodationNotFound."""
    cabin = await repository.by_code(session, code, active_only=False)
    return await repository.fees_of(session, cabin.id)


async def make_fee(session: AsyncSession, code: str, values: Mapping[str, Any], by: Editor) -> Fee:
    """Store a fee with these columns. Raises AccommodationNotFound, FeeExists, TooManyFees."""
    cabin = await repository.lock_by_code(session, code)
    if len(await repository.fees_of(session, cabin.id)) >= MOST_FEES:
        raise TooManyFees(f"An accommodation has at most {MOST_FEES} fees.")
    fee = Fee(accommodation_id=cabin.id, created_at=by.now, **values)
    try:
        await repository.insert(session, [fee])
    except LawBroken as error:
        raise _exists(values) from error
    history.record(session, by, "fee.made", f"{code} {fee.id}", history.NOTHING, history.columns_of(fee))
    return fee


async def edit_fee(session: AsyncSession, code: str, key: int, values: Mapping[str, Any], by: Editor) -> Fee:
    """Give the fee's columns these values. Raises AccommodationNotFound, FeeNotFound, FeeExists."""
    fee = await _locked(session, code, key)
    before = history.columns_of(fee)
    try:
        await repository.update(session, fee, values)
    except LawBroken as error:
        raise _exists(values) from error
    history.record(session, by, "fee.changed", f"{code} {key}", before, history.columns_of(fee))
    return fee


async def delete_fee(session: AsyncSession, code: str, key: int, by: Editor) -> Fee:
    """Delete the fee and return what it was. Raises AccommodationNotFound, FeeNotFound."""
    fee = await _locked(session, code, key)
    await repository.delete(session, fee)
    history.record(session, by, "fee.deleted", f"{code} {key}", history.columns_of(fee), history.NOTHING)
    return fee


async def _locked(session: AsyncSession, code: str, key: int) -> Fee:
    cabin = await repository.lock_by_code(session, code)
    fee = await repository.owned(session, Fee, cabin.id, key)
    if fee is None:
        raise FeeNotFound(f"{code} has no fee {key}.", field="fee")
    return fee


def _exists(values: Mapping[str, Any]) -> FeeExists:
    return FeeExists(f"There is a fee called {values['label']!r} already.", field="label")
