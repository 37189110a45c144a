"""What routes are handed: the process's connections, and the operator behind a token."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

import jwt
from fastapi import Depends, Request
from fastapi.security import OAuth2PasswordBearer

from reservas.bootstrap import Connections
from reservas.config import JwtSettings
from reservas.kit.errors import ErrorKind, ReservasError

ALGORITHM = "HS256"
TOKEN_PATH = "/api/v1/auth/token"  # noqa: S105 - a path
_scheme = OAuth2PasswordBearer(tokenUrl=TOKEN_PATH, auto_error=False)


class NotAuthenticated(ReservasError):  # noqa: N818 - reads as what happened
    """The request carries no token, or one that is no longer good."""

    code = "not_authenticated"
    kind = ErrorKind.UNAUTHENTICATED


def connections_of(request: Request) -> Connections:
    """Return the connections that the app's lifespan opened."""
    connections: Connections = request.app.state.connections
    return connections


def issue_token(settings: JwtSettings, operator_email: str, role: str, now: datetime) -> str:
    """Return a signed token that names the operator and their role until it expires."""
    expires_at = now + timedelta(minutes=settings.access_minutes)
    claims = {"sub": operator_email, "role": role, "iat": now, "exp": expires_at}
    return jwt.encode(claims, settings.secret_key, ALGORITHM)


async def require_operator(
    connections: Annotated[Connections, Depends(connections_of)], token: Annotated[str | None, Depends(_scheme)]
) -> str:
    """Return the operator's e-mail. Raises NotAuthenticated."""
    if token is None:
        raise NotAuthenticated("Sign in first: POST /api/v1/auth/token, then send the token as a bearer.")
    options = {"verify_exp": False, "verify_iat": False, "require": ["sub", "exp"]}
    try:
        claims = jwt.decode(token, connections.settings.jwt.secret_key, [ALGORITHM], options=options)  # type: ignore[arg-type]
    except jwt.InvalidTokenError as error:
        raise NotAuthenticated("That token is not one of ours.") from error
    # The process's Clock decides, not the library's: in development time may be shifted.
    if datetime.fromtimestamp(claims["exp"], UTC) <= connections.clock.now():
        raise NotAuthenticated("The token has expired: sign in again.")
    return str(claims["sub"])


ConnectionsDep = Annotated[Connections, Depends(connections_of)]
OperatorDep = Annotated[str, Depends(require_operator)]
