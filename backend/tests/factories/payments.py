"""Payment links, and payments as their provider would tell them."""

import itertools
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from reservas.features.payments.schemas import PaymentReading
from reservas.models import Payment, PaymentLink, Reservation
from tests.factories.moments import NOW

_numbers = itertools.count(1)


async def add_link(session: AsyncSession, reservation: Reservation, **values: Any) -> PaymentLink:
    """An open link for the reservation's deposit."""
    number = next(_numbers)
    defaults: dict[str, Any] = {
        "reservation_id": reservation.id,
        "purpose": "deposit",
        "amount_cents": reservation.deposit_cents,
        "currency": reservation.currency,
        "external_reference": f"rsv-{number:032}",
        "preference_id": f"preference-{number}",
        "url": f"https://checkout.example/{number}",
        "status": "open",
        "expires_at": reservation.expires_at,
        "created_at": NOW,
    }
    link = PaymentLink(**{**defaults, **values})
    session.add(link)
    await session.flush()
    return link


async def add_payment(session: AsyncSession, reservation: Reservation | None, **values: Any) -> Payment:
    """An approved payment in the ledger, of `reservation` when one is given."""
    defaults: dict[str, Any] = {
        "account": "mercadopago",
        "provider_payment_id": str(next(_numbers)),
        "reservation_id": reservation.id if reservation else None,
        "status": "approved",
        "currency": "ARS",
        "amount_cents": 1_000,
        "refunded_cents": 0,
        "provider_updated_at": NOW,
        "outcome": "credited",
        "created_at": NOW,
        "updated_at": NOW,
    }
    payment = Payment(**{**defaults, **values})
    session.add(payment)
    await session.flush()
    return payment


def make_reading(
    reference: str | None,
    amount_cents: int,
    *,
    status: str = "approved",
    payment_id: str = "9001",
    at: datetime = NOW,
    **values: Any,
) -> PaymentReading:
    """A payment as the provider told it at `at`; approved unless said otherwise."""
    defaults: dict[str, Any] = {
        "provider_payment_id": payment_id,
        "status": status,
        "status_detail": None,
        "external_reference": reference,
        "currency": "ARS",
        "amount_cents": amount_cents,
        "refunded_cents": 0,
        "method": "visa",
        "updated_at": at,
        "approved_at": at if status == "approved" else None,
        "raw": {"id": payment_id, "status": status, "told_at": at.isoformat()},
    }
    return PaymentReading(**{**defaults, **values})
