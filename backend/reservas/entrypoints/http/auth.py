"""Operators exchange e-mail and password for a token."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.security import OAuth2PasswordRequestForm

from reservas.entrypoints.http.dependencies import ConnectionsDep, issue_token
from reservas.entrypoints.http.documented import problems
from reservas.entrypoints.http.schemas import TokenOut
from reservas.features.staff import service as staff

router = APIRouter(prefix="/api/v1/auth", tags=["Operators"])


@router.post("/token", summary="Sign in", responses=problems(400, 401, 422, 503))
async def sign_in(connections: ConnectionsDep, form: Annotated[OAuth2PasswordRequestForm, Depends()]) -> TokenOut:
    """Return a bearer token for an operator; `username` is their e-mail."""
    operator = await staff.authenticate(connections.database, form.username, form.password)
    settings = connections.settings.jwt
    token = issue_token(settings, operator.email, operator.role, connections.clock.now())
    return TokenOut(access_token=token, expires_in=settings.access_minutes * 60)
