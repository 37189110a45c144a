"""A reservation is cancelled and, in the same transaction, what its guest gets back of their money becomes due."""

from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.cancellation import Agreement, Refund, RefundReason, policy_from_snapshot, split_refund
from reservas.domain.reservation_states import CANCELLABLE, Status
from reservas.features.accommodations import repository as accommodations
from reservas.features.audit import service as audit
from reservas.features.payments import repository
from reservas.features.payments.errors import (
    ReasonMissing,
    RefundChanged,
    RefundDecided,
    RefundTooLarge,
    RefundTooSmall,
    WithdrawalEnded,
)
from reservas.features.payments.schemas import Cancellation, Cancelled, Ending, RefundStatus
from reservas.features.payments.service.judging import record_judgement
from reservas.features.reservations import repository as reservations
from reservas.features.reservations import service as reservation_service
from reservas.features.reservations.errors import InvalidTransition, ReservationNotFound
from reservas.features.reservations.ports import NightLocks
from reservas.features.reservations.schemas import ReservationView
from reservas.features.reservations.service.rows import lock_reservation
from reservas.kit.ids import new_refund_code, new_withdrawal_code
from reservas.models import Quote, Reservation, Withdrawal
from reservas.models import Refund as RefundRow

log = structlog.get_logger(__name__)


async def read_agreement(session: AsyncSession, code: str) -> tuple[ReservationView, Agreement]:
    """Return the reservation and what cancelling it follows from, as it stands.

    Raises ReservationNotFound; InvalidTransition once the guest is there, or when it is over.
    """
    reservation = await session.get_one(Reservation, await reservations.id_of(session, code))
    if reservation.status not in CANCELLABLE:
        raise InvalidTransition(f"Reservation {code} is {reservation.status}.", status=reservation.status)
    return await reservations.view(session, reservation.id), await _agreement(session, reservation)


async def cancel(
    session: AsyncSession, code: str, wanted: Cancellation, *, actor: str, now: datetime, locks: NightLocks
) -> Cancelled:
    """Give the nights of a hold or a confirmed stay back and note what is due to its guest, at most what was paid.

    Raises what `read_agreement` does; RefundTooLarge, RefundTooSmall, ReasonMissing, RefundChanged, WithdrawalEnded:
    then nothing has changed.
    """
    reservation = await reservation_service.lock_cancellable(session, code)
    if wanted.guest_id is not None and reservation.guest_id != wanted.guest_id:
        raise ReservationNotFound(f"There is no reservation {code}.", field="code")
    agreement = await _agreement(session, reservation)
    refund = _decide(agreement, wanted, now)
    view = await reservation_service.cancel(
        session,
        reservation,
        actor=actor,
        reason=wanted.reason,
        now=now,
        locks=locks,
        refund_cents=refund.amount_cents,
        by_house=wanted.by_house,
    )
    if refund.reason is RefundReason.WITHDRAWAL:
        _note_withdrawal(session, reservation, actor, now)
    if refund.amount_cents:
        await _note_refund(session, reservation, refund, actor, now)
    elif agreement.is_paid_elsewhere:
        log.error("refund.unknown", reservation=reservation.code, reason=refund.reason.value)
    await session.flush()
    ending = (await repository.endings_of(session, [view.id])).get(view.id, Ending())
    return Cancelled(view, ending, agreement.is_paid_elsewhere and ending.refund is None)


async def owe(
    session: AsyncSession, code: str, refund_cents: int, reason: str, *, actor: str, now: datetime
) -> ReservationView:
    """Note what is due to the guest of a cancelled stay of which nobody could say, when it ended, what was paid.

    Raises ReservationNotFound; InvalidTransition when it was not confirmed and then cancelled; RefundDecided;
    RefundTooLarge.
    """
    reservation = await lock_reservation(session, await reservations.id_of(session, code))
    if reservation.status != Status.CANCELLED or reservation.confirmed_at is None:
        raise InvalidTransition(f"Reservation {code} is {reservation.status}.", status=reservation.status)
    agreement = await _agreement(session, reservation)
    if not agreement.is_paid_elsewhere or await repository.has_refund(session, reservation.id):
        raise RefundDecided(f"What {code} gives back was decided when it ended.")
    await _note_refund(session, reservation, _refund_of_owner(agreement, refund_cents, 0, reason), actor, now)
    return await reservations.view(session, reservation.id)


