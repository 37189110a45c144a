"""What a database really has, one line for each thing, so that two can be compared."""

import asyncpg

# PgQueuer's tables come from its own installer; alembic_version is the migrations' own.
_COLUMNS = """
    SELECT t.relname AS table, a.attname AS name,
           format_type(a.atttypid, a.atttypmod)
           || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
           || CASE a.attidentity WHEN 'a' THEN ' IDENTITY ALWAYS' WHEN 'd' THEN ' IDENTITY BY DEFAULT' ELSE '' END
           || coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '') AS definition
      FROM pg_attribute a
      JOIN pg_class t ON t.oid = a.attrelid AND t.relkind IN ('r', 'p')
      LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
     WHERE t.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
"""
_INDEXES = """
    SELECT t.relname AS table, i.relname AS name, pg_get_indexdef(x.indexrelid) AS definition
      FROM pg_index x
      JOIN pg_class t ON t.oid = x.indrelid
      JOIN pg_class i ON i.oid = x.indexrelid
     WHERE t.relnamespace = 'public'::regnamespace
"""
_CONSTRAINTS = """
    SELECT t.relname AS table, c.conname AS name, pg_get_constraintdef(c.oid) AS definition
      FROM pg_constraint c
      JOIN pg_class t ON t.oid = c.conrelid
     WHERE c.connamespace = 'public'::regnamespace
"""
_TRIGGERS = """
    SELECT t.relname AS table, g.tgname AS name, pg_get_triggerdef(g.oid) || p.prosrc AS definition
      FROM pg_trigger g
      JOIN pg_class t ON t.oid = g.tgrelid
      JOIN pg_proc p ON p.oid = g.tgfoid
     WHERE t.relnamespace = 'public'::regnamespace AND NOT g.tgisinternal
"""
_LEFT_OVERS = """
    SELECT 'relation ' || c.relname FROM pg_class c
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
    UNION ALL
    SELECT 'type ' || t.typname FROM pg_type t
     WHERE t.typnamespace = 'public'::regnamespace AND t.typtype IN ('e', 'd')
    UNION ALL
    SELECT 'function ' || p.proname FROM pg_proc p
     WHERE p.pronamespace = 'public'::regnamespace
       AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
"""

Catalog = dict[str, str]


async def read_catalog(connection: asyncpg.Connection) -> Catalog:
    """Return every column, index, constraint and trigger of our tables with its definition."""
    kinds = {"column": _COLUMNS, "index": _INDEXES, "constraint": _CONSTRAINTS, "trigger": _TRIGGERS}
    return {
        f"{kind} {row['table']}.{row['name']}": row["definition"]
        for kind, query in kinds.items()
        for row in await connection.fetch(query)
        if not row["table"].startswith("pgqueuer") and row["table"] != "alembic_version"
    }


async def read_left_overs(connection: asyncpg.Connection) -> set[str]:
    """Return the names of everything in the database that no extension brought."""
    return {row[0] for row in await connection.fetch(_LEFT_OVERS)}


def differences(ours: Catalog, theirs: Catalog) -> list[str]:
    """Return a line for each thing that only one of them has, or that they define differently."""
    return [
        f"{name}: {ours.get(name, 'missing')} | {theirs.get(name, 'missing')}"
        for name in sorted(ours.keys() | theirs.keys())
        if ours.get(name) != theirs.get(name)
    ]
