"""What the database refuses of policies, refunds and withdrawals, whoever writes."""

from typing import Any

import asyncpg
import pytest

from tests.factories.moments import NOW
from tests.integration.models.test_law import Raw, _nights
from tests.integration.models.test_price_tables import add

DUE: dict[str, Any] = {
    "code": "D-222222",
    "amount_cents": 100,
    "currency": "ARS",
    "reason": "policy",
    "why": "x",
    "status": "due",
}
DONE: dict[str, Any] = {"status": "done", "method": "cash", "settled_at": NOW, "settled_by": "operator:ana"}


async def _ended(connection: asyncpg.Connection) -> int:
    raw = Raw(connection)
    return await raw.reserve(await raw.add_cabin(), _nights(10, 14), "cancelled", None)


@pytest.mark.parametrize(
    ("values", "broken"),
    [
        ({"amount_cents": 0}, "amount"),
        ({"reason": "mood"}, "reason"),
        ({**DONE, "status": "lost"}, "status"),
        ({"status": "done"}, "settled"),
        ({"method": "cash"}, "settled"),
        ({**DONE, "settled_by": None}, "settled"),
        ({**DONE, "method": "gold"}, "method"),
    ],
)
async def test_a_refund_makes_sense(connection: asyncpg.Connection, values: dict[str, Any], broken: str) -> None:
    reservation = await _ended(connection)
    with pytest.raises(asyncpg.CheckViolationError, match=f"refunds_{broken}_check"):
        await add(connection, "refunds", reservation_id=reservation, **{**DUE, **values})


async def test_a_reservation_gives_back_and_is_withdrawn_once(connection: asyncpg.Connection) -> None:
    reservation = await _ended(connection)
    await add(connection, "refunds", reservation_id=reservation, **DUE)
    await add(connection, "withdrawals", reservation_id=reservation, code="A-222222")
    with pytest.raises(asyncpg.UniqueViolationError, match="refunds_reservation_id_key"):
        await add(connection, "refunds", reservation_id=reservation, **{**DUE, "code": "D-333333"})
    with pytest.raises(asyncpg.UniqueViolationError, match="withdrawals_reservation_id_key"):
        await add(connection, "withdrawals", reservation_id=reservation, code="A-333333")


@pytest.mark.parametrize(
    "change",
    ["cancellation_policy = 'soft'", "cancellation_policy = 'own'", "cancellation_tiers = '[]'"],
)
async def test_tiers_go_with_the_owners_own_policy(connection: asyncpg.Connection, change: str) -> None:
    cabin = await Raw(connection).add_cabin()
    with pytest.raises(asyncpg.CheckViolationError, match="accommodations_cancellation_check"):
        await connection.execute(f"UPDATE accommodations SET {change} WHERE id = $1", cabin)
    own = "cancellation_policy = 'own', cancellation_tiers = '[]'"
    await connection.execute(f"UPDATE accommodations SET {own} WHERE id = $1", cabin)
