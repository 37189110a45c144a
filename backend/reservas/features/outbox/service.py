"""A fact becomes one job in the caller's transaction."""

from sqlalchemy.ext.asyncio import AsyncSession

from reservas.features.outbox.schemas import Fact
from reservas.infra.queue import enqueue


async def publish(session: AsyncSession, fact: Fact, subject_id: int, **details: str) -> None:
    """Tell `fact` about `subject_id` if, and only if, the session's transaction commits."""
    await enqueue(session, fact, {"subject_id": subject_id, **details})
