"""When nothing fits, what really can be booked instead: by the availability and the rules a hold itself obeys."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.alternatives import Alternative, Calendar, find_alternatives, window_around
from reservas.domain.stays import Party, Stay
from reservas.features.accommodations import service as owners
from reservas.features.reservations import repository
from reservas.features.reservations.errors import DatesUnavailable, StayRefused
from reservas.features.reservations.service.quoting import fits, refusal_of, require_bookable


async def read_alternatives(
    session: AsyncSession, stay: Stay, party: Party, now: datetime, *, asked: str | None = None
) -> tuple[Alternative, ...]:
    """Return what can be booked instead of `stay`, which must be a bookable one; `asked` is the cabin wanted, by code.

    A handful of statements, however many cabins and dates are looked at.
    """
    cabins = [one for one in await owners.read_cabins(session, now) if one.terms is not None]
    by_code = {cabin.code: cabin for cabin in sorted(cabins, key=lambda one: one.capacity) if fits(cabin, party)}
    taken = await repository.taken_nights(session, [one.id for one in by_code.values()], window_around(stay), now)

    def allows(code: str, candidate: Stay) -> bool:
        cabin = by_code[code]
        try:
            require_bookable(candidate, cabin, now)
        except StayRefused:
            return False
        return refusal_of(cabin, candidate, party, now) is None

    # With the days kept free around them.
    calendars = [
        Calendar(code, tuple(one.widened(cabin.turnover_days) for one in taken.get(cabin.id, ())))
        for code, cabin in by_code.items()
    ]
    return find_alternatives(stay, calendars, allows, asked)


async def tell_alternatives(session: AsyncSession, error: DatesUnavailable, now: datetime) -> DatesUnavailable:
    """Return the refusal with what can be booked instead. Ask once the refused attempt and its locks are undone."""
    wanted = error.wanted
    if wanted is None:
        return error
    found = await read_alternatives(session, wanted.stay, wanted.party, now, asked=wanted.accommodation)
    return DatesUnavailable(error.detail, wanted=wanted, nearest=found)
