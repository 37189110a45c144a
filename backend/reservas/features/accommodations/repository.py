"""Reads of accommodations and their owners' rules, and the lock that whoever takes or frees nights holds first."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.features.accommodations.errors import AccommodationNotFound
from reservas.models import Accommodation, ExchangeRate, Fee, Holiday, PriceRule, Season


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


async def seasons_of(session: AsyncSession, ids: Sequence[int]) -> Sequence[Season]:
    """Return the seasons of those accommodations."""
    query = select(Season).where(Season.accommodation_id.in_(ids)).order_by(Season.id)
    return (await session.execute(query)).scalars().all()


async def price_rules_of(session: AsyncSession, ids: Sequence[int]) -> Sequence[PriceRule]:
    """Return the price rules of those accommodations."""
    query = select(PriceRule).where(PriceRule.accommodation_id.in_(ids)).order_by(PriceRule.id)
    return (await session.execute(query)).scalars().all()


async def fees_of(session: AsyncSession, ids: Sequence[int]) -> Sequence[Fee]:
    """Return the fees of those accommodations."""
    query = select(Fee).where(Fee.accommodation_id.in_(ids)).order_by(Fee.id)
    return (await session.execute(query)).scalars().all()


async def list_holidays(session: AsyncSession) -> Sequence[Holiday]:
    """Return the owner's holidays, in the order of the calendar."""
    return (await session.execute(select(Holiday).order_by(Holiday.nights))).scalars().all()


async def current_rates(session: AsyncSession, now: datetime) -> dict[tuple[str, str], ExchangeRate]:
    """Return the newest rate in force at `now` from each list currency to each one charged."""
    query = (
        select(ExchangeRate)
        .where(ExchangeRate.effective_at <= now)
        .ext(distinct_on(ExchangeRate.list_currency, ExchangeRate.charge_currency))
        .order_by(ExchangeRate.list_currency, ExchangeRate.charge_currency, ExchangeRate.effective_at.desc())
    )
    rates = (await session.execute(query)).scalars().all()
    return {(rate.list_currency, rate.charge_currency): rate for rate in rates}
