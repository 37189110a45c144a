"""A hold that asked for its deposit, and what the ledger says became of it."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from reservas.features.payments import repository
from reservas.features.payments.service import PaymentLedger
from reservas.infra.database import Database
from reservas.kit.clock import FixedClock
from reservas.models import AuditEntry, Payment, PaymentEvent, PaymentLink, Reservation
from tests.factories.accommodations import add_accommodation
from tests.factories.payments import add_link
from tests.factories.reservations import add_reservation
from tests.fakes.payment_provider import FakePaymentProvider
from tests.integration.queued import QueuedJob, queued_jobs


@dataclass
class Books:
    """One held reservation with an open link, and the ledger its payments are entered in."""

    database: Database
    clock: FixedClock
    provider: FakePaymentProvider
    ledger: PaymentLedger
    held: Reservation
    link: PaymentLink

    @property
    def reference(self) -> str:
        return self.link.external_reference

    @property
    def deposit_cents(self) -> int:
        return self.held.deposit_cents

    async def reservation(self) -> Reservation:
        async with self.database.unit_of_work() as session:
            return await session.get_one(Reservation, self.held.id)

    async def payments(self) -> Sequence[Payment]:
        async with self.database.unit_of_work() as session:
            return (await session.execute(select(Payment).order_by(Payment.provider_payment_id))).scalars().all()

    async def payment(self) -> Payment:
        (only,) = await self.payments()
        return only

    async def outcomes(self) -> dict[str, tuple[str, str | None]]:
        """What each payment did, and why a person must look at it, by the provider's id."""
        return {one.provider_payment_id: (one.outcome, one.attention) for one in await self.payments()}

    async def events(self) -> Sequence[PaymentEvent]:
        async with self.database.unit_of_work() as session:
            return (await session.execute(select(PaymentEvent).order_by(PaymentEvent.id))).scalars().all()

    async def paid_cents(self) -> int:
        async with self.database.unit_of_work() as session:
            return await repository.paid_cents(session, self.held.id)

    async def jobs(self, name: str) -> list[QueuedJob]:
        return await queued_jobs(self.database, name)

    async def audited(self, action: str) -> list[AuditEntry]:
        async with self.database.unit_of_work() as session:
            query = select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.id)
            return list((await session.execute(query)).scalars())


@pytest.fixture
async def books(database: Database, clock: FixedClock) -> Books:
    provider = FakePaymentProvider()
    async with database.unit_of_work() as session:
        held = await add_reservation(session, await add_accommodation(session))
        link = await add_link(session, held)
    return Books(database, clock, provider, PaymentLedger(database, clock, provider), held, link)
