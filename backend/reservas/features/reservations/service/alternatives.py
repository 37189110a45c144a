"""When nothing fits, what really can be booked instead: by the availability and the rules a hold itself obeys."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.alternatives import Alternative, Calendar, find_alternatives, window_around
from reservas.domain.stays import Party, Stay
from reservas.features.reservations import repository
from reservas.features.reservations.errors import StayRefused
from reservas.features.reservations.service.quoting import require_bookable


async def read_alternatives(
    session: AsyncSession, stay: Stay, party: Party, now: datetime, *, asked: str | None = None
) -> tuple[Alternative, ...]:
    """Return what can be booked instead of `stay`, which must be a bookable one; `asked` is the cabin wanted, by code.

    Two statements, however many cabins and dates are looked at.
    """
    cabins = await repository.fitting_accommodations(session, party.guests, party.pets)
    taken = await repository.taken_nights(session, [cabin.id for cabin in cabins], window_around(stay), now)
    by_code = {cabin.code: cabin for cabin in cabins}

    def allows(code: str, candidate: Stay) -> bool:
        try:
            require_bookable(candidate, by_code[code], now)
        except StayRefused:
            return False
        return True

    calendars = [Calendar(cabin.code, tuple(taken.get(cabin.id, ()))) for cabin in cabins]
    return find_alternatives(stay, calendars, allows, asked)
