"""Operators are created, and prove who they are, here."""

import asyncio
import functools
import hashlib
import uuid
from datetime import datetime, timedelta

from pwdlib import PasswordHash
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from reservas.features.staff import repository
from reservas.features.staff.errors import OperatorInvalid, RefreshTokenInvalid, TooManyAttempts, WrongCredentials
from reservas.infra.database import Database
from reservas.kit.ids import new_token
from reservas.models import Operator, RefreshToken

MINIMUM_PASSWORD_LENGTH = 10
MAXIMUM_ATTEMPTS = 10
ATTEMPTS_WINDOW = timedelta(minutes=15)
_hasher = PasswordHash.recommended()
# Argon2 is meant to be slow: more than this at once would leave nothing for anybody else.
_hashing = asyncio.Semaphore(2)


async def create_operator(session: AsyncSession, email: str, password: str, role: str, now: datetime) -> bool:
    """Create the operator, or set the password and role of an existing one; return True when it is new.

    Raises OperatorInvalid when the e-mail has no @ or the password has fewer than ten characters.
    """
    email = email.strip().lower()
    if "@" not in email:
        raise OperatorInvalid("The e-mail needs an @.", field="email")
    if len(password) < MINIMUM_PASSWORD_LENGTH:
        raise OperatorInvalid(f"The password needs at least {MINIMUM_PASSWORD_LENGTH} characters.", field="password")
    hashed = await asyncio.to_thread(_hasher.hash, password)
    known = (await session.execute(select(Operator.id).where(Operator.email == email))).scalar_one_or_none()
    values = {"password_hash": hashed, "role": role, "active": True}
    statement = insert(Operator).values(email=email, created_at=now, **values)
    await session.execute(statement.on_conflict_do_update(index_elements=["email"], set_=values))
    # Whoever was signed in with the old password or role signs in again.
    await repository.end_all(session, email)
    return known is None


async def authenticate(database: Database, email: str, password: str, now: datetime) -> Operator:
    """Return the active operator with these credentials. Raises WrongCredentials, TooManyAttempts.

    No connection is held while the password is hashed: a flood of sign-ins must not starve the webhooks.
    """
    email = email.strip().lower()
    account = _hash(email)
    query = select(Operator).where(Operator.email == email, Operator.active)
    async with database.unit_of_work() as session:
        # Counted before it is judged, so that a hundred at once are a hundred.
        attempts = await repository.count_attempt(session, account, now, now - ATTEMPTS_WINDOW)
        # PostgreSQL refuses U+0000 in any text, so nobody's e-mail holds one.
        operator = None if "\x00" in email else (await session.execute(query)).scalar_one_or_none()
    if attempts > MAXIMUM_ATTEMPTS:
        raise TooManyAttempts("Too many attempts: wait a quarter of an hour.")
    async with _hashing:
        # An unknown e-mail takes as long to answer as a known one.
        hashed = operator.password_hash if operator else await asyncio.to_thread(_nobodys_hash)
        matches = await asyncio.to_thread(_hasher.verify, password, hashed)
    if operator is None or not matches:
        raise WrongCredentials("The e-mail or the password is wrong.")
    await forget_attempts(database, account)
    return operator


async def count_attempt(database: Database, account: str, now: datetime, most: int = MAXIMUM_ATTEMPTS) -> None:
    """Count one more attempt to be let in somewhere, named by a hash; kept whatever comes of it.

    Raises TooManyAttempts after `most` of them.
    """
    async with database.unit_of_work() as session:
        attempts = await repository.count_attempt(session, account, now, now - ATTEMPTS_WINDOW)
    if attempts > most:
        raise TooManyAttempts("Too many attempts: wait a quarter of an hour.")


async def forget_attempts(database: Database, account: str) -> None:
    """Start the count anew: whoever it was has proved themselves."""
    async with database.unit_of_work() as session:
        await repository.forget_attempts(session, account)


async def open_session(database: Database, operator_id: int, now: datetime, expires_at: datetime) -> str:
    """Return the first refresh token of a new family."""
    async with database.unit_of_work() as session:
        return _add_token(session, operator_id, uuid.uuid4(), now, expires_at)


async def renew_session(database: Database, token: str, now: datetime, expires_at: datetime) -> tuple[Operator, str]:
    """Exchange a refresh token for the next one and return it with its operator.

    Raises RefreshTokenInvalid. A token that was exchanged before ends its family: one of two who hold it is a thief.
    """
    async with database.unit_of_work() as session:
        found = await repository.lock_token(session, _hash(token))
        if found is not None:
            held, operator = found
            if held.used_at is None and held.expires_at > now and operator.active:
                await repository.mark_used(session, held, now)
                return operator, _add_token(session, operator.id, held.family, now, expires_at)
            await repository.end_family(session, held.family)
    raise RefreshTokenInvalid("That refresh token is no longer good: sign in again.")


async def close_session(database: Database, token: str) -> None:
    """Sign out: the token's whole family is good for nothing any more; an unknown one is nobody's."""
    async with database.unit_of_work() as session:
        found = await repository.lock_token(session, _hash(token))
        if found is not None:
            await repository.end_family(session, found[0].family)


async def purge(session: AsyncSession, now: datetime) -> None:
    """Forget tokens that have expired and attempts that no longer count."""
    await repository.purge(session, now, now - ATTEMPTS_WINDOW)


def _add_token(session: AsyncSession, operator_id: int, family: uuid.UUID, now: datetime, expires_at: datetime) -> str:
    token = new_token()
    row = RefreshToken(
        operator_id=operator_id, family=family, token_hash=_hash(token), expires_at=expires_at, created_at=now
    )
    session.add(row)
    return token


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@functools.cache
def _nobodys_hash() -> str:
    return _hasher.hash("nobody has this password")
