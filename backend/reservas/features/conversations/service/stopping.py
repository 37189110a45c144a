"""A number that the channel refuses stops as a whole: what is queued stays in order until it may go on."""

from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.delivery import Problem
from reservas.features.conversations import channels
from reservas.features.conversations.errors import SendLater, SendOutcomeUnknown, SendRefused
from reservas.features.conversations.ports import Messenger
from reservas.features.conversations.schemas import SEND
from reservas.infra.database import Database
from reservas.infra.metrics import channel_frozen
from reservas.infra.queue import enqueue
from reservas.kit.clock import Clock
from reservas.models import Channel

log = structlog.get_logger(__name__)
# First rest and longest: a token is asked about; that a block ended or a permission is back only sending tells.
RESTS = {
    Problem.TOKEN: (timedelta(minutes=1), timedelta(minutes=10)),
    Problem.BLOCKED: (timedelta(minutes=5), timedelta(hours=1)),
    Problem.PERMISSION: (timedelta(minutes=5), timedelta(hours=1)),
}
UNASKED_REST = timedelta(hours=24)


async def freeze(session: AsyncSession, account: str, problem: Problem, code: int | None, now: datetime) -> None:
    """Stop the number until it was tried again; each time in a row it rests longer. Pages a person the first time."""
    channel = await channels.lock(session, account)
    if channel.frozen_at is not None:
        return
    first, longest = RESTS[problem]
    channel.frozen_at, channel.frozen_problem, channel.frozen_code = now, problem, code
    channel.probe_at = now + min(longest, first * 2 ** min(channel.rests, 10))
    channel.rests += 1
    channel_frozen.set(1)
    log.critical("channel.frozen", problem=problem, code=code, rests=channel.rests)


async def stop_unasked(session: AsyncSession, account: str, now: datetime) -> None:
    """Send nothing unasked for a day: guests complained, and more of it would cost the number. Pages a person."""
    channel = await channels.lock(session, account)
    channel.unasked_after = now + UNASKED_REST
    log.critical("channel.unasked_stopped", until=channel.unasked_after.isoformat())


async def unfreeze(session: AsyncSession, account: str) -> int:
    """Let the number send again all that waits, in order, and return how many conversations wait."""
    channel = await channels.lock(session, account)
    _thaw(channel)
    channel.unasked_after = None
    await channels.release_unasked(session, account)
    return await _wake(session, account)


def _thaw(channel: Channel) -> None:
    channel.frozen_at = channel.frozen_problem = channel.frozen_code = channel.probe_at = None
    channel_frozen.set(0)


async def _wake(session: AsyncSession, account: str) -> int:
    waiting = await channels.list_waiting(session, account)
    for conversation_id in waiting:
        await enqueue(session, SEND, {"conversation_id": conversation_id})
    return len(waiting)


class ChannelWatch:
    """Brings stopped numbers back by itself."""

    def __init__(self, database: Database, clock: Clock, messenger: Messenger) -> None:
        self._database = database
        self._clock = clock
        self._messenger = messenger

    async def look(self) -> None:
        """Try each frozen number that has rested, and let what is unasked leave again after its rest."""
        async with self._database.unit_of_work() as session:
            stopped = await channels.list_stopped(session)
        channel_frozen.set(int(any(channel.frozen_at for channel in stopped)))
        now = self._clock.now()
        for channel in stopped:
            if channel.unasked_after is not None and channel.unasked_after <= now:
                await self._end_unasked_rest(channel.account)
            if channel.probe_at is not None and channel.probe_at <= now:
                await self._try(channel)

    async def _try(self, channel: Channel) -> None:
        # Asking for the number tells whether the token is good; that a block has ended, only a message can tell.
        may_send = channel.frozen_problem != Problem.TOKEN or await self._is_token_good()
        async with self._database.unit_of_work() as session:
            locked = await channels.lock(session, channel.account)
            if locked.frozen_at != channel.frozen_at:
                return
            if may_send:
                _thaw(locked)
                waiting = await _wake(session, channel.account)
                log.warning("channel.thawed", problem=channel.frozen_problem, conversations=waiting)
            else:
                first, longest = RESTS[Problem.TOKEN]
                locked.probe_at = self._clock.now() + min(longest, first * 2 ** min(locked.rests, 10))
                locked.rests += 1

    async def _is_token_good(self) -> bool:
        try:
            await self._messenger.probe()
        except (SendRefused, SendLater, SendOutcomeUnknown) as error:
            log.warning("channel.probe_failed", error=error.code, code=error.provider_code)
            return False
        return True

    async def _end_unasked_rest(self, account: str) -> None:
        async with self._database.unit_of_work() as session:
            (await channels.lock(session, account)).unasked_after = None
            await channels.release_unasked(session, account)
            await _wake(session, account)
