"""What is said unasked: which kinds an owner switched off, who was quoted, what guests need on the day they arrive.

Also the language a guest was last heard to write clearly.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016_reminders"
down_revision = "0014_newest_messages"
branch_labels = None
depends_on = None

KINDS = "'hold_ending', 'quote_waiting', 'balance_due', 'stay_begins', 'stay_ended'"
STAYED = "status IN ('confirmed', 'checked_in', 'completed')"


def upgrade() -> None:
    op.add_column("conversations", sa.Column("heard_language", sa.Text(), nullable=True))
    for column in ("wifi", "door_code", "review_url"):
        op.add_column("accommodations", sa.Column(column, sa.Text(), server_default=sa.text("''"), nullable=False))
    op.add_column("quotes", sa.Column("guest_id", sa.BigInteger(), nullable=True))
    op.create_foreign_key(op.f("quotes_guest_id_fkey"), "quotes", "guests", ["guest_id"], ["id"])
    op.create_index("quotes_told_idx", "quotes", ["created_at"], postgresql_where=sa.text("guest_id IS NOT NULL"))
    op.create_index("quotes_guest_id_idx", "quotes", ["guest_id", "id"])
    op.create_index(
        "quotes_balance_due_on_idx",
        "quotes",
        [sa.text("(snapshot ->> 'balance_due_on')")],
        postgresql_where=sa.text("(snapshot ->> 'balance_due_on') IS NOT NULL"),
    )
    op.create_index(
        "reservations_arrival_idx",
        "reservations",
        [sa.text("lower(nights)")],
        postgresql_where=sa.text("status = 'confirmed'"),
    )
    op.create_index(
        "reservations_departure_idx", "reservations", [sa.text("upper(nights)")], postgresql_where=sa.text(STAYED)
    )
    op.create_table(
        "reminder_switches",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(f"kind IN ({KINDS})", name=op.f("reminder_switches_kind_check")),
        sa.PrimaryKeyConstraint("kind", name=op.f("reminder_switches_pkey")),
    )


def downgrade() -> None:
    op.drop_table("reminder_switches")
    op.drop_index("reservations_departure_idx", "reservations")
    op.drop_index("reservations_arrival_idx", "reservations")
    op.drop_index("quotes_balance_due_on_idx", "quotes")
    op.drop_index("quotes_guest_id_idx", "quotes")
    op.drop_index("quotes_told_idx", "quotes")
    op.drop_constraint(op.f("quotes_guest_id_fkey"), "quotes", type_="foreignkey")
    op.drop_column("quotes", "guest_id")
    for column in ("review_url", "door_code", "wifi"):
        op.drop_column("accommodations", column)
    op.drop_column("conversations", "heard_language")
