"""All SQL of the money ledger."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.money import Money
from reservas.domain.payments import DuePart, Outcome
from reservas.features.payments.errors import RefundNotFound
from reservas.features.payments.schemas import (
    Ending,
    LinkView,
    ManualMethod,
    PaymentReading,
    PaymentView,
    RefundMethod,
    RefundPart,
    RefundStatus,
    RefundView,
)
from reservas.models import Payment, PaymentEvent, PaymentLink, Refund, Reservation, Withdrawal
from reservas.models import RefundPart as RefundPartRow

LIVE = ("creating", "open")
NEVER = datetime.fromtimestamp(0, UTC)
MANUAL = "manual"
"""The account of payments that an operator recorded."""


async def live_link(session: AsyncSession, reservation_id: int, purpose: str) -> PaymentLink | None:
    """Return the reservation's link for that purpose that is being made or is open."""
    query = select(PaymentLink).where(
        PaymentLink.reservation_id == reservation_id, PaymentLink.purpose == purpose, PaymentLink.status.in_(LIVE)
    )
    return (await session.execute(query)).scalar_one_or_none()


async def add_link(session: AsyncSession, **values: object) -> None:
    """Add a link unless another worker has just added one for the same reservation and purpose."""
    await session.execute(insert(PaymentLink).values(**values).on_conflict_do_nothing())


async def links_of(session: AsyncSession, reservation_id: int) -> Sequence[PaymentLink]:
    """Return every link of the reservation, oldest first."""
    query = select(PaymentLink).where(PaymentLink.reservation_id == reservation_id).order_by(PaymentLink.id)
    return (await session.execute(query)).scalars().all()


async def lock_links_of(session: AsyncSession, reservation_id: int) -> Sequence[PaymentLink]:
    """Return every link of the reservation, locked, oldest first."""
    query = select(PaymentLink).where(PaymentLink.reservation_id == reservation_id).order_by(PaymentLink.id)
    return (await session.execute(query.with_for_update())).scalars().all()


async def link_by_reference(session: AsyncSession, external_reference: str | None) -> PaymentLink | None:
    """Return the link whose payments carry that reference."""
    if external_reference is None:
        return None
    query = select(PaymentLink).where(PaymentLink.external_reference == external_reference)
    return (await session.execute(query)).scalar_one_or_none()


async def lock_link(session: AsyncSession, link_id: int) -> PaymentLink:
    """Return the link, locked and read anew."""
    query = select(PaymentLink).where(PaymentLink.id == link_id).with_for_update()
    return (await session.execute(query.execution_options(populate_existing=True))).scalar_one()


async def set_link_status(session: AsyncSession, link_id: int, status: str) -> None:
    """Move a link to another status."""
    await session.execute(update(PaymentLink).where(PaymentLink.id == link_id).values(status=status))


async def lock_payment(session: AsyncSession, account: str, reading: PaymentReading, now: datetime) -> Payment:
    """Return the ledger's row of this payment, locked, adding it on first sight; lock the reservation before it."""
    statement = insert(Payment).values(
        account=account,
        provider_payment_id=reading.provider_payment_id,
        external_reference=reading.external_reference,
        status="unread",
        currency=reading.currency,
        amount_cents=0,
        refunded_cents=0,
        provider_updated_at=NEVER,
        outcome="unread",
        created_at=now,
        updated_at=now,
    )
    await session.execute(statement.on_conflict_do_nothing(index_elements=["account", "provider_payment_id"]))
    query = select(Payment).where(
        Payment.account == account, Payment.provider_payment_id == reading.provider_payment_id
    )
    return (await session.execute(query.with_for_update().execution_options(populate_existing=True))).scalar_one()


async def keep_reading(session: AsyncSession, payment_id: int, reading: PaymentReading, now: datetime) -> None:
    """Append the raw reading, once."""
    statement = insert(PaymentEvent).values(
        payment_id=payment_id,
        status=reading.status,
        provider_updated_at=reading.updated_at,
        body=reading.raw,
        received_at=now,
    )
    await session.execute(statement.on_conflict_do_nothing())


async def paid_cents(session: AsyncSession, reservation_id: int) -> int:
    """Return Σ approved − Σ given back over the reservation's payments, in cents of its currency."""
    return (await paid_cents_of(session, [reservation_id])).get(reservation_id, 0)


async def paid_cents_of(session: AsyncSession, reservation_ids: Sequence[int]) -> dict[int, int]:
    """Return what was paid for each of these reservations, by the rule of `paid_cents`; nothing paid is not in it.

    What went back through Mercado Pago is on the payment itself; what was given back by hand is on the refund's parts.
    """
    brought = select(Payment.reservation_id, (Payment.amount_cents - Payment.refunded_cents).label("cents")).where(
        Payment.reservation_id.in_(reservation_ids), *_counted()
    )
    by_hand = (
        select(Refund.reservation_id, -RefundPartRow.amount_cents)
        .join(RefundPartRow, RefundPartRow.refund_id == Refund.id)
        .join(Payment, Payment.id == RefundPartRow.payment_id)
        .where(
            Refund.reservation_id.in_(reservation_ids),
            Refund.status == RefundStatus.DONE,
            or_(Refund.method != RefundMethod.MERCADOPAGO, Payment.account == MANUAL),
        )
    )
    moved = brought.union_all(by_hand).subquery()
    query = select(moved.c.reservation_id, func.sum(moved.c.cents)).group_by(moved.c.reservation_id)
    return {key: int(paid) for key, paid in await session.execute(query)}


