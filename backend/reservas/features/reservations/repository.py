"""All SQL of the booking engine: nights are taken, freed and read here."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import Range, insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.phones import spellings
from reservas.domain.pricing import Price, price_from_snapshot
from reservas.domain.reservation_states import LIVE, PAID_FOR, Status
from reservas.domain.stays import Party, Stay
from reservas.features.accommodations.schemas import Cabin
from reservas.features.reservations.errors import (
    BlockNotFound,
    DatesUnavailable,
    QuoteNotFound,
    ReservationNotFound,
)
from reservas.features.reservations.schemas import ReservationFilter, ReservationView
from reservas.infra.database import sqlstate
from reservas.models import Accommodation, CatalogueRevision, Guest, GuestIdentifier, Occupancy, Quote, Reservation

EXCLUSION_VIOLATION = "23P01"
OWNER_BLOCK = "owner_block"
_REVISION_AND_GUEST = (
    select(CatalogueRevision.revision, Guest)
    .select_from(CatalogueRevision)
    .outerjoin(
        GuestIdentifier,
        and_(GuestIdentifier.kind == "phone", GuestIdentifier.value.in_(bindparam("spellings", expanding=True))),
    )
    .outerjoin(Guest, Guest.id == GuestIdentifier.guest_id)
    # Somebody kept under both spellings is found by the one that was given.
    .order_by((GuestIdentifier.value == bindparam("phone", type_=Text)).desc())
    .limit(1)
)


def as_range(stay: Stay) -> Range[date]:
    """Return the nights of `stay` as PostgreSQL keeps them: `[check_in, check_out)`."""
    return Range(stay.check_in, stay.check_out, bounds="[)")


def as_stay(nights: Range[date]) -> Stay:
    """Return PostgreSQL's nights as a stay."""
    assert nights.lower is not None
    assert nights.upper is not None
    return Stay(nights.lower, nights.upper)


async def taken_accommodations(session: AsyncSession, stay: Stay, now: datetime) -> set[int]:
    """Return the keys of the accommodations that cannot be had for all of `stay`, the days kept free around included.

    A hold past its release no longer takes its nights: whoever wants them may have them.
    """
    taken = exists().where(
        Occupancy.accommodation_id == Accommodation.id,
        Occupancy.nights.overlaps(
            func.daterange(stay.check_in - Accommodation.turnover_days, stay.check_out + Accommodation.turnover_days)
        ),
        ~_held_too_long(now),
    )
    return set((await session.execute(select(Accommodation.id).where(taken))).scalars())


async def taken_nights(
    session: AsyncSession, accommodation_ids: Sequence[int], window: Stay, now: datetime
) -> dict[int, list[Stay]]:
    """Return the nights taken within `window` by accommodation, by the rule of `taken_accommodations`."""
    query = select(Occupancy.accommodation_id, Occupancy.nights).where(
        Occupancy.accommodation_id.in_(accommodation_ids), *_stands_in_the_way(window, now)
    )
    taken: dict[int, list[Stay]] = {}
    for accommodation_id, nights in await session.execute(query):
        taken.setdefault(accommodation_id, []).append(as_stay(nights))
    return taken


async def are_taken(session: AsyncSession, accommodation_id: int, stay: Stay, now: datetime) -> bool:
    """Tell whether a night of `stay` is taken there, by the rule of `taken_accommodations`."""
    taken = exists().where(Occupancy.accommodation_id == accommodation_id, *_stands_in_the_way(stay, now))
    return bool((await session.execute(select(taken))).scalar_one())


async def take_nights(session: AsyncSession, accommodation_id: int, stay: Stay, kind: str, now: datetime) -> int:
    """Take the nights and return the occupancy's key. The accommodation must be locked.

    Raises DatesUnavailable when the exclusion constraint finds one of them taken. A hold takes its own: `placing.py`.
    """
    statement = (
        insert(Occupancy)
        .values(accommodation_id=accommodation_id, nights=as_range(stay), kind=kind, created_at=now)
        .on_conflict_do_nothing()
        .returning(Occupancy.id)
    )
    occupancy_id = (await session.execute(statement)).scalar_one_or_none()
    if occupancy_id is None:
        raise DatesUnavailable("Those nights have just been taken.")
    return occupancy_id


