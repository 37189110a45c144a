"""One idempotent `apply` takes every reading of a payment: from a webhook, a search, or an ended hold."""

from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.payments import NEEDS_PERSON, Expected, Outcome, judge, judge_sent_back, judge_status
from reservas.domain.reservation_states import PAID_FOR
from reservas.features.outbox import service as outbox
from reservas.features.outbox.schemas import Fact
from reservas.features.payments import repository
from reservas.features.payments.ports import PaymentProvider
from reservas.features.payments.schemas import REFERENCE_PREFIX, PaymentReading
from reservas.features.payments.service.judging import credit, record_judgement, set_outcome
from reservas.features.payments.service.pending import unsettled_limit
from reservas.features.reservations import service as reservation_service
from reservas.features.reservations.errors import DatesUnavailable, InvalidTransition
from reservas.features.reservations.service.rows import lock_reservation
from reservas.infra.database import Database
from reservas.infra.metrics import payments_applied
from reservas.kit.clock import Clock
from reservas.models import Payment, PaymentLink, Reservation

log = structlog.get_logger(__name__)
ACCOUNT = "default"
ACTOR = "system:payments"
COUNTED = (Outcome.CONFIRMS, Outcome.CREDITED)
SENT_BACK = ("approved", "refunded")  # with a refunded amount: in part, and all of it


class PaymentLedger:
    """Reads payments back from the provider and enters them; what a webhook's body says is never believed."""

    def __init__(self, database: Database, clock: Clock, provider: PaymentProvider) -> None:
        self._database = database
        self._clock = clock
        self._provider = provider

    async def read_and_apply(self, payment_id: str) -> bool:
        """Ask the provider for the payment and apply it; return False when it knows no such payment.

        Raises PaymentProviderUnavailable.
        """
        reading = await self._provider.read_payment(payment_id)
        if reading is not None:
            await self.apply(reading)
        return reading is not None

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
    if _says_nothing_new(payment, reading):
        # What lies between two equal readings is old news, though it comes last.
        payment.provider_updated_at = max(payment.provider_updated_at, reading.updated_at)
        return
    before, code = payment.outcome, reservation.code if reservation else None
    _enter(payment, reading, link, now)
    outcome = await _act(session, payment, reservation, now) if reservation else _without_link(reading)
    set_outcome(payment, outcome)
    payments_applied.labels(outcome).inc()
    if outcome == before:
        return
    if payment.attention:
        log.error("payment.needs_person", payment_id=payment.id, outcome=outcome, reservation=code)
    record_judgement(session, payment, code, actor=ACTOR, now=now)
    await outbox.publish(session, Fact.PAYMENT_JUDGED, payment.id, outcome=outcome)


def _says_nothing_new(payment: Payment, reading: PaymentReading) -> bool:
    """Deliveries come in any order and many times; a judgement once made stands until the payment itself changes.

    Mercado Pago touches old payments: judging them anew would confirm a stay weeks after its money was refused.
    """
    known = (payment.status, payment.currency, payment.amount_cents, payment.refunded_cents)
    if known == (reading.status, reading.currency, reading.amount_cents, reading.refunded_cents):
        return True
    if reading.updated_at == payment.provider_updated_at:
        # Two readings of one instant: money that is in is not taken back by the one that did not know it yet.
        return payment.status == "approved" and judge_status(reading.status) in (Outcome.PENDING, Outcome.REJECTED)
    return reading.updated_at < payment.provider_updated_at


async def _lock_reservation(session: AsyncSession, link: PaymentLink | None) -> Reservation | None:
    if link is None:
        return None
    return await lock_reservation(session, link.reservation_id)


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
    net_cents = payment.amount_cents - payment.refunded_cents
    if payment.status in SENT_BACK and payment.refunded_cents and await repository.has_refund(session, reservation.id):
        # A stay that was called off gives money back: nobody needs to ask why what was due has gone.
        part = await repository.due_part(session, payment.id)
        return judge_sent_back(payment.status, net_cents, payment.outcome, part)
    already_paid_cents = await repository.paid_by_others_cents(session, reservation.id, payment.id)
    expected = Expected(
        currency=reservation.currency,
        deposit_cents=reservation.deposit_cents,
        already_paid_cents=already_paid_cents,
        is_confirmed=reservation.status in PAID_FOR,
        is_paid_elsewhere=already_paid_cents <= 0 and _was_confirmed_before(reservation, payment),
    )
    outcome = judge(payment.status, payment.currency, net_cents, expected, refunded=payment.refunded_cents > 0)
    if (outcome is Outcome.PENDING or outcome in NEEDS_PERSON) and reservation.expires_at is not None:
        # Whoever wants the nights next must not get them while their money is on its way or in question.
        await reservation_service.extend_release(session, reservation.id, unsettled_limit(reservation.expires_at))
    if outcome is Outcome.CONFIRMS:
        return await _confirm(session, reservation, payment, now)
    return outcome


def _was_confirmed_before(reservation: Reservation, payment: Payment) -> bool:
    """Tell whether an operator confirmed the stay without this money: it was approved later, and never counted."""
    if reservation.status not in PAID_FOR or reservation.confirmed_at is None or payment.approved_at is None:
        return False
    return payment.outcome not in COUNTED and reservation.confirmed_at <= payment.approved_at


async def _confirm(session: AsyncSession, reservation: Reservation, payment: Payment, now: datetime) -> Outcome:
    reason = f"deposit paid by payment {payment.provider_payment_id}"
    try:
        async with session.begin_nested():
            await reservation_service.confirm(session, reservation.id, actor=ACTOR, now=now, reason=reason)
    except (DatesUnavailable, InvalidTransition):
        # Money for nights that are gone: it is kept in sight and a person is told; never a double booking.
        return Outcome.LATE_TAKEN
    others = [one for one in await repository.lock_counted(session, reservation.id) if one.id != payment.id]
    credit(session, others, reservation.code, actor=ACTOR, now=now)
    return Outcome.CONFIRMS
