"""A stay asked for becomes offers with real totals, and the chosen one a frozen quote."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.cancellation import Policy, policy_from_snapshot
from reservas.domain.pricing import ListExchange, Price, Rates, nightly_cents, price_stay, snapshot_hash
from reservas.domain.restrictions import Reason, Refusal, is_tight, neighbours_of, refusals
from reservas.domain.stays import Party, Stay, StayError
from reservas.features.accommodations import repository as accommodations
from reservas.features.accommodations import service as owners
from reservas.features.accommodations.schemas import Cabin
from reservas.features.reservations import repository
from reservas.features.reservations.errors import CapacityExceeded, PetsNotAllowed, StayRefused
from reservas.features.reservations.schemas import Offer, QuoteView
from reservas.kit.errors import ReservasError
from reservas.kit.ids import new_token
from reservas.models import Accommodation, Quote

QUOTE_VALID = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Kept:
    """What a changed stay keeps of its quote: the cancellation policy, and what its nights cost and at which exchange.

    Its dates must be bookable at `judged_at`: a stay that has begun was so when it was made. `stands` says that they
    were agreed, so that the owner's rules about dates are not asked again.
    """

    policy: Policy
    judged_at: datetime
    stands: bool
    nights: Mapping[date, int] = field(default_factory=dict)
    exchange: ListExchange | None = None


async def search(
    session: AsyncSession, stay: Stay, party: Party, now: datetime, *, guest_id: int | None = None
) -> list[Offer]:
    """Return every accommodation that is really free for the whole stay, big enough and allowed, smallest first.

    Raises StayRefused when the dates cannot be booked at all.
    """
    offers, _ = await _search(session, stay, party, now, guest_id)
    return offers


async def search_or_refuse(
    session: AsyncSession, stay: Stay, party: Party, now: datetime, *, guest_id: int | None = None
) -> list[Offer]:
    """Return what `search` does; when cabins are free but their owner's rules refuse every one, say why.

    Raises StayRefused when the dates cannot be booked at all, or with the mildest of those reasons.
    """
    offers, refused = await _search(session, stay, party, now, guest_id)
    if refused and not offers:
        raise _as_error(min(refused, key=lambda one: one.limit or 0))
    return offers


async def _search(
    session: AsyncSession, stay: Stay, party: Party, now: datetime, guest_id: int | None
) -> tuple[list[Offer], list[Refusal]]:
    cabins = await owners.read_cabins(session, now)
    if cabins:
        require_bookable(stay, cabins[0], now)
    taken = await repository.taken_accommodations(session, stay, now)
    is_returning = await _is_returning(session, cabins, guest_id, now)
    offers, refused = [], []
    for cabin in sorted(cabins, key=lambda one: one.capacity):
        if cabin.id in taken or not fits(cabin, party) or cabin.terms is None:
            continue
        refusal = refusal_of(cabin, stay, party, now)
        if refusal is not None:
            refused.append(refusal)
            continue
        price = _price(cabin, stay, party, now, is_returning=is_returning)
        offers.append(Offer(cabin.code, cabin.name, cabin.capacity, price))
    return offers, refused


async def make_quote(
    session: AsyncSession,
    code: str,
    stay: Stay,
    party: Party,
    now: datetime,
    *,
    guest_id: int | None = None,
) -> QuoteView:
    """Freeze the price of `stay` at the accommodation `code`, for a guest when it is known who; it takes no nights.

    Raises AccommodationNotFound, StayRefused, CapacityExceeded, PetsNotAllowed, ExchangeRateMissing.
    """
    cabin = await owners.read_cabin(session, code, now)
    quote = await draft_quote(session, cabin, stay, party, now, guest_id=guest_id)
    session.add(quote)
    await session.flush()
    return _as_view(quote, cabin)


async def draft_quote(
    session: AsyncSession,
    cabin: Cabin,
    stay: Stay,
    party: Party,
    now: datetime,
    *,
    guest_id: int | None = None,
    kept: Kept | None = None,
) -> Quote:
    """Return what `make_quote` would store, not stored, also for a cabin that is let no more.

    Raises StayRefused, CapacityExceeded, PetsNotAllowed, ExchangeRateMissing.
    """
    require_bookable(stay, cabin, kept.judged_at if kept else now)
    refusal = _people_refused(cabin, stay, party, now) if kept and kept.stands else refusal_of(cabin, stay, party, now)
    if refusal is not None:
        raise _as_error(refusal, cabin.name)
    is_returning = await _is_returning(session, [cabin], guest_id, now)
    price = _price(cabin, stay, party, now, is_returning=is_returning, kept=kept)
    policy = kept.policy if kept else cabin.policy
    snapshot = price.as_snapshot() | {
        "nights": nightly_cents(_rates(cabin, kept), stay),
        "cancellation": policy.as_snapshot(),
    }
    return Quote(
        public_id=new_token(),
        accommodation_id=cabin.id,
        guest_id=guest_id,
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


async def read_quote(session: AsyncSession, public_id: str) -> QuoteView:
    """Return a stored quote, expired or not. Raises QuoteNotFound."""
    quote = await repository.quote_by_public_id(session, public_id)
    return _as_view(quote, await accommodations.by_id(session, quote.accommodation_id))


def refusal_of(cabin: Cabin, stay: Stay, party: Party, now: datetime) -> Refusal | None:
    """Return the first of the owner's rules that refuses `stay` there, or None; taken nights are not looked at."""
    restrictions = owners.require_terms(cabin).restrictions
    return next(iter(refusals(restrictions, stay, party, cabin.local_day(now))), None)


