"""A stored webhook call is taken in item by item, and whatever cannot be is kept for an operator to replay."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.features.conversations.arrivals import (
    ChannelNews,
    IdentityChange,
    InboundBatch,
    InboundMessage,
    Item,
    News,
    OffersPreference,
    OwnMessage,
    StatusUpdate,
    ThreadHandover,
    Unread,
)
from reservas.features.conversations.ports import BatchReader
from reservas.features.conversations.schemas import Pace, Receipt
from reservas.features.conversations.service.arriving import Arrival
from reservas.features.conversations.service.receipts import Receipts
from reservas.features.inbox import service as inbox
from reservas.features.inbox.schemas import Failure
from reservas.infra.database import Database, describe, is_passing
from reservas.infra.metrics import dead_letters_written
from reservas.kit.clock import Clock
from reservas.models import DeadLetter, InboxEvent

log = structlog.get_logger(__name__)
# Items in one transaction: enough to be fast with a call of a thousand, few enough to keep nobody waiting for a lock.
CHUNK = 50
NOT_THERE = "it is not in the call any more"


class Receiver:
    """Reads WhatsApp calls out of the inbox."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        read_batch: BatchReader,
        pace: Pace,
        account: str,
        receipts: Receipts | None = None,
    ) -> None:
        self._receipts = receipts
        self._database = database
        self._clock = clock
        self._read_batch = read_batch
        self._pace = pace
        self._account = account

    async def receive(self, event_id: int) -> None:
        """Take in everything one call holds; a second run finds it handled.

        A short call is one transaction. A long one is several: what was taken in before a crash is known by its id.
        """
        batch = await self._receive_short(event_id)
        if batch is None:
            return
        failures = [_failure_of(unread) for unread in batch.unread]
        for chunk in _chunks(batch):
            failures += await self._take_in(chunk)
        await self._finish(event_id, failures)

    async def _receive_short(self, event_id: int) -> InboundBatch | None:
        """Take a call in by one transaction, as nearly all are; return it when it is too long or that failed."""
        read: InboundBatch | None = None
        shown: Sequence[Receipt] = ()

        async def work(session: AsyncSession) -> bool:
            nonlocal read, shown
            event = await inbox.load(session, event_id, lock=True)
            if event is None:
                return True
            read = self._read_batch(event.body)
            first, *others = _chunks(read)
            if others:
                return False
            shown = await self._take(session, first)
            await self._mark(session, event_id, [_failure_of(unread) for unread in read.unread])
            return True

        try:
            is_done = await self._database.transaction(work)
        except Exception as error:
            if read is None or is_passing(error):
                raise
            return read
        if is_done and read is not None:
            self._show(shown)
            _tell(event_id, len(read.unread))
        return None if is_done else read

    async def replay(self, letter_id: int) -> None:
        """Take one dead letter's item in again; it goes on waiting, with the reason, when it fails again."""
        try:
            await self._database.transaction(lambda session: self._replay(session, letter_id))
        except Exception as error:
            if is_passing(error):
                raise
            log.error("inbox.replay_failed", letter_id=letter_id, error=describe(error))
            async with self._database.unit_of_work() as session:
                letter = await inbox.lock_letter(session, letter_id)
                if letter is not None:
                    self._fail_again(letter, describe(error))

    async def _replay(self, session: AsyncSession, letter_id: int) -> None:
        letter = await inbox.lock_letter(session, letter_id)
        if letter is None:
            return
        event = await session.get_one(InboxEvent, letter.event_id)
        batch = self._read_batch(event.body)
        item = next((item for item in batch.items if item.path == letter.path), None)
        if item is None:
            unread = next((one for one in batch.unread if one.path == letter.path), None)
            self._fail_again(letter, unread.why if unread else NOT_THERE)
            return
        await self._take(session, (item,))
        letter.replayed_at = self._clock.now()
        log.info("inbox.replayed", letter_id=letter_id)

    def _fail_again(self, letter: DeadLetter, why: str) -> None:
        letter.why, letter.failed_at = why, self._clock.now()

    async def _finish(self, event_id: int, failures: Sequence[Failure]) -> None:
        async def work(session: AsyncSession) -> None:
            if await inbox.load(session, event_id, lock=True) is not None:
                await self._mark(session, event_id, failures)

        await self._database.transaction(work)
        _tell(event_id, len(failures))

    async def _mark(self, session: AsyncSession, event_id: int, failures: Sequence[Failure]) -> None:
        now = self._clock.now()
        await inbox.mark_handled(session, event_id, now)
        await inbox.bury(session, event_id, failures, now)

    async def _take_in(self, chunk: Sequence[Item]) -> list[Failure]:
        """Take a chunk in by one transaction; if it fails, each of its items by its own. Return what failed alone."""
        try:
            self._show(await self._database.transaction(lambda session: self._take(session, chunk)))
        except Exception as error:
            if is_passing(error):
                raise
            return await self._take_one_by_one(chunk)
        return []

    async def _take_one_by_one(self, chunk: Sequence[Item]) -> list[Failure]:
        failures = []
        for item in chunk:
            try:
                self._show(await self._database.transaction(partial(self._take, items=(item,))))
            except Exception as error:
                if is_passing(error):
                    raise
                log.error("inbox.item_failed", path=item.path, error=describe(error))
                failures.append(Failure(item.path, item.raw, describe(error)))
        return failures

    async def _take(self, session: AsyncSession, items: Sequence[Item]) -> Sequence[Receipt]:
        arrival = Arrival(session, self._clock.now(), self._pace, self._account)
        for item in items:
            await arrival.take(item.news)
        await arrival.follow_up()
        return arrival.receipts

    def _show(self, receipts: Sequence[Receipt]) -> None:
        if self._receipts is not None:
            for receipt in receipts:
                self._receipts.show(receipt.provider_id, is_typing=receipt.is_typing)


def _tell(event_id: int, failures: int) -> None:
    if failures:
        dead_letters_written.inc(failures)
        log.error("inbox.items_failed", event_id=event_id, items=failures)


def _failure_of(unread: Unread) -> Failure:
    return Failure(unread.path, unread.raw, unread.why)


def _chunks(batch: InboundBatch) -> Iterator[tuple[Item, ...]]:
    """Yield the items in the order they are taken in, at least one chunk, even if it is empty.

    Identities first, since what follows may come from a guest's new number, and before them only what was written from
    the old one; then by guest, so that two calls with the same guests lock their conversations in one order; statuses
    last.
    """
    changes = [item.news for item in batch.items if isinstance(item.news, IdentityChange)]
    left = {pair: change.at for change in changes for pair in change.old.items()}
    items = sorted(batch.items, key=lambda item: _order(item.news, left))
    yield from (tuple(items[start : start + CHUNK]) for start in range(0, max(1, len(items)), CHUNK))


def _order(news: News, left: Mapping[tuple[str, str], datetime]) -> tuple[int, str]:
    """`left` are the identifiers (kind, value) that the call takes from guests, and when they were given up."""
    match news:
        case IdentityChange():
            return 1, news.at.isoformat()
        case StatusUpdate():
            return 3, news.provider_id
        case InboundMessage() | OwnMessage():
            was_theirs = any(news.at <= left[pair] for pair in news.identifiers.items() if pair in left)
            return 0 if was_theirs else 2, news.recipient
        case ThreadHandover():
            return 2, news.recipient
        case OffersPreference() | ChannelNews():
            return 2, ""
