"""A stay asked for becomes offers with real totals, and the chosen one a frozen quote."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.pricing import Rates, price_stay, snapshot_hash
from reservas.domain.stays import Party, Stay, StayError
from reservas.features.accommodations import repository as accommodations
from reservas.features.reservations import repository
from reservas.features.reservations.errors import CapacityExceeded, PetsNotAllowed, StayRefused
from reservas.features.reservations.schemas import Offer, QuoteView
from reservas.kit.ids import new_token
from reservas.models import Accommodation, Quote

QUOTE_VALID = timedelta(hours=24)


def rates_of(accommodation: Accommodation) -> Rates:
    """Return what the owner asks for a night there."""
    return Rates(
        currency=accommodation.currency,
        base_cents=accommodation.base_price_cents,
        weekend_cents=accommodation.weekend_price_cents,
        deposit_percent=accommodation.deposit_percent,
    )


async def search(session: AsyncSession, stay: Stay, party: Party, now: datetime) -> list[Offer]:
    """Return every accommodation that is really free for the whole stay and big enough, smallest first.

    Raises StayRefused when the dates cannot be booked at all.
    """
    active = await accommodations.list_active(session)
    if active:
        require_bookable(stay, active[0], now)
    free = await repository.free_accommodations(session, stay, party.guests, party.pets, now)
    return [Offer(a.code, a.name, a.capacity, price_stay(rates_of(a), stay)) for a in free]


async def make_quote(session: AsyncSession, code: str, stay: Stay, party: Party, now: datetime) -> QuoteView:
    """Freeze the price of `stay` at the accommodation `code`; the nights are not taken by it.

    Raises AccommodationNotFound, StayRefused, CapacityExceeded, PetsNotAllowed.
    """
    accommodation = await accommodations.by_code(session, code)
    require_bookable(stay, accommodation, now)
    if party.guests > accommodation.capacity:
        raise CapacityExceeded(f"{accommodation.name} sleeps {accommodation.capacity}.", field="adults")
    if party.pets and not accommodation.pets_allowed:
        raise PetsNotAllowed(f"{accommodation.name} takes no pets.", field="pets")
    price = price_stay(rates_of(accommodation), stay)
    snapshot = price.as_snapshot()
    quote = Quote(
        public_id=new_token(),
        accommodation_id=accommodation.id,
        nights=repository.as_range(stay),
        adults=party.adults,
        children=party.children,
        pets=party.pets,
        currency=price.currency,
        total_cents=price.total_cents,
        deposit_cents=price.deposit_cents,
        snapshot=snapshot,
        snapshot_hash=snapshot_hash(snapshot),
        valid_until=now + QUOTE_VALID,
        created_at=now,
    )
    session.add(quote)
    await session.flush()
    return _as_view(quote, accommodation)


async def read_quote(session: AsyncSession, public_id: str) -> QuoteView:
    """Return a stored quote, expired or not. Raises QuoteNotFound."""
    quote = await repository.quote_by_public_id(session, public_id)
    return _as_view(quote, await accommodations.by_id(session, quote.accommodation_id))


def require_bookable(stay: Stay, accommodation: Accommodation, now: datetime) -> None:
    """Raise StayRefused unless `stay` may still be booked, by the accommodation's own calendar day."""
    try:
        stay.require_bookable(now.astimezone(ZoneInfo(accommodation.time_zone)).date())
    except StayError as error:
        raise StayRefused(error.detail, field=error.field, reason=error.reason) from error


def _as_view(quote: Quote, accommodation: Accommodation) -> QuoteView:
    return QuoteView(
        id=quote.public_id,
        accommodation=accommodation.code,
        name=accommodation.name,
        stay=repository.as_stay(quote.nights),
        party=Party(quote.adults, quote.children, quote.pets),
        price=repository.price_of(quote),
        valid_until=quote.valid_until,
    )
