"""What guests ask of a place, answered once by its owner."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from reservas.models.base import Base, JsonList, Key


class FaqEntry(Base):
    """One question about one accommodation with the owner's answer, and how else guests word the question.

    `language` says in which one it is written; without it, it is for guests of whichever.
    """

    __tablename__ = "faq_entries"
    __table_args__ = (
        UniqueConstraint("accommodation_id", "question"),
        CheckConstraint("question <> '' AND answer <> ''", name="words"),
        CheckConstraint("language IN ('es', 'pt', 'en')", name="language"),
    )

    id: Mapped[Key]
    accommodation_id: Mapped[int] = mapped_column(ForeignKey("accommodations.id"))
    question: Mapped[str]
    answer: Mapped[str]
    other_wordings: Mapped[JsonList]
    language: Mapped[str | None]
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    position: Mapped[int] = mapped_column(server_default=text("0"))
    created_at: Mapped[datetime]
