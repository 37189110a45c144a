"""Which of the messages that nobody asked for an owner does not want sent."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from reservas.models.base import Base


class ReminderSwitch(Base):
    """One kind, switched off or on again; a kind without a row is on."""

    __tablename__ = "reminder_switches"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('hold_ending', 'quote_waiting', 'balance_due', 'stay_begins', 'stay_ended', 'dates_freed')",
            name="kind",
        ),
    )

    kind: Mapped[str] = mapped_column(primary_key=True)
    is_on: Mapped[bool]
    changed_at: Mapped[datetime]
