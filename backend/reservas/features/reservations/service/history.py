"""Each change of a reservation is audited, counted and told, in the transaction that makes it."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from reservas.features.audit import service as audit
from reservas.features.outbox import service as outbox
from reservas.features.outbox.schemas import Fact
from reservas.infra.metrics import reservations_changed
from reservas.models import Reservation


async def record_change(
    session: AsyncSession,
    reservation: Reservation,
    fact: Fact,
    actor: str,
    now: datetime,
    *,
    reason: str | None = None,
    **data: int | str,
) -> None:
    """Write who made `fact` true and why, and publish it with when, and by what kind of actor (`guest`, `operator`)."""
    _record(session, reservation, fact, actor, now, reason=reason, **data)
    await publish_change(session, reservation.id, reservation.status, fact, actor, now)


async def publish_change(
    session: AsyncSession, reservation_id: int, status: str, fact: Fact, actor: str, now: datetime
) -> None:
    """Publish a change that has been audited."""
    await outbox.publish(session, fact, reservation_id, by=actor.partition(":")[0], at=now.isoformat())
    reservations_changed.labels(status).inc()


def record_step(
    session: AsyncSession,
    reservation: Reservation,
    action: str,
    actor: str,
    now: datetime,
    *,
    reason: str | None = None,
    **data: int | str,
) -> None:
    """Write who took `action` and why; nobody else is told."""
    _record(session, reservation, action, actor, now, reason=reason, **data)
    reservations_changed.labels(reservation.status).inc()


def _record(
    session: AsyncSession,
    reservation: Reservation,
    action: str,
    actor: str,
    now: datetime,
    *,
    reason: str | None,
    **data: int | str,
) -> None:
    audit.record(
        session,
        at=now,
        actor=actor,
        action=action,
        subject_kind="reservation",
        subject=reservation.code,
        reason=reason,
        **data,
    )
