"""Calls that only say how far our messages have come take effect many at a time; whatever is more goes the long way."""

from collections.abc import Mapping

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.features.conversations.arrivals import StatusUpdate
from reservas.features.conversations.ports import BatchReader
from reservas.features.conversations.service import statuses
from reservas.features.inbox import service as inbox
from reservas.features.inbox.schemas import Provider
from reservas.infra.database import Database, describe, is_passing
from reservas.kit.clock import Clock

log = structlog.get_logger(__name__)
AT_ONCE = 200


class Ticks:
    """Takes in what came in bulk."""

    def __init__(self, database: Database, clock: Clock, read_batch: BatchReader) -> None:
        self._database = database
        self._clock = clock
        self._read_batch = read_batch

    async def take_in(self) -> None:
        """Take in all that waits; a call that cannot be taken in together with others gets a job of its own."""
        while await self._take_some() == AT_ONCE:
            pass

    async def _take_some(self) -> int:
        seen: list[int] = []

        async def work(session: AsyncSession) -> int:
            bodies = await inbox.load_bulk(session, Provider.WHATSAPP, AT_ONCE)
            seen[:] = bodies
            if bodies:
                await self._take(session, bodies)
            return len(bodies)

        try:
            return await self._database.transaction(work)
        except Exception as error:
            if is_passing(error) or not seen:
                raise
            # One of them did it, and alone it will be kept for an operator without keeping back the rest.
            log.error("inbox.bulk_failed", calls=len(seen), error=describe(error))
            async with self._database.unit_of_work() as session:
                await inbox.take_apart(session, seen)
            return len(seen)

    async def _take(self, session: AsyncSession, bodies: Mapping[int, bytes]) -> None:
        now = self._clock.now()
        told = {event_id: self._read(body) for event_id, body in bodies.items()}
        moved = await statuses.note_together(session, [one for some in told.values() for one in some], now)
        done = {event_id for event_id, some in told.items() if some and all(one.callback_id in moved for one in some)}
        await inbox.mark_bulk_handled(session, done, now)
        await inbox.take_apart(session, bodies.keys() - done)

    def _read(self, body: bytes) -> tuple[StatusUpdate, ...]:
        """Return the statuses of a call, or none at all when it holds anything else."""
        batch = self._read_batch(body)
        is_more = batch.unread or len(batch.statuses) < len(batch.items)
        return () if is_more else batch.statuses
