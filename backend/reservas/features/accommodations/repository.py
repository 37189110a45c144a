"""Reads of accommodations and their owners' rules, and the lock that whoever takes or frees nights holds first."""

import uuid
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.features.accommodations.errors import AccommodationNotFound
from reservas.infra.database import sqlstate
from reservas.models import (
    Accommodation,
    Base,
    CatalogueRevision,
    ExchangeRate,
    FaqEntry,
    Fee,
    Holiday,
    PriceRule,
    Season,
)

EXCLUSION_VIOLATION, UNIQUE_VIOLATION, FOREIGN_KEY_VIOLATION = "23P01", "23505", "23503"
LAWS = {EXCLUSION_VIOLATION, UNIQUE_VIOLATION, FOREIGN_KEY_VIOLATION}
_REVISION = f"SELECT revision FROM {CatalogueRevision.__tablename__}"  # noqa: S608 - a constant
Owned = TypeVar("Owned", Season, PriceRule, Fee, FaqEntry)


class LawBroken(Exception):  # noqa: N818 - reads as what happened
    """The database refused a row that contradicts another; the savepoint is undone."""


async def list_active(session: AsyncSession) -> Sequence[Accommodation]:
    """Return the accommodations that are let, in the owner's order."""
    query = select(Accommodation).where(Accommodation.active).order_by(Accommodation.position, Accommodation.id)
    return (await session.execute(query)).scalars().all()


async def by_code(session: AsyncSession, code: str, *, active_only: bool = True) -> Accommodation:
    """Return the accommodation with that code, by default only while it is let. Raises AccommodationNotFound."""
    query = select(Accommodation).where(Accommodation.code == code)
    query = query.where(Accommodation.active) if active_only else query
    found = (await session.execute(query)).scalar_one_or_none()
    if found is None:
        raise AccommodationNotFound(f"There is no accommodation called {code!r}.", field="accommodation")
    return found


async def by_id(session: AsyncSession, accommodation_id: int) -> Accommodation:
    """Return the accommodation with that key."""
    return await session.get_one(Accommodation, accommodation_id)


async def lock(session: AsyncSession, accommodation_id: int) -> None:
    """Lock the accommodation's row until the transaction ends: without it racing inserts deadlock (ADR 0002)."""
    query = select(Accommodation.id).where(Accommodation.id == accommodation_id).with_for_update(key_share=True)
    await session.execute(query)


async def list_all(session: AsyncSession) -> Sequence[Accommodation]:
    """Return every accommodation, let or not, in the owner's order."""
    query = select(Accommodation).order_by(Accommodation.position, Accommodation.id)
    return (await session.execute(query)).scalars().all()


async def revision(session: AsyncSession) -> uuid.UUID | None:
    """Return the name of the catalogue as it is now: every edit of it, and of nothing else, renews it."""
    # Plain SQL, for it is asked for with every search and hold; but the session's own edits must have been sent.
    await session.flush()
    connection = await session.connection()
    return (await connection.exec_driver_sql(_REVISION)).scalar_one_or_none()


async def all_seasons(session: AsyncSession) -> Sequence[Season]:
    """Return the seasons of all accommodations."""
    return (await session.execute(select(Season).order_by(Season.id))).scalars().all()


async def all_price_rules(session: AsyncSession) -> Sequence[PriceRule]:
    """Return the price rules of all accommodations."""
    return (await session.execute(select(PriceRule).order_by(PriceRule.id))).scalars().all()


async def all_fees(session: AsyncSession) -> Sequence[Fee]:
    """Return the fees of all accommodations."""
    return (await session.execute(select(Fee).order_by(Fee.id))).scalars().all()


async def list_holidays(session: AsyncSession) -> Sequence[Holiday]:
    """Return the owner's holidays, in the order of the calendar."""
    return (await session.execute(select(Holiday).order_by(Holiday.nights))).scalars().all()


async def all_rates(session: AsyncSession) -> Sequence[ExchangeRate]:
    """Return every stored rate of exchange, newest first; later ones than now are not in force yet."""
    return (await session.execute(select(ExchangeRate).order_by(ExchangeRate.effective_at.desc()))).scalars().all()


async def lock_by_code(session: AsyncSession, code: str) -> Accommodation:
    """Lock and return the accommodation with that code, let or not: edits of its terms come one after another.

    Raises AccommodationNotFound.
    """
    query = select(Accommodation).where(Accommodation.code == code).with_for_update(key_share=True)
    found = (await session.execute(query.execution_options(populate_existing=True))).scalar_one_or_none()
    if found is None:
        raise AccommodationNotFound(f"There is no accommodation called {code!r}.", field="accommodation")
    return found


async def owned(session: AsyncSession, model: type[Owned], accommodation_id: int, key: int) -> Owned | None:
    """Return the accommodation's season, price rule, fee or question with that key."""
    query = select(model).where(model.id == key, model.accommodation_id == accommodation_id)
    return (await session.execute(query)).scalar_one_or_none()


async def seasons_of(session: AsyncSession, accommodation_id: int) -> Sequence[Season]:
    """Return the accommodation's seasons in the order of the calendar."""
    query = select(Season).where(Season.accommodation_id == accommodation_id).order_by(Season.nights, Season.id)
    return (await session.execute(query)).scalars().all()


async def fees_of(session: AsyncSession, accommodation_id: int) -> Sequence[Fee]:
    """Return the accommodation's fees, oldest first."""
    query = select(Fee).where(Fee.accommodation_id == accommodation_id).order_by(Fee.id)
    return (await session.execute(query)).scalars().all()


