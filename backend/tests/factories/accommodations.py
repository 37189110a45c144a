"""Cabins."""

import itertools
from datetime import time
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from reservas.models import Accommodation
from tests.factories.moments import NOW

BASE_CENTS, WEEKEND_CENTS = 8_000_000, 10_000_000
DEPOSIT_PERCENT = 30
_numbers = itertools.count(1)


async def add_accommodation(session: AsyncSession, **values: Any) -> Accommodation:
    """A cabin for four that takes pets, at 80 000 ARS a night and 100 000 at weekends."""
    number = next(_numbers)
    defaults: dict[str, Any] = {
        "code": f"cabin-{number}",
        "name": f"Cabaña {number}",
        "description": "A cabin by the lake.",
        "capacity": 4,
        "beds": "1 double, 2 single",
        "amenities": ["stove", "wifi"],
        "house_rules": ["no smoking"],
        "photos": [],
        "address": "Ruta 40, km 2100",
        "latitude": -40.16,
        "longitude": -71.35,
        "how_to_arrive": "After the bridge, left.",
        "check_in_time": time(15),
        "check_out_time": time(10),
        "time_zone": "America/Argentina/Buenos_Aires",
        "currency": "ARS",
        "base_price_cents": BASE_CENTS,
        "weekend_price_cents": WEEKEND_CENTS,
        "deposit_percent": DEPOSIT_PERCENT,
        "hold_minutes": None,
        "pets_allowed": True,
        "active": True,
        "position": number,
        "created_at": NOW,
    }
    cabin = Accommodation(**{**defaults, **values})
    session.add(cabin)
    await session.flush()
    return cabin
