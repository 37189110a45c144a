"""Fifty cabins and as many stored stays as a measurement asks for, copied from the demo's by SQL."""

import asyncpg

CABINS = 50


async def add_cabins(dsn: str) -> list[str]:
    """Copy demo cabins until there are fifty more and return the codes of the copies."""
    connection = await asyncpg.connect(dsn)
    try:
        rows = await connection.fetch(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public'"
            " AND table_name = 'accommodations' AND column_name NOT IN ('id', 'code')"
        )
        columns = ", ".join(f'"{row["column_name"]}"' for row in rows)
        copied = await connection.fetch(
            f"INSERT INTO accommodations (code, {columns}) SELECT 'bench-' || n, {columns}"
            f" FROM generate_series(1, {CABINS}) n, (SELECT * FROM accommodations WHERE code = 'nire') one"
            " RETURNING code"
        )
        return [row["code"] for row in copied]
    finally:
        await connection.close()


async def store_stays(dsn: str, count: int) -> None:
    """Make `count` confirmed three-night stays, spread evenly over the cabins, some past and most to come."""
    connection = await asyncpg.connect(dsn)
    try:
        async with connection.transaction():
            await connection.execute("DELETE FROM reservations; DELETE FROM occupancies;")
            await connection.execute(STAYS, count // CABINS)
        await connection.execute("VACUUM ANALYZE")
    finally:
        await connection.close()


# Four days apart, so that one night in four is free; a guest and a quote are shared, which availability never reads.
STAYS = """
WITH someone AS (
    INSERT INTO guests (name, language, created_at) VALUES ('Bench', 'es', now()) RETURNING id
), priced AS (
    INSERT INTO quotes (public_id, accommodation_id, nights, adults, children, pets, currency, total_cents,
                        deposit_cents, snapshot, snapshot_hash, valid_until, created_at)
    SELECT gen_random_uuid()::text, min(id), daterange('2027-01-01', '2027-01-04'), 2, 0, 0, 'ARS', 100, 30,
           '{"lines": []}', '-', now(), now() FROM accommodations RETURNING id
), taken AS (
    INSERT INTO occupancies (accommodation_id, nights, kind, created_at)
    SELECT a.id, daterange(current_date - 30 + n * 4, current_date - 27 + n * 4), 'stay', now()
      FROM accommodations a, generate_series(0, $1::int - 1) n WHERE a.code LIKE 'bench-%'
    RETURNING id, accommodation_id, nights
)
INSERT INTO reservations (code, calendar_uid, accommodation_id, occupancy_id, guest_id, quote_id, nights, adults,
                          children, pets, status, source, currency, total_cents, deposit_cents, created_at, updated_at,
                          confirmed_at)
SELECT 'B-' || taken.id, gen_random_uuid(), accommodation_id, taken.id, someone.id, priced.id, nights, 2, 0, 0,
       'confirmed', 'api', 'ARS', 100, 30, now(), now(), now()
  FROM taken, someone, priced
"""
