"""The money ledger: links that ask for it, payments that bring it, and every raw answer they were read from."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from reservas.models.base import Base, Cents, JsonObject, Key


class PaymentLink(Base):
    """A request for a fixed amount, with the unguessable reference its payments will carry."""

    __tablename__ = "payment_links"
    __table_args__ = (
        CheckConstraint("purpose IN ('deposit', 'balance')", name="purpose"),
        CheckConstraint("status IN ('creating', 'open', 'closing', 'closed')", name="status"),
        CheckConstraint("amount_cents > 0", name="amount"),
        Index(
            "payment_links_live_key",
            "reservation_id",
            "purpose",
            unique=True,
            postgresql_where=text("status IN ('creating', 'open')"),
        ),
    )

    id: Mapped[Key]
    reservation_id: Mapped[int] = mapped_column(ForeignKey("reservations.id"), index=True)
    purpose: Mapped[str]
    amount_cents: Mapped[Cents]
    currency: Mapped[str]
    external_reference: Mapped[str] = mapped_column(unique=True)
    preference_id: Mapped[str | None] = mapped_column(unique=True)
    url: Mapped[str | None]
    status: Mapped[str]
    expires_at: Mapped[datetime]
    created_at: Mapped[datetime]


class Payment(Base):
    """One payment as last read from its provider; an older reading never overwrites a newer one.

    `outcome` is our judgement of it, `attention` the reason a person must look, if any. Those of the account `manual`
    came by transfer or in cash: an operator recorded them, with the receipt.
    """

    __tablename__ = "payments"
    __table_args__ = (
        UniqueConstraint("account", "provider_payment_id"),
        CheckConstraint(
            "num_nonnulls(receipt, recorded_by) = CASE account WHEN 'manual' THEN 2 ELSE 0 END", name="manual"
        ),
        Index("payments_attention_idx", "id", postgresql_where=text("attention IS NOT NULL")),
    )

    id: Mapped[Key]
    account: Mapped[str]
    provider_payment_id: Mapped[str]
    reservation_id: Mapped[int | None] = mapped_column(ForeignKey("reservations.id"), index=True)
    link_id: Mapped[int | None] = mapped_column(ForeignKey("payment_links.id"), index=True)
    external_reference: Mapped[str | None]
    status: Mapped[str]
    status_detail: Mapped[str | None]
    method: Mapped[str | None]
    receipt: Mapped[str | None]
    recorded_by: Mapped[str | None]
    currency: Mapped[str]
    amount_cents: Mapped[Cents]
    refunded_cents: Mapped[Cents]
    provider_updated_at: Mapped[datetime]
    approved_at: Mapped[datetime | None]
    outcome: Mapped[str]
    attention: Mapped[str | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class PaymentEvent(Base):
    """One raw reading of a payment, kept as it came; append-only."""

    __tablename__ = "payment_events"
    __table_args__ = (UniqueConstraint("payment_id", "provider_updated_at", "status"),)

    id: Mapped[Key]
    payment_id: Mapped[int] = mapped_column(ForeignKey("payments.id"))
    status: Mapped[str]
    provider_updated_at: Mapped[datetime]
    body: Mapped[JsonObject]
    received_at: Mapped[datetime]
