"""A guest joins or leaves the waiting list; whose turn it is to hear that nights are free is decided here.

First come, first told: of two who want the same night of the same cabin the one who asked first hears it first, and
the next one only `HEAD_START` later, if it still can be had. Nothing is held for anybody, and each is told so.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.dialogue import (
    CommandRefused,
    JoinWaitingList,
    LeaveWaitingList,
    OffersFound,
    WaitingJoined,
    WaitingLeft,
)
from reservas.domain.dialogue.events import OfferFact
from reservas.domain.stays import Party, Stay
from reservas.features.accommodations import repository as accommodations
from reservas.features.audit import service as audit
from reservas.features.conversations import waiting
from reservas.features.conversations.service.turning import Turn
from reservas.features.reservations import service as booking
from reservas.features.reservations.repository import as_stay
from reservas.features.reservations.schemas import Offer
from reservas.kit.errors import ReservasError
from reservas.models import Guest, WaitingEntry

HEAD_START = timedelta(hours=1)
ACTOR = "system:waiting_list"


@dataclass(frozen=True, slots=True)
class Freed:
    """A cabin, by its key, that can be had for what an entry waits for."""

    accommodation_id: int
    code: str
    name: str
    stay: Stay
    party: Party


async def join(turn: Turn, command: JoinWaitingList) -> WaitingJoined | OffersFound | CommandRefused:
    """Put the guest on the list, or return what is free already; who wants no offers is promised none.

    Raises AccommodationNotFound, and StayRefused when nobody could book those dates, free or not.
    """
    session, guest_id = turn.session, turn.conversation.guest_id
    cabin = None if command.cabin is None else await accommodations.by_code(session, command.cabin)
    offers = await booking.search(session, command.stay, command.party, turn.now, guest_id=guest_id)
    largest = max((one.capacity for one in turn.setting.cabins), default=0)
    if any(cabin is None or offer.accommodation == cabin.code for offer in offers) or command.party.guests > largest:
        facts = tuple(OfferFact(one.accommodation, one.name, one.capacity, one.price) for one in offers)
        return OffersFound(command.stay, command.party, facts, largest)
    if (await session.get_one(Guest, guest_id)).offers_refused_at is not None:
        return CommandRefused("offers_refused")
    wanted = None if cabin is None else cabin.id
    key = await waiting.add(session, guest_id, wanted, command.stay, command.party, turn.now)
    if key is not None:
        values = {"check_in": str(command.stay.check_in), "check_out": str(command.stay.check_out)}
        record(session, key, "waiting.joined", turn.actor, turn.now, **values, accommodation=command.cabin or "any")
    return WaitingJoined(command.stay, command.party, None if cabin is None else cabin.name)


async def leave(turn: Turn, command: LeaveWaitingList) -> WaitingLeft:
    """Take the guest off the list, for one stay or all."""
    ended = await waiting.leave(turn.session, turn.conversation.guest_id, command.stay, turn.now)
    for key, _stay in ended:
        record(turn.session, key, "waiting.left", turn.actor, turn.now)
    return WaitingLeft(tuple(stay for _, stay in ended))


async def find_freed(session: AsyncSession, entry: WaitingEntry, now: datetime) -> Freed | None:
    """Return a cabin that the entry's guest may hear of now, locked: free, bookable, and nobody else's turn."""
    for offer in await _offers(session, entry, now):
        cabin = await accommodations.by_code(session, offer.accommodation)
        if entry.accommodation_id not in (None, cabin.id):
            continue
        # Two entries are judged one after the other.
        await accommodations.lock(session, cabin.id)
        if not await waiting.are_others_first(session, cabin.id, entry.nights, now - HEAD_START, entry.id):
            return Freed(cabin.id, cabin.code, cabin.name, as_stay(entry.nights), _party(entry))
    return None


def mark_told(session: AsyncSession, entry: WaitingEntry, freed: Freed, now: datetime) -> None:
    """Note what the guest is told, which ends the entry."""
    entry.tellings += 1
    entry.told_at = entry.ended_at = now
    entry.told_accommodation_id, entry.ended_reason = freed.accommodation_id, waiting.TOLD
    record(session, entry.id, "waiting.told", ACTOR, now, accommodation=freed.code)


async def is_still_free(session: AsyncSession, key: int, telling: str, now: datetime) -> bool:
    """Tell whether what the guest is about to be told is so: the last telling, of a cabin that can still be had."""
    entry = await session.get(WaitingEntry, key)
    if entry is None or entry.told_at is None or telling != str(entry.tellings):
        return False
    guest = await session.get_one(Guest, entry.guest_id)
    if guest.offers_refused_at is not None or await waiting.has_booked(session, entry):
        return False
    cabin = await accommodations.by_id(session, entry.told_accommodation_id or 0)
    return any(offer.accommodation == cabin.code for offer in await _offers(session, entry, now))


def record(session: AsyncSession, key: int, action: str, actor: str, now: datetime, **data: str) -> None:
    """Add an entry to the audit log: keys, dates and cabins, no names."""
    audit.record(session, at=now, actor=actor, action=action, subject_kind="waiting_list", subject=str(key), **data)


async def _offers(session: AsyncSession, entry: WaitingEntry, now: datetime) -> list[Offer]:
    try:
        return await booking.search(session, as_stay(entry.nights), _party(entry), now, guest_id=entry.guest_id)
    except ReservasError:
        # The dates can be booked no more: they are too near by now.
        return []


def _party(entry: WaitingEntry) -> Party:
    return Party(entry.adults, entry.children, entry.pets)
