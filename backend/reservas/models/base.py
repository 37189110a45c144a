"""The declarative base every table hangs from: one naming rule for constraints, one meaning for common columns."""

from datetime import datetime
from typing import Annotated, Any

from sqlalchemy import DDL, BigInteger, DateTime, Identity, MetaData, Text, event
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, mapped_column

NAMING = {
    "ix": "%(table_name)s_%(column_0_N_name)s_idx",
    "uq": "%(table_name)s_%(column_0_N_name)s_key",
    "ck": "%(table_name)s_%(constraint_name)s_check",
    "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
    "pk": "%(table_name)s_pkey",
}

Key = Annotated[int, mapped_column(BigInteger, Identity(always=True), primary_key=True)]
Instant = Annotated[datetime, mapped_column(DateTime(timezone=True))]
Cents = Annotated[int, mapped_column(BigInteger)]
JsonObject = dict[str, Any]
JsonList = list[Any]


class Base(DeclarativeBase):
    """Root of all tables. Instants are `timestamptz` in UTC; money is in minor units beside its currency."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's own name for it
        str: Text(),
        datetime: DateTime(timezone=True),
        JsonObject: JSONB(),
        JsonList: JSONB(),
    }


def run_ddl(target: object, moment: str, *statements: str) -> None:
    """Have `statements` run, in this order, at `moment` (`after_create`, `after_drop`, …) of a table or of all."""
    for statement in statements:
        event.listen(target, moment, DDL(statement))  # type: ignore[no-untyped-call]  # SQLAlchemy left DDL untyped
