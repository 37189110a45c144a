"""A reservation moves to other dates, another cabin or other people: priced anew, and all of it or nothing."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.alternatives import Wanted
from reservas.domain.cancellation import policy_from_snapshot
from reservas.domain.pricing import ListExchange, price_from_snapshot
from reservas.domain.reservation_states import LIVE, PAID_FOR, Status
from reservas.domain.stays import Party, Stay, StayError
from reservas.features.accommodations import repository as accommodations
from reservas.features.accommodations import service as owners
from reservas.features.accommodations.schemas import Cabin
from reservas.features.outbox.schemas import Fact
from reservas.features.reservations import repository
from reservas.features.reservations.errors import CurrencyDiffers, DatesUnavailable, InvalidTransition, StayRefused
from reservas.features.reservations.ports import NightLocks
from reservas.features.reservations.schemas import ReservationView
from reservas.features.reservations.service.ending import expire_overdue
from reservas.features.reservations.service.history import record_change
from reservas.features.reservations.service.locking import give_keys_back_afterwards, keys_of
from reservas.features.reservations.service.quoting import Kept, draft_quote, without_turnover
from reservas.models import Accommodation, Quote, Reservation


@dataclass(frozen=True, slots=True)
class ReservationChange:
    """What shall be different; None = as it is."""

    accommodation: str | None = None
    check_in: date | None = None
    check_out: date | None = None
    adults: int | None = None
    children: int | None = None
    pets: int | None = None


async def change(
    session: AsyncSession,
    code: str,
    wanted: ReservationChange,
    *,
    actor: str,
    reason: str | None,
    now: datetime,
    locks: NightLocks,
) -> ReservationView:
    """Move a hold or a confirmed stay, at the price of a new quote; a deposit that was paid stays the deposit.

    Once the guest is there, only the day they leave can be another.
    Raises ReservationNotFound, AccommodationNotFound, InvalidTransition, StayRefused, CapacityExceeded, PetsNotAllowed,
    and DatesUnavailable with what else is free: then nothing has moved.
    """
    done = await _carry_out(session, code, wanted, now)
    if done is None:
        # What was agreed stays what it is, at its own price.
        return await repository.view_by_code(session, code)
    give_keys_back_afterwards(session, locks, done.left, code)
    details = {f"{name}_before": value for name, value in done.was.items()} | _described(done.view)
    await record_change(session, done.reservation, Fact.RESERVATION_CHANGED, actor, now, reason=reason, **details)
    return done.view


async def preview_change(session: AsyncSession, code: str, wanted: ReservationChange, now: datetime) -> ReservationView:
    """Return the reservation as `change` would leave it, its price included; nothing is changed, and nobody is told.

    Raises what `change` raises.
    """
    attempt = await session.begin_nested()
    try:
        done = await _carry_out(session, code, wanted, now)
    finally:
        # Rolled back with what it locked, so that nobody waits for a guest who only asks.
        await attempt.rollback()
    return done.view if done else await repository.view_by_code(session, code)


@dataclass(frozen=True, slots=True)
class _Done:
    """A change that was made: the row, how it stood before and stands now, and the keys of the nights it left."""

    reservation: Reservation
    was: dict[str, str | int]
    view: ReservationView
    left: list[str]


async def _carry_out(session: AsyncSession, code: str, wanted: ReservationChange, now: datetime) -> _Done | None:
    """Make the change in the rows; None when nothing would be different."""
    reservation_id = await repository.id_of(session, code)
    before = await repository.accommodation_of(session, reservation_id)
    target = await _target(session, wanted, before)
    for accommodation_id in sorted({before, target.id}):
        await accommodations.lock(session, accommodation_id)
    reservation = await repository.lock(session, reservation_id)
    _require_changeable(reservation, before, now)
    stay, party = _wanted_stay(reservation, wanted), _wanted_party(reservation, wanted)
    if (target.id, stay, party) == (before, repository.as_stay(reservation.nights), _present_party(reservation)):
        return None
    quote = await _quoted(session, reservation, target, stay, party, now)
    was = _described(await repository.view(session, reservation_id))
    left = await _move(session, reservation, target, stay, party, now)
    _agree(reservation, quote, now)
    await session.flush()
    return _Done(reservation, was, await repository.view(session, reservation_id), left)


async def _target(session: AsyncSession, wanted: ReservationChange, before: int) -> Accommodation:
    if wanted.accommodation is None:
        return await accommodations.by_id(session, before)
    return await accommodations.by_code(session, wanted.accommodation)


def _require_changeable(reservation: Reservation, before: int, now: datetime) -> None:
    is_ended_hold = (
        reservation.status == Status.PRE_RESERVED
        and reservation.expires_at is not None
        and reservation.expires_at <= now
    )
    if reservation.status not in LIVE or is_ended_hold:
        state = "a hold whose time is over" if is_ended_hold else reservation.status
        raise InvalidTransition(f"Reservation {reservation.code} is {state}.", status=reservation.status)
    if reservation.accommodation_id != before:
        raise InvalidTransition("Somebody moved it at the same moment: look again.", status=reservation.status)


async def _quoted(
    session: AsyncSession, reservation: Reservation, target: Accommodation, stay: Stay, party: Party, now: datetime
) -> Quote:
    has_come = reservation.status == Status.CHECKED_IN
    if has_come:
        _require_only_departure(reservation, target, stay, party, now)
    before = await session.get_one(Quote, reservation.quote_id)
    # By its key: a cabin that is let no more still keeps the guests it has.
    cabin = await owners.read_cabin_by_id(session, target.id, now)
    kept = _kept(reservation, before, cabin, stay, now)
    party = _with_ages(before, party)
    quote = await draft_quote(session, cabin, stay, party, now, guest_id=reservation.guest_id, kept=kept)
    if quote.currency != reservation.currency:
        detail = f"{cabin.name} charges {quote.currency}, and this was agreed in {reservation.currency}: book it anew."
        raise CurrencyDiffers(detail, field="accommodation")
    session.add(quote)
    await session.flush()
    return quote


def _kept(reservation: Reservation, before: Quote, cabin: Cabin, stay: Stay, now: datetime) -> Kept:
    """Return what holds on: in the same cabin the nights agreed on keep their price, in their currency's own rate."""
    is_same_house = reservation.accommodation_id == cabin.id
    has_come = reservation.status == Status.CHECKED_IN
    kept = Kept(
        policy=policy_from_snapshot(before.snapshot),
        judged_at=reservation.created_at if has_come else now,
        stands=has_come or (is_same_house and stay == repository.as_stay(reservation.nights)),
    )
    exchange, present = price_from_snapshot(before.snapshot).exchange, owners.require_terms(cabin).rates.exchange
    is_listed_alike = (exchange and exchange.list_currency) == (present and present.list_currency)
    if not is_same_house or not is_listed_alike:
        return kept
    agreed = {date.fromisoformat(night): cents for night, cents in before.snapshot.get("nights", {}).items()}
    nights = {night: agreed[night] for night in stay.each_night() if night in agreed}
    rate = None if exchange is None else ListExchange(exchange.list_currency, Decimal(exchange.rate), exchange.source)
    return replace(kept, nights=nights, exchange=rate)


