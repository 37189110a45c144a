"""A conversation's newest messages are found without reading everybody's."""

from alembic import op

revision = "0014_newest_messages"
down_revision = "0013_inbox_jobs"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("messages_conversation_idx", "messages", ["conversation_id", "id"])


def downgrade() -> None:
    op.drop_index("messages_conversation_idx", "messages")