async def free_nights(session: AsyncSession, reservation: Reservation, status: Status, now: datetime) -> None:
    """End the reservation in `status` and give its nights back; the accommodation must be locked."""
    occupancy_id = reservation.occupancy_id
    reservation.occupancy_id = None
    reservation.status = status
    reservation.ended_at = reservation.updated_at = now
    await session.flush()
    await session.execute(delete(Occupancy).where(Occupancy.id == occupancy_id))


async def mark_stay(session: AsyncSession, occupancy_id: int) -> None:
    """Turn a hold's nights into a stay's."""
    await session.execute(update(Occupancy).where(Occupancy.id == occupancy_id).values(kind="stay"))


async def move_nights(session: AsyncSession, occupancy_id: int, stay: Stay) -> None:
    """Move taken nights to `stay` at the same, locked, accommodation; a reservation's own nights follow by cascade.

    Raises DatesUnavailable when one of them is taken; then they are where they were.
    """
    move = update(Occupancy).where(Occupancy.id == occupancy_id).values(nights=as_range(stay))
    try:
        async with session.begin_nested():
            await session.execute(move.execution_options(synchronize_session=False))
    except IntegrityError as error:
        if sqlstate(error) != EXCLUSION_VIOLATION:
            raise
        raise DatesUnavailable("Some of those nights are taken.") from error


async def move_house(session: AsyncSession, reservation: Reservation, to: int, stay: Stay, now: datetime) -> None:
    """Move a live reservation to another accommodation; both must be locked.

    The new nights are taken before the old ones are let go. Raises DatesUnavailable, with nothing moved.
    """
    old, kind = reservation.occupancy_id, "hold" if reservation.status == Status.PRE_RESERVED else "stay"
    reservation.occupancy_id = await take_nights(session, to, stay, kind, now)
    reservation.accommodation_id = to
    reservation.nights = as_range(stay)
    await session.flush()
    await session.execute(delete(Occupancy).where(Occupancy.id == old))


async def block_at(session: AsyncSession, accommodation_id: int, check_in: date) -> Occupancy:
    """Return the owner's block that begins there on that day: no two can. Raises BlockNotFound."""
    query = select(Occupancy).where(
        Occupancy.accommodation_id == accommodation_id,
        Occupancy.kind == OWNER_BLOCK,
        func.lower(Occupancy.nights) == check_in,
    )
    found = (await session.execute(query.execution_options(populate_existing=True))).scalar_one_or_none()
    if found is None:
        raise BlockNotFound(f"No block begins there on {check_in}.", field="check_in")
    return found


async def blocks(session: AsyncSession, accommodation: str | None, since: date) -> Sequence[tuple[str, Stay]]:
    """Return the owner's blocks that end after `since`, with the code of their accommodation."""
    query = (
        select(Accommodation.code, Occupancy.nights)
        .join(Accommodation, Accommodation.id == Occupancy.accommodation_id)
        .where(Occupancy.kind == OWNER_BLOCK, func.upper(Occupancy.nights) > since)
    )
    query = query.where(Accommodation.code == accommodation) if accommodation else query
    rows = await session.execute(query.order_by(func.lower(Occupancy.nights), Accommodation.code))
    return [(code, as_stay(nights)) for code, nights in rows]


async def delete_occupancy(session: AsyncSession, occupancy: Occupancy) -> None:
    """Give nights back that no reservation holds; the accommodation must be locked."""
    await session.execute(delete(Occupancy).where(Occupancy.id == occupancy.id))


async def overdue_holds(
    session: AsyncSession, accommodation_id: int, stay: Stay, now: datetime
) -> Sequence[Reservation]:
    """Return, locked, the holds past their release that stand in the way of `stay`."""
    query = select(Reservation).where(
        Reservation.accommodation_id == accommodation_id,
        Reservation.nights.overlaps(as_range(stay)),
        _is_overdue(now),
    )
    return (await session.execute(query.order_by(Reservation.id).with_for_update())).scalars().all()


