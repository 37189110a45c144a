"""Owners choose a cancellation policy; what a cancellation gives back is kept until it is given back."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007_cancellation"
down_revision = "0006_catalogue_revision"
branch_labels = None
depends_on = None

KEEP = """
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
"""
KEEP_ROWS = """
CREATE TRIGGER refunds_keep_rows BEFORE UPDATE OR DELETE ON refunds
  FOR EACH ROW EXECUTE FUNCTION refunds_keep()
"""


def upgrade() -> None:
    op.add_column(
        "accommodations",
        sa.Column("cancellation_policy", sa.Text(), server_default=sa.text("'moderate'"), nullable=False),
    )
    op.add_column("accommodations", sa.Column("cancellation_tiers", postgresql.JSONB(none_as_null=True), nullable=True))
    op.create_check_constraint(
        op.f("accommodations_cancellation_check"),
        "accommodations",
        "cancellation_policy IN ('flexible', 'moderate', 'strict', 'own') "
        "AND (cancellation_policy = 'own') = (cancellation_tiers IS NOT NULL)",
    )
    op.create_table(
        "refunds",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("reservation_id", sa.BigInteger(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("method", sa.Text(), nullable=True),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Text(), nullable=True),
        sa.CheckConstraint("amount_cents > 0", name=op.f("refunds_amount_check")),
        sa.CheckConstraint("reason IN ('policy', 'withdrawal', 'operator')", name=op.f("refunds_reason_check")),
        sa.CheckConstraint("status IN ('due', 'done', 'rejected')", name=op.f("refunds_status_check")),
        sa.CheckConstraint(
            "CASE status WHEN 'due' THEN num_nonnulls(method, reference, settled_at, settled_by) = 0 "
            "ELSE num_nonnulls(method, settled_at, settled_by) = 3 END",
            name=op.f("refunds_settled_check"),
        ),
        sa.CheckConstraint("method IN ('mercadopago', 'transfer', 'cash')", name=op.f("refunds_method_check")),
        sa.ForeignKeyConstraint(["reservation_id"], ["reservations.id"], name=op.f("refunds_reservation_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("refunds_pkey")),
        sa.UniqueConstraint("code", name=op.f("refunds_code_key")),
        sa.UniqueConstraint("reservation_id", name=op.f("refunds_reservation_id_key")),
    )
    op.create_index(op.f("refunds_status_idx"), "refunds", ["status"])
    op.create_table(
        "refund_parts",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("refund_id", sa.BigInteger(), nullable=False),
        sa.Column("payment_id", sa.BigInteger(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount_cents > 0", name=op.f("refund_parts_amount_check")),
        sa.ForeignKeyConstraint(["refund_id"], ["refunds.id"], name=op.f("refund_parts_refund_id_fkey")),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("refund_parts_payment_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("refund_parts_pkey")),
        sa.UniqueConstraint("refund_id", "payment_id", name=op.f("refund_parts_refund_id_payment_id_key")),
    )
    op.create_index(op.f("refund_parts_payment_id_idx"), "refund_parts", ["payment_id"])
    op.create_table(
        "withdrawals",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("reservation_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["reservation_id"], ["reservations.id"], name=op.f("withdrawals_reservation_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("withdrawals_pkey")),
        sa.UniqueConstraint("code", name=op.f("withdrawals_code_key")),
        sa.UniqueConstraint("reservation_id", name=op.f("withdrawals_reservation_id_key")),
    )
    for statement in (KEEP, KEEP_ROWS):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("withdrawals")
    op.drop_table("refund_parts")
    op.drop_table("refunds")
    op.execute("DROP FUNCTION refunds_keep()")
    op.drop_constraint("accommodations_cancellation_check", "accommodations")
    op.drop_column("accommodations", "cancellation_tiers")
    op.drop_column("accommodations", "cancellation_policy")
