"""Rates at which a list price is charged, as somebody stored them; never updated, so a quote's source stays true."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, Numeric
from sqlalchemy.orm import Mapped, mapped_column

from reservas.models.base import Base, Key


class ExchangeRate(Base):
    """`rate` units of `charge_currency` for one of `list_currency` from `effective_at` on, until a newer one."""

    __tablename__ = "exchange_rates"
    __table_args__ = (
        CheckConstraint("rate > 0", name="rate"),
        CheckConstraint("list_currency <> charge_currency", name="currencies"),
        Index("exchange_rates_newest_idx", "list_currency", "charge_currency", "effective_at", unique=True),
    )

    id: Mapped[Key]
    list_currency: Mapped[str]
    charge_currency: Mapped[str]
    rate: Mapped[Decimal] = mapped_column(Numeric(18, 6))
    source: Mapped[str]
    effective_at: Mapped[datetime]
    created_at: Mapped[datetime]
