"""What lets an operator stay signed in: each token is good once and is followed by the next of its family."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from reservas.models.base import Base, Key


class RefreshToken(Base):
    """One token, kept as its SHA-256; used twice, somebody has stolen it, and its whole family ends."""

    __tablename__ = "refresh_tokens"

    id: Mapped[Key]
    operator_id: Mapped[int] = mapped_column(ForeignKey("operators.id"), index=True)
    family: Mapped[uuid.UUID] = mapped_column(index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
