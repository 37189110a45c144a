"""A whole request (who, when, where, at which price) becomes a pre-reservation in one transaction."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.stays import Party, Stay
from reservas.features.accommodations import service as owners
from reservas.features.accommodations.schemas import Cabin
from reservas.features.guests import service as guests
from reservas.features.reservations import repository
from reservas.features.reservations.errors import QuoteMismatch
from reservas.features.reservations.ports import NightLocks
from reservas.features.reservations.schemas import HoldTerms, ReservationView, Source
from reservas.features.reservations.service.holding import Holding, hold_quoted
from reservas.features.reservations.service.quoting import draft_quote
from reservas.models import Quote


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
    # One statement for both: holds are what crowds wait for.
    revision, guest = await repository.read_revision_and_guest(session, asked.phone)
    cabin = await owners.read_cabin(session, asked.accommodation, now, revision=revision)
    guest = guest or await guests.identify(session, {"phone": asked.phone}, asked.guest_name, now)
    if not guest.name:
        guest.name = asked.guest_name
    if asked.email and not guest.email:
        guest.email = asked.email
    quote = await _agreed_quote(session, asked, cabin, guest.id, now)
    return await hold_quoted(session, quote, cabin, Holding(guest.id, terms, source, actor, now), locks)


async def _agreed_quote(
    session: AsyncSession, asked: ReservationRequest, cabin: Cabin, guest_id: int, now: datetime
) -> Quote:
    if asked.quote is None:
        return await draft_quote(session, cabin, asked.stay, asked.party, now, guest_id=guest_id)
    quote = await repository.quote_by_public_id(session, asked.quote)
    priced = repository.party_of(quote)
    # Ages that are not told again are those of the quote.
    party = asked.party if asked.party.child_ages else replace(asked.party, child_ages=priced.child_ages)
    if (quote.accommodation_id, repository.as_stay(quote.nights), priced) != (cabin.id, asked.stay, party):
        raise QuoteMismatch("That quote is for another stay: ask for one for this stay, or send none.", field="quote")
    return quote
