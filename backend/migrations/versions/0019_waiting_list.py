"""Who wants to hear when nights are free again, and that telling them can be switched off."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0019_waiting_list"
down_revision = "0018_faq"
branch_labels = None
depends_on = None

KINDS_BEFORE = "'hold_ending', 'quote_waiting', 'balance_due', 'stay_begins', 'stay_ended'"
KINDS = f"{KINDS_BEFORE}, 'dates_freed'"


def upgrade() -> None:
    op.create_table(
        "waiting_list",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("guest_id", sa.BigInteger(), nullable=False),
        sa.Column("accommodation_id", sa.BigInteger(), nullable=True),
        sa.Column("nights", postgresql.DATERANGE(), nullable=False),
        sa.Column("adults", sa.Integer(), nullable=False),
        sa.Column("children", sa.Integer(), nullable=False),
        sa.Column("pets", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tellings", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_accommodation_id", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "NOT isempty(nights) AND lower(nights) IS NOT NULL AND upper(nights) IS NOT NULL",
            name=op.f("waiting_list_nights_check"),
        ),
        sa.CheckConstraint("adults > 0 AND children >= 0 AND pets >= 0", name=op.f("waiting_list_people_check")),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_reason IS NULL)", name=op.f("waiting_list_ended_check")),
        sa.CheckConstraint(
            "ended_reason IN ('told', 'left', 'booked', 'passed')", name=op.f("waiting_list_ended_reason_check")
        ),
        sa.CheckConstraint(
            "(told_at IS NULL) = (told_accommodation_id IS NULL) AND (told_at IS NULL OR ended_at IS NOT NULL)",
            name=op.f("waiting_list_told_check"),
        ),
        sa.ForeignKeyConstraint(["guest_id"], ["guests.id"], name=op.f("waiting_list_guest_id_fkey")),
        sa.ForeignKeyConstraint(
            ["accommodation_id"], ["accommodations.id"], name=op.f("waiting_list_accommodation_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["told_accommodation_id"], ["accommodations.id"], name=op.f("waiting_list_told_accommodation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("waiting_list_pkey")),
    )
    op.create_index(
        "waiting_list_open_key",
        "waiting_list",
        ["guest_id", "nights"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index("waiting_list_told_at_idx", "waiting_list", ["told_accommodation_id", "told_at"])
    _know_kinds(KINDS)


def downgrade() -> None:
    op.execute("DELETE FROM reminder_switches WHERE kind = 'dates_freed'")
    _know_kinds(KINDS_BEFORE)
    op.drop_table("waiting_list")


def _know_kinds(kinds: str) -> None:
    name = op.f("reminder_switches_kind_check")
    op.drop_constraint(name, "reminder_switches")
    op.create_check_constraint(name, "reminder_switches", f"kind IN ({kinds})")