def require_bookable(stay: Stay, cabin: Cabin, now: datetime) -> None:
    """Raise StayRefused unless `stay` may still be booked, by the cabin's own calendar day."""
    try:
        stay.require_bookable(cabin.local_day(now))
    except StayError as error:
        raise StayRefused(error.detail, field=error.field, reason=error.reason) from error


async def without_turnover(
    session: AsyncSession, cabins: Sequence[Cabin | Accommodation], stay: Stay, now: datetime
) -> set[int]:
    """Return the keys of those whose neighbouring stays would leave too few days between: as good as taken."""
    buffered = {cabin.id: cabin.turnover_days for cabin in cabins if cabin.turnover_days}
    if not buffered:
        return set()
    window = stay.widened(max(buffered.values()))
    taken = await repository.taken_nights(session, list(buffered), window, now)
    return {key for key, days in buffered.items() if is_tight(days, stay, neighbours_of(stay, taken.get(key, ())))}


def _as_error(refusal: Refusal, name: str = "It") -> ReservasError:
    if refusal.reason is Reason.CAPACITY:
        return CapacityExceeded(f"{name} sleeps {refusal.limit}.", field=refusal.field)
    if refusal.reason is Reason.PETS:
        return PetsNotAllowed(f"{name} takes no pets.", field=refusal.field)
    return StayRefused(refusal.detail, field=refusal.field, reason=refusal.reason, limit=refusal.limit)


def fits(cabin: Cabin, party: Party) -> bool:
    """Tell whether the cabin has beds for the party and takes its pets."""
    return party.guests <= cabin.capacity and (cabin.pets_allowed or not party.pets)


def _people_refused(cabin: Cabin, stay: Stay, party: Party, now: datetime) -> Refusal | None:
    found = refusals(owners.require_terms(cabin).restrictions, stay, party, cabin.local_day(now))
    return next((one for one in found if one.reason in (Reason.CAPACITY, Reason.PETS)), None)


def _rates(cabin: Cabin, kept: Kept | None) -> Rates:
    """Return what the owner asks; a stay that keeps nights keeps their exchange as well: a quote has only one."""
    rates = owners.require_terms(cabin).rates
    if kept is None or not kept.nights:
        return rates
    return replace(rates, agreed=kept.nights, exchange=kept.exchange or rates.exchange)


def _price(
    cabin: Cabin, stay: Stay, party: Party, now: datetime, *, is_returning: bool, kept: Kept | None = None
) -> Price:
    today = cabin.local_day(now)
    rates = _rates(cabin, kept)
    return price_stay(rates, stay, party, today=today, is_returning=is_returning, child_ages=party.child_ages)


async def _is_returning(session: AsyncSession, cabins: Sequence[Cabin], guest_id: int | None, now: datetime) -> bool:
    """Tell whether the guest has stayed before; nobody asks where it makes no difference."""
    rewarding = any(one.terms and any(each.returning_only for each in one.terms.rates.discounts) for one in cabins)
    if not rewarding or guest_id is None:
        return False
    return await repository.has_stayed(session, guest_id, cabins[0].local_day(now))


def _as_view(quote: Quote, accommodation: Cabin | Accommodation) -> QuoteView:
    return QuoteView(
        id=quote.public_id,
        accommodation=accommodation.code,
        name=accommodation.name,
        stay=repository.as_stay(quote.nights),
        party=repository.party_of(quote),
        price=repository.price_of(quote),
        policy=policy_from_snapshot(quote.snapshot),
        made_on=quote.created_at.astimezone(ZoneInfo(accommodation.time_zone)).date(),
        valid_until=quote.valid_until,
        snapshot_hash=quote.snapshot_hash,
    )
