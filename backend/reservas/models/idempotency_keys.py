"""Answers kept for a day, so that a request sent twice is done once and answered twice."""

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from reservas.models.base import Base, Key


class IdempotencyKey(Base):
    """One operator's key, what was asked with it, and the answer, written in the transaction that did it."""

    __tablename__ = "idempotency_keys"
    __table_args__ = (
        UniqueConstraint("operator", "key"),
        # Only the transaction that claims a key sees it without its answer.
        CheckConstraint("status IS NULL OR status BETWEEN 200 AND 499", name="status"),
    )

    id: Mapped[Key]
    operator: Mapped[str]
    key: Mapped[str]
    fingerprint: Mapped[str]
    status: Mapped[int | None]
    media_type: Mapped[str | None]
    body: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(index=True)
