"""What cancelling gives back, asked beforehand; and the public door of the right of withdrawal."""

from datetime import datetime
from typing import Self
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from reservas.domain.cancellation import Agreement, RefundReason
from reservas.domain.phones import e164_digits
from reservas.entrypoints.http.dependencies import ConnectionsDep, OfficeDep
from reservas.entrypoints.http.documented import problems
from reservas.entrypoints.http.reservation_schemas import WithdrawalIn
from reservas.entrypoints.http.reservations import ReservationCode
from reservas.entrypoints.http.schemas import MoneyOut, PolicyOut
from reservas.features.payments import service as money
from reservas.features.payments.schemas import Cancelled
from reservas.features.reservations.schemas import ReservationView

router = APIRouter(prefix="/api/v1", tags=["Cancellations"])


class WithdrawalRightOut(BaseModel):
    """Whether the guest may still take the contract back (arrepentimiento), until when, and what comes back then.

    `until` is null for a hold, which has no contract yet.
    """

    applies: bool
    until: datetime | None
    refund: MoneyOut


class CancellationOut(BaseModel):
    """What cancelling now gives back, by the policy or, where that is more, by the law, and why.

    `refund_by_house` is what comes back when the house cancels. With `is_paid_elsewhere` the stay was confirmed by hand
    and none of its money is known here: look before you tell the guest, and give back what came with `refund_cents`.
    """

    reservation: str
    paid: MoneyOut
    refund: MoneyOut
    refund_by_house: MoneyOut
    is_paid_elsewhere: bool
    reason: RefundReason
    why: str
    policy: PolicyOut
    withdrawal: WithdrawalRightOut

    @classmethod
    def of(cls, view: ReservationView, agreement: Agreement, now: datetime) -> Self:
        """Return the preview at `now`."""

        def cents(amount: int) -> MoneyOut:
            return MoneyOut(amount_cents=amount, currency=view.currency)

        refund, by_law = agreement.best_refund(now), agreement.refund_by_withdrawal(now)
        today = now.astimezone(ZoneInfo(agreement.time_zone)).date()
        return cls(
            reservation=view.code,
            paid=cents(agreement.brought_cents),
            refund=cents(refund.amount_cents),
            refund_by_house=cents(agreement.refund_by_house().amount_cents),
            is_paid_elsewhere=agreement.is_paid_elsewhere,
            reason=refund.reason,
            why=refund.why,
            policy=PolicyOut.of(agreement.policy, agreement.check_in, today),
            withdrawal=WithdrawalRightOut(
                applies=by_law is not None,
                until=agreement.withdrawal_ends_at(),
                refund=cents(by_law.amount_cents if by_law else 0),
            ),
        )


class WithdrawalOut(BaseModel):
    """A contract that was taken back: the code that proves it, and what comes back.

    `refund` is null when the stay was paid by another way than Mercado Pago: a person tells the guest.
    """

    withdrawal: str = Field(examples=["A-7K3QXM"])
    reservation: str
    refund: MoneyOut | None

    @classmethod
    def of(cls, done: Cancelled) -> Self:
        """Return the proof."""
        refund, currency = done.ending.refund, done.reservation.currency
        amount = MoneyOut(amount_cents=refund.amount.amount_cents if refund else 0, currency=currency)
        assert done.ending.withdrawal is not None
        return cls(
            withdrawal=done.ending.withdrawal,
            reservation=done.reservation.code,
            refund=None if done.is_paid_elsewhere else amount,
        )


@router.get(
    "/reservations/{code}/cancellation",
    summary="What cancelling would give back",
    responses=problems(401, 403, 404, 409, 422, 503),
)
async def read_cancellation(
    connections: ConnectionsDep, _operator: OfficeDep, code: ReservationCode
) -> CancellationOut:
    """Return what the guest would get back now, why, and every tier with its last day. For owners and staff."""
    async with connections.database.unit_of_work() as session:
        view, agreement = await money.read_agreement(session, code)
    return CancellationOut.of(view, agreement, connections.clock.now())


@router.post(
    "/withdrawals",
    summary="Withdraw (botón de arrepentimiento)",
    status_code=201,
    responses={
        200: {"description": "The guest has withdrawn before", "model": WithdrawalOut},
        **problems(400, 404, 409, 422, 429, 503),
    },
)
async def withdraw(
    connections: ConnectionsDep, request: Request, body: WithdrawalIn, answer: Response
) -> WithdrawalOut:
    """Cancel a reservation for all that was paid, for whoever knows its code and its phone; no sign-in.

    Within ten days of its confirmation, up to 24 hours before arrival (Ley 24.240, art. 34; Disposición 954/2025).
    """
    now, locks = connections.clock.now(), connections.locks
    phone = e164_digits(body.phone)
    address = request.client.host if request.client else ""
    done, is_new = await money.withdraw(
        connections.database, body.reservation, phone, address=address, now=now, locks=locks
    )
    answer.status_code = 201 if is_new else 200
    return WithdrawalOut.of(done)
