"""A number of ours and what keeps it from sending; without a row, nothing does."""

from datetime import datetime

from sqlalchemy import CheckConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from reservas.models.base import Base


class Channel(Base):
    """One number, by the provider's id of it.

    Frozen, nothing leaves until `probe_at`, when it is tried again; `rests` counts how often in a row. Nothing unasked
    (a template) leaves before `unasked_after`.
    """

    __tablename__ = "channels"
    __table_args__ = (
        CheckConstraint(
            "(frozen_at IS NULL) = (frozen_problem IS NULL) AND (frozen_at IS NULL) = (probe_at IS NULL)",
            name="frozen",
        ),
    )

    account: Mapped[str] = mapped_column(primary_key=True)
    frozen_at: Mapped[datetime | None]
    frozen_problem: Mapped[str | None]
    frozen_code: Mapped[int | None]
    probe_at: Mapped[datetime | None]
    rests: Mapped[int] = mapped_column(server_default=text("0"))
    unasked_after: Mapped[datetime | None]
