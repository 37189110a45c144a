"""Migrations reach the database through here: one at a time, never waiting long for a lock."""

import asyncio
from typing import Literal

from alembic import context
from sqlalchemy import Connection, text

from reservas.config import load_settings
from reservas.infra.database import Database
from reservas.models import Base

ADVISORY_LOCK = 7_263_548_112


def include_name(
    name: str | None,
    kind: Literal["schema", "table", "column", "index", "unique_constraint", "foreign_key_constraint"],
    _parents: object,
) -> bool:
    """Leave PgQueuer's tables to PgQueuer: autogenerate would drop them."""
    return not (kind == "table" and name is not None and name.startswith("pgqueuer"))


def run(connection: Connection) -> None:
    """Run the migrations in one transaction, alone: a second deploy waits here instead of half-way through."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        include_name=include_name,
        compare_server_default=True,
    )
    with context.begin_transaction():
        connection.execute(text("SET LOCAL lock_timeout = '30s'"))
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
        context.run_migrations()


async def migrate() -> None:
    """Open a connection of its own and run the migrations on it."""
    settings = load_settings()
    settings.require("DATABASE_URL")
    database = Database(settings.database.url, pool_size=1, application_name="reservas-migrate")
    try:
        async with database.engine.connect() as connection:
            await connection.run_sync(run)
            await connection.commit()
    finally:
        await database.close()


asyncio.run(migrate())
