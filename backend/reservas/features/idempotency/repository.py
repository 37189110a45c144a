"""All SQL of idempotency keys."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.features.idempotency.schemas import Answer, Asked
from reservas.models import IdempotencyKey


async def claim(session: AsyncSession, asked: Asked, now: datetime, outdated: datetime) -> bool:
    """Make the key this transaction's own; return False when it has an answer from after `outdated`.

    Waits for another transaction that is answering the same key.
    """
    fresh = {"fingerprint": asked.fingerprint, "status": None, "media_type": None, "body": None, "created_at": now}
    statement = insert(IdempotencyKey).values(operator=asked.operator, key=asked.key, **fresh)
    statement = statement.on_conflict_do_update(
        index_elements=["operator", "key"], set_=fresh, where=IdempotencyKey.created_at <= outdated
    )
    return (await session.execute(statement.returning(IdempotencyKey.id))).scalar_one_or_none() is not None


async def kept(session: AsyncSession, asked: Asked) -> tuple[str, Answer]:
    """Return the fingerprint of what was asked under the key, and its answer."""
    query = select(IdempotencyKey).where(IdempotencyKey.operator == asked.operator, IdempotencyKey.key == asked.key)
    row = (await session.execute(query)).scalar_one()
    assert row.status is not None
    assert row.media_type is not None
    assert row.body is not None
    return row.fingerprint, Answer(row.status, row.media_type, row.body)


async def keep(session: AsyncSession, asked: Asked, answer: Answer) -> None:
    """Write the answer beside the claimed key."""
    claimed = update(IdempotencyKey).where(IdempotencyKey.operator == asked.operator, IdempotencyKey.key == asked.key)
    await session.execute(claimed.values(status=answer.status, media_type=answer.media_type, body=answer.body))


async def forget(session: AsyncSession, outdated: datetime) -> int:
    """Delete the keys from `outdated` and before; return how many there were."""
    gone = delete(IdempotencyKey).where(IdempotencyKey.created_at <= outdated).returning(IdempotencyKey.id)
    return len((await session.execute(gone)).all())