async def page(
    session: AsyncSession, code: str | None, before: int, limit: int, *, only_attention: bool
) -> Sequence[tuple[Payment, str | None]]:
    """Return payments with their reservation's code, newest first: those with keys under `before`."""
    query = (
        select(Payment, Reservation.code)
        .outerjoin(Reservation, Reservation.id == Payment.reservation_id)
        .where(Payment.id < before)
        .order_by(Payment.id.desc())
        .limit(limit)
    )
    query = query.where(Reservation.code == code) if code is not None else query
    query = query.where(Payment.attention.is_not(None)) if only_attention else query
    return [(payment, found) for payment, found in await session.execute(query)]


async def paid_by_others_cents(session: AsyncSession, reservation_id: int, payment_id: int | None = None) -> int:
    """Return what other payments brought before this one is judged; all of them for one that is not entered yet.

    A duplicate is left out: else later news of the payment it doubles would make that one a duplicate too.
    """
    query = select(func.coalesce(func.sum(Payment.amount_cents - Payment.refunded_cents), 0)).where(
        Payment.reservation_id == reservation_id,
        Payment.id.is_distinct_from(payment_id),
        Payment.outcome != Outcome.DUPLICATE,
        *_counted(),
    )
    return int((await session.execute(query)).scalar_one())


async def paid_twice_cents(session: AsyncSession, reservation_id: int) -> int:
    """Return how much of what was paid for the reservation came in a second time."""
    query = select(func.coalesce(func.sum(Payment.amount_cents - Payment.refunded_cents), 0)).where(
        Payment.reservation_id == reservation_id, Payment.outcome == Outcome.DUPLICATE, *_counted()
    )
    return int((await session.execute(query)).scalar_one())


async def lock_counted(session: AsyncSession, reservation_id: int) -> Sequence[Payment]:
    """Return the payments that hold money of the reservation, locked: what came twice first, then the newest."""
    query = (
        select(Payment)
        .where(Payment.reservation_id == reservation_id, *_counted())
        .order_by((Payment.outcome == Outcome.DUPLICATE).desc(), Payment.id.desc())
        .with_for_update()
    )
    return (await session.execute(query.execution_options(populate_existing=True))).scalars().all()


def _counted() -> tuple[ColumnElement[bool], ...]:
    own = select(Reservation.currency).where(Reservation.id == Payment.reservation_id).scalar_subquery()
    return Payment.status == "approved", Payment.currency == own


async def manual_payment(
    session: AsyncSession, reservation_id: int, method: ManualMethod, receipt: str
) -> Payment | None:
    """Return what an operator recorded for the reservation under that receipt; the reservation must be locked."""
    query = select(Payment).where(
        Payment.account == MANUAL,
        Payment.reservation_id == reservation_id,
        Payment.method == method,
        Payment.receipt == receipt,
    )
    return (await session.execute(query)).scalar_one_or_none()


async def has_unsettled(session: AsyncSession, reservation_id: int) -> bool:
    """Tell whether money of the reservation is on its way, or is in and a person must judge it."""
    in_question = and_(Payment.status == "approved", Payment.attention.is_not(None))
    query = select(func.count()).where(
        Payment.reservation_id == reservation_id, or_(Payment.outcome == "pending", in_question)
    )
    return bool((await session.execute(query)).scalar_one())


async def link_view(session: AsyncSession, link_id: int) -> LinkView | None:
    """Return the link when it is open."""
    link = await session.get(PaymentLink, link_id)
    return as_link_view(link) if link else None


def as_link_view(link: PaymentLink) -> LinkView | None:
    """Return what a guest may see of the link: nothing unless it is open."""
    if link.status != "open" or link.url is None:
        return None
    amount = Money(link.amount_cents, link.currency)
    return LinkView(link.id, link.reservation_id, link.purpose, amount, link.url, link.expires_at)


async def payment_view(session: AsyncSession, payment_id: int) -> PaymentView:
    """Return a payment of the ledger."""
    payment = await session.get_one(Payment, payment_id)
    return PaymentView(
        payment.id, payment.reservation_id, Money(payment.amount_cents, payment.currency), payment.outcome
    )


async def add_refund(session: AsyncSession, refund: Refund, parts: Sequence[tuple[int, int, int]]) -> None:
    """Add a refund and how much of it comes out of which payment: (key, cents, cents held by it)."""
    session.add(refund)
    await session.flush()
    session.add_all(
        RefundPartRow(refund_id=refund.id, payment_id=key, amount_cents=cents, held_cents=held)
        for key, cents, held in parts
    )
    await session.flush()


