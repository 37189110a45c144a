"""Every verified webhook call, stored raw before it is answered."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from reservas.models.base import Base, JsonObject, Key


class InboxEvent(Base):
    """One delivery, unique per provider and external id; `handled_at` is set only when its job succeeded."""

    __tablename__ = "inbox_events"
    __table_args__ = (UniqueConstraint("provider", "external_id"),)

    id: Mapped[Key]
    provider: Mapped[str]
    external_id: Mapped[str]
    query: Mapped[str]
    headers: Mapped[JsonObject]
    body: Mapped[bytes]
    trace_id: Mapped[str]
    received_at: Mapped[datetime]
    handled_at: Mapped[datetime | None]
    error: Mapped[str | None]