async def faq_of(session: AsyncSession, accommodation_id: int) -> Sequence[FaqEntry]:
    """Return the accommodation's questions in the owner's order, also those that are not answered now."""
    query = select(FaqEntry).where(FaqEntry.accommodation_id == accommodation_id)
    return (await session.execute(query.order_by(FaqEntry.position, FaqEntry.id))).scalars().all()


async def faq_answered(session: AsyncSession, code: str | None) -> Sequence[tuple[Accommodation, FaqEntry]]:
    """Return the questions that are answered now, in the owner's order: of that cabin, or of every one that is let."""
    query = select(Accommodation, FaqEntry).join(FaqEntry, FaqEntry.accommodation_id == Accommodation.id)
    query = query.where(FaqEntry.active, Accommodation.active if code is None else Accommodation.code == code)
    order = (Accommodation.position, Accommodation.id, FaqEntry.position, FaqEntry.id)
    return [(cabin, entry) for cabin, entry in await session.execute(query.order_by(*order))]


async def child_bands(session: AsyncSession, accommodation_id: int) -> Sequence[PriceRule]:
    """Return the accommodation's price rules for children of certain ages."""
    query = select(PriceRule).where(PriceRule.accommodation_id == accommodation_id, PriceRule.kind == "child_band")
    return (await session.execute(query.order_by(PriceRule.id))).scalars().all()


async def season_in_the_way(
    session: AsyncSession, accommodation_id: int, priority: int, nights: Range[date], but: int | None = None
) -> Season | None:
    """Return the first season of that priority with one of those nights, other than the one with the key `but`."""
    query = select(Season).where(
        Season.accommodation_id == accommodation_id,
        Season.priority == priority,
        Season.nights.overlaps(nights),
        Season.id.is_distinct_from(but),
    )
    return (await session.execute(query.order_by(Season.nights).limit(1))).scalar_one_or_none()


async def override_in_the_way(
    session: AsyncSession, accommodation_id: int, nights: Range[date], but: int | None
) -> PriceRule | None:
    """Return the first price set by hand for one of those nights, other than the one with the key `but`."""
    query = select(PriceRule).where(
        PriceRule.accommodation_id == accommodation_id,
        PriceRule.kind == "override",
        PriceRule.nights.overlaps(nights),
        PriceRule.id.is_distinct_from(but),
    )
    return (await session.execute(query.order_by(PriceRule.nights).limit(1))).scalar_one_or_none()


async def page_of_price_rules(
    session: AsyncSession, accommodation_id: int, kind: str | None, before: int, limit: int
) -> Sequence[PriceRule]:
    """Return the accommodation's price rules, newest first: those with keys under `before`."""
    query = select(PriceRule).where(PriceRule.accommodation_id == accommodation_id, PriceRule.id < before)
    query = query.where(PriceRule.kind == kind) if kind is not None else query
    return (await session.execute(query.order_by(PriceRule.id.desc()).limit(limit))).scalars().all()


async def holiday_by_key(session: AsyncSession, key: int, *, for_update: bool = False) -> Holiday | None:
    """Return the holiday with that key, locked when it is to be edited."""
    query = select(Holiday).where(Holiday.id == key)
    query = query.with_for_update() if for_update else query
    return (await session.execute(query)).scalar_one_or_none()


async def holiday_in_the_way(session: AsyncSession, nights: Range[date], but: int | None = None) -> Holiday | None:
    """Return the first holiday with one of those nights, other than the one with the key `but`."""
    query = select(Holiday).where(Holiday.nights.overlaps(nights), Holiday.id.is_distinct_from(but))
    return (await session.execute(query.order_by(Holiday.nights).limit(1))).scalar_one_or_none()


async def accommodation_with_holiday(session: AsyncSession, holiday_id: int) -> str | None:
    """Return the code of an accommodation whose price rules name that holiday."""
    query = select(Accommodation.code).join(PriceRule, PriceRule.accommodation_id == Accommodation.id)
    return (await session.execute(query.where(PriceRule.holiday_id == holiday_id).limit(1))).scalar_one_or_none()


async def page_of_exchange_rates(session: AsyncSession, before: int, limit: int) -> Sequence[ExchangeRate]:
    """Return the stored rates, newest first: those with keys under `before`."""
    query = select(ExchangeRate).where(ExchangeRate.id < before).order_by(ExchangeRate.id.desc()).limit(limit)
    return (await session.execute(query)).scalars().all()


async def insert(session: AsyncSession, rows: Iterable[Base]) -> None:
    """Store new rows, all or none. Raises LawBroken."""
    async with _lawful(session):
        session.add_all(rows)


async def update(session: AsyncSession, row: Base, values: Mapping[str, Any]) -> None:
    """Give the row's columns these values. Raises LawBroken."""
    async with _lawful(session):
        for name, value in values.items():
            setattr(row, name, value)


async def delete(session: AsyncSession, row: Base) -> None:
    """Delete the row. Raises LawBroken."""
    async with _lawful(session):
        await session.delete(row)


@asynccontextmanager
async def _lawful(session: AsyncSession) -> AsyncIterator[None]:
    try:
        async with session.begin_nested():
            yield
            await session.flush()
    except IntegrityError as error:
        if sqlstate(error) not in LAWS:
            raise
        raise LawBroken from error
