"""Rates of exchange are stored one after another and never changed, so that a quote's source stays true."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy.ext.asyncio import AsyncSession

from reservas.features.accommodations import repository
from reservas.features.accommodations.errors import ExchangeRateExists, TermsContradict
from reservas.features.accommodations.repository import LawBroken
from reservas.features.accommodations.schemas import Editor
from reservas.features.accommodations.service import history
from reservas.models import ExchangeRate


async def store_exchange_rate(
    session: AsyncSession,
    currencies: tuple[str, str],
    rate: Decimal,
    source: str,
    effective_at: datetime | None,
    by: Editor,
) -> ExchangeRate:
    """Store how much of the second currency is charged for one of the first, from `effective_at`, else from now, on.

    Raises TermsContradict, ExchangeRateExists.
    """
    listed, charged = currencies
    if listed == charged:
        raise TermsContradict("A currency needs no rate to itself.", field="charge_currency")
    stored = ExchangeRate(
        list_currency=listed,
        charge_currency=charged,
        rate=rate,
        source=source,
        effective_at=effective_at or by.now,
        created_at=by.now,
    )
    try:
        await repository.insert(session, [stored])
    except LawBroken as error:
        raise ExchangeRateExists(f"A rate from {listed} to {charged} begins then.", field="effective_at") from error
    history.record(
        session, by, "exchange_rate.stored", f"{listed} {charged}", history.NOTHING, history.columns_of(stored)
    )
    return stored
