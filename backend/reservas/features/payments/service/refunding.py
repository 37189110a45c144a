"""A refund that is due is marked as given back, by whoever gave it back by hand."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from reservas.features.audit import service as audit
from reservas.features.outbox import service as outbox
from reservas.features.outbox.schemas import Fact
from reservas.features.payments import repository
from reservas.features.payments.errors import AlreadyGivenBack, NotByMercadoPago, RefundSettled
from reservas.features.payments.schemas import RefundMethod, RefundStatus, RefundView
from reservas.features.reservations.service.rows import lock_reservation


async def settle_refund(
    session: AsyncSession, code: str, method: RefundMethod, reference: str, *, actor: str, now: datetime
) -> RefundView:
    """Note that a refund was given back, how, and what proves it; its guest is told.

    Raises RefundNotFound; RefundSettled when it was noted before; AlreadyGivenBack when Mercado Pago has meanwhile
    given back some of it, so that sending this amount by another way would pay twice; NotByMercadoPago when none of it
    came that way.
    """
    reservation_id = await repository.reservation_of_refund(session, code)
    reservation = await lock_reservation(session, reservation_id)
    refund = await repository.lock_refund(session, code)
    if refund.status != RefundStatus.DUE:
        raise RefundSettled(f"Refund {code} is {refund.status}.")
    if method is not RefundMethod.MERCADOPAGO:
        if await repository.holds_less(session, refund.id):
            raise AlreadyGivenBack("Mercado Pago has given money back meanwhile: look at the payments first.")
    elif not await repository.accounts_of(session, refund.id) - {repository.MANUAL}:
        raise NotByMercadoPago("That money did not come through Mercado Pago.", field="method")
    refund.status, refund.method, refund.reference = RefundStatus.DONE, method, reference
    refund.settled_at, refund.settled_by = now, actor
    await session.flush()
    audit.record(
        session,
        at=now,
        actor=actor,
        action=Fact.REFUND_MADE,
        subject_kind="refund",
        subject=code,
        reservation=reservation.code,
        amount_cents=refund.amount_cents,
        method=method.value,
    )
    await outbox.publish(session, Fact.REFUND_MADE, refund.id)
    return await repository.refund_view(session, refund.id)
