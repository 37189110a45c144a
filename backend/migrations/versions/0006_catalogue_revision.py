"""Every edit of accommodations and their rules renews one revision, which tells copies in memory that they are old."""

import sqlalchemy as sa
from alembic import op

revision = "0006_catalogue_revision"
down_revision = "0005_signing_in"
branch_labels = None
depends_on = None

EDITED = ("accommodations", "seasons", "price_rules", "fees", "holidays", "exchange_rates")
RENEW = """
CREATE FUNCTION catalogue_revision_renew() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE catalogue_revision SET revision = gen_random_uuid();
  RETURN NULL;
END
$$
"""


def upgrade() -> None:
    op.create_table(
        "catalogue_revision",
        sa.Column("is_only", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("revision", sa.Uuid(), nullable=False),
        sa.CheckConstraint("is_only", name=op.f("catalogue_revision_only_one_check")),
        sa.PrimaryKeyConstraint("is_only", name=op.f("catalogue_revision_pkey")),
    )
    op.execute(RENEW)
    op.execute("INSERT INTO catalogue_revision (revision) VALUES (gen_random_uuid())")
    for table in EDITED:
        op.execute(
            f"CREATE TRIGGER {table}_renew_catalogue AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION catalogue_revision_renew()"
        )


def downgrade() -> None:
    for table in EDITED:
        op.execute(f"DROP TRIGGER {table}_renew_catalogue ON {table}")
    op.execute("DROP FUNCTION catalogue_revision_renew()")
    op.drop_table("catalogue_revision")
