"""What could not be taken in waits for an operator; whose identifier is disputed; when a message arrived."""

import sqlalchemy as sa
from alembic import op

revision = "0011_arrivals"
down_revision = "0010_media"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "dead_letters",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replayed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["inbox_events.id"], name=op.f("dead_letters_event_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("dead_letters_pkey")),
        sa.UniqueConstraint("event_id", "path", name=op.f("dead_letters_event_id_path_key")),
    )
    op.create_index("dead_letters_waiting_idx", "dead_letters", ["id"], postgresql_where=sa.text("replayed_at IS NULL"))
    op.create_table(
        "identity_conflicts",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("guest_id", sa.BigInteger(), nullable=False),
        sa.Column("claimed_by", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["guest_id"], ["guests.id"], name=op.f("identity_conflicts_guest_id_fkey")),
        sa.ForeignKeyConstraint(["claimed_by"], ["guests.id"], name=op.f("identity_conflicts_claimed_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("identity_conflicts_pkey")),
        sa.UniqueConstraint("kind", "value", "claimed_by", name=op.f("identity_conflicts_kind_value_claimed_by_key")),
    )
    op.create_index(op.f("identity_conflicts_guest_id_idx"), "identity_conflicts", ["guest_id"])
    op.create_index(op.f("identity_conflicts_claimed_by_idx"), "identity_conflicts", ["claimed_by"])
    for column in ("delivered_at", "read_at"):
        op.add_column("messages", sa.Column(column, sa.DateTime(timezone=True), nullable=True))
    op.add_column("messages", sa.Column("author", sa.Text(), nullable=True))


def downgrade() -> None:
    for column in ("author", "read_at", "delivered_at"):
        op.drop_column("messages", column)
    op.drop_table("identity_conflicts")
    op.drop_table("dead_letters")