def _with_ages(before: Quote, party: Party) -> Party:
    """Return the party with the children's ages that its quote was told; of fewer children, the oldest stay."""
    told = repository.party_of(before).child_ages
    return replace(party, child_ages=tuple(sorted(told, reverse=True)[: party.children]))


def _require_only_departure(
    reservation: Reservation, target: Accommodation, stay: Stay, party: Party, now: datetime
) -> None:
    present = repository.as_stay(reservation.nights).check_in, _present_party(reservation)
    if (stay.check_in, party) != present or target.id != reservation.accommodation_id:
        detail = "The guest is there: only the day they leave can change."
        raise InvalidTransition(detail, status=reservation.status)
    if stay.check_out < now.astimezone(ZoneInfo(target.time_zone)).date():
        raise StayRefused("Nobody leaves on a day that is over.", field="check_out", reason="past")


def _present_party(reservation: Reservation) -> Party:
    return _wanted_party(reservation, ReservationChange())


def _wanted_stay(reservation: Reservation, wanted: ReservationChange) -> Stay:
    now = repository.as_stay(reservation.nights)
    try:
        return Stay(wanted.check_in or now.check_in, wanted.check_out or now.check_out)
    except StayError as error:
        raise StayRefused(error.detail, field=error.field, reason=error.reason) from error


def _wanted_party(reservation: Reservation, wanted: ReservationChange) -> Party:
    return Party(
        reservation.adults if wanted.adults is None else wanted.adults,
        reservation.children if wanted.children is None else wanted.children,
        reservation.pets if wanted.pets is None else wanted.pets,
    )


async def _move(
    session: AsyncSession,
    reservation: Reservation,
    target: Accommodation,
    stay: Stay,
    party: Party,
    now: datetime,
) -> list[str]:
    """Move the nights, if they are others, and return the keys of those that are left behind."""
    is_same_house = reservation.accommodation_id == target.id
    if is_same_house and repository.as_stay(reservation.nights) == stay:
        return []
    wanted, held = Wanted(stay, party, target.code), keys_of(reservation)
    await expire_overdue(session, target.id, stay.widened(target.turnover_days), now)
    try:
        await _take_instead(session, reservation, target, stay, now)
    except DatesUnavailable as error:
        raise DatesUnavailable(error.detail, wanted=wanted) from error
    # The new nights get no locks: only a crowd's first moments need them, and PostgreSQL refuses whoever comes now.
    # Asking Redis here would also make others wait for it behind the accommodation's row.
    return sorted(set(held) - set(keys_of(reservation)))


async def _take_instead(
    session: AsyncSession, reservation: Reservation, target: Accommodation, stay: Stay, now: datetime
) -> None:
    """Move the nights. Raises DatesUnavailable when one is taken, or the stay beside them is too near."""
    if reservation.accommodation_id == target.id:
        assert reservation.occupancy_id is not None
        await repository.move_nights(session, reservation.occupancy_id, stay)
        await session.refresh(reservation)
    else:
        await repository.move_house(session, reservation, target.id, stay, now)
    # Asked afterwards, when the nights left behind are nobody's neighbours any more.
    if await without_turnover(session, [target], stay, now):
        raise DatesUnavailable("Too few days would lie between that stay and the next.")


def _agree(reservation: Reservation, quote: Quote, now: datetime) -> None:
    is_paid = reservation.status in PAID_FOR
    deposit = min(reservation.deposit_cents, quote.total_cents) if is_paid else quote.deposit_cents
    reservation.quote_id, reservation.currency = quote.id, quote.currency
    reservation.adults, reservation.children, reservation.pets = quote.adults, quote.children, quote.pets
    reservation.total_cents, reservation.deposit_cents = quote.total_cents, deposit
    reservation.updated_at = now


def _described(view: ReservationView) -> dict[str, str | int]:
    return {
        "accommodation": view.accommodation,
        "check_in": view.stay.check_in.isoformat(),
        "check_out": view.stay.check_out.isoformat(),
        "total_cents": view.total_cents,
    }
