"""One row that changes with every edit of what owners let and ask, so that a copy in memory knows when it is old."""

import uuid

from sqlalchemy import CheckConstraint, Table, text
from sqlalchemy.orm import Mapped, mapped_column

from reservas.models.accommodations import Accommodation
from reservas.models.base import Base, run_ddl
from reservas.models.exchange_rates import ExchangeRate
from reservas.models.fees import Fee
from reservas.models.holidays import Holiday
from reservas.models.price_rules import PriceRule
from reservas.models.seasons import Season


class CatalogueRevision(Base):
    """The revision of all accommodations and their rules; triggers renew it in the transaction that edits them.

    Random, not counted: what one database calls by it, no other database calls by it, too.
    """

    __tablename__ = "catalogue_revision"
    __table_args__ = (CheckConstraint("is_only", name="only_one"),)

    is_only: Mapped[bool] = mapped_column(primary_key=True, server_default=text("true"))
    revision: Mapped[uuid.UUID]


_RENEW = """
CREATE FUNCTION catalogue_revision_renew() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE catalogue_revision SET revision = gen_random_uuid();
  RETURN NULL;
END
$$
"""
_FIRST = "INSERT INTO catalogue_revision (revision) VALUES (gen_random_uuid())"

run_ddl(CatalogueRevision.__table__, "after_create", _RENEW, _FIRST)
run_ddl(CatalogueRevision.__table__, "after_drop", "DROP FUNCTION catalogue_revision_renew() CASCADE")
for _model in (Accommodation, Season, PriceRule, Fee, Holiday, ExchangeRate):
    _table = _model.__table__
    assert isinstance(_table, Table)
    _trigger = (
        f"CREATE TRIGGER {_table.name}_renew_catalogue AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {_table.name} "
        "FOR EACH STATEMENT EXECUTE FUNCTION catalogue_revision_renew()"
    )
    # The tables come in an order of their own; the function must be there before its triggers.
    run_ddl(Base.metadata, "after_create", _trigger)
