"""A change's actor, time and reason join the transaction that makes it."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from reservas.models import AuditEntry


def record(
    session: AsyncSession,
    *,
    at: datetime,
    actor: str,
    action: str,
    subject_kind: str,
    subject: str,
    reason: str | None = None,
    **data: Any,  # noqa: ANN401 - JSON values
) -> None:
    """Add one entry to the session. `subject` is a public code; `data` holds ids and values, never names or phones."""
    session.add(
        AuditEntry(
            at=at, actor=actor, action=action, subject_kind=subject_kind, subject=subject, reason=reason, data=data
        )
    )