async def claim_ended_holds(session: AsyncSession, now: datetime, next_check_at: datetime, limit: int) -> Sequence[int]:
    """Return holds whose shown end has passed and that nobody looks at yet; none is returned again before then."""
    due = (
        select(Reservation.id)
        .where(
            Reservation.status == Status.PRE_RESERVED,
            Reservation.expires_at <= now,
            or_(Reservation.next_check_at.is_(None), Reservation.next_check_at <= now),
        )
        .order_by(Reservation.expires_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    claim = update(Reservation).where(Reservation.id.in_(due)).values(next_check_at=next_check_at)
    return (await session.execute(claim.returning(Reservation.id))).scalars().all()


async def read_revision_and_guest(session: AsyncSession, phone: str) -> tuple[uuid.UUID | None, Guest | None]:
    """Return the catalogue's revision and the guest with that phone (E.164 digits), if there is one."""
    row = (await session.execute(_REVISION_AND_GUEST, {"phone": phone, "spellings": spellings(phone)})).one_or_none()
    if row is None:
        return None, None
    revision, guest = row
    return revision, guest


async def quote_by_public_id(session: AsyncSession, public_id: str) -> Quote:
    """Return the quote. Raises QuoteNotFound."""
    quote = (await session.execute(select(Quote).where(Quote.public_id == public_id))).scalar_one_or_none()
    if quote is None:
        raise QuoteNotFound("There is no such quote.", field="quote")
    return quote


def party_of(quote: Quote) -> Party:
    """Return who a quote is for, with the children's ages that were told."""
    return Party(quote.adults, quote.children, quote.pets, tuple(quote.snapshot.get("child_ages", ())))


def price_of(quote: Quote) -> Price:
    """Return the frozen price of a stored quote."""
    return price_from_snapshot(quote.snapshot)


async def lock(session: AsyncSession, reservation_id: int) -> Reservation:
    """Return the reservation, locked and read anew; its accommodation must be locked already."""
    query = select(Reservation).where(Reservation.id == reservation_id).with_for_update()
    return (await session.execute(query.execution_options(populate_existing=True))).scalar_one()


async def accommodation_of(session: AsyncSession, reservation_id: int) -> int:
    """Return the key of the reservation's accommodation, unlocked: lock it, then read the reservation again."""
    query = select(Reservation.accommodation_id).where(Reservation.id == reservation_id)
    return (await session.execute(query)).scalar_one()


async def id_of(session: AsyncSession, code: str) -> int:
    """Return the key of the reservation with that code. Raises ReservationNotFound."""
    found = (await session.execute(select(Reservation.id).where(Reservation.code == code))).scalar_one_or_none()
    if found is None:
        raise ReservationNotFound(f"There is no reservation {code}.", field="code")
    return found


async def live_of_quote(session: AsyncSession, quote_id: int, guest_id: int) -> Reservation | None:
    """Return the guest's live reservation made from that quote: a second tap finds the first one's."""
    query = select(Reservation).where(
        Reservation.quote_id == quote_id, Reservation.guest_id == guest_id, Reservation.status.in_(LIVE)
    )
    return (await session.execute(query)).scalar_one_or_none()


async def held_meanwhile(session: AsyncSession, quote: Quote, guest_id: int, now: datetime) -> ReservationView | None:
    """Return what the guest has of the quote's nights: a live stay in its cabin, else a hold elsewhere that runs."""
    is_same_cabin = Reservation.accommodation_id == quote.accommodation_id
    runs = and_(Reservation.status == Status.PRE_RESERVED, Reservation.expires_at > now)
    query = (
        _views()
        .where(Reservation.guest_id == guest_id, Reservation.status.in_(LIVE))
        .where(Reservation.nights.overlaps(quote.nights), or_(and_(is_same_cabin, ~_is_overdue(now)), runs))
        .order_by(is_same_cabin.desc(), Reservation.id.desc())
        .limit(1)
    )
    row = (await session.execute(query)).one_or_none()
    return None if row is None else as_view(*row)


async def view(session: AsyncSession, reservation_id: int) -> ReservationView:
    """Return the reservation with that key, as others see it."""
    row = (await session.execute(_views().where(Reservation.id == reservation_id))).one()
    return as_view(*row)


async def view_by_code(session: AsyncSession, code: str) -> ReservationView:
    """Return the reservation with that code. Raises ReservationNotFound."""
    return await view(session, await id_of(session, code))


async def page(session: AsyncSession, wanted: ReservationFilter, before: int, limit: int) -> Sequence[ReservationView]:
    """Return the reservations that `wanted` lets through, newest first: those with keys under `before`."""
    query = _views().where(Reservation.id < before).order_by(Reservation.id.desc()).limit(limit)
    if wanted.status is not None:
        query = query.where(Reservation.status == wanted.status)
    if wanted.accommodation is not None:
        query = query.where(Accommodation.code == wanted.accommodation)
    if wanted.since is not None:
        query = query.where(func.upper(Reservation.nights) > wanted.since)
    if wanted.until is not None:
        query = query.where(func.lower(Reservation.nights) < wanted.until)
    return [as_view(*row) for row in await session.execute(query)]


async def live_of_guest(session: AsyncSession, guest_id: int, code: str) -> ReservationView | None:
    """Return the guest's own live reservation with that code."""
    query = _views().where(Reservation.guest_id == guest_id, Reservation.code == code, Reservation.status.in_(LIVE))
    row = (await session.execute(query)).one_or_none()
    return None if row is None else as_view(*row)


async def has_stayed(session: AsyncSession, guest_id: int, today: date) -> bool:
    """Tell whether the guest has been here before: a stay of theirs, paid for, ended by `today`."""
    stayed = exists().where(
        Reservation.guest_id == guest_id,
        Reservation.status.in_((*PAID_FOR, Status.COMPLETED)),
        func.upper(Reservation.nights) <= today,
    )
    return bool((await session.execute(select(stayed))).scalar_one())


async def current_of_guest(session: AsyncSession, guest_id: int, today: date) -> ReservationView | None:
    """Return the guest's live reservation that matters now: the newest hold, else the next stay to arrive."""
    query = (
        _views()
        .where(Reservation.guest_id == guest_id, Reservation.status.in_(LIVE), func.upper(Reservation.nights) >= today)
        .order_by(
            (Reservation.status == Status.PRE_RESERVED).desc(),
            case((Reservation.status == Status.PRE_RESERVED, None), else_=func.lower(Reservation.nights)),
            Reservation.created_at.desc(),
        )
        .limit(1)
    )
    row = (await session.execute(query)).one_or_none()
    return None if row is None else as_view(*row)


def _stands_in_the_way(stay: Stay, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return Occupancy.nights.overlaps(as_range(stay)), ~_held_too_long(now)


def _held_too_long(now: datetime) -> ColumnElement[bool]:
    return exists().where(Reservation.occupancy_id == Occupancy.id, _is_overdue(now))


def _is_overdue(now: datetime) -> ColumnElement[bool]:
    return and_(Reservation.status == Status.PRE_RESERVED, Reservation.release_at <= now)


def _views() -> Select[Reservation, Accommodation]:
    return select(Reservation, Accommodation).join(Accommodation, Accommodation.id == Reservation.accommodation_id)


def as_view(reservation: Reservation, accommodation: Accommodation | Cabin) -> ReservationView:
    """Return a reservation as others see it."""
    return ReservationView(
        id=reservation.id,
        code=reservation.code,
        accommodation=accommodation.code,
        accommodation_name=accommodation.name,
        guest_id=reservation.guest_id,
        stay=as_stay(reservation.nights),
        party=Party(reservation.adults, reservation.children, reservation.pets),
        status=reservation.status,
        source=reservation.source,
        currency=reservation.currency,
        total_cents=reservation.total_cents,
        deposit_cents=reservation.deposit_cents,
        expires_at=reservation.expires_at,
        created_at=reservation.created_at,
        confirmed_at=reservation.confirmed_at,
    )
