"""Who wants to hear when nights are free again, over HTTP."""

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from reservas.entrypoints.http.dependencies import ConnectionsDep, OfficeDep
from reservas.entrypoints.http.documented import problems
from reservas.entrypoints.http.pages import Page, PlaceDep
from reservas.features.conversations import waiting
from reservas.features.conversations.waiting import WaitingView
from reservas.features.reservations.repository import as_stay

router = APIRouter(prefix="/api/v1/waiting-list", tags=["Waiting list"])


class WaitingOut(BaseModel):
    """A guest's wish for a stay, in one cabin or (null) in any; nothing is held for it.

    `ended_reason` is null while they wait, then `told`, `left`, `booked` or `passed`.
    """

    id: int
    guest: str | None
    phones: list[str]
    accommodation: str | None
    check_in: date
    check_out: date
    adults: int
    children: int
    pets: int
    created_at: datetime
    told_at: datetime | None
    told_of: str | None
    ended_at: datetime | None
    ended_reason: str | None

    @classmethod
    def of(cls, view: WaitingView) -> "WaitingOut":
        """Return the entry as JSON shows it."""
        entry, stay = view.entry, as_stay(view.entry.nights)
        return cls(
            id=entry.id,
            guest=view.guest_name,
            phones=[f"+{one}" for one in view.phones],
            accommodation=view.accommodation,
            check_in=stay.check_in,
            check_out=stay.check_out,
            adults=entry.adults,
            children=entry.children,
            pets=entry.pets,
            created_at=entry.created_at,
            told_at=entry.told_at,
            told_of=view.told_of,
            ended_at=entry.ended_at,
            ended_reason=entry.ended_reason,
        )


@router.get("", summary="List who waits", responses=problems(401, 403, 422, 503))
async def list_waiting(
    connections: ConnectionsDep,
    _operator: OfficeDep,
    place: PlaceDep,
    waits: Annotated[bool | None, Query(description="Those who still wait, or those whose wish has ended.")] = None,
) -> Page[WaitingOut]:
    """Return wishes for stays, newest first. For owners and staff."""
    async with connections.database.unit_of_work() as session:
        found = await waiting.page(session, place.before, place.limit + 1, is_open=waits)
        items = [WaitingOut.of(one) for one in found[: place.limit]]
    return Page(items=items, next=place.next_after([one.entry.id for one in found]))
