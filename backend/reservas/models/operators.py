"""The people who run the place and may see guests' data."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from reservas.models.base import Base, Key


class Operator(Base):
    """One account; `email` is stored lower-cased, the password only as an argon2 hash."""

    __tablename__ = "operators"
    __table_args__ = (
        CheckConstraint("role IN ('owner', 'staff', 'cleaner')", name="role"),
        CheckConstraint("email = lower(email)", name="email"),
    )

    id: Mapped[Key]
    email: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str]
    role: Mapped[str]
    active: Mapped[bool]
    created_at: Mapped[datetime]