async def due_part(session: AsyncSession, payment_id: int) -> DuePart | None:
    """Return what a refund takes, or took, out of the payment."""
    query = (
        select(RefundPartRow.amount_cents, RefundPartRow.held_cents, Refund.status, Refund.method)
        .join(Refund, Refund.id == RefundPartRow.refund_id)
        .where(RefundPartRow.payment_id == payment_id)
    )
    found = (await session.execute(query)).one_or_none()
    if found is None:
        return None
    by_hand = found.status == RefundStatus.DONE and found.method != RefundMethod.MERCADOPAGO
    return DuePart(found.amount_cents, found.held_cents, by_hand)


async def accounts_of(session: AsyncSession, refund_id: int) -> set[str]:
    """Return the accounts that the refund's money came to."""
    query = select(Payment.account).join(RefundPartRow, RefundPartRow.payment_id == Payment.id)
    return set((await session.execute(query.where(RefundPartRow.refund_id == refund_id))).scalars())


async def holds_less(session: AsyncSession, refund_id: int) -> bool:
    """Tell whether some of what the refund comes from has gone back at its provider since it was decided."""
    held = case((Payment.status == "approved", Payment.amount_cents - Payment.refunded_cents), else_=0)
    query = (
        select(func.count())
        .select_from(RefundPartRow)
        .join(Payment, Payment.id == RefundPartRow.payment_id)
        .where(RefundPartRow.refund_id == refund_id, held < RefundPartRow.held_cents)
    )
    return bool((await session.execute(query)).scalar_one())


async def has_refund(session: AsyncSession, reservation_id: int) -> bool:
    """Tell whether the reservation's end gives money back, or gave it."""
    query = select(func.count()).where(Refund.reservation_id == reservation_id)
    return bool((await session.execute(query)).scalar_one())


async def reservation_of_refund(session: AsyncSession, code: str) -> int:
    """Return the key of the reservation that gives this refund back, unlocked. Raises RefundNotFound."""
    found = (await session.execute(select(Refund.reservation_id).where(Refund.code == code))).scalar_one_or_none()
    if found is None:
        raise RefundNotFound(f"There is no refund {code}.", field="code")
    return found


async def lock_refund(session: AsyncSession, code: str) -> Refund:
    """Return the refund, locked and read anew; its reservation must be locked already."""
    query = select(Refund).where(Refund.code == code).with_for_update()
    return (await session.execute(query.execution_options(populate_existing=True))).scalar_one()


async def refund_view(session: AsyncSession, refund_id: int) -> RefundView:
    """Return the refund with that key."""
    (found,) = await _refund_views(session, _refunds().where(Refund.id == refund_id))
    return found


async def refund_page(
    session: AsyncSession, status: RefundStatus | None, before: int, limit: int
) -> Sequence[RefundView]:
    """Return refunds, newest first: those with keys under `before`."""
    query = _refunds().where(Refund.id < before).order_by(Refund.id.desc()).limit(limit)
    return await _refund_views(session, query if status is None else query.where(Refund.status == status))


async def endings_of(session: AsyncSession, reservation_ids: Sequence[int]) -> dict[int, Ending]:
    """Return what the end of each of these reservations left behind; one that left nothing is not in it."""
    codes = select(Withdrawal.reservation_id, Withdrawal.code).where(Withdrawal.reservation_id.in_(reservation_ids))
    withdrawals = {row.reservation_id: row.code for row in await session.execute(codes)}
    views = await _refund_views(session, _refunds().where(Refund.reservation_id.in_(reservation_ids)))
    refunds = {view.reservation_id: view for view in views}
    return {key: Ending(refunds.get(key), withdrawals.get(key)) for key in refunds.keys() | withdrawals.keys()}


def _refunds() -> Select[Refund, str]:
    return select(Refund, Reservation.code).join(Reservation, Reservation.id == Refund.reservation_id)


async def _refund_views(session: AsyncSession, query: Select[Refund, str]) -> list[RefundView]:
    found = [(refund, code) for refund, code in await session.execute(query)]
    parts = (
        select(RefundPartRow.refund_id, Payment.provider_payment_id, RefundPartRow.amount_cents)
        .join(Payment, Payment.id == RefundPartRow.payment_id)
        .where(RefundPartRow.refund_id.in_([refund.id for refund, _ in found]))
        .order_by(RefundPartRow.id)
    )
    comes_from: dict[int, list[RefundPart]] = {refund.id: [] for refund, _ in found}
    if found:
        for refund_id, payment, cents in await session.execute(parts):
            comes_from[refund_id].append(RefundPart(payment, cents))
    return [
        RefundView(
            id=refund.id,
            code=refund.code,
            reservation_id=refund.reservation_id,
            reservation=code,
            amount=Money(refund.amount_cents, refund.currency),
            reason=refund.reason,
            why=refund.why,
            status=refund.status,
            created_at=refund.created_at,
            parts=tuple(comes_from[refund.id]),
            method=refund.method,
            reference=refund.reference,
            settled_at=refund.settled_at,
            settled_by=refund.settled_by,
        )
        for refund, code in found
    ]
