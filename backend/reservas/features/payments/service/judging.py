"""A payment's judgement is written, with who came to it, in the audit log."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.payments import NEEDS_PERSON, Outcome
from reservas.features.audit import service as audit
from reservas.models import Payment

OPEN_QUESTIONS = frozenset({Outcome.UNDERPAID, Outcome.LATE_TAKEN})
"""What a confirmed stay answers: its money was too little, or too late, and is enough."""


def record_judgement(session: AsyncSession, payment: Payment, code: str | None, *, actor: str, now: datetime) -> None:
    """Write what the payment has been found to do to the reservation `code`."""
    audit.record(
        session,
        at=now,
        actor=actor,
        action="payment.judged",
        subject_kind="payment",
        subject=payment.provider_payment_id,
        outcome=payment.outcome,
        reservation=code,
        amount_cents=payment.amount_cents,
    )


def set_outcome(payment: Payment, outcome: Outcome) -> None:
    """Say what the payment does, and put it on the owner's list or take it off."""
    payment.outcome = outcome
    payment.attention = outcome if outcome in NEEDS_PERSON else None


def credit(session: AsyncSession, payments: Iterable[Payment], code: str, *, actor: str, now: datetime) -> None:
    """Take the money of a stay that is confirmed now off the owner's list: together it was enough."""
    for payment in payments:
        if payment.outcome in OPEN_QUESTIONS:
            set_outcome(payment, Outcome.CREDITED)
            record_judgement(session, payment, code, actor=actor, now=now)
