"""Money that came by another way is recorded; what a stay's end left behind stays as it was decided."""

import sqlalchemy as sa
from alembic import op

revision = "0012_manual_payments"
down_revision = "0011_arrivals"
branch_labels = None
depends_on = None

KEEP = """
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
TRUNCATED = "CREATE TRIGGER {0}_keep_table BEFORE TRUNCATE ON {0} FOR EACH STATEMENT EXECUTE FUNCTION endings_keep()"
CHANGED = "CREATE TRIGGER {0}_keep_rows BEFORE UPDATE OR DELETE ON {0} FOR EACH ROW EXECUTE FUNCTION endings_keep()"
KEPT = ("refunds", "refund_parts", "withdrawals")


def _check(table: str, name: str, condition: str) -> None:
    op.drop_constraint(op.f(f"{table}_{name}_check"), table)
    op.create_check_constraint(op.f(f"{table}_{name}_check"), table, condition)


def upgrade() -> None:
    op.add_column("payments", sa.Column("receipt", sa.Text(), nullable=True))
    op.add_column("payments", sa.Column("recorded_by", sa.Text(), nullable=True))
    op.create_check_constraint(
        op.f("payments_manual_check"),
        "payments",
        "num_nonnulls(receipt, recorded_by) = CASE account WHEN 'manual' THEN 2 ELSE 0 END",
    )
    op.add_column("refund_parts", sa.Column("held_cents", sa.BigInteger(), nullable=True))
    # What was held when an older refund was decided was not kept: at least what is due from it.
    op.execute(
        "UPDATE refund_parts SET held_cents = greatest(refund_parts.amount_cents,"
        " payments.amount_cents - payments.refunded_cents) FROM payments WHERE payments.id = payment_id"
    )
    op.alter_column("refund_parts", "held_cents", nullable=False)
    _check("refund_parts", "amount", "amount_cents > 0 AND amount_cents <= held_cents")
    _check("refunds", "reason", "reason IN ('policy', 'withdrawal', 'operator', 'house')")
    _check("refunds", "status", "status IN ('due', 'done')")
    op.execute(KEEP)
    for table in KEPT:
        op.execute(TRUNCATED.format(table))
    for table in KEPT[1:]:
        op.execute(CHANGED.format(table))


def downgrade() -> None:
    op.execute("DROP FUNCTION endings_keep() CASCADE")
    _check("refunds", "status", "status IN ('due', 'done', 'rejected')")
    _check("refunds", "reason", "reason IN ('policy', 'withdrawal', 'operator')")
    _check("refund_parts", "amount", "amount_cents > 0")
    op.drop_column("refund_parts", "held_cents")
    op.drop_constraint(op.f("payments_manual_check"), "payments")
    op.drop_column("payments", "recorded_by")
    op.drop_column("payments", "receipt")
