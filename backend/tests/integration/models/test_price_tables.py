"""What the price tables refuse, by the database's own law."""

from datetime import date
from typing import Any

import asyncpg
import pytest

from tests.factories.moments import NOW
from tests.integration.models.test_law import Raw

SUMMER = asyncpg.Range(date(2026, 12, 15), date(2027, 3, 1))
JANUARY = asyncpg.Range(date(2027, 1, 1), date(2027, 2, 1))
MARCH = asyncpg.Range(date(2027, 3, 1), date(2027, 4, 1))


async def add(connection: asyncpg.Connection, table: str, **values: Any) -> int:
    values["created_at"] = NOW
    marks = ", ".join(f"${number}" for number in range(1, len(values) + 1))
    statement = f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks}) RETURNING id"
    return int(await connection.fetchval(statement, *values.values()))


async def add_season(connection: asyncpg.Connection, cabin: int, nights: asyncpg.Range, **values: Any) -> int:
    defaults = {"name": "Alta", "weekday_price_cents": 100, "weekend_price_cents": 120}
    return await add(connection, "seasons", accommodation_id=cabin, nights=nights, **{**defaults, **values})


async def test_seasons_of_one_priority_do_not_overlap(connection: asyncpg.Connection) -> None:
    cabin, other = await Raw(connection).add_cabin(), await Raw(connection).add_cabin()
    await add_season(connection, cabin, SUMMER)
    with pytest.raises(asyncpg.ExclusionViolationError, match="seasons_no_overlap_excl"):
        await add_season(connection, cabin, JANUARY)
    await add_season(connection, cabin, JANUARY, priority=1)
    await add_season(connection, cabin, MARCH)
    await add_season(connection, other, SUMMER)


@pytest.mark.parametrize(
    ("values", "broken"),
    [
        ({"nights": asyncpg.Range(date(2027, 1, 1), date(2027, 1, 1))}, "nights"),
        ({"nights": asyncpg.Range(date(2027, 1, 1))}, "nights"),
        ({"nights": asyncpg.Range(date(2027, 1, 1), date(2028, 1, 2)), "recurs_yearly": True}, "nights"),
        ({"weekend_price_cents": 0}, "prices"),
        ({"minimum_nights": 0}, "length"),
        ({"minimum_nights": 3, "maximum_nights": 2}, "length"),
        ({"closed_arrival_days": [7]}, "closed_days"),
        ({"name": ""}, "name"),
    ],
)
async def test_a_season_makes_sense(connection: asyncpg.Connection, values: dict[str, Any], broken: str) -> None:
    cabin = await Raw(connection).add_cabin()
    with pytest.raises(asyncpg.CheckViolationError, match=f"seasons_{broken}_check"):
        await add_season(connection, cabin, **{"nights": JANUARY, **values})


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "override", "nights": JANUARY},
        {"kind": "override", "price_cents": 100},
        {"kind": "holiday"},
        {"kind": "length_discount", "percent": 10},
        {"kind": "returning_discount"},
        {"kind": "child_band", "percent": 50, "first_age": 2},
        {"kind": "closed_to_arrival"},
        {"kind": "closed_to_departure"},
        {"kind": "promo_code"},
    ],
)
async def test_a_rule_has_what_its_kind_needs(connection: asyncpg.Connection, values: dict[str, Any]) -> None:
    cabin = await Raw(connection).add_cabin()
    with pytest.raises(asyncpg.CheckViolationError, match="price_rules_values_check"):
        await add(connection, "price_rules", accommodation_id=cabin, **values)


async def test_overrides_never_overlap_and_a_holiday_is_priced_once(connection: asyncpg.Connection) -> None:
    cabin = await Raw(connection).add_cabin()
    override = {"accommodation_id": cabin, "kind": "override", "price_cents": 100}
    await add(connection, "price_rules", nights=JANUARY, **override)
    with pytest.raises(asyncpg.ExclusionViolationError, match="price_rules_overrides_no_overlap_excl"):
        await add(connection, "price_rules", nights=SUMMER, **override)
    await add(connection, "price_rules", accommodation_id=cabin, kind="closed_to_arrival", nights=JANUARY)

    every_holiday = {"accommodation_id": cabin, "kind": "holiday", "price_cents": 100}
    await add(connection, "price_rules", **every_holiday)
    with pytest.raises(asyncpg.UniqueViolationError, match="price_rules_holiday_idx"):
        await add(connection, "price_rules", **every_holiday)


async def test_holidays_never_overlap(connection: asyncpg.Connection) -> None:
    carnival = asyncpg.Range(date(2031, 2, 21), date(2031, 2, 25))
    await add(connection, "holidays", name="Carnaval", nights=carnival)
    with pytest.raises(asyncpg.ExclusionViolationError, match="holidays_no_overlap_excl"):
        await add(connection, "holidays", name="Otro", nights=carnival)


@pytest.mark.parametrize(
    ("values", "broken"),
    [
        ({"deposit_kind": "fixed"}, "deposit_kind"),
        ({"deposit_kind": "half"}, "deposit_kind"),
        ({"deposit_floor_cents": 10, "deposit_cap_cents": 9}, "deposit_limits"),
        ({"list_currency": "ARS"}, "list_currency"),
        ({"minimum_nights": 0}, "restrictions"),
        ({"booking_window_days": 3, "lead_days": 4}, "restrictions"),
        ({"included_guests": 0}, "extra_guests"),
        ({"round_up_to_cents": 0}, "round_up_to"),
    ],
)
async def test_a_cabins_own_rules_make_sense(
    connection: asyncpg.Connection, values: dict[str, Any], broken: str
) -> None:
    cabin = await Raw(connection).add_cabin()
    changes = ", ".join(f"{name} = ${number}" for number, name in enumerate(values, start=2))
    with pytest.raises(asyncpg.CheckViolationError, match=f"accommodations_{broken}_check"):
        await connection.execute(f"UPDATE accommodations SET {changes} WHERE id = $1", cabin, *values.values())
