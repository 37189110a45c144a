"""A turn keeps what it was decided from, so that it can be replayed on later code."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017_turns"
down_revision = "0016_reminders"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("messages", sa.Column("turn", postgresql.JSONB(none_as_null=True), nullable=True))
    op.create_index("messages_turn_idx", "messages", ["handled_at"], postgresql_where=sa.text("turn IS NOT NULL"))


def downgrade() -> None:
    op.drop_index("messages_turn_idx", "messages")
    op.drop_column("messages", "turn")
