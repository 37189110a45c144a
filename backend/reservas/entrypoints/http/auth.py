"""Operators exchange e-mail and password for a short token, and a refresh token for the next one."""

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.security import OAuth2PasswordRequestForm

from reservas.bootstrap import Connections
from reservas.entrypoints.http.dependencies import ConnectionsDep, issue_token
from reservas.entrypoints.http.documented import problems
from reservas.entrypoints.http.schemas import RefreshIn, TokenOut
from reservas.features.staff import service as staff

router = APIRouter(prefix="/api/v1/auth", tags=["Operators"])


@router.post("/token", summary="Sign in", responses=problems(400, 401, 422, 429, 503))
async def sign_in(connections: ConnectionsDep, form: Annotated[OAuth2PasswordRequestForm, Depends()]) -> TokenOut:
    """Return a bearer token for an operator; `username` is their e-mail. Ten failed attempts close it for a while."""
    now = connections.clock.now()
    operator = await staff.authenticate(connections.database, form.username, form.password, now)
    refresh = await staff.open_session(connections.database, operator.id, now, _end(connections, now))
    return _tokens(connections, operator.email, operator.role, refresh, now)


@router.post("/refresh", summary="Stay signed in", responses=problems(400, 401, 422, 503))
async def renew(connections: ConnectionsDep, body: RefreshIn) -> TokenOut:
    """Return the next pair of tokens; a refresh token that comes a second time signs out everybody who holds it."""
    now = connections.clock.now()
    operator, refresh = await staff.renew_session(connections.database, body.refresh_token, now, _end(connections, now))
    return _tokens(connections, operator.email, operator.role, refresh, now)


@router.post("/sign-out", summary="Sign out", status_code=204, responses=problems(400, 422, 503))
async def sign_out(connections: ConnectionsDep, body: RefreshIn) -> None:
    """Make the refresh token and all that came from the same sign-in good for nothing."""
    await staff.close_session(connections.database, body.refresh_token)


def _end(connections: Connections, now: datetime) -> datetime:
    return now + timedelta(days=connections.settings.jwt.refresh_days)


def _tokens(connections: Connections, email: str, role: str, refresh: str, now: datetime) -> TokenOut:
    settings = connections.settings.jwt
    token = issue_token(settings, email, role, now)
    return TokenOut(access_token=token, expires_in=settings.access_minutes * 60, refresh_token=refresh)
