"""A whole request (who, when, where, at which price) becomes a pre-reservation in one transaction."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.stays import Party, Stay
from reservas.features.guests import service as guests
from reservas.features.reservations.errors import QuoteMismatch
from reservas.features.reservations.ports import NightLocks
from reservas.features.reservations.schemas import HoldTerms, ReservationView, Source
from reservas.features.reservations.service.holding import hold
from reservas.features.reservations.service.quoting import make_quote, read_quote


@dataclass(frozen=True, slots=True)
class ReservationRequest:
    """What somebody who is no chat asks for; `phone` is E.164 digits, `quote` a price they were told before."""

    accommodation: str
    stay: Stay
    party: Party
    guest_name: str
    phone: str
    email: str | None
    quote: str | None


async def reserve(
    session: AsyncSession,
    asked: ReservationRequest,
    *,
    terms: HoldTerms,
    source: Source,
    actor: str,
    now: datetime,
    locks: NightLocks,
) -> tuple[ReservationView, bool]:
    """Hold the nights for the guest at the quote's price, or at today's, and say whether the reservation is new.

    Raises AccommodationNotFound, QuoteNotFound, QuoteMismatch, QuoteExpired, StayRefused, CapacityExceeded,
    PetsNotAllowed, and DatesUnavailable with what else is free.
    """
    guest = await guests.identify(session, {"phone": asked.phone}, asked.guest_name, now)
    quote_id = await _agreed_quote(session, asked, guest.id, now)
    guest.email = guest.email or asked.email
    await session.flush()
    return await hold(session, quote_id, guest.id, terms=terms, source=source, actor=actor, now=now, locks=locks)


async def _agreed_quote(session: AsyncSession, asked: ReservationRequest, guest_id: int, now: datetime) -> str:
    if asked.quote is None:
        return (await make_quote(session, asked.accommodation, asked.stay, asked.party, now, guest_id=guest_id)).id
    quote = await read_quote(session, asked.quote)
    if (quote.accommodation, quote.stay, quote.party) != (asked.accommodation, asked.stay, asked.party):
        raise QuoteMismatch("That quote is for another stay: ask for one for this stay, or send none.", field="quote")
    return quote.id
