"""What is due to be said unasked, found by indexed columns; what was said, or is switched off, is not found again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Date, Select, String, cast, exists, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from reservas.domain.dialogue.reminders import REFUSABLE, Reminder
from reservas.features.conversations.repository import BOT
from reservas.models import (
    Accommodation,
    Conversation,
    Guest,
    Message,
    Occupancy,
    Quote,
    ReminderSwitch,
    Reservation,
    WaitingEntry,
)

HOLD_AHEAD = timedelta(minutes=10)
SHORTEST_HOLD = timedelta(minutes=15)  # a shorter one has only just been told
QUOTE_AFTER = timedelta(hours=1)
# Longer than a night, so that what fell due in it is said in the morning; a quote lasts a day.
QUOTE_UNTIL = timedelta(hours=14)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Due:
    """A reservation or quote, by its key, with the cabin's clock; `day` is the due, arrival or departure date."""

    subject: int
    time_zone: str
    day: date | None
    check_in_time: time


@dataclass(frozen=True, slots=True)
class Switch:
    """Whether a kind is said, and when somebody decided so: one that nobody switched is on."""

    kind: Reminder
    is_on: bool
    changed_at: datetime | None


async def find_due(session: AsyncSession, kind: Reminder, now: datetime) -> Sequence[Due]:
    """Return what may be due at `now` anywhere on earth and was not said: whose clock decides is for the caller."""
    if await session.scalar(select(exists().where(ReminderSwitch.kind == kind, ReminderSwitch.is_on.is_(False)))):
        return []
    match kind:
        case Reminder.QUOTE_WAITING:
            query = _of_quotes(now)
        case Reminder.DATES_FREED:
            query = _of_waiting(now)
        case _:
            query = _of_reservations(kind, now)
    if kind in REFUSABLE:
        query = query.where(Guest.offers_refused_at.is_(None), Conversation.driver == BOT)
    found = await session.execute(query)
    return [Due(subject, time_zone, day, check_in_time) for subject, time_zone, day, check_in_time in found]


async def switch(session: AsyncSession, kind: Reminder, *, is_on: bool, now: datetime) -> None:
    """Switch one kind on or off, for the whole house."""
    values = {"is_on": is_on, "changed_at": now}
    statement = insert(ReminderSwitch).values(kind=kind, **values)
    await session.execute(statement.on_conflict_do_update(index_elements=["kind"], set_=values))


async def read_switches(session: AsyncSession) -> Sequence[Switch]:
    """Return how every kind stands."""
    rows = await session.execute(select(ReminderSwitch.kind, ReminderSwitch.is_on, ReminderSwitch.changed_at))
    set_by_hand = {kind: Switch(Reminder(kind), is_on, changed_at) for kind, is_on, changed_at in rows}
    return [set_by_hand.get(kind, Switch(kind, is_on=True, changed_at=None)) for kind in Reminder]


def _of_reservations(kind: Reminder, now: datetime) -> Select[int, str, date | None, time]:
    arrival, departure = func.lower(Reservation.nights), func.upper(Reservation.nights)
    balance_due_on = Quote.snapshot["balance_due_on"].astext
    today = now.date()
    day, *conditions = {
        Reminder.HOLD_ENDING: (
            arrival,
            Reservation.status == "pre_reserved",
            Reservation.expires_at > now,
            Reservation.expires_at <= now + HOLD_AHEAD,
            Reservation.expires_at - Reservation.created_at > SHORTEST_HOLD,
        ),
        Reminder.BALANCE_DUE: (
            cast(balance_due_on, Date),
            Reservation.status == "confirmed",
            balance_due_on.is_not(None),
            balance_due_on.between((today - DAY).isoformat(), (today + 2 * DAY).isoformat()),
        ),
        Reminder.STAY_BEGINS: (
            arrival,
            Reservation.status == "confirmed",
            arrival.between(today - DAY, today + 2 * DAY),
        ),
        Reminder.STAY_ENDED: (
            departure,
            Reservation.status.in_(("confirmed", "checked_in", "completed")),
            departure.between(today - 2 * DAY, today),
        ),
    }[kind]
    query = (
        select(Reservation.id, Accommodation.time_zone, day, Accommodation.check_in_time)
        .join(Accommodation, Accommodation.id == Reservation.accommodation_id)
        .join(Guest, Guest.id == Reservation.guest_id)
        .join(Conversation, Conversation.guest_id == Guest.id)
        .join(Quote, Quote.id == Reservation.quote_id)
    )
    return query.where(*conditions, _unsaid(kind, Reservation.id)).order_by(Reservation.id)


def _of_quotes(now: datetime) -> Select[int, str, date | None, time]:
    later = aliased(Quote)
    wrote_since = exists().where(
        Message.conversation_id == Conversation.id, Message.direction == "in", Message.created_at > Quote.created_at
    )
    booked_since = exists().where(Reservation.guest_id == Quote.guest_id, Reservation.created_at >= Quote.created_at)
    changed_by = exists().where(Reservation.quote_id == Quote.id)
    told_another = exists().where(later.guest_id == Quote.guest_id, later.id > Quote.id)
    return (
        select(Quote.id, Accommodation.time_zone, func.lower(Quote.nights), Accommodation.check_in_time)
        .join(Accommodation, Accommodation.id == Quote.accommodation_id)
        .join(Guest, Guest.id == Quote.guest_id)
        .join(Conversation, Conversation.guest_id == Guest.id)
        .where(
            Quote.guest_id.is_not(None),
            Quote.created_at.between(now - QUOTE_UNTIL, now - QUOTE_AFTER),
            Quote.valid_until > now,
            ~wrote_since,
            ~booked_since,
            ~changed_by,
            ~told_another,
            _unsaid(Reminder.QUOTE_WAITING, Quote.id),
        )
        .order_by(Quote.id)
    )


def _of_waiting(now: datetime) -> Select[int, str, date | None, time]:
    """Find who waits for nights that seem free, who asked first being first; the engine has the last word."""
    cabin = aliased(Accommodation)
    is_taken = exists().where(Occupancy.accommodation_id == cabin.id, Occupancy.nights.overlaps(WaitingEntry.nights))
    seems_free = exists().where(
        cabin.active,
        or_(WaitingEntry.accommodation_id.is_(None), WaitingEntry.accommodation_id == cabin.id),
        cabin.capacity >= WaitingEntry.adults + WaitingEntry.children,
        ~is_taken,
    )
    # Whoever takes any cabin lives by the clock of the first.
    first = select(Accommodation.id).where(Accommodation.active).order_by(Accommodation.position, Accommodation.id)
    clock = func.coalesce(WaitingEntry.accommodation_id, first.limit(1).scalar_subquery())
    return (
        select(WaitingEntry.id, Accommodation.time_zone, func.lower(WaitingEntry.nights), Accommodation.check_in_time)
        .join(Accommodation, Accommodation.id == clock)
        .join(Guest, Guest.id == WaitingEntry.guest_id)
        .join(Conversation, Conversation.guest_id == Guest.id)
        .where(WaitingEntry.ended_at.is_(None), func.upper(WaitingEntry.nights) > now.date(), seems_free)
        .order_by(WaitingEntry.created_at, WaitingEntry.id)
    )


def _unsaid(kind: Reminder, subject: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    cause = func.concat(f"{kind}:", cast(subject, String), ":0")
    return ~exists().where(Message.conversation_id == Conversation.id, Message.cause == cause)
