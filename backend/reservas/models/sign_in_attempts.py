"""How often somebody has lately tried to be let in somewhere without success."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from reservas.models.base import Base, Key


class SignInAttempts(Base):
    """The attempts since `began_at`, for the SHA-256 of an e-mail or of a reservation, whether or not there is one."""

    __tablename__ = "sign_in_attempts"

    id: Mapped[Key]
    account: Mapped[str] = mapped_column(unique=True)
    attempts: Mapped[int]
    began_at: Mapped[datetime] = mapped_column(index=True)
