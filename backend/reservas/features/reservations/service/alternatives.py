"""When nothing fits, what really can be booked instead: by the availability and the rules a hold itself obeys."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from reservas.domain.alternatives import Alternative, Calendar, find_alternatives, window_around
from reservas.domain.stays import Party, Stay
from reservas.features.accommodations import service as owners
from reservas.features.reservations import repository
from reservas.features.reservations.errors import StayRefused
from reservas.features.reservations.service.quoting import refusal_of, require_bookable
from reservas.models import Accommodation


async def read_alternatives(
    session: AsyncSession, stay: Stay, party: Party, now: datetime, *, asked: str | None = None
) -> tuple[Alternative, ...]:
    """Return what can be booked instead of `stay`, which must be a bookable one; `asked` is the cabin wanted, by code.

    A handful of statements, however many cabins and dates are looked at.
    """
    cabins = await repository.fitting_accommodations(session, party.guests, party.pets)
    taken = await repository.taken_nights(session, [cabin.id for cabin in cabins], window_around(stay), now)
    by_code = {cabin.code: cabin for cabin in cabins}

    terms = await owners.read_terms(session, cabins, now)

    def allows(code: str, candidate: Stay) -> bool:
        cabin = by_code[code]
        try:
            require_bookable(candidate, cabin, now)
        except StayRefused:
            return False
        return cabin.id in terms and refusal_of(cabin, terms[cabin.id], candidate, party, now) is None

    calendars = [Calendar(cabin.code, tuple(_with_turnover(cabin, taken.get(cabin.id, ())))) for cabin in cabins]
    return find_alternatives(stay, calendars, allows, asked)


def _with_turnover(cabin: Accommodation, taken: Iterable[Stay]) -> Iterator[Stay]:
    """Yield the nights taken with the days kept free around them."""
    buffer = timedelta(days=cabin.turnover_days)
    for one in taken:
        yield Stay(one.check_in - buffer, one.check_out + buffer)