async def _agreement(session: AsyncSession, reservation: Reservation) -> Agreement:
    accommodation = await accommodations.by_id(session, reservation.accommodation_id)
    quote = await session.get_one(Quote, reservation.quote_id)
    brought_cents = max(0, await repository.paid_cents(session, reservation.id))
    twice_cents = await repository.paid_twice_cents(session, reservation.id)
    return Agreement(
        policy=policy_from_snapshot(quote.snapshot),
        check_in=reservations.as_stay(reservation.nights).check_in,
        check_in_time=accommodation.check_in_time,
        time_zone=accommodation.time_zone,
        agreed_at=None if reservation.status == Status.PRE_RESERVED else reservation.confirmed_at,
        total_cents=reservation.total_cents,
        paid_cents=brought_cents - twice_cents,
        twice_cents=twice_cents,
    )


def _decide(agreement: Agreement, wanted: Cancellation, now: datetime) -> Refund:
    if wanted.reason is None and (wanted.by_house or wanted.refund_cents is not None):
        raise ReasonMissing("A house that cancels, or gives an amount of its own, needs a reason.", field="reason")
    if wanted.refund_cents is not None:
        least_cents = agreement.brought_cents if wanted.by_house else 0
        return _refund_of_owner(agreement, wanted.refund_cents, least_cents, wanted.reason or "")
    if wanted.by_house:
        return agreement.refund_by_house()
    refund = agreement.refund_by_withdrawal(now) if wanted.is_withdrawal else agreement.best_refund(now)
    if refund is None:
        raise WithdrawalEnded("The right of withdrawal has ended.")
    if wanted.told_cents is not None and (agreement.is_paid_elsewhere or wanted.told_cents != refund.amount_cents):
        raise RefundChanged("The refund is no longer what the guest was told.")
    return refund


def _refund_of_owner(agreement: Agreement, cents: int, least_cents: int, reason: str) -> Refund:
    if cents < least_cents:
        raise RefundTooSmall(f"A house that cancels gives {least_cents} cents back.", field="refund_cents")
    most_cents = agreement.total_cents if agreement.is_paid_elsewhere else agreement.brought_cents
    if cents > most_cents:
        raise RefundTooLarge(f"Only {most_cents} cents can be given back.", field="refund_cents")
    return Refund(cents, RefundReason.OPERATOR, reason)


def _note_withdrawal(session: AsyncSession, reservation: Reservation, actor: str, now: datetime) -> None:
    withdrawal = Withdrawal(code=new_withdrawal_code(), reservation_id=reservation.id, created_at=now)
    session.add(withdrawal)
    audit.record(
        session,
        at=now,
        actor=actor,
        action="withdrawal.made",
        subject_kind="withdrawal",
        subject=withdrawal.code,
        reservation=reservation.code,
    )


async def _note_refund(
    session: AsyncSession, reservation: Reservation, refund: Refund, actor: str, now: datetime
) -> None:
    row = RefundRow(
        code=new_refund_code(),
        reservation_id=reservation.id,
        amount_cents=refund.amount_cents,
        currency=reservation.currency,
        reason=refund.reason,
        why=refund.why,
        status=RefundStatus.DUE,
        created_at=now,
    )
    payments = await repository.lock_counted(session, reservation.id)
    held = {payment.id: payment.amount_cents - payment.refunded_cents for payment in payments}
    parts = split_refund(refund.amount_cents, list(held.items()))
    await repository.add_refund(session, row, [(key, cents, held[key]) for key, cents in parts])
    for payment in payments:
        if payment.attention and (payment.id, held[payment.id]) in parts:
            # It goes back whole: nobody has to ask any more what to do with it.
            payment.attention = None
            record_judgement(session, payment, reservation.code, actor=actor, now=now)
    audit.record(
        session,
        at=now,
        actor=actor,
        action="refund.due",
        subject_kind="refund",
        subject=row.code,
        reservation=reservation.code,
        amount_cents=refund.amount_cents,
        follows_from=refund.reason.value,
    )
    log.warning("refund.due", refund=row.code, reservation=reservation.code, amount_cents=refund.amount_cents)
