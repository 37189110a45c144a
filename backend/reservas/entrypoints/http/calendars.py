"""OTAs fetch taken nights as iCal from an address nobody can guess."""

import hashlib
from typing import Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Request, Response

from reservas.entrypoints.http.dependencies import ConnectionsDep
from reservas.entrypoints.http.documented import problems
from reservas.features.calendars import service as calendars
from reservas.integrations.ical import render_calendar

router = APIRouter(prefix="/api/v1/ical", tags=["Calendars"])
SUFFIX = ".ics"
ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/calendar": {}}},
    304: {"description": "Nothing changed"},
    **problems(404, 422, 503),
}


@router.head("/export/{token}", include_in_schema=False)
@router.get(
    "/export/{token}",
    summary="Taken nights of one cabin",
    response_class=Response,
    responses=ANSWERS,
)
async def export_calendar(connections: ConnectionsDep, request: Request, token: str) -> Response:
    """Return the calendar; a database that is away is 503, never an empty calendar, which would free every night."""
    async with connections.database.unit_of_work() as session:
        calendar = await calendars.read_export(session, token.removesuffix(SUFFIX), connections.clock.now())
    domain = urlsplit(connections.settings.public.base_url).hostname or "reservas"
    body = render_calendar(calendar, domain)
    etag = f'"{hashlib.sha256(body).hexdigest()}"'
    headers = {
        "ETag": etag,
        # The address is a secret: no shared cache may keep what it opens.
        "Cache-Control": "private, max-age=300",
        "Content-Disposition": f'inline; filename="{calendar.accommodation}.ics"',
        "X-Robots-Tag": "noindex",
    }
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="text/calendar; charset=utf-8", headers=headers)
