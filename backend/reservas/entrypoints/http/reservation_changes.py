"""Reservations are confirmed, extended, changed, ended: each an operator's act, with its reason in the audit log."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated, Any, Protocol

from fastapi import APIRouter, Body, Response
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.entrypoints.http.changes import Change, ChangeDep
from reservas.entrypoints.http.dependencies import NotAllowed, hold_terms
from reservas.entrypoints.http.documented import problems
from reservas.entrypoints.http.reservation_schemas import (
    CancellationIn,
    ConfirmationIn,
    ExtensionIn,
    ReasonIn,
    RefundIn,
    ReservationChangeIn,
)
from reservas.entrypoints.http.reservations import ReservationCode, as_shown
from reservas.entrypoints.http.schemas import ReservationOut, Strict
from reservas.features.payments import service as money
from reservas.features.payments.schemas import Cancellation
from reservas.features.reservations import service as booking
from reservas.features.reservations.schemas import ReservationView

router = APIRouter(prefix="/api/v1/reservations/{code}", tags=["Reservations"])
ANSWERS: dict[str, Any] = {
    "response_model": ReservationOut,
    "responses": problems(400, 401, 403, 404, 409, 422, 503),
}
Reason = Annotated[ReasonIn | None, Body()]


class Step(Protocol):
    """One move along a reservation's life."""

    async def __call__(
        self, session: AsyncSession, code: str, *, actor: str, reason: str | None, now: datetime
    ) -> ReservationView:
        """Take it and return the reservation as it then is."""
        ...


async def _take(change: Change, code: str, body: ReasonIn | None, step: Step) -> Response:
    reason = body.reason if body else None

    async def move(session: AsyncSession, now: datetime) -> ReservationView:
        return await step(session, code, actor=change.operator.actor, reason=reason, now=now)

    return await _answer(change, body, move)


async def _answer(
    change: Change, body: Strict | None, move: Callable[[AsyncSession, datetime], Awaitable[ReservationView]]
) -> Response:
    async def work(session: AsyncSession, now: datetime) -> tuple[int, ReservationOut]:
        return 200, await as_shown(session, await move(session, now))

    return await change.answer(body, work)


@router.post("/confirm", summary="Confirm without waiting for Mercado Pago", **ANSWERS)
async def confirm(
    change: ChangeDep, code: ReservationCode, body: Annotated[ConfirmationIn | None, Body()] = None
) -> Response:
    """Confirm a hold, or an expired one whose nights are still free; a confirmed one stays as it is.

    `payment` is what came by transfer or in cash: it counts as paid, and a receipt is recorded once. Without it the
    guest is not told what was paid, and money that still comes by the link waits for a person: confirming again takes
    it as the deposit.
    """
    wanted = body or ConfirmationIn()

    async def move(session: AsyncSession, now: datetime) -> ReservationView:
        payment = wanted.payment.as_payment() if wanted.payment else None
        reason = wanted.reason or "confirmed by the operator"
        return await money.confirm_by_hand(session, code, payment, actor=change.operator.actor, reason=reason, now=now)

    return await _answer(change, body, move)


@router.post("/cancel", summary="Cancel", **ANSWERS)
async def cancel(
    change: ChangeDep, code: ReservationCode, body: Annotated[CancellationIn | None, Body()] = None
) -> Response:
    """Give the nights of a hold or a confirmed stay back; what is due to its guest is on the list of refunds.

    That is what the policy says that the stay was booked under or, where that is more, the law; all that was paid when
    the guest withdraws in time, or when it is the house that cancels; or what an owner gives back, with the reason.
    The money itself is sent by hand.
    """
    wanted = body or CancellationIn()
    if wanted.refund_cents is not None and change.operator.role != "owner":
        raise NotAllowed("Only an owner gives another amount back than the policy says.")

    async def move(session: AsyncSession, now: datetime) -> ReservationView:
        how = Cancellation(
            reason=wanted.reason,
            is_withdrawal=wanted.withdrawal,
            by_house=wanted.by == "house",
            refund_cents=wanted.refund_cents,
        )
        locks = change.connections.locks
        return (await money.cancel(session, code, how, actor=change.operator.actor, now=now, locks=locks)).reservation

    return await _answer(change, body, move)


@router.post("/refund", summary="Give back what the ledger does not know", **ANSWERS)
async def owe(change: ChangeDep, code: ReservationCode, body: RefundIn) -> Response:
    """Note what is due to the guest of a cancelled stay that was confirmed by hand without its payment. For owners."""
    if change.operator.role != "owner":
        raise NotAllowed("Only an owner says what comes back of money that is not in the ledger.")

    async def move(session: AsyncSession, now: datetime) -> ReservationView:
        return await money.owe(session, code, body.refund_cents, body.reason, actor=change.operator.actor, now=now)

    return await _answer(change, body, move)


@router.post("/check-in", summary="The guest has come", **ANSWERS)
async def check_in(change: ChangeDep, code: ReservationCode, body: Reason = None) -> Response:
    """Note, from the day of arrival on, that the guest of a confirmed stay has come."""
    return await _take(change, code, body, booking.check_in)


@router.post("/check-out", summary="The guest has left", **ANSWERS)
async def check_out(change: ChangeDep, code: ReservationCode, body: Reason = None) -> Response:
    """Note that the guest has left; nights not slept are free again."""
    return await _take(change, code, body, booking.check_out)


@router.post("/no-show", summary="The guest never came", **ANSWERS)
async def mark_no_show(change: ChangeDep, code: ReservationCode, body: Reason = None) -> Response:
    """Note, from the day of arrival on, that the guest never came; the nights are free again."""
    return await _take(change, code, body, booking.mark_no_show)


@router.post("/extend", summary="Give a hold more time", **ANSWERS)
async def extend(change: ChangeDep, code: ReservationCode, body: ExtensionIn) -> Response:
    """Move the end of a hold; its payment link is replaced by one that lasts as long."""
    terms = hold_terms(change.connections.settings)

    async def move(session: AsyncSession, now: datetime) -> ReservationView:
        return await booking.extend_hold(
            session,
            code,
            body.minutes,
            grace_minutes=terms.grace_minutes,
            actor=change.operator.actor,
            reason=body.reason,
            now=now,
        )

    return await _answer(change, body, move)


@router.patch("", summary="Change dates, cabin or people", **ANSWERS)
async def change_reservation(change: ChangeDep, code: ReservationCode, body: ReservationChangeIn) -> Response:
    """Move the reservation at the price of a new quote; when the new nights are taken nothing moves.

    Of a guest who is there, only the day they leave can change.
    """

    async def move(session: AsyncSession, now: datetime) -> ReservationView:
        actor, reason = change.operator.actor, body.reason
        return await booking.change(
            session, code, body.as_change(), actor=actor, reason=reason, now=now, locks=change.connections.locks
        )

    return await _answer(change, body, move)
