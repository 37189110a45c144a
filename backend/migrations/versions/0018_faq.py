"""What guests ask of a place and its owner has answered."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018_faq"
down_revision = "0017_turns"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "faq_entries",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("accommodation_id", sa.BigInteger(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("other_wordings", postgresql.JSONB(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("position", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("question <> '' AND answer <> ''", name=op.f("faq_entries_words_check")),
        sa.CheckConstraint("language IN ('es', 'pt', 'en')", name=op.f("faq_entries_language_check")),
        sa.ForeignKeyConstraint(
            ["accommodation_id"], ["accommodations.id"], name=op.f("faq_entries_accommodation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("faq_entries_pkey")),
        sa.UniqueConstraint("accommodation_id", "question", name=op.f("faq_entries_accommodation_id_question_key")),
    )


def downgrade() -> None:
    op.drop_table("faq_entries")
