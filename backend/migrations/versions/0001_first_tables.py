"""The tables of the first whole journey, their constraints, and PgQueuer's own."""

import sqlalchemy as sa
from alembic import op
from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment
from sqlalchemy.dialects import postgresql

from reservas.infra.queue import QUEUE_SETTINGS

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _run_script(sql: str) -> None:
    """Run several commands at once, which a prepared statement cannot hold, in the migration's own transaction."""
    connection = op.get_bind().connection.dbapi_connection
    assert connection is not None
    connection.run_async(lambda driver: driver.execute(sql))


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    _run_script(QueryBuilderEnvironment(QUEUE_SETTINGS).build_install_query())
    op.create_table(
        "accommodations",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("beds", sa.Text(), nullable=False),
        sa.Column("amenities", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("house_rules", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("photos", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=False),
        sa.Column("how_to_arrive", sa.Text(), nullable=False),
        sa.Column("check_in_time", sa.Time(), nullable=False),
        sa.Column("check_out_time", sa.Time(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("base_price_cents", sa.BigInteger(), nullable=False),
        sa.Column("weekend_price_cents", sa.BigInteger(), nullable=False),
        sa.Column("deposit_percent", sa.Integer(), nullable=False),
        sa.Column("hold_minutes", sa.Integer(), nullable=True),
        sa.Column("pets_allowed", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("position", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("code ~ '^[a-z0-9-]{1,40}$'", name=op.f("accommodations_code_check")),
        sa.CheckConstraint(
            "base_price_cents > 0 AND weekend_price_cents > 0", name=op.f("accommodations_prices_check")
        ),
        sa.CheckConstraint("capacity > 0", name=op.f("accommodations_capacity_check")),
        sa.CheckConstraint("deposit_percent BETWEEN 1 AND 100", name=op.f("accommodations_deposit_check")),
        sa.CheckConstraint("hold_minutes IS NULL OR hold_minutes > 0", name=op.f("accommodations_hold_minutes_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("accommodations_pkey")),
        sa.UniqueConstraint("code", name=op.f("accommodations_code_key")),
    )
    op.create_table(
        "audit_log",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("audit_log_pkey")),
    )
    op.create_index("audit_log_subject_idx", "audit_log", ["subject_kind", "subject"], unique=False)
    op.create_table(
        "guests",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("guests_pkey")),
    )
    op.create_table(
        "inbox_events",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("headers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("trace_id", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("inbox_events_pkey")),
        sa.UniqueConstraint("provider", "external_id", name=op.f("inbox_events_provider_external_id_key")),
    )
    op.create_table(
        "operators",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("role IN ('owner', 'staff', 'cleaner')", name=op.f("operators_role_check")),
        sa.CheckConstraint("email = lower(email)", name=op.f("operators_email_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("operators_pkey")),
        sa.UniqueConstraint("email", name=op.f("operators_email_key")),
    )
    op.create_table(
        "calendar_exports",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("accommodation_id", sa.BigInteger(), nullable=False),
        sa.Column("destination", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["accommodation_id"], ["accommodations.id"], name=op.f("calendar_exports_accommodation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("calendar_exports_pkey")),
        sa.UniqueConstraint("token_hash", name=op.f("calendar_exports_token_hash_key")),
    )
    op.create_index(
        "calendar_exports_live_key",
        "calendar_exports",
        ["accommodation_id", "destination"],
        unique=True,
        postgresql_where=sa.text("revoked_at IS NULL"),
    )
    op.create_table(
        "conversations",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("guest_id", sa.BigInteger(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("state", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("driver", sa.Text(), nullable=False),
        sa.Column("driver_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("window_closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("send_lease_token", sa.Uuid(), nullable=True),
        sa.Column("send_lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("driver IN ('bot', 'human')", name=op.f("conversations_driver_check")),
        sa.ForeignKeyConstraint(["guest_id"], ["guests.id"], name=op.f("conversations_guest_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("conversations_pkey")),
        sa.UniqueConstraint("channel", "account", "guest_id", name=op.f("conversations_channel_account_guest_id_key")),
    )
    op.create_index(op.f("conversations_guest_id_idx"), "conversations", ["guest_id"], unique=False)
    op.create_table(
        "guest_identifiers",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("guest_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('phone', 'whatsapp_user', 'whatsapp_parent')", name=op.f("guest_identifiers_kind_check")
        ),
        sa.ForeignKeyConstraint(["guest_id"], ["guests.id"], name=op.f("guest_identifiers_guest_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("guest_identifiers_pkey")),
        sa.UniqueConstraint("kind", "value", name=op.f("guest_identifiers_kind_value_key")),
    )
    op.create_index(op.f("guest_identifiers_guest_id_idx"), "guest_identifiers", ["guest_id"], unique=False)
    op.create_table(
        "occupancies",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("accommodation_id", sa.BigInteger(), nullable=False),
        sa.Column("nights", postgresql.DATERANGE(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.column("accommodation_id"), "="),
            (sa.column("nights"), "&&"),
            using="gist",
            name="occupancies_no_overlap_excl",
        ),
        sa.CheckConstraint("kind IN ('hold', 'stay', 'owner_block', 'external')", name=op.f("occupancies_kind_check")),
        sa.CheckConstraint(
            "NOT isempty(nights) AND lower(nights) IS NOT NULL AND upper(nights) IS NOT NULL",
            name=op.f("occupancies_nights_check"),
        ),
        sa.ForeignKeyConstraint(
            ["accommodation_id"], ["accommodations.id"], name=op.f("occupancies_accommodation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("occupancies_pkey")),
        sa.UniqueConstraint(
            "id", "accommodation_id", "nights", name=op.f("occupancies_id_accommodation_id_nights_key")
        ),
    )
    op.create_table(
        "quotes",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("public_id", sa.Text(), nullable=False),
        sa.Column("accommodation_id", sa.BigInteger(), nullable=False),
        sa.Column("nights", postgresql.DATERANGE(), nullable=False),
        sa.Column("adults", sa.Integer(), nullable=False),
        sa.Column("children", sa.Integer(), nullable=False),
        sa.Column("pets", sa.Integer(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("total_cents", sa.BigInteger(), nullable=False),
        sa.Column("deposit_cents", sa.BigInteger(), nullable=False),
        sa.Column("snapshot", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("snapshot_hash", sa.Text(), nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("adults > 0 AND children >= 0 AND pets >= 0", name=op.f("quotes_people_check")),
        sa.CheckConstraint(
            "total_cents >= 0 AND deposit_cents BETWEEN 0 AND total_cents", name=op.f("quotes_amounts_check")
        ),
        sa.ForeignKeyConstraint(["accommodation_id"], ["accommodations.id"], name=op.f("quotes_accommodation_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("quotes_pkey")),
        sa.UniqueConstraint("public_id", name=op.f("quotes_public_id_key")),
    )
    op.create_index(op.f("quotes_accommodation_id_idx"), "quotes", ["accommodation_id"], unique=False)
    op.create_table(
        "messages",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("conversation_id", sa.BigInteger(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("provider_id", sa.Text(), nullable=True),
        sa.Column("callback_id", sa.Uuid(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("doubts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("sending_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("provider_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.CheckConstraint("direction IN ('in', 'out')", name=op.f("messages_direction_check")),
        sa.CheckConstraint(
            "status IN ('received', 'pending', 'sending', 'sent', 'delivered', 'read', 'played', 'failed', 'withheld')",
            name=op.f("messages_status_check"),
        ),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name=op.f("messages_conversation_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("messages_pkey")),
        sa.UniqueConstraint("callback_id", name=op.f("messages_callback_id_key")),
        sa.UniqueConstraint("conversation_id", "cause", name=op.f("messages_conversation_id_cause_key")),
        sa.UniqueConstraint("provider_id", name=op.f("messages_provider_id_key")),
    )
    op.create_index(
        "messages_unhandled_idx",
        "messages",
        ["conversation_id", "id"],
        unique=False,
        postgresql_where=sa.text("direction = 'in' AND handled_at IS NULL"),
    )
    op.create_index(
        "messages_unsent_idx",
        "messages",
        ["conversation_id", "id"],
        unique=False,
        postgresql_where=sa.text("status IN ('pending', 'sending')"),
    )
    op.create_table(
        "reservations",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("calendar_uid", sa.Uuid(), nullable=False),
        sa.Column("accommodation_id", sa.BigInteger(), nullable=False),
        sa.Column("occupancy_id", sa.BigInteger(), nullable=True),
        sa.Column("guest_id", sa.BigInteger(), nullable=False),
        sa.Column("quote_id", sa.BigInteger(), nullable=False),
        sa.Column("nights", postgresql.DATERANGE(), nullable=False),
        sa.Column("adults", sa.Integer(), nullable=False),
        sa.Column("children", sa.Integer(), nullable=False),
        sa.Column("pets", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("total_cents", sa.BigInteger(), nullable=False),
        sa.Column("deposit_cents", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("release_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_check_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(status IN ('pre_reserved', 'confirmed', 'checked_in')) = (occupancy_id IS NOT NULL)",
            name=op.f("reservations_live_needs_occupancy_check"),
        ),
        sa.CheckConstraint("source IN ('whatsapp', 'api', 'panel')", name=op.f("reservations_source_check")),
        sa.CheckConstraint(
            "status <> 'pre_reserved' OR (expires_at IS NOT NULL AND release_at >= expires_at)",
            name=op.f("reservations_hold_ends_check"),
        ),
        sa.CheckConstraint(
            "status IN ('pre_reserved', 'confirmed', 'checked_in', 'completed', 'cancelled', 'expired', 'no_show')",
            name=op.f("reservations_status_check"),
        ),
        sa.CheckConstraint("adults > 0 AND children >= 0 AND pets >= 0", name=op.f("reservations_people_check")),
        sa.ForeignKeyConstraint(
            ["accommodation_id"], ["accommodations.id"], name=op.f("reservations_accommodation_id_fkey")
        ),
        sa.ForeignKeyConstraint(["guest_id"], ["guests.id"], name=op.f("reservations_guest_id_fkey")),
        sa.ForeignKeyConstraint(
            ["occupancy_id", "accommodation_id", "nights"],
            ["occupancies.id", "occupancies.accommodation_id", "occupancies.nights"],
            name="reservations_occupancy_fkey",
            onupdate="CASCADE",
        ),
        sa.ForeignKeyConstraint(["quote_id"], ["quotes.id"], name=op.f("reservations_quote_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("reservations_pkey")),
        sa.UniqueConstraint("calendar_uid", name=op.f("reservations_calendar_uid_key")),
        sa.UniqueConstraint("code", name=op.f("reservations_code_key")),
    )
    op.create_index(op.f("reservations_accommodation_id_idx"), "reservations", ["accommodation_id"], unique=False)
    op.create_index(op.f("reservations_guest_id_idx"), "reservations", ["guest_id"], unique=False)
    op.create_index(
        "reservations_hold_expires_at_idx",
        "reservations",
        ["expires_at"],
        unique=False,
        postgresql_where=sa.text("status = 'pre_reserved'"),
    )
    op.create_index("reservations_occupancy_id_key", "reservations", ["occupancy_id"], unique=True)
    op.create_table(
        "payment_links",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("reservation_id", sa.BigInteger(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("external_reference", sa.Text(), nullable=False),
        sa.Column("preference_id", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("purpose IN ('deposit', 'balance')", name=op.f("payment_links_purpose_check")),
        sa.CheckConstraint(
            "status IN ('creating', 'open', 'closing', 'closed')", name=op.f("payment_links_status_check")
        ),
        sa.CheckConstraint("amount_cents > 0", name=op.f("payment_links_amount_check")),
        sa.ForeignKeyConstraint(
            ["reservation_id"], ["reservations.id"], name=op.f("payment_links_reservation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("payment_links_pkey")),
        sa.UniqueConstraint("external_reference", name=op.f("payment_links_external_reference_key")),
        sa.UniqueConstraint("preference_id", name=op.f("payment_links_preference_id_key")),
    )
    op.create_index(
        "payment_links_live_key",
        "payment_links",
        ["reservation_id", "purpose"],
        unique=True,
        postgresql_where=sa.text("status IN ('creating', 'open')"),
    )
    op.create_index(op.f("payment_links_reservation_id_idx"), "payment_links", ["reservation_id"], unique=False)
    op.create_table(
        "payments",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("provider_payment_id", sa.Text(), nullable=False),
        sa.Column("reservation_id", sa.BigInteger(), nullable=True),
        sa.Column("link_id", sa.BigInteger(), nullable=True),
        sa.Column("external_reference", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("status_detail", sa.Text(), nullable=True),
        sa.Column("method", sa.Text(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("refunded_cents", sa.BigInteger(), nullable=False),
        sa.Column("provider_updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("attention", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["link_id"], ["payment_links.id"], name=op.f("payments_link_id_fkey")),
        sa.ForeignKeyConstraint(["reservation_id"], ["reservations.id"], name=op.f("payments_reservation_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("payments_pkey")),
        sa.UniqueConstraint("account", "provider_payment_id", name=op.f("payments_account_provider_payment_id_key")),
    )
    op.create_index(
        "payments_attention_idx", "payments", ["id"], unique=False, postgresql_where=sa.text("attention IS NOT NULL")
    )
    op.create_index(op.f("payments_link_id_idx"), "payments", ["link_id"], unique=False)
    op.create_index(op.f("payments_reservation_id_idx"), "payments", ["reservation_id"], unique=False)
    op.create_table(
        "payment_events",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("payment_id", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("provider_updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("payment_events_payment_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("payment_events_pkey")),
        sa.UniqueConstraint(
            "payment_id",
            "provider_updated_at",
            "status",
            name=op.f("payment_events_payment_id_provider_updated_at_status_key"),
        ),
    )


def downgrade() -> None:
    # The extension stays: it may have been there before us.
    _run_script(QueryBuilderEnvironment(QUEUE_SETTINGS).build_uninstall_query())
    op.drop_table("payment_events")
    op.drop_index(op.f("payments_reservation_id_idx"), table_name="payments")
    op.drop_index(op.f("payments_link_id_idx"), table_name="payments")
    op.drop_index("payments_attention_idx", table_name="payments", postgresql_where=sa.text("attention IS NOT NULL"))
    op.drop_table("payments")
    op.drop_index(op.f("payment_links_reservation_id_idx"), table_name="payment_links")
    op.drop_index(
        "payment_links_live_key", table_name="payment_links", postgresql_where=sa.text("status IN ('creating', 'open')")
    )
    op.drop_table("payment_links")
    op.drop_index("reservations_occupancy_id_key", table_name="reservations")
    op.drop_index(
        "reservations_hold_expires_at_idx",
        table_name="reservations",
        postgresql_where=sa.text("status = 'pre_reserved'"),
    )
    op.drop_index(op.f("reservations_guest_id_idx"), table_name="reservations")
    op.drop_index(op.f("reservations_accommodation_id_idx"), table_name="reservations")
    op.drop_table("reservations")
    op.drop_index(
        "messages_unsent_idx", table_name="messages", postgresql_where=sa.text("status IN ('pending', 'sending')")
    )
    op.drop_index(
        "messages_unhandled_idx",
        table_name="messages",
        postgresql_where=sa.text("direction = 'in' AND handled_at IS NULL"),
    )
    op.drop_table("messages")
    op.drop_index(op.f("quotes_accommodation_id_idx"), table_name="quotes")
    op.drop_table("quotes")
    op.drop_table("occupancies")
    op.drop_index(op.f("guest_identifiers_guest_id_idx"), table_name="guest_identifiers")
    op.drop_table("guest_identifiers")
    op.drop_index(op.f("conversations_guest_id_idx"), table_name="conversations")
    op.drop_table("conversations")
    op.drop_index(
        "calendar_exports_live_key", table_name="calendar_exports", postgresql_where=sa.text("revoked_at IS NULL")
    )
    op.drop_table("calendar_exports")
    op.drop_table("operators")
    op.drop_table("inbox_events")
    op.drop_table("guests")
    op.drop_index("audit_log_subject_idx", table_name="audit_log")
    op.drop_table("audit_log")
    op.drop_table("accommodations")
