"""Demo cabins become rows, pictures on disk, an operator, and calendar addresses that stay the same."""

import asyncio
import hashlib
import hmac
from datetime import datetime, time

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.bootstrap import open_database
from reservas.config import Settings, SettingsError
from reservas.entrypoints.app import PHOTOS_FOLDER
from reservas.entrypoints.cli.demo.content import CABINS, DemoCabin
from reservas.entrypoints.cli.demo.drawings import draw_cabin_photos
from reservas.entrypoints.cli.demo.prices import load_holidays, load_prices
from reservas.entrypoints.cli.demo.questions import load_questions
from reservas.features.calendars import service as calendars
from reservas.features.staff import service as staff
from reservas.models import Accommodation

OPERATOR_EMAIL = "demo@reservas.example"
OPERATOR_PASSWORD = "cabanas-del-lago"  # noqa: S105 - printed on purpose; the command is refused in production
DESTINATION = "demo"


async def load_demo(settings: Settings) -> list[dict[str, str]]:
    """Load everything and return what is worth showing: labels with addresses or notes.

    Raises SettingsError in production, and when DATABASE_URL or JWT_SECRET_KEY is missing.
    """
    if settings.environment == "production":
        raise SettingsError("Demo data has no place in production: unset ENVIRONMENT=production to load it.")
    settings.require("DATABASE_URL", "JWT_SECRET_KEY")
    await asyncio.to_thread(draw_cabin_photos, settings.media.dir / PHOTOS_FOLDER)
    shown = []
    async with open_database(settings, "cli") as (database, clock), database.unit_of_work() as session:
        now = clock.now()
        await staff.create_operator(session, OPERATOR_EMAIL, OPERATOR_PASSWORD, "owner", now)
        await load_holidays(session, now)
        for position, cabin in enumerate(CABINS):
            accommodation_id = await _upsert(session, cabin, position, now)
            await load_prices(session, accommodation_id, cabin, now)
            await load_questions(session, accommodation_id, cabin, now)
            token = _calendar_token(settings, cabin.code)
            await calendars.open_export(session, accommodation_id, DESTINATION, token, now)
            url = f"{settings.public.base_url}/api/v1/ical/export/{token}.ics"
            shown.append({"label": f"iCal · {cabin.name}", "url": url})
    login = {"label": "Swagger login", "note": f"{OPERATOR_EMAIL} / {OPERATOR_PASSWORD}"}
    return [login, *shown]


def _calendar_token(settings: Settings, code: str) -> str:
    """Derive the address from a secret: it can be printed again, though only its hash is stored."""
    key = settings.jwt.secret_key.encode()
    return hmac.new(key, f"demo-calendar:{code}".encode(), hashlib.sha256).hexdigest()[:40]


async def _upsert(session: AsyncSession, cabin: DemoCabin, position: int, now: datetime) -> int:
    values = {
        "name": cabin.name,
        "description": cabin.description,
        "capacity": cabin.capacity,
        "beds": cabin.beds,
        "amenities": list(cabin.amenities),
        "house_rules": list(cabin.house_rules),
        "photos": [
            {"file": f"{PHOTOS_FOLDER}/{cabin.code}-{number}.jpg", "caption": caption}
            for number, caption in enumerate(cabin.photos, start=1)
        ],
        "address": cabin.address,
        "latitude": cabin.latitude,
        "longitude": cabin.longitude,
        "how_to_arrive": cabin.how_to_arrive,
        "check_in_time": time.fromisoformat(cabin.check_in_time),
        "check_out_time": time.fromisoformat(cabin.check_out_time),
        "time_zone": cabin.time_zone,
        "currency": cabin.currency,
        "base_price_cents": cabin.base_price_cents,
        "weekend_price_cents": cabin.weekend_price_cents,
        "deposit_percent": cabin.deposit_percent,
        "hold_minutes": None,
        "pets_allowed": cabin.pets_allowed,
        "position": position,
    }
    statement = insert(Accommodation).values(code=cabin.code, created_at=now, **values)
    statement = statement.on_conflict_do_update(index_elements=["code"], set_=values)
    return (await session.execute(statement.returning(Accommodation.id))).scalar_one()
