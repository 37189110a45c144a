"""A conversation gets a code to be named by, who drives it and until when, and since when it waits for a person."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0008_handover"
down_revision = "0007_cancellation"
branch_labels = None
depends_on = None

CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def upgrade() -> None:
    op.add_column("conversations", sa.Column("code", sa.Text(), nullable=True))
    op.add_column("conversations", sa.Column("driver_by", sa.Text(), nullable=True))
    op.add_column("conversations", sa.Column("bot_returns_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("conversations", sa.Column("awaits_person_since", sa.DateTime(timezone=True), nullable=True))
    _give_codes()
    op.alter_column("conversations", "code", nullable=False)
    op.create_unique_constraint(op.f("conversations_code_key"), "conversations", ["code"])
    op.create_index(
        "conversations_bot_returns_idx",
        "conversations",
        ["bot_returns_at"],
        postgresql_where=sa.text("bot_returns_at IS NOT NULL"),
    )
    # Whoever was handed over before keeps waiting for a person, and none of them comes back by itself.
    op.execute("UPDATE conversations SET awaits_person_since = driver_since WHERE driver = 'human'")


def downgrade() -> None:
    op.drop_index("conversations_bot_returns_idx", "conversations")
    op.drop_constraint(op.f("conversations_code_key"), "conversations")
    for column in ("awaits_person_since", "bot_returns_at", "driver_by", "code"):
        op.drop_column("conversations", column)


def _give_codes() -> None:
    connection = op.get_bind()
    keys = connection.execute(sa.text("SELECT id FROM conversations ORDER BY id")).scalars().all()
    codes: set[str] = set()
    while len(codes) < len(keys):
        codes.add("C-" + "".join(secrets.choice(CODE_ALPHABET) for _ in range(6)))
    for key, code in zip(keys, codes, strict=True):
        connection.execute(sa.text("UPDATE conversations SET code = :code WHERE id = :key"), {"code": code, "key": key})
