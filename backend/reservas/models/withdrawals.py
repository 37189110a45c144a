"""Contracts that guests took back by right of withdrawal (*arrepentimiento*)."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from reservas.models.base import Base, Key, run_ddl
from reservas.models.refunds import CHANGED, TRUNCATED


class Withdrawal(Base):
    """One guest's withdrawal; `code` is the proof of it that the law has us hand out (Disposición 954/2025)."""

    __tablename__ = "withdrawals"

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(unique=True)
    reservation_id: Mapped[int] = mapped_column(ForeignKey("reservations.id"), unique=True)
    created_at: Mapped[datetime]


for _trigger in (TRUNCATED, CHANGED):
    run_ddl(Withdrawal.__table__, "after_create", _trigger.format(Withdrawal.__table__))
