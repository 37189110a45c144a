"""Operators stay signed in by rotating tokens, and attempts to guess a password are counted."""

import sqlalchemy as sa
from alembic import op

revision = "0005_signing_in"
down_revision = "0004_audit_chain"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "refresh_tokens",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("operator_id", sa.BigInteger(), nullable=False),
        sa.Column("family", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["operator_id"], ["operators.id"], name=op.f("refresh_tokens_operator_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("refresh_tokens_pkey")),
        sa.UniqueConstraint("token_hash", name=op.f("refresh_tokens_token_hash_key")),
    )
    for column in ("operator_id", "family", "expires_at"):
        op.create_index(op.f(f"refresh_tokens_{column}_idx"), "refresh_tokens", [column])
    op.create_table(
        "sign_in_attempts",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("sign_in_attempts_pkey")),
        sa.UniqueConstraint("account", name=op.f("sign_in_attempts_account_key")),
    )
    op.create_index(op.f("sign_in_attempts_began_at_idx"), "sign_in_attempts", ["began_at"])


def downgrade() -> None:
    op.drop_table("sign_in_attempts")
    op.drop_table("refresh_tokens")
