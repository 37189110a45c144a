"""Money that must go back to a guest: what is due, since when and why, who gave it back and how."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from reservas.models.base import Base, Cents, Key, run_ddl


class Refund(Base):
    """What one ended reservation gives back, once. It is settled at most once and never changed or deleted."""

    __tablename__ = "refunds"
    __table_args__ = (
        CheckConstraint("amount_cents > 0", name="amount"),
        CheckConstraint("reason IN ('policy', 'withdrawal', 'operator', 'house')", name="reason"),
        CheckConstraint("status IN ('due', 'done')", name="status"),
        CheckConstraint(
            "CASE status WHEN 'due' THEN num_nonnulls(method, reference, settled_at, settled_by) = 0 "
            "ELSE num_nonnulls(method, settled_at, settled_by) = 3 END",
            name="settled",
        ),
        CheckConstraint("method IN ('mercadopago', 'transfer', 'cash')", name="method"),
    )

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(unique=True)
    reservation_id: Mapped[int] = mapped_column(ForeignKey("reservations.id"), unique=True)
    amount_cents: Mapped[Cents]
    currency: Mapped[str]
    reason: Mapped[str]
    why: Mapped[str]
    status: Mapped[str] = mapped_column(index=True)
    created_at: Mapped[datetime]
    method: Mapped[str | None]
    reference: Mapped[str | None]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str | None]


class RefundPart(Base):
    """How much of a refund comes out of one payment, and what that payment held when this was decided."""

    __tablename__ = "refund_parts"
    __table_args__ = (
        UniqueConstraint("refund_id", "payment_id"),
        CheckConstraint("amount_cents > 0 AND amount_cents <= held_cents", name="amount"),
    )

    id: Mapped[Key]
    refund_id: Mapped[int] = mapped_column(ForeignKey("refunds.id"))
    payment_id: Mapped[int] = mapped_column(ForeignKey("payments.id"), index=True)
    amount_cents: Mapped[Cents]
    held_cents: Mapped[Cents]


_KEEP = (
    """
CREATE FUNCTION refunds_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.status <> 'due'
     OR (OLD.id, OLD.code, OLD.reservation_id, OLD.amount_cents, OLD.currency, OLD.reason, OLD.why, OLD.created_at)
        IS DISTINCT FROM
        (NEW.id, NEW.code, NEW.reservation_id, NEW.amount_cents, NEW.currency, NEW.reason, NEW.why, NEW.created_at)
  THEN
    RAISE EXCEPTION USING MESSAGE = 'refund ' || OLD.code || ' stays as it is', ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END
$$
""",
    """
CREATE TRIGGER refunds_keep_rows BEFORE UPDATE OR DELETE ON refunds
  FOR EACH ROW EXECUTE FUNCTION refunds_keep()
""",
)
_KEEP_ALL = """
CREATE FUNCTION endings_keep() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  is_empty boolean := false;
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    EXECUTE 'SELECT NOT EXISTS (SELECT FROM ' || quote_ident(TG_TABLE_NAME) || ')' INTO is_empty;
  END IF;
  IF NOT is_empty THEN
    RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' stay as they are', ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END
$$
"""
run_ddl(Refund.__table__, "after_create", *_KEEP)
run_ddl(Refund.__table__, "after_drop", "DROP FUNCTION refunds_keep()")

run_ddl(Base.metadata, "before_create", _KEEP_ALL)
run_ddl(Base.metadata, "after_drop", "DROP FUNCTION endings_keep()")
TRUNCATED = "CREATE TRIGGER {0}_keep_table BEFORE TRUNCATE ON {0} FOR EACH STATEMENT EXECUTE FUNCTION endings_keep()"
CHANGED = "CREATE TRIGGER {0}_keep_rows BEFORE UPDATE OR DELETE ON {0} FOR EACH ROW EXECUTE FUNCTION endings_keep()"
for _table, _trigger in (
    (Refund.__table__, TRUNCATED),
    (RefundPart.__table__, TRUNCATED),
    (RefundPart.__table__, CHANGED),
):
    run_ddl(_table, "after_create", _trigger.format(_table))
