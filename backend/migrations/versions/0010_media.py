"""What guests send besides words is noted, fetched and kept for a while."""

import sqlalchemy as sa
from alembic import op

revision = "0010_media"
down_revision = "0009_channels"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "media",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("provider_id", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("mime_type", sa.Text(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("size_bytes", sa.BigInteger(), nullable=True),
        sa.Column("file", sa.Text(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delete_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('pending', 'stored', 'failed', 'deleted')", name=op.f("media_state_check")),
        sa.CheckConstraint("(state = 'stored') = (file IS NOT NULL)", name=op.f("media_file_check")),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name=op.f("media_message_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("media_pkey")),
        sa.UniqueConstraint("public_id", name=op.f("media_public_id_key")),
        sa.UniqueConstraint("message_id", name=op.f("media_message_id_key")),
    )
    op.create_index("media_delete_at_idx", "media", ["delete_at"], postgresql_where=sa.text("state = 'stored'"))


def downgrade() -> None:
    op.drop_table("media")
