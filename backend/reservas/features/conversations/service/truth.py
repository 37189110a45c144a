"""Whether what would be said unasked is so at this moment, before it is queued and again before it leaves."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.dialogue.reminders import Reminder
from reservas.domain.pricing import price_from_snapshot
from reservas.domain.reservation_states import PAID_FOR, Status
from reservas.features.accommodations import repository as accommodations
from reservas.features.conversations.service.waiting_list import is_still_free
from reservas.features.payments import repository as payments
from reservas.features.reservations import repository as reservations
from reservas.features.reservations.schemas import ReservationView
from reservas.features.reservations.service import read_quote, search
from reservas.kit.errors import ReservasError
from reservas.models import Guest, Quote, Reservation

THANKS_KEEP = timedelta(days=3)


async def is_still_due(session: AsyncSession, kind: Reminder, subject: int, now: datetime, number: str = "0") -> bool:
    """Tell whether the reservation, the quote or the wish with the key `subject` still gives a reason to say it.

    `number` is what a message's cause ends with: of a wish that was told again, only the last telling is true.
    """
    if kind is Reminder.DATES_FREED:
        return await is_still_free(session, subject, number, now)
    if kind is Reminder.QUOTE_WAITING:
        return await _is_quote_waiting(session, subject, now)
    if await session.get(Reservation, subject) is None:
        return False
    view = await reservations.view(session, subject)
    cabin = await accommodations.by_code(session, view.accommodation, active_only=False)
    today = now.astimezone(ZoneInfo(cabin.time_zone)).date()
    match kind:
        case Reminder.HOLD_ENDING:
            return view.is_held_at(now) and not await _has_money(session, view)
        case Reminder.BALANCE_DUE:
            quote = await session.get_one(Quote, (await session.get_one(Reservation, subject)).quote_id)
            due = price_from_snapshot(quote.snapshot).balance_due_on
            paid_cents = await payments.paid_cents(session, view.id)
            # Confirmed by hand with nothing paid here: only a person knows what is left.
            is_owed = 0 < paid_cents < view.total_cents
            return view.status == Status.CONFIRMED and is_owed and due is not None and today <= due
        case Reminder.STAY_BEGINS:
            return view.status == Status.CONFIRMED and today <= view.stay.check_in
        case Reminder.STAY_ENDED:
            guest = await session.get_one(Guest, view.guest_id)
            is_recent = view.stay.check_out <= today <= view.stay.check_out + THANKS_KEEP
            return view.status in {*PAID_FOR, Status.COMPLETED} and is_recent and guest.offers_refused_at is None


async def _has_money(session: AsyncSession, view: ReservationView) -> bool:
    return await payments.paid_cents(session, view.id) > 0 or await payments.has_unsettled(session, view.id)


async def _is_quote_waiting(session: AsyncSession, quote_id: int, now: datetime) -> bool:
    quote = await session.get(Quote, quote_id)
    if quote is None or quote.guest_id is None or quote.valid_until <= now:
        return False
    guest = await session.get_one(Guest, quote.guest_id)
    booked = exists().where(Reservation.guest_id == guest.id, Reservation.created_at >= quote.created_at)
    if guest.offers_refused_at is not None or await session.scalar(select(booked)):
        return False
    view = await read_quote(session, quote.public_id)
    try:
        free = await search(session, view.stay, view.party, now, guest_id=guest.id)
    except ReservasError:
        # The dates can be booked no more: they are too near by now, or the owner closed them.
        return False
    return view.accommodation in {offer.accommodation for offer in free}
