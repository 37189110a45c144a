"""What an editor changes in an owner's tables joins the audit log, column by column, before and after."""

from collections.abc import Mapping
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.features.accommodations.schemas import Editor
from reservas.features.audit import service as audit
from reservas.models.base import Base

OURS = ("id", "accommodation_id", "created_at")
Columns = Mapping[str, Any]
NOTHING: Columns = {}


def columns_of(row: Base) -> Columns:
    """Return what an owner wrote into the row, by column, in JSON's own types."""
    return {
        column.key: _as_json(getattr(row, column.key))
        for column in inspect(type(row)).column_attrs
        if column.key not in OURS
    }


def record(session: AsyncSession, by: Editor, action: str, subject: str, before: Columns, after: Columns) -> None:
    """Add an entry with the columns that differ to the session; `action` is `season.changed`, none when none does."""
    changes = {
        name: {"before": before.get(name), "after": after.get(name)}
        for name in sorted(before.keys() | after.keys())
        if before.get(name) != after.get(name)
    }
    if changes:
        kind = action.partition(".")[0]
        audit.record(
            session, at=by.now, actor=by.actor, action=action, subject_kind=kind, subject=subject, changes=changes
        )


def _as_json(value: Any) -> Any:  # noqa: ANN401 - whatever a column holds
    if isinstance(value, Range):
        return f"{value.lower}/{value.upper}"
    if isinstance(value, time | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
