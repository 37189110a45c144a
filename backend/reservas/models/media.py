"""What guests send besides words: one row per file, which itself is kept on disk and only for a while."""

import uuid
from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from reservas.models.base import Base, Key


class Media(Base):
    """A guest's file. `file` is its random name on disk exactly while it is `stored`; `error` says why it is not."""

    __tablename__ = "media"
    __table_args__ = (
        CheckConstraint("state IN ('pending', 'stored', 'failed', 'deleted')", name="state"),
        CheckConstraint("(state = 'stored') = (file IS NOT NULL)", name="file"),
        Index("media_delete_at_idx", "delete_at", postgresql_where=text("state = 'stored'")),
    )

    id: Mapped[Key]
    public_id: Mapped[uuid.UUID] = mapped_column(unique=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"), unique=True)
    # The channel's name of the file; none when it says that there is nothing to be had.
    provider_id: Mapped[str | None]
    state: Mapped[str]
    mime_type: Mapped[str | None]
    # As the channel announced it until the file is stored, then the file's own, in hex.
    sha256: Mapped[str | None]
    size_bytes: Mapped[int | None] = mapped_column(BigInteger)
    file: Mapped[str | None]
    error: Mapped[str | None]
    created_at: Mapped[datetime]
    stored_at: Mapped[datetime | None]
    delete_at: Mapped[datetime | None]
