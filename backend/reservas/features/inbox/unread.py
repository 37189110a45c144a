"""What a provider has told us already, though no job has read it yet."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.features.inbox.schemas import Provider, received_job

# By way of the jobs, which are few: calls are kept for weeks, and a held job's call is read only when somebody replays
# it.
_HOLDS = text("""
SELECT EXISTS (
  SELECT 1 FROM pgqueuer AS job
    JOIN inbox_events AS event ON event.id = (convert_from(job.payload, 'UTF8')::jsonb ->> 'event_id')::bigint
   WHERE job.entrypoint = :job AND job.status IN ('queued', 'picked')
     AND event.handled_at IS NULL AND position(convert_to(:words, 'UTF8') IN event.body) > 0
) OR EXISTS (
  SELECT 1 FROM inbox_events AS event
   WHERE event.in_bulk AND event.handled_at IS NULL AND event.provider = :provider
     AND position(convert_to(:words, 'UTF8') IN event.body) > 0
)
""")


async def holds(session: AsyncSession, provider: Provider, words: str) -> bool:
    """Tell whether a call of `provider` that waits to be read holds `words` (ASCII)."""
    return bool(await session.scalar(_HOLDS, {"job": received_job(provider), "provider": provider, "words": words}))
