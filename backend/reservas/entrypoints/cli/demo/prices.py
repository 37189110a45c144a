"""The demo owner's prices: a high season with minimum nights, long weekends, cleaning, pets and two discounts."""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.money import percent_of
from reservas.entrypoints.cli.demo import content
from reservas.entrypoints.cli.demo.content import DemoCabin
from reservas.features.accommodations import repository as accommodations
from reservas.features.accommodations.service import suggest_holidays
from reservas.models import Fee, Holiday, PriceRule, Season


async def load_holidays(session: AsyncSession, now: datetime) -> None:
    """Accept the calendar's suggestions, as an owner would; a table that has holidays stays as it is."""
    if await accommodations.list_holidays(session):
        return
    for year in content.HOLIDAY_YEARS:
        for one in await suggest_holidays(session, year):
            nights = Range(one.nights.first, one.nights.end, bounds="[)")
            session.add(Holiday(name=one.name, nights=nights, created_at=now))
        await session.flush()


async def load_prices(session: AsyncSession, accommodation_id: int, cabin: DemoCabin, now: datetime) -> None:
    """Give the cabin its season, rules and fees; one that has a season keeps what its owner made of it."""
    has_season = select(Season.id).where(Season.accommodation_id == accommodation_id).limit(1)
    if (await session.execute(has_season)).scalar_one_or_none() is not None:
        return
    owned = {"accommodation_id": accommodation_id, "created_at": now}
    first, last = (date.fromisoformat(day) for day in (content.HIGH_SEASON_FIRST, content.HIGH_SEASON_LAST))
    session.add(
        Season(
            name=content.HIGH_SEASON_NAME,
            nights=Range(first, last + timedelta(days=1), bounds="[)"),
            recurs_yearly=True,
            weekday_price_cents=percent_of(cabin.base_price_cents, content.HIGH_SEASON_PERCENT),
            weekend_price_cents=percent_of(cabin.weekend_price_cents, content.HIGH_SEASON_PERCENT),
            minimum_nights=content.HIGH_SEASON_MINIMUM_NIGHTS,
            **owned,
        )
    )
    holiday_cents = percent_of(cabin.weekend_price_cents, content.HOLIDAY_PERCENT)
    session.add(PriceRule(kind="holiday", price_cents=holiday_cents, **owned))
    session.add(
        PriceRule(
            kind="length_discount",
            label="Una semana o más",
            percent=content.WEEK_DISCOUNT_PERCENT,
            minimum_nights=content.WEEK_NIGHTS,
            **owned,
        )
    )
    session.add(
        PriceRule(
            kind="returning_discount", label="Para quien vuelve", percent=content.RETURNING_DISCOUNT_PERCENT, **owned
        )
    )
    session.add(Fee(kind="cleaning", label="Limpieza final", basis="stay", amount_cents=cabin.cleaning_cents, **owned))
    if cabin.pets_allowed:
        session.add(
            Fee(kind="pets", label="Mascotas", basis="pet_night", amount_cents=content.PET_NIGHT_CENTS, **owned)
        )
    await session.flush()
