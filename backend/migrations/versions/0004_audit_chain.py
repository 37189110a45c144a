"""The audit log is sealed into a chain of hashes, and sealed entries cannot be changed."""

import sqlalchemy as sa
from alembic import op

revision = "0004_audit_chain"
down_revision = "0003_prices_and_restrictions"
branch_labels = None
depends_on = None

KEEP_SEALED = """
CREATE FUNCTION audit_log_keep_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    IF EXISTS (SELECT FROM audit_log WHERE seq IS NOT NULL) THEN
      RAISE EXCEPTION USING MESSAGE = 'audit_log holds sealed entries', ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
  END IF;
  IF OLD.seq IS NOT NULL THEN
    RAISE EXCEPTION USING MESSAGE = 'audit_log entry ' || OLD.seq || ' is sealed', ERRCODE = 'restrict_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN
    RETURN OLD;
  END IF;
  RETURN NEW;
END
$$
"""
ROWS = """
CREATE TRIGGER audit_log_keep_sealed_rows BEFORE UPDATE OR DELETE ON audit_log
  FOR EACH ROW EXECUTE FUNCTION audit_log_keep_sealed()
"""
TABLE = """
CREATE TRIGGER audit_log_keep_sealed_table BEFORE TRUNCATE ON audit_log
  FOR EACH STATEMENT EXECUTE FUNCTION audit_log_keep_sealed()
"""


def upgrade() -> None:
    op.add_column("audit_log", sa.Column("seq", sa.BigInteger(), nullable=True))
    op.add_column("audit_log", sa.Column("previous_hash", sa.Text(), nullable=True))
    op.add_column("audit_log", sa.Column("hash", sa.Text(), nullable=True))
    op.create_unique_constraint("audit_log_seq_key", "audit_log", ["seq"])
    op.create_check_constraint(
        op.f("audit_log_sealed_check"), "audit_log", "num_nulls(seq, previous_hash, hash) IN (0, 3)"
    )
    op.create_index("audit_log_unsealed_idx", "audit_log", ["id"], postgresql_where=sa.text("seq IS NULL"))
    for statement in (KEEP_SEALED, ROWS, TABLE):
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TRIGGER audit_log_keep_sealed_table ON audit_log")
    op.execute("DROP TRIGGER audit_log_keep_sealed_rows ON audit_log")
    op.execute("DROP FUNCTION audit_log_keep_sealed()")
    op.drop_index("audit_log_unsealed_idx", table_name="audit_log")
    op.drop_constraint(op.f("audit_log_sealed_check"), "audit_log")
    op.drop_constraint("audit_log_seq_key", "audit_log")
    for column in ("hash", "previous_hash", "seq"):
        op.drop_column("audit_log", column)
