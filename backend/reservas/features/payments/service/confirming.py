"""An operator confirms a reservation, and may record the money that came by another way than Mercado Pago."""

from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.payments import Expected, Outcome, judge
from reservas.domain.reservation_states import PAID_FOR
from reservas.features.payments import repository
from reservas.features.payments.errors import PaymentRecorded, PaymentTooLarge
from reservas.features.payments.schemas import ManualPayment
from reservas.features.payments.service.judging import credit, record_judgement, set_outcome
from reservas.features.reservations import repository as reservations
from reservas.features.reservations import service as reservation_service
from reservas.features.reservations.schemas import ReservationView
from reservas.features.reservations.service.rows import lock_reservation
from reservas.kit.ids import new_payment_code
from reservas.models import Payment, Reservation

log = structlog.get_logger(__name__)


async def confirm_by_hand(
    session: AsyncSession, code: str, payment: ManualPayment | None, *, actor: str, reason: str, now: datetime
) -> ReservationView:
    """Confirm a held or expired reservation, whatever the ledger holds, and enter `payment` in it, once a receipt.

    Money that was too little or too late until now is taken off the owner's list, and so is what came by the link after
    a confirmation without any. Raises ReservationNotFound, DatesUnavailable, InvalidTransition; PaymentTooLarge,
    PaymentRecorded: then nothing has changed.
    """
    reservation = await lock_reservation(session, await reservations.id_of(session, code))
    if payment is not None:
        await _record(session, reservation, payment, actor, now)
    await reservation_service.confirm(session, reservation.id, actor=actor, now=now, reason=reason)
    counted = await repository.lock_counted(session, reservation.id)
    if counted and all(one.outcome == Outcome.DUPLICATE for one in counted):
        # It came by the link after a confirmation without money: nothing else is there for it to double.
        first = counted[-1]
        set_outcome(first, Outcome.CREDITED)
        record_judgement(session, first, code, actor=actor, now=now)
    credit(session, counted, code, actor=actor, now=now)
    await session.flush()
    return await reservations.view(session, reservation.id)


async def _record(
    session: AsyncSession, reservation: Reservation, made: ManualPayment, actor: str, now: datetime
) -> None:
    if made.amount_cents > reservation.total_cents:
        detail = f"The whole stay costs {reservation.total_cents} cents."
        raise PaymentTooLarge(detail, field="payment.amount_cents")
    known = await repository.manual_payment(session, reservation.id, made.method, made.receipt)
    if known is not None:
        if known.amount_cents != made.amount_cents:
            detail = f"That receipt was recorded with {known.amount_cents} cents."
            raise PaymentRecorded(detail, field="payment.amount_cents")
        return
    payment = Payment(
        account=repository.MANUAL,
        provider_payment_id=new_payment_code(),
        reservation_id=reservation.id,
        status="approved",
        method=made.method,
        receipt=made.receipt,
        recorded_by=actor,
        currency=reservation.currency,
        amount_cents=made.amount_cents,
        refunded_cents=0,
        provider_updated_at=now,
        approved_at=now,
        created_at=now,
        updated_at=now,
    )
    expected = Expected(
        currency=reservation.currency,
        deposit_cents=reservation.deposit_cents,
        already_paid_cents=await repository.paid_by_others_cents(session, reservation.id),
        is_confirmed=reservation.status in PAID_FOR,
    )
    outcome = judge(payment.status, payment.currency, payment.amount_cents, expected)
    # Whoever confirms by hand has decided that it is enough.
    set_outcome(payment, Outcome.CREDITED if outcome is Outcome.UNDERPAID else outcome)
    session.add(payment)
    await session.flush()
    record_judgement(session, payment, reservation.code, actor=actor, now=now)
    if payment.attention:
        log.error("payment.needs_person", payment_id=payment.id, outcome=outcome, reservation=reservation.code)
