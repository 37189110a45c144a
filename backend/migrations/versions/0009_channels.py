"""A number that the channel refuses rests, a notice may be said by a template, and a guest may want no offers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009_channels"
down_revision = "0008_handover"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "channels",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("frozen_problem", sa.Text(), nullable=True),
        sa.Column("frozen_code", sa.Integer(), nullable=True),
        sa.Column("probe_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rests", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("unasked_after", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(frozen_at IS NULL) = (frozen_problem IS NULL) AND (frozen_at IS NULL) = (probe_at IS NULL)",
            name=op.f("channels_frozen_check"),
        ),
        sa.PrimaryKeyConstraint("account", name=op.f("channels_pkey")),
    )
    op.add_column("messages", sa.Column("stand_ins", postgresql.JSONB(none_as_null=True), nullable=True))
    op.add_column("guests", sa.Column("offers_refused_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("guests", "offers_refused_at")
    op.drop_column("messages", "stand_ins")
    op.drop_table("channels")
