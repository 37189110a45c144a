"""What a stored call brought and could not be taken in."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from reservas.models.base import Base, Key


class DeadLetter(Base):
    """One item of a call, by its path (`entry[0].changes[0].value.messages[3]`), or the whole call by "".

    It waits for an operator until it has been replayed with success.
    """

    __tablename__ = "dead_letters"
    __table_args__ = (
        UniqueConstraint("event_id", "path"),
        Index("dead_letters_waiting_idx", "id", postgresql_where=text("replayed_at IS NULL")),
    )

    id: Mapped[Key]
    event_id: Mapped[int] = mapped_column(ForeignKey("inbox_events.id"))
    path: Mapped[str]
    # JSON, cut when it is long: the call itself keeps every byte.
    raw: Mapped[str]
    why: Mapped[str]
    failed_at: Mapped[datetime]
    replayed_at: Mapped[datetime | None]
