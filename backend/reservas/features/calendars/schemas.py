"""What an exported calendar says: nights, and nothing about who sleeps there."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from reservas.domain.stays import Stay


@dataclass(frozen=True, slots=True)
class ExportedStay:
    """One reservation's nights; `uid` is fixed for life, `changed_at` its last change (UTC)."""

    uid: uuid.UUID
    stay: Stay
    source: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class ExportedCalendar:
    """One accommodation's taken nights."""

    accommodation: str
    name: str
    stays: tuple[ExportedStay, ...]
