"""A tick finds what is due by the cabins' own clocks and says it, once, while it is so and nobody sleeps."""

from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.dialogue import reminders
from reservas.domain.dialogue.events import ReservationFact
from reservas.domain.dialogue.reminders import FreedFact, Reminder, is_quiet
from reservas.domain.dialogue.replies import to_content
from reservas.domain.dialogue.state import Setting
from reservas.features.accommodations import repository as accommodations
from reservas.features.conversations import repository, waiting
from reservas.features.conversations.due import Due, find_due
from reservas.features.conversations.schemas import SEND
from reservas.features.conversations.service import waiting_list
from reservas.features.conversations.service.facts import read_setting, reservation_fact
from reservas.features.conversations.service.notifying import Notifier
from reservas.features.conversations.service.saying import NOTHING, Told, only_if_true
from reservas.features.conversations.service.truth import is_still_due
from reservas.features.reservations import repository as reservations
from reservas.features.reservations.schemas import ReservationView
from reservas.features.reservations.service import read_quote
from reservas.infra.database import Database, describe, is_connection_lost
from reservas.infra.queue import enqueue
from reservas.kit.clock import Clock
from reservas.models import Quote, WaitingEntry

log = structlog.get_logger(__name__)
# From when on in its day a message is said that belongs to a day and not to an hour.
DAY_BEGINS_HOUR = 10


class Reminders:
    """Says what guests need to hear at its time."""

    def __init__(self, database: Database, clock: Clock, notifier: Notifier, media_url: str) -> None:
        self._database = database
        self._clock = clock
        self._notifier = notifier
        self._media_url = media_url

    async def say_due(self) -> int:
        """Queue all that is due now and return how much that was looked at; one that fails keeps no other back."""
        now = self._clock.now()
        await self._database.transaction(partial(waiting.end_needless, now=now))
        async with self._database.unit_of_work() as session:
            found = [(kind, due) for kind in Reminder for due in await find_due(session, kind, now)]
        timely = [(kind, due) for kind, due in found if _is_time(kind, due, now)]
        for kind, due in timely:
            try:
                await self._say(kind, due)
            except Exception as error:
                if is_connection_lost(error):
                    raise
                log.error("reminder.failed", kind=str(kind), subject=due.subject, error=describe(error))
        return len(timely)

    async def _say(self, kind: Reminder, due: Due) -> None:
        if kind is Reminder.QUOTE_WAITING:
            await self._say_of_quote(due.subject)
            return
        if kind is Reminder.DATES_FREED:
            await self._say_of_freed(due.subject)
            return

        async def compose(session: AsyncSession, view: ReservationView, setting: Setting) -> Told:
            now = self._clock.now()
            if not await is_still_due(session, kind, view.id, now):
                return NOTHING
            fact = await reservation_fact(session, view, self._media_url, now)
            return only_if_true(await _compose(session, kind, due, fact, setting), setting)

        async with self._database.unit_of_work() as session:
            view = await reservations.view(session, due.subject)
            fact = await reservation_fact(session, view, self._media_url, self._clock.now())

        def values(setting: Setting) -> dict[str, str]:
            words = setting.words
            told = {
                "amount": words.money(fact.total_cents - fact.paid_cents, fact.currency),
                "hour": f"{fact.cabin.check_in_time:%H:%M}",
            }
            if fact.expires_at is not None:
                told["until"] = words.hour(fact.expires_at, setting.time_zone)
            if due.day is not None:
                told["due"] = words.day(due.day, setting.today)
            return told

        await self._notifier.tell(due.subject, f"{kind}:{due.subject}", compose, str(kind), values)

    async def _say_of_quote(self, quote_id: int) -> None:
        now = self._clock.now()
        async with self._database.unit_of_work() as session:
            quote = await session.get_one(Quote, quote_id)
            assert quote.guest_id is not None
            conversation = await repository.lock_of_guest(session, quote.guest_id)
            if conversation is None or not await is_still_due(session, Reminder.QUOTE_WAITING, quote_id, now):
                return
            setting = await read_setting(session, conversation, now)
            view = await read_quote(session, quote.public_id)
            replies = reminders.quote_waiting(
                view.id, view.name, view.stay, view.price.total_cents, view.price.currency, setting
            )
            told = only_if_true(Told(replies, (view.name, view.stay, view.price)), setting)
            for number, reply in enumerate(told.replies):
                cause = f"{Reminder.QUOTE_WAITING}:{quote_id}:{number}"
                await repository.add_outbound(session, conversation.id, cause, to_content(reply), now)
            await enqueue(session, SEND, {"conversation_id": conversation.id})

    async def _say_of_freed(self, key: int) -> None:
        """Tell the guest of a wish, when it is their turn; whoever comes second finds the wish ended."""
        now = self._clock.now()
        async with self._database.unit_of_work() as session:
            wish = await session.get_one(WaitingEntry, key)
            conversation = await repository.lock_of_guest(session, wish.guest_id)
            entry = await waiting.lock_open(session, key)
            if conversation is None or conversation.driver != repository.BOT or entry is None:
                return
            freed = await waiting_list.find_freed(session, entry, now)
            if freed is None:
                return
            setting = await read_setting(session, conversation, now)
            fact = FreedFact(freed.code, freed.name, freed.stay, freed.party)
            told = only_if_true(Told(reminders.dates_freed(fact, setting), (fact,)), setting)
            if not told.replies:
                return
            waiting_list.mark_told(session, entry, freed, now)
            kind = Reminder.DATES_FREED
            values = {"cabin": freed.name, "stay": setting.words.stay(freed.stay, setting.today)}
            in_place = self._notifier.stand_ins(str(kind), values, setting)
            (reply,) = told.replies
            cause = f"{kind}:{key}:{entry.tellings}"
            await repository.add_outbound(session, conversation.id, cause, to_content(reply), now, in_place)
            await enqueue(session, SEND, {"conversation_id": conversation.id})


def _is_time(kind: Reminder, due: Due, now: datetime) -> bool:
    """Tell whether it is time by the cabin's clock; what a quiet hour keeps back is found again in the morning."""
    local = now.astimezone(ZoneInfo(due.time_zone))
    if is_quiet(local.hour):
        return False
    if kind in (Reminder.HOLD_ENDING, Reminder.QUOTE_WAITING, Reminder.DATES_FREED):
        return True
    assert due.day is not None
    is_day_begun = local.hour >= DAY_BEGINS_HOUR
    tomorrow = local.date() + timedelta(days=1)
    match kind:
        case Reminder.BALANCE_DUE:
            return due.day == local.date() or (due.day == tomorrow and is_day_begun)
        case Reminder.STAY_BEGINS:
            is_today = due.day == local.date() and local.time() < due.check_in_time
            return is_today or (due.day == tomorrow and is_day_begun)
        case _:
            return due.day == local.date() - timedelta(days=1) and is_day_begun


async def _compose(session: AsyncSession, kind: Reminder, due: Due, fact: ReservationFact, setting: Setting) -> Told:
    cabin = await accommodations.by_code(session, fact.cabin.code, active_only=False)
    match kind:
        case Reminder.HOLD_ENDING:
            return Told(reminders.hold_ending(fact, setting), (fact,))
        case Reminder.BALANCE_DUE:
            assert due.day is not None
            return Told(reminders.balance_due(fact, due.day, setting), (fact, due.day))
        case Reminder.STAY_BEGINS:
            written = (cabin.wifi, cabin.door_code)
            return Told(reminders.stay_begins(fact, *written, setting), (fact, *written))
        case _:
            return Told(reminders.stay_ended(fact, cabin.review_url, setting), (fact, cabin.review_url))
