"""An owner looks at the nights of one accommodation: what each costs today, and by which rule."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.price_calendar import CalendarNight, price_calendar
from reservas.domain.pricing import Dates, Rates
from reservas.features.accommodations import repository
from reservas.features.accommodations.errors import CalendarRefused
from reservas.features.accommodations.service.catalogue import read_terms_of

MOST_NIGHTS = 400
# A year back to compare with, and past the two years ahead that guests may book.
REACH_BACK, REACH_AHEAD = timedelta(days=400), timedelta(days=1200)


async def read_prices(
    session: AsyncSession, code: str, dates: Dates, now: datetime
) -> tuple[Rates, Sequence[CalendarNight]]:
    """Return the accommodation's rates and its nights, one by one; let or not.

    Raises AccommodationNotFound, CalendarRefused, ExchangeRateMissing.
    """
    cabin = await repository.by_code(session, code, active_only=False)
    today = now.astimezone(ZoneInfo(cabin.time_zone)).date()
    if dates.length < 1:
        raise CalendarRefused("until must be after from.", field="until")
    if dates.length > MOST_NIGHTS:
        raise CalendarRefused(f"A calendar has at most {MOST_NIGHTS} nights.", field="until")
    if dates.first < today - REACH_BACK:
        raise CalendarRefused(f"from is more than {REACH_BACK.days} days ago.", field="from")
    if dates.end > today + REACH_AHEAD:
        raise CalendarRefused(f"until is more than {REACH_AHEAD.days} days ahead.", field="until")
    terms = await read_terms_of(session, cabin, now)
    return terms.rates, list(price_calendar(terms.rates, terms.restrictions, dates))
