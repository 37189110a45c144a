"""One idempotent `apply` takes every reading of a payment: from a webhook, a search, or an ended hold."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.payments import NEEDS_PERSON, Expected, Outcome, judge
from reservas.domain.reservation_states import LIVE, Status
from reservas.features.accommodations import repository as accommodations
from reservas.features.audit import service as audit
from reservas.features.outbox import service as outbox
from reservas.features.outbox.schemas import Fact
from reservas.features.payments import repository
from reservas.features.payments.ports import PaymentProvider
from reservas.features.payments.schemas import REFERENCE_PREFIX, PaymentReading
from reservas.features.payments.service.pending import pending_release
from reservas.features.reservations import repository as reservations
from reservas.features.reservations import service as reservation_service
from reservas.features.reservations.errors import DatesUnavailable, InvalidTransition
from reservas.infra.database import Database
from reservas.infra.metrics import payments_applied
from reservas.kit.clock import Clock
from reservas.models import Payment, PaymentLink, Reservation

ACCOUNT = "default"
ACTOR = "system:payments"


class PaymentLedger:
    """Reads payments back from the provider and enters them; what a webhook's body says is never believed."""

    def __init__(self, database: Database, clock: Clock, provider: PaymentProvider) -> None:
        self._database = database
        self._clock = clock
        self._provider = provider

    async def read_and_apply(self, payment_id: str) -> None:
        """Ask the provider for the payment and apply it. Raises PaymentProviderUnavailable."""
        reading = await self._provider.read_payment(payment_id)
        if reading is not None:
            await self.apply(reading)

    async def apply(self, reading: PaymentReading) -> None:
        """Enter the reading, judge it, and do what follows, all in one transaction; the same reading twice is once."""

        async def work(session: AsyncSession) -> None:
            await _apply(session, reading, self._clock.now())

        await self._database.transaction(work)


async def _apply(session: AsyncSession, reading: PaymentReading, now: datetime) -> None:
    link = await repository.link_by_reference(session, reading.external_reference)
    reservation = await _lock_reservation(session, link)
    payment = await repository.lock_payment(session, ACCOUNT, reading, now)
    await repository.keep_reading(session, payment.id, reading, now)
    if _is_known(payment, reading):
        return
    before, code = payment.outcome, reservation.code if reservation else None
    _enter(payment, reading, link, now)
    outcome = await _act(session, payment, reservation, now) if reservation else _without_link(reading)
    payment.outcome = outcome
    payment.attention = outcome if outcome in NEEDS_PERSON else None
    payments_applied.labels(outcome).inc()
    if outcome == before:
        return
    audit.record(
        session,
        at=now,
        actor=ACTOR,
        action="payment.judged",
        subject_kind="payment",
        subject=reading.provider_payment_id,
        outcome=outcome,
        reservation=code,
        amount_cents=payment.amount_cents,
    )
    await outbox.publish(session, Fact.PAYMENT_JUDGED, payment.id, outcome=outcome)


def _is_known(payment: Payment, reading: PaymentReading) -> bool:
    """Deliveries come in any order and many times: what is older than the ledger says nothing new."""
    same = (payment.status, payment.refunded_cents) == (reading.status, reading.refunded_cents)
    return reading.updated_at < payment.provider_updated_at or (
        reading.updated_at == payment.provider_updated_at and same
    )


async def _lock_reservation(session: AsyncSession, link: PaymentLink | None) -> Reservation | None:
    if link is None:
        return None
    await accommodations.lock(session, await reservations.accommodation_of(session, link.reservation_id))
    return await reservations.lock(session, link.reservation_id)


def _enter(payment: Payment, reading: PaymentReading, link: PaymentLink | None, now: datetime) -> None:
    payment.reservation_id = link.reservation_id if link else None
    payment.link_id = link.id if link else None
    payment.external_reference = reading.external_reference
    payment.status = reading.status
    payment.status_detail = reading.status_detail
    payment.method = reading.method
    payment.currency = reading.currency
    payment.amount_cents = reading.amount_cents
    payment.refunded_cents = reading.refunded_cents
    payment.provider_updated_at = reading.updated_at
    payment.approved_at = reading.approved_at
    payment.updated_at = now


def _without_link(reading: PaymentReading) -> Outcome:
    ours = (reading.external_reference or "").startswith(f"{REFERENCE_PREFIX}-")
    return Outcome.UNMATCHED if ours else Outcome.FOREIGN


async def _act(session: AsyncSession, payment: Payment, reservation: Reservation, now: datetime) -> Outcome:
    expected = Expected(
        currency=reservation.currency,
        deposit_cents=reservation.deposit_cents,
        already_paid_cents=await repository.paid_by_others_cents(session, reservation.id, payment.id),
        is_confirmed=reservation.status in LIVE - {Status.PRE_RESERVED},
    )
    net_cents = payment.amount_cents - payment.refunded_cents
    outcome = judge(payment.status, payment.currency, net_cents, expected)
    if outcome is Outcome.PENDING and reservation.expires_at is not None:
        until = pending_release(now, reservation.expires_at)
        await reservation_service.extend_release(session, reservation.id, until)
    if outcome is Outcome.CONFIRMS:
        return await _confirm(session, reservation.id, payment, now)
    return outcome


async def _confirm(session: AsyncSession, reservation_id: int, payment: Payment, now: datetime) -> Outcome:
    reason = f"deposit paid by payment {payment.provider_payment_id}"
    try:
        async with session.begin_nested():
            await reservation_service.confirm(session, reservation_id, actor=ACTOR, now=now, reason=reason)
    except (DatesUnavailable, InvalidTransition):
        # Money for nights that are gone: it is kept in sight and a person is told; never a double booking.
        return Outcome.LATE_TAKEN
    await repository.settle_underpaid(session, reservation_id)
    return Outcome.CONFIRMS
