"""Who did what, when and why: written in the transaction that did it, with ids and values, never names or phones."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from reservas.models.base import Base, JsonObject, Key


class AuditEntry(Base):
    """One change. `subject` is a public code, so the entry survives a guest who asks to be forgotten."""

    __tablename__ = "audit_log"
    __table_args__ = (Index("audit_log_subject_idx", "subject_kind", "subject"),)

    id: Mapped[Key]
    at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str]
    subject_kind: Mapped[str]
    subject: Mapped[str]
    reason: Mapped[str | None]
    data: Mapped[JsonObject]
