"""Every refusal becomes an `application/problem+json` answer here, the only place that knows status codes."""

import json
from collections.abc import Mapping
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from reservas.domain.alternatives import Alternative
from reservas.features.reservations.errors import DatesUnavailable
from reservas.infra.database import (
    TRANSIENT_SQLSTATES,
    describe,
    is_connection_lost,
    is_short_of_resources,
    sqlstate,
    traceable,
)
from reservas.infra.logging import current_trace_id
from reservas.kit.errors import ErrorKind, ReservasError

log = structlog.get_logger(__name__)

MEDIA_TYPE = "application/problem+json"
STATUS_OF = {
    ErrorKind.NOT_FOUND: 404,
    ErrorKind.CONFLICT: 409,
    ErrorKind.INVALID: 422,
    ErrorKind.UNAUTHENTICATED: 401,
    ErrorKind.FORBIDDEN: 403,
    ErrorKind.LIMITED: 429,
    ErrorKind.UNAVAILABLE: 503,
}
RETRY_AFTER_SECONDS = "5"
HEADERS_OF = {
    ErrorKind.UNAUTHENTICATED: {"WWW-Authenticate": "Bearer"},
    ErrorKind.LIMITED: {"Retry-After": "900"},
}


class ProblemResponse(JSONResponse):
    """A JSON answer that can repeat whatever a caller sent, half a surrogate pair included."""

    media_type = MEDIA_TYPE

    def render(self, content: Any) -> bytes:  # noqa: ANN401 - JSON
        """Return the bytes; what UTF-8 cannot hold becomes a question mark."""
        return json.dumps(content, ensure_ascii=False, allow_nan=False).encode("utf-8", "replace")


def problem(
    status: int,
    code: str,
    title: str,
    detail: str,
    headers: Mapping[str, str] | None = None,
    **more: Any,  # noqa: ANN401 - JSON values
) -> JSONResponse:
    """Return a problem document (RFC 9457) with our stable `code` and the trace id to quote to support."""
    body = {
        "type": f"urn:reservas:problem:{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
        "request_id": current_trace_id(),
        **{key: value for key, value in more.items() if value is not None},
    }
    return ProblemResponse(body, status, dict(headers or {}))


def unavailable(detail: str) -> JSONResponse:
    """Return 503 with when to come back."""
    return problem(503, "unavailable", "Unavailable", detail, {"Retry-After": RETRY_AFTER_SECONDS})


def add_problem_handlers(app: FastAPI) -> None:
    """Make `app` answer every error with a problem document."""
    app.add_exception_handler(ReservasError, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(ClientDisconnect, _cut_off)
    for away in (DBAPIError, PoolTimeoutError, OSError, TimeoutError):
        app.add_exception_handler(away, _database)
    app.add_exception_handler(Exception, _unexpected)


def refusal(error: ReservasError) -> JSONResponse:
    """Return the answer that tells a caller of `error`."""
    headers = HEADERS_OF.get(error.kind)
    alternatives = [_shown(one) for one in error.nearest] if isinstance(error, DatesUnavailable) else None
    title = error.code.replace("_", " ").capitalize()
    status = STATUS_OF[error.kind]
    return problem(status, error.code, title, error.detail, headers, field=error.field, alternatives=alternatives)


def _shown(alternative: Alternative) -> dict[str, str]:
    stay = alternative.stay
    dates = {"check_in": stay.check_in.isoformat(), "check_out": stay.check_out.isoformat()}
    return {"kind": alternative.kind, "accommodation": alternative.accommodation, **dates}


async def _refused(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ReservasError)
    return refusal(error)


async def _invalid(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    errors = [
        {"field": ".".join(str(part) for part in one["loc"][1:]) or str(one["loc"][0]), "message": one["msg"]}
        for one in error.errors()
    ]
    first = errors[0] if errors else {"field": "", "message": "The request is malformed."}
    detail = f"{first['field']}: {first['message']}"
    return problem(422, "invalid_request", "Invalid request", detail, field=first["field"], errors=errors)


async def _http(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    code = {404: "not_found", 405: "method_not_allowed"}.get(error.status_code, "http_error")
    return problem(error.status_code, code, str(error.detail), str(error.detail), error.headers)


async def _cut_off(_request: Request, _error: Exception) -> JSONResponse:
    """Nobody is there to read it; but whoever hangs up in the middle of a body is no error of ours."""
    return problem(400, "cut_off", "Cut off", "The body ended before it was whole.")


async def _database(request: Request, error: Exception) -> JSONResponse:
    busy = sqlstate(error) in TRANSIENT_SQLSTATES or isinstance(error, TimeoutError)
    if busy or is_connection_lost(error) or is_short_of_resources(error):
        log.warning("request.database_away", route=_route_of(request), error=type(error).__name__)
        return unavailable("The service cannot reach its database right now: try again in a moment.")
    return await _unexpected(request, error)


async def _unexpected(request: Request, error: Exception) -> JSONResponse:
    log.error("request.failed", route=_route_of(request), error=describe(error), exc_info=traceable(error))
    return problem(500, "internal_error", "Internal error", "Something broke on our side; it was logged.")


def _route_of(request: Request) -> str:
    """Return the route's template: paths carry calendars' secret tokens."""
    return str(getattr(request.scope.get("route"), "path", "unmatched"))
