"""Seasons, holidays, price rules, fees and exchange rates; deposits and restrictions of each accommodation."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003_prices_and_restrictions"
down_revision = "0002_idempotency_keys"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "holidays",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("nights", postgresql.DATERANGE(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        postgresql.ExcludeConstraint((sa.column("nights"), "&&"), using="gist", name="holidays_no_overlap_excl"),
        sa.CheckConstraint("name <> ''", name=op.f("holidays_name_check")),
        sa.CheckConstraint(
            "NOT isempty(nights) AND lower(nights) IS NOT NULL AND upper(nights) IS NOT NULL",
            name=op.f("holidays_nights_check"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("holidays_pkey")),
    )
    op.create_table(
        "exchange_rates",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("list_currency", sa.Text(), nullable=False),
        sa.Column("charge_currency", sa.Text(), nullable=False),
        sa.Column("rate", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("effective_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("list_currency <> charge_currency", name=op.f("exchange_rates_currencies_check")),
        sa.CheckConstraint("rate > 0", name=op.f("exchange_rates_rate_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("exchange_rates_pkey")),
    )
    op.create_index(
        "exchange_rates_newest_idx", "exchange_rates", ["list_currency", "charge_currency", "effective_at"], unique=True
    )
    op.create_table(
        "seasons",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("accommodation_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("nights", postgresql.DATERANGE(), nullable=False),
        sa.Column("recurs_yearly", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("priority", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("weekday_price_cents", sa.BigInteger(), nullable=False),
        sa.Column("weekend_price_cents", sa.BigInteger(), nullable=False),
        sa.Column("minimum_nights", sa.Integer(), nullable=True),
        sa.Column("maximum_nights", sa.Integer(), nullable=True),
        sa.Column(
            "closed_arrival_days", postgresql.ARRAY(sa.Integer()), server_default=sa.text("'{}'"), nullable=False
        ),
        sa.Column(
            "closed_departure_days", postgresql.ARRAY(sa.Integer()), server_default=sa.text("'{}'"), nullable=False
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.column("accommodation_id"), "="),
            (sa.column("priority"), "="),
            (sa.column("nights"), "&&"),
            using="gist",
            name="seasons_no_overlap_excl",
        ),
        sa.CheckConstraint("name <> ''", name=op.f("seasons_name_check")),
        sa.CheckConstraint(
            "(minimum_nights IS NULL OR minimum_nights > 0) "
            "AND (maximum_nights IS NULL OR maximum_nights >= coalesce(minimum_nights, 1))",
            name=op.f("seasons_length_check"),
        ),
        sa.CheckConstraint(
            "NOT isempty(nights) "
            "AND lower(nights) IS NOT NULL "
            "AND upper(nights) IS NOT NULL "
            "AND (NOT recurs_yearly OR upper(nights) - lower(nights) <= 365)",
            name=op.f("seasons_nights_check"),
        ),
        sa.CheckConstraint(
            "closed_arrival_days <@ ARRAY[0, 1, 2, 3, 4, 5, 6] AND closed_departure_days <@ ARRAY[0, 1, 2, 3, 4, 5, 6]",
            name=op.f("seasons_closed_days_check"),
        ),
        sa.CheckConstraint("weekday_price_cents > 0 AND weekend_price_cents > 0", name=op.f("seasons_prices_check")),
        sa.ForeignKeyConstraint(
            ["accommodation_id"], ["accommodations.id"], name=op.f("seasons_accommodation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("seasons_pkey")),
    )
    op.create_table(
        "fees",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("accommodation_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "basis IN ('stay', 'night', 'guest', 'pet', 'guest_night', 'pet_night')", name=op.f("fees_basis_check")
        ),
        sa.CheckConstraint("kind IN ('cleaning', 'pets', 'linen', 'other')", name=op.f("fees_kind_check")),
        sa.CheckConstraint("label <> ''", name=op.f("fees_label_check")),
        sa.CheckConstraint("amount_cents > 0", name=op.f("fees_amount_check")),
        sa.ForeignKeyConstraint(["accommodation_id"], ["accommodations.id"], name=op.f("fees_accommodation_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("fees_pkey")),
        sa.UniqueConstraint("accommodation_id", "label", name=op.f("fees_accommodation_id_label_key")),
    )
    op.create_table(
        "price_rules",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("accommodation_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=True),
        sa.Column("nights", postgresql.DATERANGE(), nullable=True),
        sa.Column("holiday_id", sa.BigInteger(), nullable=True),
        sa.Column("price_cents", sa.BigInteger(), nullable=True),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("minimum_nights", sa.Integer(), nullable=True),
        sa.Column("first_age", sa.Integer(), nullable=True),
        sa.Column("last_age", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.column("accommodation_id"), "="),
            (sa.column("nights"), "&&"),
            where=sa.text("kind = 'override'"),
            using="gist",
            name="price_rules_overrides_no_overlap_excl",
        ),
        sa.CheckConstraint(
            "CASE kind\n"
            "    WHEN 'override' THEN nights IS NOT NULL AND price_cents IS NOT NULL\n"
            "    WHEN 'holiday' THEN price_cents IS NOT NULL OR minimum_nights IS NOT NULL\n"
            "    WHEN 'length_discount' THEN percent IS NOT NULL AND minimum_nights IS NOT NULL\n"
            "    WHEN 'returning_discount' THEN percent IS NOT NULL\n"
            "    WHEN 'child_band' THEN percent IS NOT NULL AND first_age IS NOT NULL AND last_age IS NOT NULL\n"
            "    WHEN 'closed_to_arrival' THEN nights IS NOT NULL\n"
            "    WHEN 'closed_to_departure' THEN nights IS NOT NULL\n"
            "    ELSE false\n"
            "END",
            name=op.f("price_rules_values_check"),
        ),
        sa.CheckConstraint("holiday_id IS NULL OR kind = 'holiday'", name=op.f("price_rules_holiday_check")),
        sa.CheckConstraint("first_age >= 0 AND last_age BETWEEN first_age AND 17", name=op.f("price_rules_ages_check")),
        sa.CheckConstraint("minimum_nights > 0", name=op.f("price_rules_minimum_nights_check")),
        sa.CheckConstraint(
            "nights IS NULL OR (NOT isempty(nights) AND lower(nights) IS NOT NULL AND upper(nights) IS NOT NULL)",
            name=op.f("price_rules_nights_check"),
        ),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name=op.f("price_rules_percent_check")),
        sa.CheckConstraint("price_cents > 0", name=op.f("price_rules_price_check")),
        sa.ForeignKeyConstraint(
            ["accommodation_id"], ["accommodations.id"], name=op.f("price_rules_accommodation_id_fkey")
        ),
        sa.ForeignKeyConstraint(["holiday_id"], ["holidays.id"], name=op.f("price_rules_holiday_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("price_rules_pkey")),
    )
    op.create_index(op.f("price_rules_accommodation_id_idx"), "price_rules", ["accommodation_id"], unique=False)
    op.create_index(
        "price_rules_holiday_idx",
        "price_rules",
        ["accommodation_id", "holiday_id"],
        unique=True,
        postgresql_where="kind = 'holiday'",
        postgresql_nulls_not_distinct=True,
    )
    op.add_column("accommodations", sa.Column("list_currency", sa.Text(), nullable=True))
    op.add_column("accommodations", sa.Column("included_guests", sa.Integer(), nullable=True))
    op.add_column(
        "accommodations", sa.Column("extra_guest_cents", sa.BigInteger(), server_default=sa.text("0"), nullable=False)
    )
    op.add_column("accommodations", sa.Column("round_up_to_cents", sa.BigInteger(), nullable=True))
    op.add_column(
        "accommodations", sa.Column("deposit_kind", sa.Text(), server_default=sa.text("'percent'"), nullable=False)
    )
    op.add_column("accommodations", sa.Column("deposit_fixed_cents", sa.BigInteger(), nullable=True))
    op.add_column("accommodations", sa.Column("deposit_floor_cents", sa.BigInteger(), nullable=True))
    op.add_column("accommodations", sa.Column("deposit_cap_cents", sa.BigInteger(), nullable=True))
    op.add_column("accommodations", sa.Column("full_payment_days", sa.Integer(), nullable=True))
    op.add_column("accommodations", sa.Column("balance_days", sa.Integer(), nullable=True))
    op.add_column(
        "accommodations", sa.Column("minimum_nights", sa.Integer(), server_default=sa.text("1"), nullable=False)
    )
    op.add_column("accommodations", sa.Column("maximum_nights", sa.Integer(), nullable=True))
    op.add_column("accommodations", sa.Column("lead_days", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.add_column("accommodations", sa.Column("booking_window_days", sa.Integer(), nullable=True))
    op.add_column(
        "accommodations", sa.Column("turnover_days", sa.Integer(), server_default=sa.text("0"), nullable=False)
    )
    op.create_check_constraint(
        op.f("accommodations_deposit_kind_check"),
        "accommodations",
        "deposit_kind = 'percent' OR deposit_kind = 'first_night' "
        "OR (deposit_kind = 'fixed' "
        "AND deposit_fixed_cents IS NOT NULL)",
    )
    op.create_check_constraint(
        op.f("accommodations_deposit_limits_check"),
        "accommodations",
        "(deposit_fixed_cents IS NULL OR deposit_fixed_cents > 0) "
        "AND (deposit_floor_cents IS NULL OR deposit_floor_cents > 0) "
        "AND (deposit_cap_cents IS NULL OR deposit_cap_cents >= coalesce(deposit_floor_cents, 1)) "
        "AND (full_payment_days IS NULL OR full_payment_days >= 0) "
        "AND (balance_days IS NULL OR balance_days >= 0)",
    )
    op.create_check_constraint(
        op.f("accommodations_extra_guests_check"), "accommodations", "included_guests > 0 AND extra_guest_cents >= 0"
    )
    op.create_check_constraint(
        op.f("accommodations_list_currency_check"), "accommodations", "list_currency <> currency"
    )
    op.create_check_constraint(
        op.f("accommodations_restrictions_check"),
        "accommodations",
        "minimum_nights > 0 "
        "AND (maximum_nights IS NULL OR maximum_nights >= minimum_nights) "
        "AND lead_days >= 0 "
        "AND turnover_days >= 0 "
        "AND (booking_window_days IS NULL OR booking_window_days >= lead_days)",
    )
    op.create_check_constraint(op.f("accommodations_round_up_to_check"), "accommodations", "round_up_to_cents > 1")


def downgrade() -> None:
    op.drop_constraint(op.f("accommodations_deposit_kind_check"), "accommodations")
    op.drop_constraint(op.f("accommodations_deposit_limits_check"), "accommodations")
    op.drop_constraint(op.f("accommodations_extra_guests_check"), "accommodations")
    op.drop_constraint(op.f("accommodations_list_currency_check"), "accommodations")
    op.drop_constraint(op.f("accommodations_restrictions_check"), "accommodations")
    op.drop_constraint(op.f("accommodations_round_up_to_check"), "accommodations")
    op.drop_column("accommodations", "turnover_days")
    op.drop_column("accommodations", "booking_window_days")
    op.drop_column("accommodations", "lead_days")
    op.drop_column("accommodations", "maximum_nights")
    op.drop_column("accommodations", "minimum_nights")
    op.drop_column("accommodations", "balance_days")
    op.drop_column("accommodations", "full_payment_days")
    op.drop_column("accommodations", "deposit_cap_cents")
    op.drop_column("accommodations", "deposit_floor_cents")
    op.drop_column("accommodations", "deposit_fixed_cents")
    op.drop_column("accommodations", "deposit_kind")
    op.drop_column("accommodations", "round_up_to_cents")
    op.drop_column("accommodations", "extra_guest_cents")
    op.drop_column("accommodations", "included_guests")
    op.drop_column("accommodations", "list_currency")
    op.drop_table("price_rules")
    op.drop_table("fees")
    op.drop_table("seasons")
    op.drop_table("exchange_rates")
    op.drop_table("holidays")
