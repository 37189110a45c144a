"""What routes are handed: the process's connections, and the operator behind a token."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated

import jwt
from fastapi import Depends, Request
from fastapi.security import OAuth2PasswordBearer

from reservas.bootstrap import Connections
from reservas.config import JwtSettings, Settings
from reservas.features.reservations.schemas import HoldTerms
from reservas.kit.errors import ErrorKind, ReservasError

ALGORITHM = "HS256"
TOKEN_PATH = "/api/v1/auth/token"  # noqa: S105 - a path
OFFICE = ("owner", "staff")
_scheme = OAuth2PasswordBearer(tokenUrl=TOKEN_PATH, auto_error=False)


class NotAuthenticated(ReservasError):  # noqa: N818 - reads as what happened
    """The request carries no token, or one that is no longer good."""

    code = "not_authenticated"
    kind = ErrorKind.UNAUTHENTICATED


class NotAllowed(ReservasError):  # noqa: N818 - reads as what happened
    """The operator's role does not reach that far."""

    code = "not_allowed"
    kind = ErrorKind.FORBIDDEN


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The operator behind a token."""

    email: str
    role: str

    @property
    def actor(self) -> str:
        """How the audit log names them."""
        return f"operator:{self.email}"

    @property
    def sees_money(self) -> bool:
        """Tell whether prices are theirs to see: whoever cleans needs dates, not amounts."""
        return self.role in OFFICE


def hold_terms(settings: Settings) -> HoldTerms:
    """Return how long a hold lasts here."""
    return HoldTerms(settings.hold.minutes, settings.hold.grace_minutes)


async def connections_of(request: Request) -> Connections:
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
) -> SignedIn:
    """Return the operator behind the bearer token. Raises NotAuthenticated."""
    if token is None:
        raise NotAuthenticated("Sign in first: POST /api/v1/auth/token, then send the token as a bearer.")
    options = {"verify_exp": False, "verify_iat": False, "require": ["sub", "exp"]}
    try:
        claims = jwt.decode(token, connections.settings.jwt.secret_key, [ALGORITHM], options=options)  # type: ignore[arg-type]  # its stub wants a TypedDict
    except jwt.InvalidTokenError as error:
        raise NotAuthenticated("That token is not one of ours.") from error
    # The process's Clock decides, not the library's: in development time may be shifted.
    if datetime.fromtimestamp(claims["exp"], UTC) <= connections.clock.now():
        raise NotAuthenticated("The token has expired: sign in again.")
    return SignedIn(str(claims["sub"]), str(claims.get("role")))


# Dependencies are coroutines: FastAPI runs plain functions in a thread, which costs more than most of them do.
ConnectionsDep = Annotated[Connections, Depends(connections_of)]
OperatorDep = Annotated[SignedIn, Depends(require_operator)]


async def require_office(operator: OperatorDep) -> SignedIn:
    """Return the operator when they are an owner or staff. Raises NotAllowed."""
    if operator.role not in OFFICE:
        raise NotAllowed("That is for owners and staff.")
    return operator


async def require_owner(operator: OperatorDep) -> SignedIn:
    """Return the operator when they own the place. Raises NotAllowed."""
    if operator.role != "owner":
        raise NotAllowed("That is for owners.")
    return operator


OfficeDep = Annotated[SignedIn, Depends(require_office)]
OwnerDep = Annotated[SignedIn, Depends(require_owner)]
