"""A stay whose end is near, its deposit paid, and an empty house for each test to put it in."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.stays import Stay
from reservas.features.accommodations import repository as accommodations
from reservas.infra.database import Database
from reservas.models import AuditEntry, Refund
from tests.factories.accommodations import add_accommodation
from tests.factories.guests import add_guest
from tests.factories.moments import NOW
from tests.factories.payments import add_payment
from tests.factories.reservations import add_reservation
from tests.integration.http.asking import RESERVATIONS

CODE = "R-7K3QXM"
AT = f"{RESERVATIONS}/{CODE}"
REFUNDS, WITHDRAWALS = "/api/v1/refunds", "/api/v1/withdrawals"
PHONE = "5492944123456"
PAID = 9_600_000  # the deposit of four nights at 80 000
TOTAL = 32_000_000
SOON = Stay(date(2026, 11, 30), date(2026, 12, 4))  # nine days ahead: half, by the moderate policy
LONG_AGO = NOW - timedelta(days=60)
KEPT = ("refunds", "refund_parts", "withdrawals")
FILLED = "accommodations, guests, payments, idempotency_keys, audit_log, sign_in_attempts, pgqueuer"


async def empty(database: Database) -> None:
    """Leave one cabin and nothing else."""
    async with database.unit_of_work() as session:
        # Kept from everybody but whoever owns the tables and says so.
        await _guard(session, "DISABLE")
        await session.execute(text(f"TRUNCATE {', '.join(KEPT)}"))
        await _guard(session, "ENABLE")
        await session.execute(text(f"TRUNCATE {FILLED} CASCADE"))
        await add_accommodation(session, code="arrayan")


async def _guard(session: AsyncSession, how: str) -> None:
    for table in KEPT:
        await session.execute(text(f"ALTER TABLE {table} {how} TRIGGER USER"))


async def reserve(
    database: Database, *, paid: int = PAID, status: str = "confirmed", phone: str = PHONE, **values: Any
) -> None:
    """Reserve the cabin for the guest of that phone; confirmed long ago unless said otherwise."""
    async with database.unit_of_work() as session:
        cabin = await accommodations.by_code(session, "arrayan")
        guest = await add_guest(session, phone=phone)
        made: dict[str, Any] = {"code": CODE, "stay": SOON, "confirmed_at": LONG_AGO}
        reservation = await add_reservation(session, cabin, guest=guest, status=status, **{**made, **values})
        if paid:
            await add_payment(session, reservation, provider_payment_id="77", amount_cents=paid)


async def read_refunds(database: Database) -> list[tuple[int, str, str]]:
    """Return each refund's cents, reason and status."""
    async with database.unit_of_work() as session:
        rows = (await session.execute(select(Refund).order_by(Refund.id))).scalars()
        return [(one.amount_cents, one.reason, one.status) for one in rows]


async def read_actions(database: Database) -> list[str]:
    """Return what the audit log says was done, in order."""
    async with database.unit_of_work() as session:
        return list((await session.execute(select(AuditEntry.action).order_by(AuditEntry.id))).scalars())
